"""Heads for the codes that have examples, calibrated on rows held out; for the others what is written about them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linewise.learners.calibration import scaling
from linewise.learners.descent import one_thread
from linewise.learners.heads import Heads
from linewise.learners.logistic import Labels
from linewise.learners.selecting import Tuning, fit
from linewise.learners.wording import with_words
from linewise.teaching.learner import Context, Floats, Vectors
from linewise.teaching.terrain import Terrain


class How(NamedTuple):
    """The tuning, or None to choose one; in how many folds; and on how many rows a given tuning was chosen."""

    tuning: Tuning | None
    folds: int
    tuned_on: int


def calibrated(
    how: How,
    labels: Labels,
    vectors: Vectors,
    taught: NDArray[np.bool_],
    priors: Floats,
    groups: NDArray[np.int64] | None,
    context: Context,
    *,
    seed: int,
) -> Heads:
    """Heads over all codes from vectors (n, d) and the `labels` (n, taught codes) of those that are `taught`.

    Where the corpus is not known, the labelled vectors stand for it. Rows that are not trusted teach, but neither the
    tuning nor the calibration is chosen by them.
    """
    coefficients = np.zeros((vectors.shape[1], len(taught)), np.float32)
    intercepts: Floats = np.log(priors / (1 - priors))
    chosen: dict[str, object] = {}
    use = np.flatnonzero((labels.weights > 0).any(axis=1))
    with one_thread():
        terrain = context.terrain or Terrain.of(vectors)
        if taught.any():
            labels, trusted = labels.of(use), np.ones(len(use), bool)
            if context.trusted is not None:
                trusted = context.trusted[use]
            own = None if groups is None else groups[use]
            found = fit(
                labels, vectors[use], terrain, tuning=how.tuning, folds=how.folds, judged=trusted, groups=own, seed=seed
            )
            unseen = trusted & found.out
            certain = labels.decided * unseen if labels.exclusive else labels.weights * unseen[:, None]
            target = labels.shares if labels.exclusive else labels.target
            slopes, offsets = scaling(found.held, target, certain, exclusive=labels.exclusive)
            turned = found.basis.turned_back(found.heads)
            coefficients[:, taught], intercepts[taught] = turned[0] * slopes, turned[1] * slopes + offsets
            tuned_on = len(use) if how.tuning is None else how.tuned_on
            chosen = {**found.tuning.recipe, "tuned_on": tuned_on, "calibrated_on": int(unseen.sum())}
        heads = Heads(coefficients, intercepts, taught, priors, exclusive=labels.exclusive, chosen=chosen)
        return with_words(heads, terrain, context.words)
