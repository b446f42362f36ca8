"""Running the server: a free port, a link with a token, a browser, and an end that waits for nobody."""

import secrets
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from linewise.core.errors import BadInput
from linewise.web import demo as happy
from linewise.web.app import create_app
from linewise.web.guard import LOOPBACK
from linewise.web.installation import secret
from linewise.workbench import open_workspace

PORT = 8377
BACKLOG = 512


def serve(
    where: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    open_browser: bool = True,
    demo: bool = False,
    say: Callable[[str], object] = print,
) -> None:
    """Serve a workspace until a signal stops it; says the address, with the token, once it answers.

    When the port is taken, a free one is used. `demo` first makes the example project, if it is not there.
    """
    listening = bind(host, port)
    token = secrets.token_urlsafe(24)
    address = f"http://{reachable(host)}:{listening.getsockname()[1]}/"
    with open_workspace(where, cause="ui") as workspace:
        if demo:
            happy.ensure(workspace)
        workspace.resume()
        is_local = host in LOOPBACK or host == "::1"
        hosts = () if is_local else (host, socket.gethostname(), socket.getfqdn())
        app = create_app(workspace, token=token, hosts=hosts, addresses=not is_local, secret=secret())

        def announce() -> None:
            link = f"{address}?token={token}"
            say(f"Linewise is at {link}")
            if not is_local:
                say("Everybody who can reach this machine and has the link can work here; traffic is not encrypted.")
            if open_browser:
                threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()

        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,  # its lines would hold the token
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=5,
        )
        # uvicorn stops in order and then raises the signal again: as an exit, so that the workspace is closed too.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        with suppress(KeyboardInterrupt):
            _Server(config, ready=announce, stopping=app.state.feeds.close).run(sockets=[listening])


class _Server(uvicorn.Server):
    """uvicorn, telling when it is ready and when it begins to stop."""

    def __init__(self, config: uvicorn.Config, *, ready: Callable[[], None], stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Feeds never end by themselves; without this every open page would hold the server up.
        self._stopping()
        await super().shutdown(sockets)


def bind(host: str, port: int) -> socket.socket:
    """A socket on this host, at this port or, when it is taken, at a free one; raises BadInput for a bad host."""
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for wanted in (port, 0):
        # Only with the protocol named does asyncio switch Nagle's delay off: 40 ms for each answer.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, wanted))
            # At once: before somebody listens, Linux lets another socket have the same address.
            listening.listen(BACKLOG)
        except socket.gaierror:
            listening.close()
            raise BadInput(f"There is no host {host!r} here.", remedy="Use 127.0.0.1.", option="--host") from None
        except OSError as error:
            listening.close()
            problem = error
            continue
        return listening
    raise BadInput(f"Cannot listen at {host}: {problem.strerror}.", remedy="Use 127.0.0.1.", option="--host")


def reachable(host: str) -> str:
    """The host as a browser on this machine writes it."""
    host = host.strip("[]")
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
