"""The log's record: one past-tense event, and the changes of facts that it made.

An event says which facts changed from what to what. That one rule gives the rest: the projection applies `after`,
the inverse swaps the two, a conflict is a fact that is no longer `after`, and history is the events that touch a key.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from linewise.core.facts import FAMILIES, Facts, MemoryFacts, as_row, from_row
from linewise.core.nouns import Noun

GENESIS = "0" * 64

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event: the version of its payload, a title in plain words, and whether a person may undo it."""

    name: str
    title: str
    version: int = 1
    undoable: bool = True
    codebook: bool = False


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("project_created", "created the project", undoable=False),
        Kind("project_changed", "changed the project's settings"),
        Kind("coder_joined", "joined", undoable=False),
        Kind("coder_changed", "changed a coder"),
        Kind("source_imported", "imported data"),
        Kind("source_recut", "cut an import into other units"),
        Kind("note_written", "wrote a note"),
        Kind("note_changed", "changed a note"),
        Kind("note_withdrawn", "withdrew a note"),
        Kind("unit_marked", "marked a unit"),
        Kind("unit_bookmarked", "set or took away a bookmark"),
        Kind("units_coded", "coded units"),
        Kind("code_created", "created a code", codebook=True),
        Kind("code_described", "described a code", codebook=True),
        Kind("code_renamed", "renamed a code", codebook=True),
        Kind("codes_merged", "merged codes", codebook=True),
        Kind("code_split", "split a code", codebook=True),
        Kind("code_retired", "retired a code", codebook=True),
        Kind("code_restored", "brought a code back", codebook=True),
        Kind("codes_arranged", "arranged the codebook", codebook=True),
        Kind("open_codes_grouped", "grouped open codes", codebook=True),
        Kind("open_codes_ungrouped", "ungrouped open codes", codebook=True),
        Kind("round_opened", "opened a round"),
        Kind("unit_decided", "decided a unit"),
        Kind("round_closed", "closed a round"),
        Kind("encoder_fitted", "fitted the encoder", undoable=False),
        Kind("encoder_chosen", "chose an encoder"),
        Kind("model_fitted", "taught a model", undoable=False),
        Kind("model_pinned", "pinned a model"),
        Kind("model_unpinned", "let go of a pinned model"),
        Kind("strategies_simulated", "tried ways of choosing", undoable=False),
        Kind("question_answered", "answered a question"),
        Kind("question_set_aside", "set a question aside"),
        Kind("rationale_given", "judged a word"),
        Kind("rationale_withdrawn", "took back what was said of a word"),
        Kind("model_applied", "applied a model"),
        Kind("memo_written", "wrote a memo"),
        Kind("memo_changed", "changed a memo"),
        Kind("memo_withdrawn", "withdrew a memo"),
        Kind("view_saved", "saved a view"),
        Kind("view_withdrawn", "took away a saved view"),
        Kind("proposal_refused", "turned down a proposal"),
        Kind("undone", "undid", undoable=False),
        Kind("redone", "redid", undoable=False),
    )
}


@dataclass(frozen=True, slots=True)
class Change:
    """One fact, from what to what; None on one side means made or removed."""

    family: str
    key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def inverse(self) -> "Change":
        return Change(self.family, self.key, self.after, self.before)

    @property
    def subjects(self) -> frozenset[tuple[str, str]]:
        """What this change is a part of the history of: its fact, and the unit that the fact is about."""
        row = self.after if self.after is not None else self.before or {}
        found = {(self.family, self.key)}
        if "unit" in row:
            found.add(("unit", str(row["unit"])))
        elif row.get("about") == "unit":
            found.add(("unit", str(row["about_id"])))
        return frozenset(found)


def change(before: Noun | None, after: Noun | None) -> Change:
    """The change from one state of a fact to another of the same key."""
    fact = after if after is not None else before
    if fact is None or (before is not None and before.key != fact.key):
        raise ValueError("A change needs one fact, before or after, under one key.")
    return Change(
        fact.family,
        fact.key,
        as_row(before) if before is not None else None,
        as_row(after) if after is not None else None,
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """What a decision wants to be written: an event without number, time and hash. No changes means nothing to do."""

    kind: str
    changes: tuple[Change, ...]
    detail: Mapping[str, Any] = field(default_factory=dict)
    target: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One record of the log, chained by hash to the one before it."""

    seq: int
    kind: str
    version: int
    actor: str
    at: str
    cause: str
    target: int | None
    detail: Mapping[str, Any]
    changes: tuple[Change, ...]
    previous: str
    hash: str

    @property
    def codebook(self) -> bool:
        return any(item.family in ("code", "placement") for item in self.changes)


def dumps(value: object) -> str:
    """Canonical JSON: sorted keys, no spaces, no NaN; equal values give equal text."""
    return _CANONICAL.encode(value)


def payload(detail: Mapping[str, Any], changes: Iterable[Change]) -> str:
    """The part of an event that is stored as text and hashed."""
    return dumps(
        {
            "changes": [[item.family, item.key, item.before, item.after] for item in changes],
            "detail": dict(detail),
        }
    )


def parse_payload(text: str) -> tuple[Mapping[str, Any], tuple[Change, ...]]:
    """The inverse of `payload`."""
    content = json.loads(text)
    return content["detail"], tuple(Change(*item) for item in content["changes"])


def digest(
    *,
    seq: int,
    kind: str,
    version: int,
    actor: str,
    at: str,
    cause: str,
    target: int | None,
    payload: str,
    previous: str,
) -> str:
    """SHA-256 over the previous hash and everything this event says."""
    head = dumps([previous, seq, kind, version, actor, at, cause, target])
    return hashlib.sha256(f"{head}\n{payload}".encode()).hexdigest()


def fold(events: Iterable[Event], into: MemoryFacts | None = None) -> MemoryFacts:
    """Replay events into facts, from nothing or from a state that they follow."""
    facts = into if into is not None else MemoryFacts()
    for event in events:
        for item in event.changes:
            facts.put(item.family, item.key, item.before, item.after)
    return facts


def stands(facts: Facts, item: Change) -> bool:
    """Whether the fact is still as this change left it, so that the change can be taken back safely."""
    noun = FAMILIES[item.family]
    found = facts.get(noun, item.key)
    if item.after is None or found is None:
        return (item.after is None) and (found is None)
    return as_row(found) == as_row(from_row(noun, item.after))
