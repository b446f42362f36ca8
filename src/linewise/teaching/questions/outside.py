"""What the model would say of a decided unit if that unit had never been decided, for all of them at once.

Ridge regression on the labels has an exact leave-one-out residual, so that one solution answers for n left-out fits
(Allen 1974, "The relationship between variable selection and data augmentation and a method for prediction"; for
classifiers Rifkin and Klautau 2004, "In defense of one-vs-all classification"). Equal texts are one row, so that a
text is never judged by its twin. Scores become probabilities by one temperature (codes that exclude one another) or by
Platt's scaling, both fitted on the left-out scores.
"""

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.learner import Floats
from linewise.teaching.questions.ground import Ints

RIDGE = 1.0
# So many rows enter the solutions together; more add much time and little accuracy. Each has this many at least.
MOST_ROWS = 6_000
LEAST_ROWS = 1_500
TEMPERATURES = np.geomspace(1.0, 30.0, 18)


def left_out(
    x: Floats, labels: Floats, weights: Floats, *, copies: Ints, exclusive: bool = False, seed: int = 0
) -> Floats:
    """Probabilities (n, codes) for rows x (n, d) of length 1, each without its own label; NaN for a code with no
    present or no absent unit.

    `labels` and `weights` (n, codes) as learners get them, `copies` (n,) the group of equal texts of each row.
    """
    _, first, group = np.unique(copies, return_index=True, return_inverse=True)
    known = weights * ~np.isnan(labels)
    pooled = _summed(known, group, len(first))
    shares = _summed(known * np.nan_to_num(labels), group, len(first)) / np.maximum(pooled, np.float32(1e-9))
    target: Floats = shares.astype(np.float32)
    scores = np.full(target.shape, np.nan, np.float32)
    present, absent = ((pooled > 0) & side for side in (target > 0.5, target < 0.5))
    taught = np.flatnonzero(present.any(axis=0) & absent.any(axis=0))
    rng = np.random.default_rng(seed)
    patterns = _patterns(pooled[:, taught])
    most = max(LEAST_ROWS, MOST_ROWS // max(1, len(patterns)))
    for columns in patterns:
        codes = taught[columns]
        scores[:, codes] = _solved(x[first], target[:, codes], pooled[:, codes[0]], most=most, rng=rng)
    found = np.full(target.shape, np.nan, np.float32)
    if len(taught):
        found[:, taught] = _probable(scores[:, taught], target[:, taught], pooled[:, taught], exclusive=exclusive)
    return found[group]


def _summed(values: NDArray[np.floating], group: Ints, groups: int) -> NDArray[np.float32]:
    found = np.zeros((groups, values.shape[1]), np.float64)
    np.add.at(found, group, values)
    return found.astype(np.float32)


def _patterns(weights: Floats) -> list[NDArray[np.intp]]:
    """Columns of equal weights together: they share one solution."""
    if not weights.shape[1]:
        return []
    _, which = np.unique(weights.T, axis=0, return_inverse=True)
    return [np.flatnonzero(which == one) for one in range(which.max() + 1)]


def _solved(x: Floats, target: Floats, weight: Floats, *, most: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Scores (n, codes): left-out ones for the rows that the solution is made from, plain ones for the others."""
    inside = np.flatnonzero(weight > 0)
    if len(inside) > most:
        rare = inside[(target[inside] > 0.5).any(axis=1)] if target.shape[1] == 1 else inside[:0]
        rare = rng.permutation(rare)[: most // 2]
        inside = np.union1d(rare, rng.permutation(np.setdiff1d(inside, rare))[: most - len(rare)])
    rows = np.hstack([x[inside], np.ones((len(inside), 1), np.float32)])
    w = weight[inside][:, None]
    penalty = np.full(rows.shape[1], RIDGE, np.float32)
    penalty[-1] = 1e-3
    gram = rows.T @ (rows * w) + np.diag(penalty)
    both = np.linalg.solve(gram, np.hstack([rows.T @ (target[inside] * w), rows.T]))
    heads, spread = both[:, : target.shape[1]], both[:, target.shape[1] :]
    fitted = rows @ heads
    lever = np.minimum(np.einsum("nd,dn->n", rows, spread)[:, None] * w, 0.99)
    scores = (x @ heads[:-1] + heads[-1]).astype(np.float32)
    scores[inside] = (fitted - lever * target[inside]) / (1 - lever)
    return np.asarray(scores, dtype=np.float32)


def _probable(scores: Floats, target: Floats, weight: Floats, *, exclusive: bool) -> Floats:
    whole = (weight > 0).all(axis=1)
    if exclusive and scores.shape[1] > 1 and whole.any():
        truth = target[whole] / np.maximum(target[whole].sum(axis=1, keepdims=True), 1e-9)
        losses = [-(truth * np.log(_softmax(scores[whole] * t) + 1e-9)).sum() for t in TEMPERATURES]
        return _softmax(scores * TEMPERATURES[int(np.argmin(losses))]).astype(np.float32)
    return np.column_stack([_platt(scores[:, at], target[:, at], weight[:, at]) for at in range(scores.shape[1])])


def _softmax(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _platt(score: Floats, target: Floats, weight: Floats) -> Floats:
    """A logistic curve through the left-out scores, by Newton's method."""
    s, t, w = (one.astype(np.float64) for one in (score, target, weight))
    a, b = 6.0, -3.0
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(a * s + b, -30, 30)))
        slope, bend = w * (p - t), w * p * (1 - p) + 1e-9
        gradient = np.array([(slope * s).sum() + 0.02 * (a - 6.0), slope.sum()])
        curvature = np.array([[(bend * s * s).sum() + 0.02, (bend * s).sum()], [(bend * s).sum(), bend.sum()]])
        step = np.linalg.solve(curvature + 1e-8 * np.eye(2), gradient)
        a, b = a - float(np.clip(step[0], -4, 4)), b - float(np.clip(step[1], -4, 4))
        if np.abs(step).max() < 1e-6:
            break
    return np.asarray(1 / (1 + np.exp(-np.clip(a * s + b, -30, 30))), dtype=np.float32)
