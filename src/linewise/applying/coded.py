"""From probabilities to codes: what the machine gives, and which units it settles."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def given(scores: Scores, thresholds: Scores, *, exclusive: bool) -> NDArray[np.bool_]:
    """(units, codes): the codes that reach their threshold; in an exclusive codebook only the likeliest may."""
    reached = scores >= thresholds
    if exclusive and scores.shape[1]:
        likeliest = np.arange(scores.shape[1]) == scores.argmax(axis=1)[:, None]
        reached &= likeliest
    found: NDArray[np.bool_] = reached
    return found


def settled(scores: Scores, thresholds: Scores, *, exclusive: bool, level: float | None = None) -> NDArray[np.bool_]:
    """(units,): whether nothing is left to ask a person.

    Exclusive: one code is given. Otherwise each code is either given or as surely absent, so that a unit may also be
    settled as having none; with a `level` a code is absent where that is at least so probable, whatever its threshold.
    """
    if exclusive:
        return np.asarray(given(scores, thresholds, exclusive=True).any(axis=1))
    absent = scores <= 1 - (thresholds if level is None else np.float32(level))
    return np.asarray(((scores >= thresholds) | absent).all(axis=1))
