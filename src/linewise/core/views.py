"""Units as every page shows them: the text with everything that was said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from linewise.core.nouns import MarkState, Origin, Value

Why = Literal["begins", "holds", "resembles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceView:
    """One open code of a note, and the codes it sits in."""

    id: str
    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note as it stands, split into its open codes."""

    id: str
    coder: str
    text: str
    start: int | None
    end: int | None
    at: str
    pieces: tuple[PieceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingView:
    """One statement about one code in one unit: by whom, from where, how sure, under which model and codebook version.

    `origin` is person, model, rule or import; `via` says how it came about: decision, grouping,
    parent (a code below it is present), import or model.
    """

    code: str
    value: Value
    origin: Origin
    coder: str
    via: str
    at: str
    confidence: float | None = None
    model: str | None = None
    codebook: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """A part of a unit (code points of its text) that an import says a code of, by whom; `score` only of a machine."""

    start: int
    end: int
    code: str
    value: Value
    source: str
    coder: str
    machine: bool
    score: float | None
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """A unit with its text, attributes, notes, codings, mark and bookmark."""

    id: int
    text: str
    document: int
    source: str
    external_id: str | None
    start: int
    end: int
    attributes: Mapping[str, str | int | float | bool | None]
    twins: int
    notes: tuple[NoteView, ...] = ()
    codings: tuple[CodingView, ...] = ()
    passages: tuple[PassageView, ...] = ()
    mark: MarkState | None = None
    bookmarked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPage:
    """Some units in the order asked for, and the cursor that continues it (None at the end)."""

    units: tuple[UnitView, ...]
    next: str | None
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitQuery:
    """Which units, in what order. All filters that are set must hold.

    `order`: file, random, diverse, length, or attribute:NAME. `status`: what the coder did with the unit (read, unread,
    coded, noted, decided, undecided, unsure, skipped, bookmarked), or annotated (noted by anyone), imported (codes of
    an import that the coder has not answered), stale (a decision older than its code's definition).
    `start`: in the order of the file, the unit to begin at. `code`: units in which a person found this code. `piece`:
    units with this open code. `attributes`: exact values. `since`: units that arrived after a time (ISO 8601), or
    "model": after the model in use was fitted, all of them before there is one.
    """

    order: str = "file"
    descending: bool = False
    after: str | None = None
    start: int | None = None
    limit: int = 50
    search: str = ""
    status: str | None = None
    code: str | None = None
    piece: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    since: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """The units of one document around one of them, in order, each with what stands `between` it and the one before.

    `before` and `after` are the units of the document next to those shown, where it is longer.
    """

    document: int
    external_id: str | None
    units: tuple[UnitView, ...]
    between: tuple[str, ...]
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueCount:
    """A value of an attribute, and how many units have it."""

    value: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An earlier open code for what is being typed: it begins like that, holds it, or is nearly the same."""

    text: str
    count: int
    codes: tuple[str, ...]
    why: Why = "begins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the reading is: units by what was said about them, and what waits in the tray.

    `read` are units that the coder said anything about, `coded` those with a note or a coding; `left` are the others.
    `new` are units that arrived after the model in use was fitted, none before there is one.
    """

    units: int
    read: int
    coded: int
    noted: int
    decided: int
    unsure: int
    skipped: int
    left: int
    open_codes: int
    ungrouped: int
    codes: int
    new: int = 0
