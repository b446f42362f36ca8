"""Two codes held against each other: the units that have one and not the other, and how far apart they score."""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.questions.ground import Ground, Ints
from linewise.teaching.questions.question import Offer


class Contrast(NamedTuple):
    """Codes (columns) `a` and `b`; rows with a alone and with b alone; and for each the log-odds of its own code
    against the other, from fits that did not know it."""

    a: int
    b: int
    rows_a: Ints
    rows_b: Ints
    own_a: NDArray[np.float64]
    own_b: NDArray[np.float64]


def contrasts(ground: Ground, *, least: int) -> Iterator[Contrast]:
    """Every two codes with at least `least` distinct texts of their own, neither above the other."""
    logits = _logit(ground.outside)
    for a, b in combinations(range(len(ground.codes)), 2):
        if np.isnan(logits[:, [a, b]]).any() or ground.related(a, b):
            continue
        rows_a = ground.distinct(np.flatnonzero(ground.present[:, a] & ground.absent[:, b]))
        rows_b = ground.distinct(np.flatnonzero(ground.present[:, b] & ground.absent[:, a]))
        if min(len(rows_a), len(rows_b)) >= least:
            difference = logits[:, a] - logits[:, b]
            yield Contrast(a, b, rows_a, rows_b, difference[rows_a], -difference[rows_b])


def _logit(share: NDArray[np.float32]) -> NDArray[np.float64]:
    p = np.clip(share.astype(np.float64), 1e-5, 1 - 1e-5)
    return np.asarray(np.log(p) - np.log1p(-p))


def sharpen(ground: Ground, code: int, *, against: int, name: str) -> Offer:
    """Write into a code's "not when" what keeps it apart from another."""
    own, other = ground.codes[code], ground.codes[against]
    return Offer(
        name=name,
        title=f"Say when it is not “{own.name}”",
        effect=f"What you write is added to “not when” of “{own.name}”.",
        deed="not_when",
        needs="text",
        filled=f"Not when … : then “{other.name}”.",
        code=own.id,
    )
