"""What every request passes first: Host, Origin, the token or session, and the headers of every answer."""

import ipaddress
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from linewise.web import pages, problems
from linewise.web.door import COOKIE, Door

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_BODY = 16 * 2**20
OPEN = frozenset({"/api/health", "/api/session", "/api/openapi.json"})

HEADERS = {
    # Svelte and the positioning of pop-ups set style attributes; everything else comes from files of our own.
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """ASGI middleware around the whole application; `door` None lets everybody in.

    A foreign Host is what DNS rebinding looks like, a foreign Origin what cross-site requests look like; both are
    refused before anything is read. `addresses` also lets in any Host that is an IP address, which rebinding
    cannot use.
    """

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], door: Door | None, addresses: bool = False) -> None:
        self.app = app
        self.hosts = LOOPBACK | {host.lower() for host in hosts}
        self.door = door
        self.addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        begun, size = False, 0
        # A received file has its own, larger limit.
        most = None if scope["path"].endswith("/import/files") else LONGEST_BODY

        async def limited() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if most is not None and size > most:
                raise HTTPException(413, f"A request may hold {most // 2**20} MB.")
            return message

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("cache-control", caching(scope["path"]))
            await send(message)

        refusal = self.refusal(scope)
        try:
            await (refusal or self.app)(scope, limited, guarded)
        except Exception as error:
            # Answered here and not further out, so that the answer has the headers too.
            problem = problems.of_defect(error, f"{scope['method']} {scope['path']}")
            if not begun:
                await problems.response(problem)(scope, receive, guarded)

    def refusal(self, scope: Scope) -> Response | None:
        """The answer that ends this request here, or None when it may go on."""
        headers = Headers(scope=scope)
        path, method = scope["path"], scope["method"]
        host = headers.get("host", "")
        if not self.is_ours(hostname(host)):
            remedy = "Open the address that `linewise up` printed."
            return forbidden(f"This server does not answer to the name {hostname(host)!r}.", remedy)
        if (method not in SAFE or path.endswith("/feed")) and is_foreign(headers, host):
            return forbidden("The request comes from another site.", "Use the pages of this server.")
        if self.door is None:
            return None
        cookies = cookie_parser(headers.get("cookie", ""))
        known = self.door.admits(cookies.get(COOKIE, "")) or self.door.knows(bearer(headers))
        if not path.startswith("/api/"):
            return self.link(scope, known=known) if method == "GET" else None
        if known or path in OPEN:
            return None
        remedy = "Open the link that `linewise up` printed, or send its token as a bearer."
        problem = problems.of_status(401, "Nobody is signed in here.", remedy=remedy)
        return problems.response(problem, {"www-authenticate": "Bearer"})

    def link(self, scope: Scope, *, known: bool) -> Response | None:
        """Turn `/?token=…` into a session and the same address without the token."""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        token = dict(query).get("token")
        if token is None or self.door is None:
            return None
        opened = self.door.opens(token)
        if not (opened or known):
            return HTMLResponse(pages.LINK_USED, status_code=401)
        rest = urlencode([pair for pair in query if pair[0] != "token"])
        # One leading slash only: `//elsewhere` would send the browser to another server.
        place = "/" + scope["path"].lstrip("/\\")
        answer = RedirectResponse(f"{place}?{rest}" if rest else place, status_code=303)
        if opened:
            answer.headers["set-cookie"] = self.door.cookie(secure=scope["scheme"] == "https")
        return answer

    def is_ours(self, name: str) -> bool:
        return name in self.hosts or (self.addresses and is_address(name))


def forbidden(detail: str, remedy: str) -> Response:
    return problems.response(problems.of_status(403, detail, remedy=remedy))


def hostname(host: str) -> str:
    """The name in a Host header, without the port."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()


def is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def is_foreign(headers: Headers, host: str) -> bool:
    """Whether a browser says that another origin made the request; programs send neither header."""
    origin = headers.get("origin")
    if origin is not None:
        return origin.lower() not in (f"http://{host.lower()}", f"https://{host.lower()}")
    return headers.get("sec-fetch-site", "none") not in ("same-origin", "none")


def bearer(headers: Headers) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def caching(path: str) -> str:
    """Built files carry a hash in their names; everything else is asked for anew."""
    if path.startswith("/assets/"):
        return "public, max-age=31536000, immutable"
    return "no-store" if path.startswith("/api/") else "no-cache"
