"""What is shown of tuning an encoder: what may be done, what it would take, what came of it."""

from dataclasses import dataclass
from typing import Literal

from linewise.teaching.encoder_views import EncoderCard

How = Literal["adapted", "tuned", "contrastive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TuneBase:
    """An encoder that could be tuned; `here` when it needs no network."""

    name: str
    title: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TuneUnfinished:
    """A tuning that was stopped and can be gone on with; `units` coded units teach it."""

    how: How
    base: str
    pretrain: bool
    units: int
    begun_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TuneState:
    """Whether an encoder can be tuned here and now.

    `missing` says what stands in the way, and `remedy` what to do; both are empty when nothing does. `units` may teach
    an encoder; `audit` are decided too, but drawn at random to judge it, so they and texts equal to theirs do not.
    `fewest` are needed to learn codes; `texts` are the distinct ones there are to read.
    """

    missing: str
    remedy: str
    device: str
    units: int
    audit: int
    fewest: int
    texts: int
    bases: tuple[TuneBase, ...]
    unfinished: TuneUnfinished | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TuneCost:
    """What a tuning would take on this machine, from a few batches that were measured: at most so many minutes.

    `megabytes` is what the new encoder will add to the workspace.
    """

    how: How
    base: str
    pretrain: bool
    learning_minutes: float
    encoding_minutes: float
    megabytes: int
    device: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TuneStage:
    """How one stage ended: steps taken, the loss on what was held out after each epoch, the epoch that was kept."""

    stage: Literal["adapt", "tune", "contrast"]
    steps: int
    judged: tuple[float, ...]
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TuneReport:
    """A tuned encoder that is offered: nothing reads with it before somebody chooses it.

    `units` taught it; `encoder` holds its comparison with the one in use, on units that taught neither.
    """

    how: How
    base: str
    pretrain: bool
    encoder: EncoderCard
    units: int
    seconds: float
    stages: tuple[TuneStage, ...]
    words: str
