"""One connection to a server: requests, and its problems raised as the errors they were there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx2

from linewise.client.wire import build, plain
from linewise.core.errors import BadInput, Broken, Forbidden, LinewiseError, NotFound, NotReady

T = TypeVar("T")

CHUNK = 2**20
TIMEOUT = httpx2.Timeout(60.0, connect=5.0)
BY_STATUS: Mapping[int, type[LinewiseError]] = {
    400: BadInput,
    401: Forbidden,
    403: Forbidden,
    404: NotFound,
    413: BadInput,
    422: BadInput,
    500: Broken,
}


class Connection:
    """Sends requests and gives back what the API answers, as dataclasses."""

    def __init__(self, url: str, token: str | None) -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._http = httpx2.Client(base_url=url.rstrip("/") + "/api", headers=headers, timeout=TIMEOUT)

    def close(self) -> None:
        self._http.close()

    def ask(
        self,
        kind: type[T],
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: object = None,
        content: Iterator[bytes] | None = None,
    ) -> T:
        """Send one request and read the answer as `kind`. A list as a query value repeats its name."""
        params = {name: _query(value) for name, value in (query or {}).items() if value is not None}
        sent = plain(body) if body is not None else None
        with _reached(self._http.base_url):
            response = self._http.request(method, path, params=params, json=sent, content=content)
        if response.is_error:
            raise error_of(response)
        return build(kind, response.json() if response.content else None)

    @contextmanager
    def stream(
        self, path: str, *, query: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Iterator[httpx2.Response]:
        """A response whose body is read while it arrives."""
        endless = httpx2.Timeout(TIMEOUT.connect, read=None)
        with (
            _reached(self._http.base_url),
            self._http.stream("GET", path, params=query, headers=headers, timeout=endless) as response,
        ):
            if response.is_error:
                response.read()
                raise error_of(response)
            yield response

    def download(self, path: str, target: Path, *, query: Mapping[str, Any] | None = None) -> Path:
        """Fetch a file; it appears under its name when it is complete."""
        partial = target.with_name(target.name + ".part")
        try:
            with self.stream(path, query=query) as response, partial.open("wb") as file:
                for chunk in response.iter_bytes(CHUNK):
                    file.write(chunk)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        return target

    def events(self, path: str, *, headers: Mapping[str, str]) -> Iterator[httpx2.ServerSentEvent]:
        """Server-sent events, as they come."""
        with self.stream(path, headers=headers) as response:
            yield from httpx2.EventSource(response)


@contextmanager
def _reached(url: object) -> Iterator[None]:
    try:
        yield
    except httpx2.TransportError as error:
        raise NotReady(
            f"No Linewise answers at {url}: {error or type(error).__name__}.",
            remedy="Start it with `linewise up`, or check the address.",
        ) from error


def error_of(response: httpx2.Response) -> LinewiseError:
    """The error that a problem stands for: its class by the name in `type`, else by the status."""
    problem: dict[str, Any] = {}
    if response.headers.get("content-type", "").startswith("application/problem+json"):
        problem = response.json()
    name = str(problem.get("type", "")).rpartition(":")[2].replace("-", "").lower()
    raised = error_named(name, BY_STATUS.get(response.status_code, LinewiseError))
    detail = str(problem.get("detail") or f"The server answered {response.status_code}.")
    error = raised(detail, remedy=problem.get("remedy"))
    error.where = dict(problem.get("where", {}))
    return error


def error_named(name: str, other: type[LinewiseError]) -> type[LinewiseError]:
    """The class of errors with this name, in any capitals; else the other."""
    known = {kind.__name__.lower(): kind for kind in LinewiseError.__subclasses__()}
    return known.get(name.lower(), other)


def _query(value: object) -> Any:
    return ("true" if value else "false") if isinstance(value, bool) else plain(value)
