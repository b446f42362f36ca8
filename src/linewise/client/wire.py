"""Dataclasses from JSON and to JSON, guided by their annotations alone; every door converts here."""

import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from os import PathLike, fspath
from typing import Any, Literal, TypeVar, cast

from linewise.core.errors import BadInput

T = TypeVar("T")
Reader = Callable[[Any], Any]


def build(kind: type[T], value: object) -> T:
    """The value of this type that the JSON stands for.

    Fields that the dataclass does not know are ignored, so that an older client reads a newer server. Raises
    BadInput when a field is missing or has another shape.
    """
    try:
        built: T = cast(Callable[[Any], Reader], reader)(kind)(value)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        name = getattr(kind, "__name__", str(kind))
        raise BadInput(
            f"The answer is no {name}: {type(error).__name__} {error}.",
            remedy="Use the same version of Linewise on both sides.",
        ) from error
    return built


def plain(value: object) -> Any:
    """The value as JSON holds it: dataclasses and mappings as objects, sequences as lists, paths as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {spec.name: plain(getattr(value, spec.name)) for spec in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, PathLike):
        return fspath(value)
    return value


@cache
def reader(kind: Any) -> Reader:
    """The function that turns JSON into this type, made once for each type."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind)
    if origin in (types.UnionType, typing.Union):
        return _union(arguments)
    if origin is tuple:
        return _tuple(arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(reader(arguments[1]))
    if origin is Literal or kind in (Any, object) or kind in (str, int, float, bool, types.NoneType):
        return _same
    raise TypeError(f"{kind!r} cannot be read from JSON")


def _same(value: Any) -> Any:
    return value


def _dataclass(kind: type) -> Reader:
    hints = typing.get_type_hints(kind)
    readers: dict[str, Reader] = {}

    def read(value: Any) -> Any:
        # Filled at first use, not before: a dataclass may hold others of its own kind.
        if not readers:
            readers.update({spec.name: reader(hints[spec.name]) for spec in fields(kind)})
        return kind(**{name: convert(value[name]) for name, convert in readers.items() if name in value})

    return read


def _union(arguments: tuple[Any, ...]) -> Reader:
    others = [reader(item) for item in arguments if item is not types.NoneType]
    shaped = [convert for convert in others if convert is not _same]
    if len(shaped) > 1:
        raise TypeError(f"JSON does not tell {arguments!r} apart")
    convert = shaped[0] if shaped else _same
    return lambda value: None if value is None else convert(value)


def _tuple(arguments: tuple[Any, ...]) -> Reader:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        item = reader(arguments[0])
        return lambda value: tuple(item(part) for part in value)
    items = tuple(reader(argument) for argument in arguments)
    return lambda value: tuple(convert(part) for convert, part in zip(items, value, strict=True))


def _mapping(item: Reader) -> Reader:
    return lambda value: {key: item(part) for key, part in value.items()}
