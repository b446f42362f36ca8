"""Measures of a whole codebook from decided audit units, with intervals that hold with few units and rare codes.

A share of units is counted (Wilson 1927; Clopper and Pearson 1934 at the edges). An F1 is a share in disguise: of the
units that have a code or were given it, J have both, and F1 = 2J / (1 + J) (Hand, Christen and Kirielle 2021), so that
an interval for J is one for F1 (Lam, Gopal and Qian 2023). Sums over codes are ratios whose parts come unit by unit,
and codes of one unit are not independent: such a ratio is treated as a share of as many independent units as would
scatter like it (Korn and Graubard 1998). The mean F1 over codes joins the codes' intervals (Zou and Donner 2008) and
widens them by how far their errors go together.
"""

from dataclasses import dataclass
from math import isnan, sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from linewise.core.intervals import FEW, counted, wilson

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Name = Literal["accuracy", "exact", "micro_f1", "macro_f1", "hamming"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the whole model with its 95 % interval; None and 0 to 1 where nothing can be said.

    Exclusive codebooks have an accuracy; others the share of units whose codes are exactly right ("exact"), the share
    of answers about a code that are wrong ("hamming"), and F1 over all codings together ("micro"). The mean of the
    codes' F1 ("macro") leaves out codes that no unit has or was given: `codes` says how many it is the mean of.
    """

    name: Name
    value: float | None
    low: float
    high: float
    codes: int = 0


def f1_of(both: int, suggested: int, present: int, *, confidence: float = 0.95) -> tuple[float | None, float, float]:
    """F1 and its interval from how many units were given a code, have it, and both."""
    either = suggested + present - both
    if not either:
        return None, 0.0, 1.0
    low, high = (_of_jaccard(bound) for bound in counted(both, either, confidence=confidence))
    return _of_jaccard(both / either), low, high


def measures(suggested: Bools, present: Bools, *, exclusive: bool) -> tuple[Measure, ...]:
    """All measures of a model from what it would give and what units have, (units, codes) each."""
    right = int((suggested == present).all(axis=1).sum())
    low, high = counted(right, len(present))
    of = len(present)
    whole = Measure("accuracy" if exclusive else "exact", right / of if of else None, low, high)
    macro = _macro(suggested, present)
    if exclusive:
        return whole, macro
    both = (suggested & present).sum(axis=1).astype(np.float64)
    either = (suggested | present).sum(axis=1).astype(np.float64)
    share, low, high = ratio(both, either)
    value = _of_jaccard(share) if share is not None else None
    micro = Measure("micro_f1", value, _of_jaccard(low), _of_jaccard(high))
    wrong = (suggested != present).sum(axis=1).astype(np.float64)
    hamming = Measure("hamming", *ratio(wrong, np.full(of, float(max(1, present.shape[1])))))
    return whole, micro, macro, hamming


def ratio(
    top: Floats, bottom: Floats, weights: Floats | None = None, *, confidence: float = 0.95
) -> tuple[float | None, float, float]:
    """Σ top / Σ bottom over independent units (n,), 0 ≤ top ≤ bottom, with its interval.

    `weights` (n,), inverse to the units' chances of being drawn, make up for unequal ones (Hájek 1971).
    """
    from scipy.special import stdtrit

    weights = np.ones(len(top)) if weights is None else weights
    kept = (bottom > 0) & (weights > 0)
    top, bottom = (weights * top)[kept], (weights * bottom)[kept]
    n, whole = len(top), float(bottom.sum())
    if not n:
        return None, 0.0, 1.0
    share = float(top.sum()) / whole
    alike = whole**2 / float((bottom**2).sum())
    scatter = float(((top - share * bottom) ** 2).sum()) / whole**2 * n / max(1, n - 1)
    # Without scatter nothing but the number of units can say how far the share may be off.
    worth = min(share * (1 - share) / scatter, whole / float(weights[kept].min())) if scatter > 0 else alike
    if n > 2:
        worth *= float((stdtrit(10**6, 0.5 + confidence / 2) / stdtrit(n - 1, 0.5 + confidence / 2)) ** 2)
    return share, *_interval(share, max(1.0, worth), confidence)


def _interval(share: float, of: float, confidence: float) -> tuple[float, float]:
    """As `core.intervals.counted`, for counts that need not be whole."""
    from scipy.special import betaincinv

    hits = share * of
    if min(hits, of - hits) >= FEW:
        return wilson(hits, of, confidence=confidence)
    tail = (1 - confidence) / 2
    low = float(betaincinv(hits, of - hits + 1, tail)) if hits > 0 else 0.0
    high = float(betaincinv(hits + 1, of - hits, 1 - tail)) if share < 1 else 1.0
    return (0.0 if isnan(low) else low), (1.0 if isnan(high) else high)


def _macro(suggested: Bools, present: Bools) -> Measure:
    both = (suggested & present).sum(axis=0)
    total = suggested.sum(axis=0) + present.sum(axis=0)
    seen = total > 0
    count = int(seen.sum())
    if not count:
        return Measure("macro_f1", None, 0.0, 1.0)
    found = np.array(
        [f1_of(*map(int, counts)) for counts in zip(both, suggested.sum(axis=0), present.sum(axis=0), strict=True)],
        dtype=np.float64,
    )[seen]
    value = float(found[:, 0].mean())
    # How each unit moves each code's F1: over all codes that scatters more than code by code where errors go together.
    marks = suggested[:, seen].astype(np.float64) + present[:, seen]
    moves = (2 * (suggested & present)[:, seen] - found[:, 0] * marks) / total[seen]
    apart = float((moves**2).sum())
    together = max(1.0, float((moves.sum(axis=1) ** 2).sum()) / apart) if apart > 0 else 1.0
    down = sqrt(together * float(((found[:, 0] - found[:, 1]) ** 2).sum())) / count
    up = sqrt(together * float(((found[:, 2] - found[:, 0]) ** 2).sum())) / count
    return Measure("macro_f1", value, max(0.0, value - down), min(1.0, value + up), count)


def _of_jaccard(share: float) -> float:
    return 2 * share / (1 + share)
