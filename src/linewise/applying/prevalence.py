"""How much of the corpus has a code: from random draws that people read, and a model's probabilities for all the rest.

Prediction-powered inference (Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023): the model's mean over everything
is put right by what the draws say of its mistakes, so that the interval holds however poor the model is. Power tuning
(PPI++, Angelopoulos, Duchi and Zrnic 2023) chooses how far it is listened to: not at all where it tells nothing.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from linewise.core.intervals import exact, wilson

ENOUGH = 30
# With fewer draws that have the code (or lack it) what the model adds cannot be judged from them.
RARE = 10
# A model that is nearly always right may owe that to chance: as if so many more draws had found it wholly wrong.
MISSED = 3

Floats = NDArray[np.float64]
Method = Literal["none", "draws", "model"]


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Units drawn at random and read, (n,) each; what the draw was made from may differ from draw to draw.

    `present`: whether the person found the code. `predicted`: the probability by a model that had not seen the answer,
    `expected` that model's mean over all units the draw was made from; both 0 where there was none. `pool`: the share
    of the corpus that was drawn from, `known`: the share that people had read before and found the code in.
    """

    present: NDArray[np.bool_]
    predicted: Floats
    expected: Floats
    pool: Floats
    known: Floats


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share of the corpus with a code and its 95 % interval.

    `worth` says of how many draws alone the interval would be, `method` whether the model helped.
    """

    share: float | None
    low: float
    high: float
    draws: int
    present: int
    worth: float
    method: Method


def prevalence(draws: Draws, *, confidence: float = 0.95) -> Estimate:
    """Estimate the share from draws and model together; from the draws alone where one of the two is rare in them.

    Every draw with what was known and what the model expects is by itself an unbiased guess at the share; their scatter
    gives the interval, in Wilson's form so that it stays inside 0 to 1.
    """
    n, hits = len(draws.present), int(draws.present.sum())
    if not n:
        return Estimate(None, 0.0, 1.0, 0, 0, 0.0, "none")
    pool, known = float(draws.pool.mean()), float(draws.known.mean())

    def corpus(share: float) -> float:
        return min(1.0, max(0.0, known + pool * share))

    frequent = min(hits, n - hits) >= RARE
    low, high = (wilson if frequent else exact)(hits, n, confidence=confidence)
    alone = Estimate(corpus(hits / n), corpus(low), corpus(high), n, hits, float(n), "draws")
    if n < ENOUGH or not frequent:
        return alone
    said = draws.known + draws.pool * draws.present
    surprise = draws.pool * (draws.predicted - draws.expected)
    spread = float(surprise @ surprise)
    heed = min(1.0, max(0.0, float((said - said.mean()) @ surprise) / spread)) if spread > 0 else 0.0
    guesses = said - heed * surprise
    share = (float(guesses.mean()) - known) / pool
    scatter = float(guesses.var(ddof=2)) / pool**2 + MISSED * heed / n
    if heed == 0.0 or not 0 < share < 1 or scatter <= 0:
        return alone
    worth = n * share * (1 - share) / scatter
    if worth <= n:
        return alone
    low, high = wilson(share * worth, worth, confidence=confidence)
    return Estimate(corpus(share), corpus(low), corpus(high), n, hits, worth, "model")
