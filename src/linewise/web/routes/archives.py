"""Whole projects from files: a file is received, checked, and brought in by a job."""

from typing import Annotated

from fastapi import Query, Request

from linewise.jobs import JobView
from linewise.web import uploads
from linewise.web.at import UploadsAt, WorkspaceAt
from linewise.web.fields import Body, Ident, Line, Name
from linewise.web.router import routes
from linewise.workbench.archiving.views import ArchiveCheck

router = routes("projects", "/projects")


class FileBody(Body):
    file: Ident


class ProjectFileBody(FileBody):
    name: Name | None = None


@router.post("/files", status_code=201, openapi_extra=uploads.RAW)
async def upload_project(
    request: Request,
    store: UploadsAt,
    workspace: WorkspaceAt,
    name: Annotated[Line, Query(min_length=1, description="The file's name")],
) -> uploads.Upload:
    """Receive the file of a project as the raw body; it is kept for a day."""
    return await store.receive(name, request.stream())


@router.post("/check")
def check_project(store: UploadsAt, workspace: WorkspaceAt, body: FileBody) -> ArchiveCheck:
    """Prove that a received file holds a whole project: every hash, the log's chain, every text."""
    _, path = store.find(body.file)
    return workspace.check_project(path)


@router.post("/import", status_code=202)
def import_project(store: UploadsAt, workspace: WorkspaceAt, body: ProjectFileBody) -> JobView:
    """Bring in a received project in the background; the job's result is a Received."""
    _, path = store.find(body.file)
    return workspace.start_import_project(path, name=body.name)
