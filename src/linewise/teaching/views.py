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
    """How many units teach one code: found present, said absent, implied absent."""

    code: str
    present: int
    absent: int
    implied: int
    enough: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WordOfCode:
    """A word, how far it moved the code's log-odds in the units looked at, summed, and in how many of them."""

    text: str
    weight: float
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistaken:
    """Another code, and in how many decided units the model said one of the two where people said the other."""

    code: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMeaning:
    """What a code means to a model: the units it is surest of, the words that make it so, the codes it takes it for."""

    code: str
    model: str
    typical: tuple[UnitView, ...]
    words: tuple[WordOfCode, ...]
    mistaken: tuple[Mistaken, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """One model: recipe, training set, codebook version, figures out of sample."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachState:
    """Everything the Teach page shows. `fresh` is how many human decisions the newest model has not seen."""

    encoder: EncoderState
    training: tuple[CodeTraining, ...]
    models: tuple[ModelCard, ...]
    fresh: int
    ready: bool
    advice: str
