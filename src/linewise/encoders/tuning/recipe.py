"""What is to be done to an encoder, decided before anything heavy is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import BadInput

How = Literal["adapted", "tuned", "contrastive"]
Stage = Literal["adapt", "tune", "contrast"]

# What the 2022 paper used; any encoder can be named instead.
DEFAULT_BASE = "distilbert/distilbert-base-uncased"
# A short name for the small encoder that a data package may have brought, else the hub's.
MINILM = "minilm"
MOST_TEXTS = 20_000
FEWEST_LABELS = 16
# Units are sentences and short paragraphs; what lies behind this many word pieces costs more than it tells.
MAX_TOKENS = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How one stage descends: AdamW with warm-up, linear decay and clipped gradients.

    `rate` is the highest learning rate of an encoder 768 wide; narrower ones take larger steps. `held` of the rows are
    kept out and judged after each epoch; `patience` epochs without a better judgement end the stage, and the best
    weights are what remains.
    """

    rate: float
    epochs: int
    batch: int
    warmup: float = 0.1
    decay: float = 0.01
    clip: float = 1.0
    held: float = 0.1
    patience: int = 2


ADAPT = Schedule(rate=5e-5, epochs=3, batch=32, held=0.05, patience=1)
TUNE = Schedule(rate=4e-5, epochs=8, batch=16)
CONTRAST = Schedule(rate=2e-5, epochs=4, batch=32, patience=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The stages that make an encoder, the encoder they begin with, and the seed: with equal texts and labels on the
    same machine, equal recipes give equal encoders.

    `adapted` continues masked-language-model pre-training on the corpus; `tuned` learns the codes, after that
    pre-training when `pretrain`; `contrastive` learns which texts share a code.
    """

    how: How
    base: str = DEFAULT_BASE
    pretrain: bool = False
    max_tokens: int = MAX_TOKENS
    seed: int = 0
    adapt: Schedule = ADAPT
    tune: Schedule = TUNE
    contrast: Schedule = CONTRAST

    @property
    def stages(self) -> tuple[tuple[Stage, Schedule], ...]:
        """What is done, in order."""
        adapt: tuple[Stage, Schedule] = ("adapt", self.adapt)
        match self.how:
            case "adapted":
                return (adapt,)
            case "tuned":
                last: tuple[Stage, Schedule] = ("tune", self.tune)
            case "contrastive":
                last = ("contrast", self.contrast)
            case _:
                raise BadInput(
                    f"There is no way {self.how!r} to tune an encoder.", remedy="Use adapted, tuned or contrastive."
                )
        return (adapt, last) if self.pretrain else (last,)


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Coded texts: labels and weights (n, codes), NaN or weight 0 where unknown; `groups` (n,) tell twins."""

    texts: Sequence[str]
    labels: NDArray[np.float32]
    weights: NDArray[np.float32]
    groups: NDArray[np.int64]
    exclusive: bool

    def part(self, rows: NDArray[np.int64]) -> "Lessons":
        """Some of them."""
        texts = [self.texts[row] for row in rows]
        return Lessons(texts, self.labels[rows], self.weights[rows], self.groups[rows], self.exclusive)
