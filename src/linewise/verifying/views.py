"""What the Verify page and its API show: rounds, their items, and figures from the audit sample."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from linewise.core.nouns import ItemState, Rationale, Round
from linewise.core.views import UnitView
from linewise.verifying.measures import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyView:
    """A way of choosing units, in plain words, and what it needs before it can be used.

    `kind` groups the ways: "recommended", by "doubt", by "variety", at the "start", for "codes", for "one code".
    """

    name: str
    title: str
    explanation: str
    kind: str
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
    """One unit of a round: why it is shown, what the model thinks (most likely first), what was decided.

    A `blind` unit has no predictions until it was answered once; that answer is `unaided`, given at `unaided_at`.
    `audit` says whether it was drawn at random, and is None while that must not be known.
    """

    position: int
    unit: UnitView
    reason: str
    predictions: tuple[Prediction, ...]
    codes: tuple[str, ...]
    state: ItemState
    at: str | None
    audit: bool | None = None
    blind: bool = False
    unaided: tuple[str, ...] = ()
    unaided_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """A round with all its items, so that the next unit is already there."""

    round: Round
    items: tuple[ItemView, ...]
    decided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share with its 95 % interval; `of` is what it was counted from. None where nothing was counted."""

    share: float | None
    low: float
    high: float
    hits: int
    of: int


NO_RATE = Rate(share=None, low=0.0, high=1.0, hits=0, of=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFigures:
    """How well the model finds one code, from the audit sample only; `few`: too few have it to tell.

    F1 with its 95 % interval. `present` is the share of the drawn units that have the code.
    """

    code: str
    precision: Rate
    recall: Rate
    f1: float | None
    f1_low: float = 0.0
    f1_high: float = 1.0
    present: Rate = NO_RATE
    few: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresView:
    """Figures from the audit sample of one round, or of all rounds so far; `measures` of the codebook as a whole."""

    units: int
    unsure: int
    skipped: int
    accuracy: Rate
    codes: tuple[CodeFigures, ...]
    words: str
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InfluenceView:
    """How far predictions draw answers: agreement with the model blind and `aided`, and who gave way.

    `to_model` are the blind answers that differed and became the model's once it was seen, `elsewhere` those that
    became something else again. `difference` is aided less blind, with its 95 % interval; None where there is nothing
    to compare.
    """

    blind: Rate
    aided: Rate
    to_model: Rate
    elsewhere: int
    difference: float | None
    low: float | None
    high: float | None
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
    influence: InfluenceView


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyState:
    """Everything the Verify page needs to begin or to go on.

    `figures` pools the audit samples of all rounds, each met by the model of its time; `newest` is an estimate for the
    newest model alone, or None where it cannot be made.
    """

    open: RoundView | None
    rounds: tuple[RoundSummary, ...]
    strategies: tuple[StrategyView, ...]
    figures: FiguresView
    newest: FiguresView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BandView:
    """A band of one code, named like the strategy that shows it: its probabilities, and the unread texts in it."""

    name: str
    low: float
    high: float
    units: int
    words: str


How = Literal["counted", "left out", "both"]
Agreement = Literal["same", "partly", "differs", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedWord:
    """Words of a text (code points), and how far they move the code's log-odds: above 0 towards it."""

    start: int
    end: int
    text: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Why the model is as sure of a code as it is: the words that moved it, and its confidence without those for it.

    `how` the words were weighed: counted exactly, by leaving each out, or each half of the encoder in its way. `check`
    says in a line what leaving out the words for it does. `whole` is False where only the strongest sentences of a
    long text were looked into word by word. `said` are words on words that people gave.
    """

    unit: int
    code: str
    model: str
    confidence: float
    without: float
    words: tuple[MovedWord, ...]
    whole: bool
    sentence: str
    check: str = ""
    how: How = "left out"
    said: tuple[Rationale, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A unit that people decided: how like the one asked about it is (cosine), and the codes that people gave it.

    `coders` are the names of those who spoke of it, `by` of who gave which code. `agreement` compares these codes with
    what the model in use suggests for the unit or text asked about: `missing` are suggested and not given there,
    `other` given and not suggested. Empty without a model, or while the suggestion must not be seen.
    """

    unit: UnitView
    similarity: float
    codes: tuple[str, ...]
    coders: tuple[str, ...] = ()
    by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    agreement: Agreement = ""
    missing: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


Verdict = Literal["early", "on", "little", "enough"]
Step = Literal["teach", "round", "code", "apply"]
FiguresOf = Literal["newest", "rounds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Whether more rounds are worth while, and why; never more than advice.

    `verdict`: too early to tell, go on, little to gain, enough. `gain` is how much accuracy `ahead` more decisions
    would add, with its 95 % interval; None where the curve cannot tell. `more` decisions reach the project's precision,
    `more_low` to `more_high` in 8 of 10 cases; None where that is more than there are units, or cannot be told. `next`
    is the step that helps most, `code` what about.
    """

    verdict: Verdict
    words: str
    reasons: tuple[str, ...]
    ahead: int
    gain: float | None
    low: float | None
    high: float | None
    next: Step
    code: str | None = None
    more: int | None = None
    more_low: int | None = None
    more_high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPoint:
    """What accuracy will be after `more` decisions, with its 95 % interval."""

    more: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastView:
    """The learning curve carried on, from `audit` units answered by several models; no points where it cannot tell.

    About `more` decisions reach `target`, `more_low` to `more_high` in 8 of 10 cases; None: more than there are units.
    """

    decisions: int
    audit: int
    target: float
    points: tuple[ForecastPoint, ...]
    more: int | None
    more_low: int | None
    more_high: int | None
    words: str
