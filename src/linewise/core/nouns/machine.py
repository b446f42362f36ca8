"""What the model learns, what it puts before people, and what they answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

RoundState = Literal["open", "closed"]
QuestionState = Literal["answered", "set_aside"]
Verdict = Literal["for", "against"]
ItemState = Literal["pending", "accepted", "corrected", "unsure", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A batch of units put before a coder for verification."""

    family: ClassVar[str] = "round"

    id: str
    number: int
    coder: str
    strategy: str
    focus: str | None = None
    size: int
    audit_share: float
    seed: int
    model: str | None
    state: RoundState = "open"
    opened_at: str
    closed_at: str | None = None
    blind_share: float = 0.0

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundItem:
    """One unit of a round: why and with what probability it was chosen, what was predicted, what was decided.

    A `blind` item shows its prediction only after the coder has answered; `unaided` are the codes of that first answer,
    given at `unaided_at`, and `codes` those that stand in the end.
    """

    family: ClassVar[str] = "round_item"

    round: str
    position: int
    unit: int
    reason: str
    propensity: float | None
    audit: bool
    predicted: Mapping[str, float] = field(default_factory=dict)
    suggested: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    state: ItemState = "pending"
    at: str | None = None
    blind: bool = False
    unaided: tuple[str, ...] = ()
    unaided_at: str | None = None

    @property
    def key(self) -> str:
        return f"{self.round}:{self.position}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """A fitted encoder; its vectors are recomputable and stored in blocks beside the projection.

    `source` is what was asked for ("default", "lexical", "folder:…", "hub:…", "tuned:…"). One that is `offered` is not
    used before a person chose it, at `used_at`. `seen` names the artefact with the units (int64) whose labels shaped
    it, and is empty where none did: such units say nothing of how well it does.
    """

    family: ClassVar[str] = "encoding"

    id: str
    name: str
    dimensions: int
    artefact: str
    notice: str
    at: str
    source: str = "default"
    offered: bool = False
    used_at: str | None = None
    seen: str = ""

    @property
    def key(self) -> str:
        return self.id

    @property
    def in_use_since(self) -> str | None:
        """When it came into use, None while it is only offered; the latest of a project's encoders is in use."""
        return self.used_at or (None if self.offered else self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A fitted learner with its recipe, its training set, its codebook version and its figures.

    The one pinned last is in use, and where none is pinned the newest.
    """

    family: ClassVar[str] = "model"

    id: str
    number: int
    recipe: Mapping[str, object]
    encoding: str
    codes: tuple[str, ...]
    artefact: str
    training: str
    decisions: int
    codebook: int
    seed: int
    figures: Mapping[str, object]
    at: str
    pinned_at: str | None = None

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a coder answered to a question that the model raised, or that it was set aside.

    `id` follows from the kind and `about`, the things asked about as "family:key"; `outcome` are the things that the
    answer made or changed.
    """

    family: ClassVar[str] = "question"

    id: str
    kind: str
    about: tuple[str, ...]
    state: QuestionState
    answer: str
    outcome: tuple[str, ...] = ()
    coder: str
    at: str

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Rationale:
    """A coder's word on a word: that it is a reason for a code in a unit, or that it is none (Zaidan et al. 2007).

    `start` and `end` are code points of the unit's text.
    """

    family: ClassVar[str] = "rationale"

    id: str
    unit: int
    code: str
    start: int
    end: int
    word: str
    verdict: Verdict
    coder: str
    at: str

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """A replay of ways of choosing on answers that are known; the `artefact` holds its curves."""

    family: ClassVar[str] = "simulation"

    id: str
    recipe: Mapping[str, object]
    artefact: str
    coder: str
    at: str

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A model's scores for every unit, and the confidence from which each code is given. The newest one counts.

    `promise` says what may be relied on of the codes given: the precision asked for and what can be held to it.
    """

    family: ClassVar[str] = "application"

    id: str
    number: int
    model: str
    artefact: str
    codes: tuple[str, ...]
    thresholds: Mapping[str, float]
    confidence: float
    units: int
    coded: int
    at: str
    promise: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.id
