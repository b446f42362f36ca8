"""Apply: how far the model reaches at a confidence, coding the corpus with it, and taking the result away."""

import re
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import FileResponse
from pydantic import Field
from starlette.background import BackgroundTask

from linewise.applying.views import (
    ApplyState,
    Coverage,
    Curve,
    PrevalenceView,
    PromiseView,
    Scope,
    ScoredUnits,
    Which,
)
from linewise.interchange.writers import WriteFormat
from linewise.jobs import JobView
from linewise.web.at import ProjectAt
from linewise.web.fields import LARGEST, Body, Ident, Limit
from linewise.web.router import stage
from linewise.workbench.results.exporting import Include, Shape
from linewise.workbench.views import ExportPreview

router = stage("apply")

MEDIA_TYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BINARY = {"schema": {"type": "string", "format": "binary"}}


Confidence = Annotated[float, Query(gt=0, lt=1, allow_inf_nan=False)]


FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file", "content": dict.fromkeys(MEDIA_TYPES.values(), BINARY)}
}


class ApplyBody(Body):
    confidence: Annotated[float, Field(gt=0, lt=1)] | None = None
    precision: Annotated[float, Field(gt=0, lt=1)] | None = None
    risk: Annotated[float, Field(gt=0, lt=1)] = 0.1
    scope: Scope = "each"


@router.get("")
def state(project: ProjectAt) -> ApplyState:
    """What was applied, and what the newest model would give."""
    return project.applying.state()


@router.get("/coverage")
def coverage(project: ProjectAt, confidence: Confidence = 0.9) -> Coverage:
    """How the corpus would split at a confidence; nothing is written."""
    return project.applying.coverage(confidence)


@router.get("/curve")
def curve(project: ProjectAt) -> Curve:
    """Coverage against precision over all confidences, with the newest model."""
    return project.applying.curve()


@router.get("/promise")
def promise(
    project: ProjectAt,
    precision: Annotated[
        float | None, Query(gt=0, lt=1, allow_inf_nan=False, description="Else the project's.")
    ] = None,
    risk: Annotated[float, Query(gt=0, lt=1, allow_inf_nan=False, description="How often it may be broken.")] = 0.1,
    scope: Scope = "each",
) -> PromiseView:
    """How much can be coded so that a share of it is right, code by code; nothing is written."""
    return project.applying.promise(precision, risk=risk, scope=scope)


@router.get("/units")
def units(
    project: ProjectAt,
    code: Annotated[Ident, Query()],
    which: Which = "given",
    confidence: Confidence = 0.9,
    limit: Limit = 50,
    skip: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
) -> ScoredUnits:
    """The units that the model gives a code, or that are left because of it, the most doubtful first."""
    return project.applying.units(code, which=which, confidence=confidence, limit=limit, skip=skip)


@router.get("/prevalence")
def prevalence(project: ProjectAt) -> PrevalenceView:
    """How frequent each code is in the whole corpus, with intervals."""
    return project.applying.prevalence()


@router.post("", status_code=202)
def apply(project: ProjectAt, body: ApplyBody) -> JobView:
    """Code every unit with the model in use, from a confidence on or as a precision allows, in the background."""
    return project.applying.start(body.confidence, precision=body.precision, risk=body.risk, scope=body.scope)


@router.get("/export/preview")
def export_preview(
    project: ProjectAt,
    shape: Shape = "long",
    include: Include = "all",
    rows: Annotated[int, Query(ge=1, le=100)] = 6,
) -> ExportPreview:
    """The columns and first rows of an export."""
    return project.applying.export_preview(shape=shape, include=include, rows=rows)


@router.get("/export", response_class=FileResponse, responses=FILE)
def export(
    project: ProjectAt, format: WriteFormat = "csv", shape: Shape = "long", include: Include = "all"
) -> FileResponse:
    """The whole corpus with its codings, as a file."""
    folder = tempfile.TemporaryDirectory(prefix="linewise-export-")
    path = Path(folder.name, f"export.{format}")
    try:
        project.applying.export(path, shape=shape, format=format, include=include)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(
        path,
        media_type=MEDIA_TYPES[format],
        filename=f"{_stem(project.name, shape)}.{format}",
        background=BackgroundTask(folder.cleanup),
    )


def _stem(project: str, shape: str) -> str:
    name = re.sub(r"[^\w.-]+", "-", project, flags=re.ASCII).strip("-.") or "project"
    return f"{name}-{shape}"
