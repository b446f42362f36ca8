"""Telling the parts of a training set apart, and predicting each part by a model that has not seen it."""

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.learner import NOTHING_MORE, Context, Floats, Learner, Vectors


def deal_folds(labels: Floats, folds: int, *, seed: int, groups: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """A fold (0 … folds-1) for every row of labels (n, codes).

    Rows of one group share a fold, and the groups with a code present are dealt out in turn, rarest code first, so
    that a code seen three times is missing from no more than one of three folds.
    """
    rows = len(labels)
    _, first, group = np.unique(np.arange(rows) if groups is None else groups, return_index=True, return_inverse=True)
    present = np.nan_to_num(labels) > 0.5
    rarity = np.where(present, present.sum(axis=0), rows + 1).min(axis=1, initial=rows + 1)[first]
    rarest = np.where(present, present.sum(axis=0), rows + 1)[first].argmin(axis=1) if labels.shape[1] else rarity
    chance = np.random.default_rng(seed).random(len(first))
    turn = np.empty(len(first), np.int64)
    turn[np.lexsort((chance, rarest, rarity))] = np.arange(len(first)) % folds
    dealt: NDArray[np.int64] = turn[group]
    return dealt


def cross_fit(
    learner: Learner,
    vectors: Vectors,
    labels: Floats,
    weights: Floats,
    *,
    folds: int = 5,
    groups: NDArray[np.int64] | None = None,
    held_out: NDArray[np.bool_] | None = None,
    seed: int = 0,
    context: Context = NOTHING_MORE,
) -> Floats:
    """Probabilities (n, codes) for the rows of a training set, each from a model that saw neither it nor its group.

    This is how the model would have answered had these texts been new to it: the figures for thresholds and doubts
    about labels come from here. With fewer groups than folds, as many folds as groups; one group alone gets NaN.
    Where `held_out` (n,) is given, only these rows are held out; the others teach every copy, and get NaN.
    """
    groups = np.arange(len(labels), dtype=np.int64) if groups is None else groups
    asked = np.ones(len(labels), bool) if held_out is None else np.isin(groups, groups[held_out])
    folds = min(folds, len(np.unique(groups[asked])))
    found = np.full(labels.shape, np.nan, np.float32)
    if folds < 1 or len(np.unique(groups)) < 2:
        return found
    dealt = np.full(len(labels), -1, np.int64)
    dealt[asked] = deal_folds(labels[asked], folds, seed=seed, groups=groups[asked])
    for fold in range(folds):
        seen, held = dealt != fold, dealt == fold
        fitted = learner.fit(
            vectors[seen], labels[seen], weights[seen], seed=seed, groups=groups[seen], context=context.of(seen)
        )
        found[held] = fitted.predict(vectors[held])
    if held_out is not None:
        found[~held_out] = np.nan
    return found
