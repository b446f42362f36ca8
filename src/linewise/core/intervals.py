"""Intervals for shares that were counted, with the standard library alone."""

from math import sqrt
from statistics import NormalDist


def wilson(hits: float, of: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """The interval of Wilson (1927) for a share of `hits` among `of`; (0, 1) when nothing was counted.

    Unlike the textbook interval it stays inside 0 to 1 and holds its level for small counts and rare events.
    """
    if of <= 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = hits / of
    centre = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
