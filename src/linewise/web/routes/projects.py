"""Projects: list, create, look at, change, undo, redo, and the live feed of what happens in one."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Header, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field

from linewise.web.at import ProjectAt, WorkspaceAt
from linewise.web.feed import Feeds
from linewise.web.fields import LARGEST, Body, Name, Number, Share, Whole
from linewise.web.router import routes
from linewise.workbench.views import ProjectCard, ProjectState, Undone

router = routes("projects", "/projects")


class ProjectBody(Body):
    name: Name
    exclusive: bool = False


class ProjectChangeBody(Body):
    name: Name | None = None
    exclusive: bool | None = None
    code_twins: bool | None = None
    learn_imports: bool | None = None
    round_size: Annotated[Whole, Field(ge=1, le=1_000)] | None = None
    audit_share: Share | None = None
    blind_share: Share | None = None
    precision: Annotated[float, Field(ge=0.5, le=0.999)] | None = None


class UndoBody(Body):
    seq: Number | None = None


@router.get("")
def projects(workspace: WorkspaceAt) -> tuple[ProjectCard, ...]:
    """The projects of this workspace."""
    return workspace.projects()


@router.post("", status_code=201)
def create(workspace: WorkspaceAt, body: ProjectBody) -> ProjectState:
    """Make a new project."""
    return workspace.create(body.name, exclusive=body.exclusive).state()


@router.get("/{project}")
def state(project: ProjectAt) -> ProjectState:
    """What every page of a project shows: settings, progress, what can be undone, what is running."""
    return project.state()


@router.patch("/{project}")
def change(project: ProjectAt, body: ProjectChangeBody) -> ProjectState:
    """Change the settings that are given."""
    project.change(**body.given())
    return project.state()


@router.post("/{project}/undo")
def undo(project: ProjectAt, body: UndoBody | None = None) -> Undone:
    """Turn back the last change, or the one with this number."""
    return project.undo(body.seq if body else None)


@router.post("/{project}/redo")
def redo(project: ProjectAt, body: UndoBody | None = None) -> Undone:
    """Make the last undone change again, or the undone one with this number."""
    return project.redo(body.seq if body else None)


@router.get("/{project}/feed", response_class=EventSourceResponse)
async def feed(
    request: Request,
    project: ProjectAt,
    last_event_id: Annotated[int | None, Header(ge=0, le=LARGEST)] = None,
) -> AsyncIterator[ServerSentEvent]:
    """What happens in a project, as it happens: `log` events carry a LogEntry, `job` events a JobView."""
    feeds: Feeds = request.app.state.feeds
    async for event in feeds.follow(project, after=last_event_id):
        yield event
