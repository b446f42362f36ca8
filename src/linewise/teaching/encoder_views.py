"""What is shown of encoders: the one in use, the others there are, and how two compare on the project's decisions."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageShare:
    """A language of the texts (ISO 639 code and English name) and its share of a sample of them."""

    code: str
    name: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderGap:
    """What the encoder in use reached and what the other did, the difference, and its 95 % interval."""

    now: float
    other: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderComparison:
    """An encoder beside the one that was in use at the time, `against`, on the same units, which neither had seen.

    `sample` says whether the units are the audit sample, drawn at random, or all decided ones; `right` is the share of
    units right or the F1 over all codes, as `measure` says, `loss` the mean log loss of a label. `words` says it in a
    sentence. Without enough units both are None, and `words` says why.
    """

    against: str
    against_name: str
    units: int
    sample: Literal["audit", "decided"]
    measure: Literal["units right", "F1"]
    right: EncoderGap | None
    loss: EncoderGap | None
    words: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderCard:
    """One encoder of the project: what it is, what it reads, how fast, how many units have vectors, how it compares.

    `languages` are ISO 639 codes, "*" stands for any, none for unknown. `pace` is in texts a second on this machine as
    measured while encoding, `megabytes` what its vectors take. `seen` units shaped it by their labels. `stale` says in
    words that its vocabulary was learned from a much smaller corpus, or is empty. `speed` is how often faster it is
    than the encoder in use, where both were measured.
    """

    id: str
    source: str
    name: str
    in_use: bool
    used_before: bool
    at: str
    licence: str
    languages: tuple[str, ...]
    parameters: int
    dimensions: int
    device: str
    encoded: int
    units: int
    pace: float | None
    speed: float | None
    megabytes: float
    seen: int
    notice: str
    stale: str
    comparison: EncoderComparison | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodersView:
    """The encoders of a project, the one in use first, and the languages of its texts.

    `told` texts of a sample said something about their language. `suited` is the source of an encoder that reads the
    texts' languages where the one in use does not, else empty. `models` says whether models by name or folder can be
    used here, and otherwise what is missing is in `missing`.
    """

    encoders: tuple[EncoderCard, ...]
    languages: tuple[LanguageShare, ...]
    told: int
    notice: str
    suited: str
    models: bool
    missing: str
