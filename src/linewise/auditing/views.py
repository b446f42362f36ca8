"""What the Audit page and its API show: the log as people read it, and proofs that it is whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from linewise.core.nouns import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A part of a sentence: plain words, words quoted, or a thing with its reference ("unit:12", "code:ID")."""

    text: str
    reference: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One event as a sentence: who did what, when, why (`cause`), to how many facts, and whether it was taken back.

    `title` names the kind of event; `words` say what was done with names and quotes, and `said` are their parts.
    """

    seq: int
    kind: str
    title: str
    words: str
    said: tuple[Said, ...]
    actor: str
    at: str
    cause: str
    target: int | None
    changes: int
    detail: Mapping[str, object]
    undoable: bool
    undone: bool
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """What one event did to one fact: the fields that differ, from and to."""

    seq: int
    kind: str
    actor: str
    at: str
    family: str
    key: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Some entries, newest first, and the cursor that continues."""

    entries: tuple[LogEntry, ...]
    next: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The outcome of recomputing the chain, the projection and the corpus digests."""

    ok: bool
    events: int
    facts: int
    units: int
    broken_at: int | None
    reason: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The project as it was after an event: codebook and counts."""

    seq: int
    at: str
    codes: tuple[Code, ...]
    notes: int
    open_codes: int
    codings: int
    rounds: int
    models: int
    units: int
