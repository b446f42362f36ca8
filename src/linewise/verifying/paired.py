"""Two models judged by the same audit units: which is right more often, and by how much, with intervals.

What matters is where they part: units that one has right and the other wrong. The difference of two shares counted on
the same units gets the interval of Bonett and Price (2012, "Adjusted Wald confidence interval for a difference of
binomial proportions based on paired data"), and McNemar's exact test says how surprising the split would be if they
were equally good (McNemar 1947). A difference of F1 is bootstrapped over units, both models on the same draws, with two
units added that have the code, one found by either alone: the same caution as Bonett and Price's. Without them
intervals that should hold 95 % of the time held 54 to 87 % with nine units that have the code, with them 99 %.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from linewise.verifying.figures import rate
from linewise.verifying.views import Rate

Bools = NDArray[np.bool_]
DRAWS = 2_000
# With fewer units than this, or fewer that have the code, nothing is said of a difference.
FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """By how much the second is above the first, with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def telling(self) -> bool:
        """Whether the interval leaves no doubt which is higher."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedCode:
    """How two models find one code in the same units: F1 of each, and the difference; None where no unit has it."""

    code: str
    units: int
    present: int
    first_f1: float | None
    second_f1: float | None
    difference: Difference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedFigures:
    """Two models on the same units, none of which either had learned from.

    `only_first` units only the first has right, `only_second` only the second; `chance` is how often two equally good
    models would part at least so unevenly.
    """

    units: int
    first: Rate
    second: Rate
    difference: Difference | None
    only_first: int
    only_second: int
    chance: float | None
    codes: tuple[PairedCode, ...]


def paired(
    truth: Bools, first: Bools, second: Bools, whole: Bools, asked: Bools, codes: tuple[str, ...]
) -> PairedFigures:
    """Compare what two models suggest, `first` and `second`, with the `truth`; all (units, codes).

    `whole` (units,) are those of which every code was asked, `asked` (units, codes) of which codes each unit speaks.
    """
    right_first = (first == truth).all(axis=1) & whole
    right_second = (second == truth).all(axis=1) & whole
    only_first, only_second = int((right_first & ~right_second).sum()), int((right_second & ~right_first).sum())
    units = int(whole.sum())
    return PairedFigures(
        units=units,
        first=rate(int(right_first.sum()), units),
        second=rate(int(right_second.sum()), units),
        difference=share_difference(only_first, only_second, units) if units >= FEWEST else None,
        only_first=only_first,
        only_second=only_second,
        chance=mcnemar(only_first, only_second) if units >= FEWEST else None,
        codes=_codes(truth, first, second, asked, codes),
    )


def share_difference(only_first: int, only_second: int, units: int, *, confidence: float = 0.95) -> Difference:
    """The second's share of right units less the first's, from the units that only one has right."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    p, q = (only_first + 1) / (units + 2), (only_second + 1) / (units + 2)
    centre, spread = q - p, z * sqrt((p + q - (q - p) ** 2) / (units + 2))
    return Difference(
        value=(only_second - only_first) / units, low=max(-1.0, centre - spread), high=min(1.0, centre + spread)
    )


def mcnemar(only_first: int, only_second: int) -> float:
    """The two-sided exact probability of a split at least so uneven between equally good models."""
    from scipy.stats import binomtest

    parted = only_first + only_second
    return float(binomtest(only_first, parted).pvalue) if parted else 1.0


def _codes(truth: Bools, first: Bools, second: Bools, asked: Bools, codes: tuple[str, ...]) -> tuple[PairedCode, ...]:
    units = len(truth) + 2
    weights = np.random.default_rng(0).multinomial(units, np.full(units, 1 / units), DRAWS).astype(np.float32)
    found = []
    for column, code in enumerate(codes):
        mask = asked[:, column]
        t, a, b = (one[:, column] & mask for one in (truth, first, second))
        of_first, of_second = f1_of(t, a), f1_of(t, b)
        difference = None
        if of_first is not None and of_second is not None and t.sum() >= FEWEST:
            low, high = np.percentile(_drawn(weights, t, b, 1) - _drawn(weights, t, a, 0), (2.5, 97.5))
            difference = Difference(value=of_second - of_first, low=float(low), high=float(high))
        found.append(
            PairedCode(
                code=code,
                units=int(mask.sum()),
                present=int(t.sum()),
                first_f1=of_first,
                second_f1=of_second,
                difference=difference,
            )
        )
    return tuple(found)


def f1_of(truth: Bools, given: Bools) -> float | None:
    """F1 of what was given (units,), None where no unit has the code or was given it."""
    sizes = int(truth.sum() + given.sum())
    return 2 * int((truth & given).sum()) / sizes if sizes else None


def _drawn(weights: NDArray[np.float32], truth: Bools, given: Bools, found: int) -> NDArray[np.float32]:
    """F1 in each draw, of the units and two more that have the code, of which it has the one numbered `found`."""
    t = np.append(truth, [True, True])
    g = np.append(given, [found == 0, found == 1])
    both, sizes = weights @ (t & g).astype(np.float32), weights @ (t.astype(np.float32) + g)
    return np.asarray(2 * both / np.maximum(sizes, 1), dtype=np.float32)
