"""What sentences about events are made of: plain words, words quoted, things that can be looked up."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from linewise.auditing.views import Said
from linewise.core.events import Change, Event

# From a reference ("code:ID", "open_code:ID", "coder:ID") to what it is called; empty when nobody knows any more.
Name = Callable[[str], str]
Parts = Iterator[Said]

LONGEST = 160


def plain(text: str) -> Said:
    return Said(text=text)


def quote(text: object) -> Said:
    flat = " ".join(str(text).split())
    return Said(text=flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…", quoted=True)


def thing(reference: str, name: Name, otherwise: str = "") -> Said:
    return Said(text=name(reference) or otherwise or reference.partition(":")[0], reference=reference)


def unit(number: object) -> Said:
    return Said(text=f"unit {number}", reference=f"unit:{number}")


def listed(parts: Sequence[Said], *, more: int = 0, last: str = "and") -> Parts:
    """Several things as "a, b and c", or "a, b and 5 more"."""
    for at, part in enumerate(parts):
        if at:
            yield plain(f" {last} " if at == len(parts) - 1 and not more else ", ")
        yield part
    if more:
        yield plain(f" and {more} more")


def of(event: Event, family: str) -> list[Change]:
    return [item for item in event.changes if item.family == family]


def row_of(item: Change) -> Mapping[str, object]:
    return item.after if item.after is not None else item.before or {}
