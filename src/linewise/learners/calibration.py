"""From scores to probabilities, learned on scores of texts that the model had not seen."""

import numpy as np
from numpy.typing import NDArray

from linewise.learners.heads import sigmoid, softmax
from linewise.teaching.learner import Floats

# Below this many examples of either kind the two numbers of Platt scaling are noise.
ENOUGH = 10


def platt(scores: Floats, labels: Floats, weights: Floats) -> tuple[float, float]:
    """Slope and offset such that sigmoid(slope * score + offset) is the probability; (1, 0) with too few examples.

    All arguments have shape (n,), unknown rows have weight 0. The targets are drawn in a little from 0 and 1, as
    Platt did (1999, "Probabilistic outputs for support vector machines"), so that separable scores stay finite.
    """
    from scipy.optimize import minimize

    known = weights > 0
    scores, labels, weights = scores[known], labels[known], weights[known]
    present, absent = labels > 0.5, labels < 0.5
    if min(present.sum(), absent.sum()) < ENOUGH:
        return 1.0, 0.0
    high = (weights[present].sum() + 1) / (weights[present].sum() + 2)
    low = 1 / (weights[absent].sum() + 2)
    targets = low + labels * (high - low)

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = point[0] * scores + point[1]
        residual = weights * (sigmoid(logits) - targets)
        value = float((weights * (np.logaddexp(0, logits) - targets * logits)).sum())
        return value, np.array([(residual * scores).sum(), residual.sum()], np.float64)

    # A slope below zero would turn the ranking round; near zero says that the scores mean nothing.
    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(1e-3, 20), (None, None)])
    return float(found.x[0]), float(found.x[1])


def temperature(scores: Floats, shares: Floats, weights: Floats) -> float:
    """The factor on scores (n, codes) by which softmax comes closest to the true shares (Guo et al. 2017).

    `weights` has shape (n,); 1 with too few rows.
    """
    from scipy.optimize import minimize_scalar

    known = weights > 0
    if known.sum() < 2 * ENOUGH:
        return 1.0
    scores, shares, weights = scores[known], shares[known], weights[known]

    def loss(exponent: float) -> float:
        found = softmax(np.float32(np.exp(exponent)) * scores)
        return float(-(weights[:, None] * shares * np.log(np.maximum(found, 1e-12))).sum())

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 3), method="bounded").x))
