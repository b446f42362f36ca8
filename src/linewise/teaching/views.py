"""What the Teach page and its API show: the encoder, the training set, and the models there are."""

from collections.abc import Mapping
from dataclasses import dataclass


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
