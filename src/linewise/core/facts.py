"""Facts by key: how decisions read what is known, and an in-memory copy of it that events fold into."""

import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, Protocol, TypeVar

from linewise.core.errors import Broken, NotFound
from linewise.core.nouns import NOUNS, Noun

N = TypeVar("N", bound=Noun)
Row = Mapping[str, Any]

# As a value to find by: anything but None.
STATED = object()

FAMILIES: Mapping[str, type[Noun]] = {noun.family: noun for noun in NOUNS}


class Facts(Protocol):
    """What is known in one project at one moment."""

    def get(self, noun: type[N], key: str) -> N | None:
        """The fact with this key, or None."""

    def find(self, noun: type[N], **equal: object) -> Iterator[N]:
        """Every fact whose fields have these values, ordered by key; a tuple means "one of", STATED "not None"."""

    def latest(self, noun: type[N], **equal: object) -> N | None:
        """Of the facts with these values the one with the greatest key: the newest, where keys are ids."""


def need(facts: Facts, noun: type[N], key: str) -> N:
    """The fact with this key, or NotFound."""
    found = facts.get(noun, key)
    if found is None:
        raise NotFound(f"There is no {noun.family.replace('_', ' ')} {key!r} here.", remedy="Reload and try again.")
    return found


def as_row(fact: Noun) -> dict[str, Any]:
    """The fact as plain JSON values, field by field."""
    row: dict[str, Any] = {}
    for spec in fields(fact):
        value = getattr(fact, spec.name)
        if isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, Mapping):
            value = dict(value)
        row[spec.name] = value
    return row


_CONVERTERS: dict[type[Noun], tuple[tuple[str, Callable[[Any], Any] | None], ...]] = {}


def _converters(noun: Any) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    if noun not in _CONVERTERS:
        hints = typing.get_type_hints(noun)
        _CONVERTERS[noun] = tuple(
            (spec.name, tuple if typing.get_origin(hints[spec.name]) is tuple else None) for spec in fields(noun)
        )
    return _CONVERTERS[noun]


def from_row(noun: type[N], row: Row) -> N:
    """The fact that `as_row` wrote; columns that the noun does not know are ignored, new ones take their default."""
    values = {name: convert(row[name]) if convert else row[name] for name, convert in _converters(noun) if name in row}
    return noun(**values)


class MemoryFacts:
    """Facts in dictionaries: a replayed past state, or the ground for testing a decision without a database."""

    def __init__(self, facts: Iterable[Noun] = ()) -> None:
        self._rows: dict[str, dict[str, Noun]] = {family: {} for family in FAMILIES}
        for fact in facts:
            self._rows[fact.family][fact.key] = fact

    def get(self, noun: type[N], key: str) -> N | None:
        return typing.cast("N | None", self._rows[noun.family].get(key))

    def find(self, noun: type[N], **equal: object) -> Iterator[N]:
        for _, fact in sorted(self._rows[noun.family].items()):
            if all(_matches(getattr(fact, name), wanted) for name, wanted in equal.items()):
                yield typing.cast(N, fact)

    def latest(self, noun: type[N], **equal: object) -> N | None:
        return max(self.find(noun, **equal), key=lambda fact: fact.key, default=None)

    def put(self, family: str, key: str, before: Row | None, after: Row | None) -> None:
        """Change one fact; Broken when what stood there is not `before`."""
        noun = FAMILIES[family]
        rows = self._rows[family]
        present = rows.get(key)
        if (as_row(present) if present else None) != (as_row(from_row(noun, before)) if before is not None else None):
            raise Broken(f"The {family} {key!r} is not what the event says it was.")
        if after is None:
            del rows[key]
        else:
            rows[key] = from_row(noun, after)

    def rows(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Everything as plain rows by family and key: what two projections are compared by."""
        return {family: {key: as_row(fact) for key, fact in facts.items()} for family, facts in self._rows.items()}


def _matches(value: object, wanted: object) -> bool:
    if wanted is STATED:
        return value is not None
    return value in wanted if isinstance(wanted, tuple) else value == wanted
