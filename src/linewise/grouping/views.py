"""What the Group page and its API show: the tray of open codes, the codebook, and the impact of a change."""

from dataclasses import dataclass

from linewise.core.nouns import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A line in which an open code was written."""

    unit: int
    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayItem:
    """Equal open codes as one line of the tray: their text, how often written, the codes that hold them."""

    norm: str
    text: str
    count: int
    codes: tuple[str, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayPage:
    """Some lines of the tray, the cursor that continues, and how many lines there are in all."""

    items: tuple[TrayItem, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCard:
    """A code with its entry in the codebook and its counts.

    `open_codes`: distinct open codes in it; `units`: units in which a person found it (by note or decision);
    `absent`: units decided not to have it; `imported`: unverified statements; `stale`: codings made under an older
    definition; `ancestors`: every code above it, nearest first.
    """

    code: Code
    open_codes: int
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
