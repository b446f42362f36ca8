"""Intervals for shares that were counted, with the standard library alone."""

from math import comb, sqrt
from statistics import NormalDist

# With fewer hits or fewer misses the approximation behind Wilson's interval dips below its level.
FEW = 5
HALVINGS = 60


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


def exact(hits: int, of: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """The interval of Clopper and Pearson (1934): never too narrow, however few and however rare."""
    if of <= 0:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    return _lowest(hits, of, tail), 1 - _lowest(of - hits, of, tail)


def counted(hits: int, of: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """The interval that every figure shows: Wilson's, and the exact one where hits or misses are fewer than `FEW`.

    Brown, Cai and DasGupta (2001, "Interval estimation for a binomial proportion") show where Wilson's level dips: at
    the edges, which is where a good model and a rare code are.
    """
    inside = min(hits, of - hits) >= FEW
    return (wilson if inside else exact)(hits, of, confidence=confidence)


def _lowest(hits: int, of: int, tail: float) -> float:
    """The smallest share under which at least `hits` among `of` still have the probability `tail`."""
    if hits == 0:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_least(hits, of, middle) < tail else (low, middle)
    return (low + high) / 2


def _at_least(hits: int, of: int, share: float) -> float:
    """The probability of at least `hits` among `of`; the shorter of the two sums is taken."""
    if hits <= of // 2:
        return 1 - sum(_exactly(at, of, share) for at in range(hits))
    return sum(_exactly(at, of, share) for at in range(hits, of + 1))


def _exactly(hits: int, of: int, share: float) -> float:
    if share in (0.0, 1.0):
        return float(hits == of * share)
    return float(comb(of, hits) * share**hits * (1 - share) ** (of - hits)) if of < 500 else _far(hits, of, share)


def _far(hits: int, of: int, share: float) -> float:
    from math import exp, lgamma, log

    chosen = lgamma(of + 1) - lgamma(hits + 1) - lgamma(of - hits + 1)
    return exp(chosen + hits * log(share) + (of - hits) * log(1 - share))
