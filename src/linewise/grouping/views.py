"""What the Group page and its API show: the tray of open codes, the codebook, and the impact of a change."""

from dataclasses import dataclass
from typing import Literal

from linewise.core.nouns import Code
from linewise.core.views import UnitPage

Closeness = Literal["nearly the same", "close", "loose"]
Where = Literal["open_code", "code", "note", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A line in which an open code was written."""

    unit: int
    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayItem:
    """Equal open codes as one line of the tray: their text, how often written, the codes that hold them.

    `matched` says where a search was found: in the open code, the name of a code that holds it, a note with it, or the
    text of a unit with it.
    """

    norm: str
    text: str
    count: int
    codes: tuple[str, ...]
    examples: tuple[Example, ...]
    matched: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayPage:
    """Some lines of the tray, the cursor that continues, and how many lines there are in all."""

    items: tuple[TrayItem, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayNorms:
    """All lines of the tray that were asked for, by the text that stands for each: what "select all" selects."""

    norms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCard:
    """A code with its entry in the codebook and its counts.

    `open_codes`: distinct open codes in it; `open_codes_below`: in it or in codes below it, each once; `units`: units
    in which a person found it (by note or decision), or a code below it; `absent`: units decided not to have it;
    `imported`: unverified statements; `stale`: codings made under an older definition; `ancestors`: every code above
    it, nearest first.
    """

    code: Code
    open_codes: int
    open_codes_below: int
    units: int
    absent: int
    imported: int
    stale: int
    ancestors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """All codes in their order; the version is the number of the last event that changed it."""

    version: int
    codes: tuple[CodeCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What a change of the codebook will touch, told before it happens."""

    open_codes: int
    notes: int
    units: int
    codings: int
    imported: int
    models: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One new code of a split: its name, and the open codes and decided units that go to it."""

    name: str
    norms: tuple[str, ...] = ()
    units: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Open codes of the tray that may belong together: the one that could name them first.

    `cohesion` is the mean similarity of its members to each other; `resembles` is a code that already holds such.
    """

    name: str
    members: tuple[TrayItem, ...]
    written: int
    cohesion: float
    closeness: Closeness
    resembles: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """Clusters of the tray, the most worthwhile first; nothing happens until somebody accepts one.

    `by`: compared by what they mean (an encoder), or by their words alone. `refused`: how many were turned down.
    """

    items: tuple[Proposal, ...]
    by: Literal["meaning", "words"]
    open_codes: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word that tells two sets of texts apart: how strongly, and in how many texts of either."""

    word: str
    strength: float
    here: int
    there: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two codes that are compared: its entry, its open codes, the units that only it has, its own words."""

    card: CodeCard
    open_codes: tuple[TrayItem, ...]
    units: UnitPage
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two codes side by side, and the units that have both."""

    left: Side
    right: Side
    both: UnitPage
