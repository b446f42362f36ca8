"""Proving that a log is whole: every hash, the projection it yields, and the texts it speaks of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linewise.core.errors import Broken
from linewise.core.events import GENESIS, Event, digest, fold, payload
from linewise.core.facts import MemoryFacts
from linewise.core.nouns import Source


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check found; `broken_at` is the number of the first event that does not hold, if it is the log."""

    ok: bool
    events: int
    broken_at: int | None
    reason: str


def check(
    events: Iterable[Event],
    *,
    rows: Callable[[str], Iterator[tuple[str, Mapping[str, Any]]]],
    head: tuple[int, str],
    digest: Callable[[Source], str],
    progress: Callable[[int, int], None] | None = None,
) -> Proof:
    """Check the chain, the replayed projection against the stored one, and each source's digest, in that order."""
    facts, last, previous = MemoryFacts(), 0, GENESIS
    for event in _readable(events):
        reason = broken_link(event, last, previous) if event is not None else "its content cannot be read."
        if event is not None and reason is None:
            try:
                fold([event], facts)
            except (Broken, KeyError, TypeError) as error:
                reason = f"its changes do not fit the events before it: {error}"
        if event is None or reason is not None:
            return Proof(False, last, last + 1, f"Event {last + 1}: {reason}")
        last, previous = event.seq, event.hash
        if progress is not None and last % 200 == 0:
            progress(last, head[0])
    if (last, previous) != head:
        return Proof(False, last, last + 1, f"The log ends at event {last}, but {head[0]} were written.")
    for family, expected in facts.rows().items():
        difference = _difference(expected, dict(rows(family)))
        if difference is not None:
            return Proof(False, last, None, f"The table of {family} differs from the log at {difference!r}.")
    for source in facts.find(Source):
        if _digest(digest, source) != source.digest:
            return Proof(False, last, None, f"The texts of {source.name!r} are not the ones that were imported.")
    return Proof(True, last, None, "")


def _readable(events: Iterable[Event]) -> Iterator[Event | None]:
    """The events, and None in place of one whose record cannot be parsed."""
    try:
        yield from events
    except Broken:
        yield None


def _digest(digest: Callable[[Source], str], source: Source) -> str | None:
    try:
        return digest(source)
    except ValueError:  # attributes that are no JSON any more
        return None


def broken_link(event: Event, last: int, previous: str) -> str | None:
    """Why this event cannot follow the one before it, or None."""
    if event.seq != last + 1:
        return f"it is missing; the next one there is {event.seq}."
    if event.previous != previous:
        return "it does not name the hash of the event before it."
    expected = digest(
        seq=event.seq,
        kind=event.kind,
        version=event.version,
        actor=event.actor,
        at=event.at,
        cause=event.cause,
        target=event.target,
        payload=payload(event.detail, event.changes),
        previous=event.previous,
    )
    return None if expected == event.hash else "its content does not match its hash."


def _difference(expected: Mapping[str, Any], found: Mapping[str, Any]) -> str | None:
    for key in sorted(expected.keys() | found.keys()):
        if expected.get(key) != found.get(key):
            return key
    return None
