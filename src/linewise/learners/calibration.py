"""From scores to probabilities, learned on scores of texts that the model had not seen."""

import numpy as np
from numpy.typing import NDArray

from linewise.learners.heads import sigmoid, softmax
from linewise.teaching.learner import Floats

# How many answers it takes to move one code's slope or offset halfway from what all codes together say.
HOLD = 3.0
# The factor common to all codes stays between these.
LEAST, MOST = np.log(0.2), np.log(20.0)

Points = NDArray[np.float64]


def scaling(scores: Floats, target: Floats, weights: Floats, *, exclusive: bool) -> tuple[Floats, Floats]:
    """Slopes (codes,) and offsets (codes,) under which slope * score + offset are the log-odds that came true.

    Scores and target have shape (n, codes), weights too, or (n,) where codes are `exclusive`; rows of weight 0 are
    unknown. A factor for all codes together comes first (temperature scaling, Guo et al. 2017); then each code moves
    away from it as far as its own answers ask for, held back as by HOLD of them: Platt's scaling (1999), or with
    softmax the vector scaling of Guo et al., made safe for codes with few examples.
    """
    from scipy.optimize import minimize

    codes = scores.shape[1]
    known = weights > 0 if exclusive else (weights > 0).any(axis=1)
    scores, target, weights = scores[known], target[known], weights[known]
    if not len(scores):
        return np.ones(codes, np.float32), np.zeros(codes, np.float32)

    def loss(point: Points) -> tuple[float, Points]:
        factor, own, offsets = point[0], point[1 : codes + 1], point[codes + 1 :]
        slopes = np.exp(factor + own)
        logits = scores * slopes + offsets
        if exclusive:
            found = softmax(logits)
            value = -(weights[:, None] * target * np.log(np.maximum(found, 1e-12))).sum()
            residual = weights[:, None] * (found - target)
        else:
            value = (weights * (np.logaddexp(0, logits) - target * logits)).sum()
            residual = weights * (sigmoid(logits) - target)
        by_slope = (residual * scores * slopes).sum(axis=0) + HOLD * own
        held = 0.5 * HOLD * (np.square(own).sum() + np.square(offsets).sum()) + 0.5 * factor**2
        common = by_slope.sum() - HOLD * own.sum() + factor
        slope = np.concatenate([[common], by_slope, residual.sum(axis=0) + HOLD * offsets])
        return float(value + held), slope.astype(np.float64)

    # A slope below zero would turn the ranking round; near zero says that the scores mean nothing.
    bounds = [(LEAST, MOST), *[(-2.0, 2.0)] * codes, *[(None, None)] * codes]
    found = minimize(loss, np.zeros(2 * codes + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    slopes = np.exp(found[0] + found[1 : codes + 1]).astype(np.float32)
    return slopes, found[codes + 1 :].astype(np.float32)
