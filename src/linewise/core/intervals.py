"""Intervals for shares: how far a count out of few can be trusted."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of shares between 0 and 1 in which the true one lies with the stated confidence."""

    low: float
    high: float

    def __contains__(self, share: float) -> bool:
        return self.low <= share <= self.high


def wilson(successes: int, n: int, *, confidence: float = 0.95) -> Interval:
    """The score interval for a share of `successes` among `n` independent draws; everything when n is 0.

    Unlike the textbook interval it stays within 0 and 1 and keeps its promise for small n and extreme shares
    (Wilson 1927, "Probable inference, the law of succession, and statistical inference"; compared by
    Brown, Cai and DasGupta 2001). Raises ValueError for counts that cannot be.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} successes among {n} draws cannot be.")
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence of {confidence} cannot be: it lies between 0 and 1.")
    if n == 0:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / n
    centre = share + z * z / (2 * n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if successes == 0 else (centre - reach) / scale
    high = 1.0 if successes == n else (centre + reach) / scale
    return Interval(low, high)
