"""Whether a row from outside is a fact: every field there with a value of its type, none too many."""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, Literal

from linewise.core.nouns import Noun

LARGEST = 2**63


def misfit(noun: type[Noun], row: object) -> str | None:
    """The name of a field that is missing, unknown, or holds no value of its type; None when the row is a fact.

    A field with a default may be missing, as logs of earlier versions lack it.
    """
    if not isinstance(row, Mapping):
        return noun.family
    known = typing.cast(Callable[[Any], dict[str, tuple[Any, bool]]], _fields)(noun)
    if unknown := row.keys() - known.keys():
        return str(min(unknown, key=str))
    for name, (hint, needed) in known.items():
        if name in row:
            if not _fits(hint, row[name]):
                return name
        elif needed:
            return name
    return None


@cache
def _fields(noun: Any) -> dict[str, tuple[Any, bool]]:
    hints = typing.get_type_hints(noun)
    return {
        spec.name: (hints[spec.name], spec.default is MISSING and spec.default_factory is MISSING)
        for spec in fields(noun)
    }


def _fits(hint: Any, value: object) -> bool:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any or hint is object:
        return True
    if origin in (typing.Union, types.UnionType):
        return any(_fits(one, value) for one in arguments)
    if origin is Literal:
        return isinstance(value, str) and value in arguments
    if origin is tuple:
        return isinstance(value, list | tuple) and all(_fits(arguments[0], one) for one in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return isinstance(value, Mapping) and all(
            isinstance(key, str) and _fits(arguments[1], one) for key, one in value.items()
        )
    if hint is type(None):
        return value is None
    if hint is float:
        return isinstance(value, float | int) and not isinstance(value, bool)
    if hint is int:
        return type(value) is int and -LARGEST <= value < LARGEST
    return isinstance(hint, type) and type(value) is hint
