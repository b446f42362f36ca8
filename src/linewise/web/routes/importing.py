"""Import: a file is received, looked at, and brought in by a job."""

from typing import Annotated

from fastapi import Query, Request
from pydantic import Field, StringConstraints
from pydantic.types import Strict

from linewise.core.nouns import Source
from linewise.importing.plan import AttributeType, BadRowPolicy, Documents, ImportPlan
from linewise.importing.segment import Segmentation
from linewise.interchange.preview import Preview
from linewise.jobs import JobView
from linewise.web import uploads
from linewise.web.at import ProjectAt, UploadsAt
from linewise.web.fields import STORABLE, Body, Ident, Line, Lines
from linewise.web.router import stage
from linewise.workbench.views import ImportTotals

router = stage("import")

# From JSON a pair arrives as a list.
Attribute = Annotated[tuple[Line, AttributeType], Strict(False)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=STORABLE)]


class PlanBody(Body):
    """Which column is what, and how the text is cut into units; what is left out is as detected."""

    text: Annotated[Lines, Field(min_length=1)]
    id: Line | None = None
    attributes: Annotated[tuple[Attribute, ...], Strict(False), Field(max_length=1_000)] = ()
    codes: Line | None = None
    codes_separator: Short = ";"
    speaker: Line | None = None
    segmentation: Segmentation = "whole"
    encoding: Short | None = None
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1, pattern=STORABLE)] | None = None
    header: bool = True
    sheet: Line | None = None
    documents: Documents = "file"
    on_bad_row: BadRowPolicy = "refuse"
    unescape_formulas: bool = False
    decimal_comma: Lines = ()

    def plan(self) -> ImportPlan:
        return ImportPlan(**self.given())


class PreviewBody(Body):
    file: Ident
    plan: PlanBody | None = None


class ImportBody(PreviewBody):
    dry_run: bool = False


class RecutBody(Body):
    segmentation: Segmentation
    dry_run: bool = False


@router.post("/files", status_code=201, openapi_extra=uploads.RAW)
async def upload(
    request: Request,
    store: UploadsAt,
    project: ProjectAt,
    name: Annotated[Line, Query(min_length=1, description="The file's name")],
) -> uploads.Upload:
    """Receive a file as the raw body; it is kept for a day."""
    return await store.receive(name, request.stream())


@router.post("/preview")
def preview(store: UploadsAt, project: ProjectAt, body: PreviewBody) -> Preview:
    """Read the beginning of a received file, under a plan or under the one that is guessed."""
    _, path = store.find(body.file)
    return project.importing.preview(path, plan=body.plan.plan() if body.plan else None)


@router.post("/totals")
def totals(store: UploadsAt, project: ProjectAt, body: PreviewBody) -> ImportTotals:
    """Read a whole received file and count what it would bring; nothing is written."""
    _, path = store.find(body.file)
    return project.importing.totals(path, body.plan.plan() if body.plan else None)


@router.post("", status_code=202)
def start(store: UploadsAt, project: ProjectAt, body: ImportBody) -> JobView:
    """Import a received file in the background; the job's result is an ImportReport."""
    received, path = store.find(body.file)
    plan = body.plan.plan() if body.plan else None
    return project.importing.start(path, plan, name=received.name, dry_run=body.dry_run)


@router.get("/sources")
def sources(project: ProjectAt, undone: bool = False) -> tuple[Source, ...]:
    """What was imported so far and stands; or what was `undone`."""
    return project.importing.sources(undone=undone)


@router.post("/sources/{source:path}/recut", status_code=202)
def recut(project: ProjectAt, source: Line, body: RecutBody) -> JobView:
    """Cut the documents of an import (name or id) into other units; the job's result is a RecutReport."""
    return project.importing.start_recut(source, body.segmentation, dry_run=body.dry_run)
