"""A head for a code of which nobody has given an example: made from what is written about it."""

from dataclasses import replace

import numpy as np

from linewise.learners.heads import Heads
from linewise.teaching.learner import Floats
from linewise.teaching.terrain import Terrain

# What one standard deviation of likeness is worth in log-odds, and how many of them half of MODEST asks for.
SLOPE, FAR = 1.0, 2.5


def with_words(heads: Heads, terrain: Terrain, words: Floats | None) -> Heads:
    """The heads, where each untaught code with a vector in `words` (codes, d; NaN: none) ranks texts by likeness to it.

    Likeness is the product with the words' direction from the centre of the corpus, in standard deviations of that
    product over the corpus: so a code with common words does not drown one with rare ones.
    """
    if words is None:
        return heads
    by_words = ~heads.taught & np.isfinite(words).all(axis=1)
    coefficients, intercepts = heads.coefficients.copy(), heads.intercepts.copy()
    for code in np.flatnonzero(by_words):
        away = words[code].astype(np.float32) - terrain.centre
        deviation = float(np.sqrt((terrain.spread * np.square(terrain.axes.T @ away)).sum()))
        if deviation < 1e-6:
            by_words[code] = False
            continue
        coefficients[:, code] = away * np.float32(SLOPE / deviation)
        intercepts[code] = -float(terrain.centre @ coefficients[:, code]) - SLOPE * FAR
    return replace(heads, coefficients=coefficients, intercepts=intercepts, by_words=by_words)
