"""What a route works on: the workspace, and the project that its path names."""

from typing import Annotated

from fastapi import Depends, Request

from linewise.web.fields import IdentInPath
from linewise.workbench import Project, Workspace


async def _workspace(request: Request) -> Workspace:
    workspace: Workspace = request.app.state.workspace
    return workspace


def _project(request: Request, project: IdentInPath) -> Project:
    # Ids never change their project, so each is looked up once; names could be given to another.
    opened: dict[str, Project] = request.app.state.opened
    if project in opened:
        return opened[project]
    workspace: Workspace = request.app.state.workspace
    found = workspace.project(project).through("ui")
    opened[found.id] = found
    return found


WorkspaceAt = Annotated[Workspace, Depends(_workspace)]
ProjectAt = Annotated[Project, Depends(_project)]
