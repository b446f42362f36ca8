"""What a route works on: the workspace, and the project that its path names."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from linewise.web.fields import IdentInPath
from linewise.workbench import Project, Workspace


async def _workspace(request: Request) -> Workspace:
    workspace: Workspace = request.app.state.workspace
    return workspace


async def _project(request: Request, project: IdentInPath) -> Project:
    # Ids never change their project, so each is looked up once; names could be given to another.
    opened: dict[str, Project] = request.app.state.opened
    if project not in opened:
        workspace: Workspace = request.app.state.workspace
        found = await run_in_threadpool(workspace.project, project)
        opened[found.id] = found.through("ui")
        return opened[found.id]
    return opened[project]


WorkspaceAt = Annotated[Workspace, Depends(_workspace)]
ProjectAt = Annotated[Project, Depends(_project)]
