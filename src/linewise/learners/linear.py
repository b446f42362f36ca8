"""One calibrated logistic classifier a code, all of them fitted together; unknown labels count for nothing.

Rare codes are not weighed up: on the corpora tried, that cost accuracy and made probabilities worse. What helps them
is calibration by Platt scaling on scores of held-out folds, which is done wherever there are examples enough.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.learners.calibration import platt
from linewise.learners.descent import Basis, one_thread
from linewise.learners.heads import Heads, sigmoid
from linewise.teaching.folds import deal_folds
from linewise.teaching.learner import Floats, Vectors


@dataclass(frozen=True, slots=True)
class LinearLearner:
    """Logistic regression with an L2 `penalty`, calibrated on `folds` folds."""

    penalty: float = 0.1
    folds: int = 3

    @property
    def recipe(self) -> Mapping[str, object]:
        return {"learner": "linear", "version": 1, **asdict(self)}

    def fit(
        self,
        vectors: Vectors,
        labels: Floats,
        weights: Floats,
        *,
        seed: int,
        groups: NDArray[np.int64] | None = None,
    ) -> Heads:
        """Fit one head a code; a code without present or without absent examples answers with its prior."""
        known = weights * ~np.isnan(labels)
        target = np.nan_to_num(labels)
        present, absent = (known > 0) & (target > 0.5), (known > 0) & (target < 0.5)
        taught: NDArray[np.bool_] = np.logical_and(present.any(axis=0), absent.any(axis=0))
        # The prior of an untaught code stays at or below one half: it must not be coded without a counter-example.
        priors = np.minimum(((known * target).sum(axis=0) + 0.5) / (len(labels) + 1), 0.5).astype(np.float32)
        coefficients = np.zeros((vectors.shape[1], len(taught)), np.float32)
        intercepts = np.log(priors / (1 - priors))
        if taught.any():
            dealt = deal_folds(labels, self.folds, seed=seed, groups=groups)
            with one_thread():
                found = self._calibrated(vectors, target[:, taught], known[:, taught], dealt)
            coefficients[:, taught], intercepts[taught] = found
        return Heads(coefficients, intercepts, taught, priors, exclusive=False)

    def _calibrated(
        self, vectors: Vectors, target: Floats, known: Floats, dealt: NDArray[np.int64]
    ) -> tuple[Floats, Floats]:
        """Fit every head once on all rows and once without each fold, in one descent."""
        basis, codes = Basis.of(vectors), target.shape[1]
        masks = [np.ones(len(dealt), bool), *(dealt != fold for fold in range(self.folds))]
        stacked_weights = np.hstack([known * mask[:, None] for mask in masks]).astype(np.float32)
        stacked_target = np.tile(target, len(masks)).astype(np.float32)
        heads = _fit(basis, stacked_target, stacked_weights, self.penalty)
        scores = basis.scores(heads).reshape(len(dealt), len(masks), codes)
        held_out = scores[np.arange(len(dealt)), dealt + 1]
        scaling = np.array([platt(held_out[:, j], target[:, j], known[:, j]) for j in range(codes)], np.float32)
        coefficients, intercepts = basis.turned_back(heads[:, :codes])
        slopes, offsets = scaling[:, 0], scaling[:, 1]
        return coefficients * slopes, intercepts * slopes + offsets


def _fit(basis: Basis, target: Floats, weights: Floats, penalty: float) -> Floats:
    share = ((weights * target).sum(axis=0) + 0.5) / (weights.sum(axis=0) + 1)

    def loss(scores: Floats) -> tuple[float, Floats]:
        cost = np.maximum(scores, 0) + np.log1p(np.exp(-np.abs(scores))) - target * scores
        return float((weights * cost).sum(dtype=np.float64)), weights * (sigmoid(scores) - target)

    # Half of the curvature at the mean: most rows end up far from the boundary, where it is smaller.
    curvature = 0.5 * share * (1 - share) * weights.mean(axis=0)
    return basis.descend(loss, curvature=curvature, start=np.log(share / (1 - share)), penalty=penalty)
