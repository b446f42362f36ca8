"""Methods that are routes: the signature says what is sent, the return annotation what comes back.

    @get("code/units/{unit}")
    def unit(self, unit: int) -> UnitView: ...

Arguments named in the path go there; the others go into the query of a GET and into the JSON body of the rest.
"""

import inspect
import typing
from collections.abc import Callable
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import quote

from linewise.client.connection import Connection

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound="Routes")


class Routes:
    """A group of routes below one place."""

    def __init__(self, connection: Connection, base: str) -> None:
        self._connection = connection
        self._base = base


def route(method: str, path: str) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """Make a method of `Routes` send this request."""

    def decorate(stub: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        signature = inspect.signature(stub)

        @cache
        def answer() -> Any:
            return typing.get_type_hints(stub)["return"]

        @wraps(stub)
        def send(self: S, *args: P.args, **kwargs: P.kwargs) -> R:
            bound = signature.bind(self, *args, **kwargs)
            bound.apply_defaults()
            given = dict(list(bound.arguments.items())[1:])
            named = [name for name in given if f"{{{name}}}" in path]
            places = {name: quote(str(given.pop(name)), safe="") for name in named}
            where = f"{self._base}/{path.format(**places)}".rstrip("/")
            if method == "GET":
                sent: R = self._connection.ask(answer(), method, where, query=given)
            else:
                sent = self._connection.ask(answer(), method, where, body=given if given else None)
            return sent

        return cast("Callable[Concatenate[S, P], R]", send)

    return decorate


def get(path: str) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    return route("GET", path)


def post(path: str) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    return route("POST", path)


def put(path: str) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    return route("PUT", path)
