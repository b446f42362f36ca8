"""Taking an event back, and bringing it back again: the inverse of its changes, where nothing stands in the way."""

from linewise.core.errors import Conflict
from linewise.core.events import KINDS, Change, Draft, Event, stands
from linewise.core.facts import Facts
from linewise.core.references import left_hanging


def undo(event: Event) -> Draft:
    """The draft that takes an event back; Conflict when its kind is one that stays."""
    if not KINDS[event.kind].undoable:
        raise Conflict(f"Event {event.seq} ({KINDS[event.kind].title}) cannot be undone.", remedy="It is a record.")
    return Draft("undone", inverse(event), {"of": event.kind, "detail": dict(event.detail)}, target=event.seq)


def redo(event: Event) -> Draft:
    """The draft that takes an `undone` event back."""
    return Draft("redone", inverse(event), dict(event.detail), target=event.seq)


def inverse(event: Event) -> tuple[Change, ...]:
    """The event's changes turned round, last first."""
    return tuple(item.inverse for item in reversed(event.changes))


def obstacles(facts: Facts, draft: Draft) -> list[tuple[str, str]]:
    """(family, key) of facts that a later change put in the way: changed since, or resting on what would go."""
    moved = [(item.family, item.key) for item in draft.changes if not stands(facts, item.inverse)]
    return moved or list(dict.fromkeys(left_hanging(facts, draft.changes)))
