"""The web application: the JSON API and the built pages of one workspace, behind one guard."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio.to_thread
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from linewise import __version__
from linewise.web import openapi, pages, problems
from linewise.web.door import Door
from linewise.web.feed import Feeds
from linewise.web.guard import Guard
from linewise.web.routes import ROUTES
from linewise.web.uploads import LIMIT, Uploads
from linewise.workbench import Workspace
from linewise.workbench.hooks.courier import Courier

STATIC = Path(__file__).parent / "static"


def bare_app() -> FastAPI:
    """The routes and their description, with no workspace behind them."""
    app = FastAPI(
        title="Linewise",
        summary="From a first note to a coded corpus: every change logged, every change reversible.",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.router.routes.extend(ROUTES)
    problems.install(app)

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = openapi.describe(app)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]
    return app


def create_app(
    workspace: Workspace,
    *,
    token: str | None,
    hosts: Iterable[str] = (),
    addresses: bool = False,
    secret: bytes | None = None,
    static: Path = STATIC,
    upload_limit: int = LIMIT,
) -> FastAPI:
    """The application for a workspace.

    `token` None asks nobody who they are. `hosts` are names beside those of loopback that it answers to,
    `addresses` any IP address. `secret` signs the sessions: give the same one after a restart and open browsers
    stay signed in.
    """
    app, hosts = bare_app(), tuple(hosts)
    app.state.workspace = workspace
    app.state.opened = {}
    app.state.door = Door(token, secret=secret) if token is not None else None
    app.state.ui = (static / "index.html").is_file()
    app.state.version = __version__
    app.state.uploads = Uploads(limit=upload_limit)
    app.state.feeds = Feeds(workspace)
    app.state.courier = Courier(workspace)
    # Who may reach this machine only from itself is the one who sits at it.
    app.state.near = not hosts and not addresses
    app.router.lifespan_context = _lifespan
    app.add_middleware(Guard, hosts=hosts, door=app.state.door, addresses=addresses)
    if app.state.ui:
        app.frontend("/", directory=static, fallback="index.html")
    else:
        app.add_api_route("/", _no_ui, methods=["GET"], response_class=HTMLResponse, include_in_schema=False)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.courier.start()
    yield
    await anyio.to_thread.run_sync(app.state.courier.stop)
    await anyio.to_thread.run_sync(app.state.feeds.close)
    app.state.uploads.close()


async def _no_ui() -> HTMLResponse:
    return HTMLResponse(pages.NO_UI)
