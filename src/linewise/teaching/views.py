"""What the Teach page and its API show: the encoder, the training set, and the models there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from linewise.core.views import UnitView


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderState:
    """The encoder in use and how many units have vectors; `notice` says what is amiss, or is empty."""

    name: str
    fingerprint: str
    dimensions: int
    encoded: int
    units: int
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTraining:
    """How many units teach one code: found present, said absent, implied absent.

    A code `by_words` has no units on both sides yet: what the model knows of it is what is written about it, which
    ranks units but never codes one.
    """

    code: str
    present: int
    absent: int
    implied: int
    enough: bool
    by_words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """Answers of about the same stated probability, and the share of them that were right, with a 95 % interval."""

    stated: float
    right: float
    low: float
    high: float
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCalibration:
    """The same as `Calibration`, for one code: what was stated of it, and how often it was present."""

    code: str
    answers: int
    error: float
    chance: float
    bins: tuple[ReliabilityBin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How far a model's probabilities can be taken at their word, from answers about units it had not seen.

    `source` is "audit" for units drawn by lot, or "folds" for units of the training set held out in turn. Where codes
    are `exclusive` an answer is the likeliest code of a unit, otherwise any code of any unit. `error` is the mean
    distance between stated and right over equally large bins, `chance` what a perfect model would show by chance.
    """

    model: str
    number: int
    source: str
    units: int
    exclusive: bool
    answers: int
    error: float
    chance: float
    bins: tuple[ReliabilityBin, ...]
    codes: tuple[CodeCalibration, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordOfCode:
    """A word, how far it moved the code's log-odds in the units looked at, on average, and in how many it stands."""

    text: str
    weight: float
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistaken:
    """Another code, and in how many decided units the model said one of the two where people said the other.

    `taken` is the newest unit to which the model gave this code and people the other, `missed` the newest the other
    way round.
    """

    code: str
    units: int
    taken: UnitView | None = None
    missed: UnitView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bordering:
    """A unit of which the model cannot tell whether it has the code, and how sure it is that it has."""

    unit: UnitView
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMeaning:
    """What a code means to a model: the units it is surest of, the words that make it so, the codes it takes it for.

    The words come from `looked` units. With `counted` they are the exact share of the part of the encoder that counts
    words; else each word was left out in turn. `boundary` are units nearest to a probability of one half.
    """

    code: str
    model: str
    typical: tuple[UnitView, ...]
    words: tuple[WordOfCode, ...]
    mistaken: tuple[Mistaken, ...]
    boundary: tuple[Bordering, ...] = ()
    counted: bool = False
    looked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """The share of units drawn at random that copies of a model, fitted without them, had right; 95 % interval."""

    share: float
    low: float
    high: float
    hits: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """One model: recipe, training set, codebook version, figures out of sample.

    `current` is the one in use: the pinned one, or the newest where none is pinned. `encoder` is its encoder's name,
    `audit` None where no unit drawn at random had been decided.
    """

    id: str
    number: int
    at: str
    recipe: Mapping[str, object]
    codes: tuple[str, ...]
    decisions: int
    codebook: int
    encoding: str
    training: str
    seed: int
    figures: Mapping[str, object]
    current: bool
    pinned: bool = False
    encoder: str = ""
    audit: Audited | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachState:
    """Everything the Teach page shows. `fresh` is how many human decisions the newest model has not seen."""

    encoder: EncoderState
    training: tuple[CodeTraining, ...]
    models: tuple[ModelCard, ...]
    fresh: int
    ready: bool
    advice: str
