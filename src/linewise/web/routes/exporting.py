"""Export: the project, or a part of it, written in the background and fetched when it is there."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Path as PathOf
from fastapi.responses import FileResponse
from pydantic import Field, StrictBool, StrictInt

from linewise.core.errors import NotFound
from linewise.jobs import JobView
from linewise.web.at import ProjectAt, UploadsAt
from linewise.web.fields import Body, Ident, Line, Name
from linewise.web.router import stage
from linewise.workbench.exporting import FormatView

router = stage("export")

Chosen = StrictBool | StrictInt | Line


FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class ExportBody(Body):
    """A format by its name, with what is chosen about it."""

    format: Name
    choices: Annotated[dict[Name, Chosen], Field(max_length=40)] = Field(default_factory=dict)
    name: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportStarted:
    """The job that writes an export, and the file that will be there when it is done."""

    job: JobView
    file: str
    name: str


@router.get("/formats")
def formats(project: ProjectAt) -> tuple[FormatView, ...]:
    """What can be written, in words, with what may be chosen about it."""
    return project.exporting.formats()


@router.post("", status_code=202)
def start(store: UploadsAt, project: ProjectAt, body: ExportBody) -> ExportStarted:
    """Write a file in the background; the job's result is a FileWritten, and then the file can be fetched."""
    suffix = next((one.suffix for one in project.exporting.formats() if one.name == body.format), "")
    if "as" in body.choices:
        suffix = f".{re.sub(r'[^a-z]', '', str(body.choices['as']))}"
    plain = re.sub(r"[^\w.-]+", "-", project.name, flags=re.ASCII).strip("-.") or "project"
    stem = body.name.strip() if body.name else plain
    file, path = store.reserve(stem.removesuffix(suffix) + suffix)
    job = project.exporting.start(path, format=body.format, choices=body.choices)
    return ExportStarted(job=job, file=file, name=path.name)


@router.get("/files/{file}", response_class=FileResponse, responses=FILE)
def fetch(store: UploadsAt, project: ProjectAt, file: Annotated[Ident, PathOf()]) -> FileResponse:
    """The file that an export wrote; it is kept for a day."""
    found, path = store.find(file)
    if not path.is_file():
        raise NotFound("This export is not written yet.", remedy="Wait for its job to end.", file=file)
    # Never shown in the browser: what people wrote may hold scripts.
    return FileResponse(path, media_type="application/octet-stream", filename=found.name)
