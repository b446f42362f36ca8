"""From which probability on a code may be given, so that a promised share of what is given is right.

Learn then Test (Angelopoulos, Bates, Candès, Jordan and Lei 2021): each probability on a fixed grid is a hypothesis,
"from here on too little would be right", refuted by decisions that the model had not seen. Hypotheses are tested from
strict to lax, ending at the first that stands, so that the risk of one wrong refutation is that of one test.
"""

from dataclasses import dataclass
from math import ceil, log

import numpy as np
from numpy.typing import NDArray

GRID = tuple(round(0.99 - 0.01 * step, 2) for step in range(50))
# The walk starts where there are this many times the fewest decisions that could refute a hypothesis: earlier, a single
# mistake would end it. Simulated corpora were covered best with 2.
START = 2


@dataclass(frozen=True, slots=True)
class Threshold:
    """A code is given where its probability is at least `value`; None where nothing can be promised, and why.

    Of the `given` decided units at or above it the code was present in `right`.
    """

    value: float | None
    given: int
    right: int
    words: str


def promised_threshold(
    probabilities: NDArray[np.float32], present: NDArray[np.bool_], *, precision: float = 0.9, risk: float = 0.1
) -> Threshold:
    """The lowest threshold for one code at which, with confidence 1 - `risk`, at least `precision` of what is given
    is right.

    `probabilities` (n,) are those of a model that had not seen the units, `present` (n,) is what people decided. The
    promise is about the corpus only if the units were drawn from it uniformly at random: pass audit units.
    """
    from scipy.stats import binom

    fewest = ceil(log(risk) / log(precision))
    given = np.array([(probabilities >= value).sum() for value in GRID])
    right = np.array([present[probabilities >= value].sum() for value in GRID])
    # How likely so many right ones would be if only `precision` of them were.
    refuted = binom.sf(right - 1, given, precision) <= risk
    best = -1
    for at in np.flatnonzero(given >= START * fewest):
        if not refuted[at]:
            break
        best = int(at)
    if best >= 0:
        words = (
            f"From {GRID[best]:.0%} on: {right[best]} of {given[best]} were right, so at least {precision:.0%} will be "
            f"(with {1 - risk:.0%} confidence)."
        )
        return Threshold(GRID[best], int(given[best]), int(right[best]), words)
    most, hits, needed = int(given[-1]), int(right[-1]), START * fewest
    if most < needed:
        words = f"Too few decisions to promise {precision:.0%}: {most} of the {needed} needed where the code is likely."
    else:
        words = f"{precision:.0%} cannot be promised: of {most} where the code was likely, {hits} were right."
    return Threshold(None, most, hits, words)
