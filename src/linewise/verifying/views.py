"""What the Verify page and its API show: rounds, their items, and figures from the audit sample."""

from dataclasses import dataclass

from linewise.core.nouns import ItemState, Round
from linewise.core.views import UnitView


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyView:
    """A way of choosing units, in plain words, and what it needs before it can be used."""

    name: str
    title: str
    explanation: str
    needs_model: bool
    needs_code: bool
    needs_vectors: bool
    ready: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A code and how sure the model is of it (calibrated probability)."""

    code: str
    confidence: float
    suggested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One unit of a round: why it is shown, what the model thinks (most likely first), what was decided."""

    position: int
    unit: UnitView
    reason: str
    predictions: tuple[Prediction, ...]
    codes: tuple[str, ...]
    state: ItemState
    at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """A round with all its items, so that the next unit is already there."""

    round: Round
    items: tuple[ItemView, ...]
    decided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share with its 95 % Wilson interval; `of` is what it was counted from. None where nothing was counted."""

    share: float | None
    low: float
    high: float
    hits: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFigures:
    """How well the model finds one code, from the audit sample only."""

    code: str
    precision: Rate
    recall: Rate
    f1: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresView:
    """Figures from the audit sample of one round, or of all rounds so far."""

    units: int
    unsure: int
    skipped: int
    accuracy: Rate
    codes: tuple[CodeFigures, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSummary:
    """The end of a round: what was seen in it, what the audit sample says, what follows from it.

    `seen` is the share of all the round's items the model had right; under active choosing it is not an estimate of
    quality, and the page must say so.
    """

    round: Round
    decided: int
    accepted: int
    corrected: int
    seen: Rate
    audit: FiguresView
    all_rounds: FiguresView


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyState:
    """Everything the Verify page needs to begin or to go on."""

    open: RoundView | None
    rounds: tuple[RoundSummary, ...]
    strategies: tuple[StrategyView, ...]
    figures: FiguresView
