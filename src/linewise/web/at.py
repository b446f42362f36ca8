"""What a route works on: the workspace, the project that its path names, the files on their way."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from linewise.web.fields import IdentInPath
from linewise.web.uploads import Uploads
from linewise.workbench import Project, Workspace


async def _workspace(request: Request) -> Workspace:
    workspace: Workspace = request.app.state.workspace
    return workspace


async def _project(request: Request, project: IdentInPath) -> Project:
    # Programs bring the token along, pages a session: the log tells them apart.
    cause = "api" if "authorization" in request.headers else "ui"
    # Ids never change their project, so each is looked up once; names could be given to another.
    opened: dict[tuple[str, str], Project] = request.app.state.opened
    if (project, cause) not in opened:
        workspace: Workspace = request.app.state.workspace
        found = (await run_in_threadpool(workspace.project, project)).through(cause)
        opened[found.id, cause] = found
        return found
    return opened[project, cause]


async def _uploads(request: Request) -> Uploads:
    store: Uploads = request.app.state.uploads
    return store


WorkspaceAt = Annotated[Workspace, Depends(_workspace)]
ProjectAt = Annotated[Project, Depends(_project)]
UploadsAt = Annotated[Uploads, Depends(_uploads)]
