"""Whether a record from outside is an event that follows another, and says of facts what facts are."""

from collections.abc import Mapping
from typing import Any

from linewise.core import events
from linewise.core.errors import BadInput
from linewise.core.events import KINDS, Change, dumps
from linewise.core.facts import FAMILIES, from_row
from linewise.core.fitting import misfit

HEAD: Mapping[str, tuple[type, ...]] = {
    "seq": (int,),
    "kind": (str,),
    "version": (int,),
    "actor": (str,),
    "at": (str,),
    "cause": (str,),
    "target": (int, type(None)),
}


def checked(record: Mapping[str, Any], last: int, previous: str) -> tuple[tuple[Change, ...], str]:
    """What the record changes, and its payload as it is hashed; BadInput where it is no event after number `last`."""
    seq = last + 1
    try:
        if any(type(record[name]) not in kinds for name, kinds in HEAD.items()):
            raise spoilt(f"Event {seq} is none: it says who, when or what in a way that no event does.")
        payload = dumps(record["payload"])
        head = {name: record[name] for name in HEAD}
        expected = events.digest(**head, payload=payload, previous=record["previous"])
        if (record["seq"], record["previous"], record["hash"]) != (seq, previous, expected):
            raise spoilt(f"Event {seq} does not follow from the one before it: it was changed.")
        kind = KINDS.get(record["kind"])
        if kind is None or record["version"] > kind.version:
            raise newer(f"it holds an event of the kind {record['kind']!r:.60}")
        changes = tuple(Change(*item) for item in record["payload"]["changes"])
        _require_facts(changes, seq)
        if events.payload(record["payload"]["detail"], changes) != payload:
            raise spoilt(f"Event {seq} says more than an event does.")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise spoilt(f"Event {seq} cannot be read: {error!s:.200}") from None
    return changes, payload


def newer(reason: str) -> BadInput:
    """The error for a file that this version does not understand."""
    return BadInput(
        f"This project was written by a newer Linewise: {reason}.", remedy="Update Linewise: pip install -U linewise."
    )


def _require_facts(changes: tuple[Change, ...], seq: int) -> None:
    """Every fact is one, under the key that it has by what it says."""
    for item in changes:
        noun = FAMILIES.get(item.family)
        if noun is None:
            raise newer(f"event {seq} is about a {item.family!r:.60}")
        if item.before is None and item.after is None:
            raise spoilt(f"Event {seq} changes nothing about a {item.family}.")
        for row in (item.before, item.after):
            if row is not None and (field := misfit(noun, row)) is not None:
                raise spoilt(f"In event {seq} a {item.family} has no {field!r:.60} that makes sense.")
            if row is not None and from_row(noun, row).key != item.key:
                raise spoilt(f"In event {seq} a {item.family} has another key than it says.")


def spoilt(reason: str) -> BadInput:
    """The error for a file that is not what it says."""
    return BadInput(reason if reason.endswith(".") else f"{reason}.", remedy="Copy or export the file again.")
