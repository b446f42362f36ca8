"""Teach, continued: the models there are, side by side, pinned, and taken away."""

import re
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from linewise.teaching.views import ModelCard
from linewise.web.at import ProjectAt
from linewise.web.fields import Ident, IdentInPath, Name
from linewise.web.router import stage
from linewise.workbench.models.versions_views import ModelComparison

router = stage("teach")

BINARY = {"schema": {"type": "string", "format": "binary"}}
ZIP: dict[int | str, dict[str, Any]] = {200: {"description": "The model", "content": {"application/zip": BINARY}}}


@router.get("/models")
def models(project: ProjectAt) -> tuple[ModelCard, ...]:
    """Every model, newest first."""
    return project.teaching.models()


@router.get("/models/compare")
def compare(
    project: ProjectAt,
    first: Annotated[Ident, Query()],
    second: Annotated[Ident, Query()],
    limit: Annotated[int, Query(ge=0, le=100)] = 20,
) -> ModelComparison:
    """Two models, by id or number: what differs, how each did on units new to both, where they part."""
    return project.teaching.compare(first, second, limit=limit)


@router.post("/models/{model}/pin")
def pin(project: ProjectAt, model: IdentInPath) -> ModelCard:
    """Keep to a model, by id or number, until another is pinned or it is let go."""
    return project.teaching.pin(model)


@router.post("/unpin")
def unpin(project: ProjectAt) -> ModelCard:
    """Use the newest model again; the answer is that one."""
    return project.teaching.unpin()


@router.get("/models/{model}/export", response_class=FileResponse, responses=ZIP)
def export_model(
    project: ProjectAt, model: IdentInPath, complete: bool = False, licence: Annotated[Name | None, Query()] = None
) -> FileResponse:
    """A model as a zip that predicts in Python without the project: `linewise.load_model`."""
    folder = tempfile.TemporaryDirectory(prefix="linewise-model-")
    path = Path(folder.name, "model.zip")
    try:
        made = project.teaching.export_model(path, model=model, complete=complete, licence=licence or "")
    except BaseException:
        folder.cleanup()
        raise
    name = re.sub(r"[^\w.-]+", "-", project.name, flags=re.ASCII).strip("-.") or "project"
    return FileResponse(
        path,
        media_type="application/zip",
        filename=f"{name}-model-{made.number}.zip",
        background=BackgroundTask(folder.cleanup),
    )
