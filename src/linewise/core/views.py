"""Units as every page shows them: the text with everything that was said about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from linewise.core.nouns import MarkState, Origin, Value


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
class UnitView:
    """A unit with its text, attributes, notes, codings and mark."""

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
    mark: MarkState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPage:
    """Some units in the order asked for, and the cursor that continues it (None at the end)."""

    units: tuple[UnitView, ...]
    next: str | None
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitQuery:
    """Which units, in what order. All filters that are set must hold.

    `order`: file, random, diverse, length, or attribute:NAME. `status`: unread, noted, decided, unsure, skipped, left,
    or stale (a decision older than its code's definition).
    `code`: units in which a person found this code. `attributes`: exact values.
    """

    order: str = "file"
    descending: bool = False
    after: str | None = None
    limit: int = 50
    search: str = ""
    status: str | None = None
    code: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An earlier open code that begins like (or resembles) what is being typed."""

    text: str
    count: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the reading is: units by what was said about them, and what waits in the tray."""

    units: int
    read: int
    noted: int
    decided: int
    unsure: int
    skipped: int
    left: int
    open_codes: int
    ungrouped: int
    codes: int
