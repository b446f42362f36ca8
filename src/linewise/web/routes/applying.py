"""Apply: how far the model reaches at a confidence, coding the corpus with it, and taking the result away."""

import re
import tempfile
from pathlib import Path
from typing import Annotated, Literal

from fastapi import Query
from fastapi.responses import FileResponse
from pydantic import Field
from starlette.background import BackgroundTask

from linewise.applying.views import ApplyState, Coverage
from linewise.jobs import JobView
from linewise.web.at import ProjectAt
from linewise.web.fields import Body
from linewise.web.router import stage

router = stage("apply")

MEDIA_TYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BINARY = {"schema": {"type": "string", "format": "binary"}}


class ApplyBody(Body):
    confidence: Annotated[float, Field(gt=0, lt=1)] | None = None


@router.get("")
def state(project: ProjectAt) -> ApplyState:
    """What was applied, and what the newest model would give."""
    return project.applying.state()


@router.get("/coverage")
def coverage(
    project: ProjectAt, confidence: Annotated[float, Query(gt=0, lt=1, allow_inf_nan=False)] = 0.9
) -> Coverage:
    """How the corpus would split at a confidence; nothing is written."""
    return project.applying.coverage(confidence)


@router.post("", status_code=202)
def apply(project: ProjectAt, body: ApplyBody) -> JobView:
    """Code every unit with the newest model, in the background."""
    return project.applying.start(confidence=body.confidence)


@router.get(
    "/export",
    response_class=FileResponse,
    responses={200: {"description": "The file", "content": dict.fromkeys(MEDIA_TYPES.values(), BINARY)}},
)
def export(
    project: ProjectAt,
    format: Literal["csv", "tsv", "jsonl", "parquet", "xlsx"] = "csv",
    shape: Literal["long", "wide"] = "long",
) -> FileResponse:
    """The whole corpus with its codings, as a file."""
    folder = tempfile.TemporaryDirectory(prefix="linewise-export-")
    path = Path(folder.name, f"export.{format}")
    try:
        project.applying.export(path, shape=shape, format=format)
    except BaseException:
        folder.cleanup()
        raise
    stem = re.sub(r"[^\w.-]+", "-", project.name, flags=re.ASCII).strip("-.") or "project"
    return FileResponse(
        path,
        media_type=MEDIA_TYPES[format],
        filename=f"{stem}-{shape}.{format}",
        background=BackgroundTask(folder.cleanup),
    )
