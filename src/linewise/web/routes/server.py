"""The server itself: whether it is well, signing in, and the example project."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Request, Response
from pydantic import StringConstraints

from linewise.core.errors import Forbidden
from linewise.web.at import WorkspaceAt
from linewise.web.door import Door
from linewise.web.fields import Body
from linewise.web.router import routes
from linewise.workbench.views import ProjectState

router = routes("server")


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The version that runs, and whether it carries the browser UI."""

    version: str
    ui: bool


class SessionBody(Body):
    token: Annotated[str, StringConstraints(max_length=500)]


@router.get("/health")
async def health(request: Request) -> Health:
    """Whether the server is well; needs no token."""
    return Health(version=request.app.state.version, ui=request.app.state.ui)


@router.post("/session", status_code=204)
async def sign_in(request: Request, body: SessionBody) -> Response:
    """Exchange the token for a session cookie."""
    door: Door | None = request.app.state.door
    if door is None:
        return Response(status_code=204)
    if not door.knows(body.token):
        raise Forbidden("This is not the token.", remedy="Copy it from what `linewise up` printed.")
    cookie = door.cookie(secure=request.url.scheme == "https")
    return Response(status_code=204, headers={"set-cookie": cookie})


@router.post("/demo", status_code=201)
def demo(workspace: WorkspaceAt) -> ProjectState:
    """Make the example project, if it is not there; its texts arrive in the background."""
    return workspace.demo().state()
