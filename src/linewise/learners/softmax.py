"""One classifier over codes that exclude one another: the probabilities of a unit's codes sum to 1."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.learners.calibration import temperature
from linewise.learners.descent import Basis, one_thread
from linewise.learners.heads import Heads, softmax
from linewise.teaching.folds import deal_folds
from linewise.teaching.learner import Floats, Vectors


@dataclass(frozen=True, slots=True)
class SoftmaxLearner:
    """Multinomial logistic regression with an L2 `penalty`, its confidence calibrated on `folds` folds.

    A row with a code present teaches that code against all others. A row of which only absences are known teaches
    that it is one of the rest. A row with every code absent cannot be, and is left out.
    """

    penalty: float = 0.2
    folds: int = 3

    @property
    def recipe(self) -> Mapping[str, object]:
        return {"learner": "softmax", "version": 1, **asdict(self)}

    def fit(
        self,
        vectors: Vectors,
        labels: Floats,
        weights: Floats,
        *,
        seed: int,
        groups: NDArray[np.int64] | None = None,
    ) -> Heads:
        """Fit all codes together; a code never present, or the only one ever present, answers with its prior."""
        known = (weights > 0) & ~np.isnan(labels)
        mass = np.where(known, np.nan_to_num(labels), 0).astype(np.float32)
        positive = mass > 0.5
        taught = positive.any(axis=0) & (positive.any(axis=0).sum() > 1)
        rows, codes = labels.shape
        priors = np.minimum((positive.sum(axis=0) + 0.5) / (rows + 0.5 * codes), 0.5).astype(np.float32)
        coefficients = np.zeros((vectors.shape[1], codes), np.float32)
        intercepts = np.zeros(codes, np.float32)
        if taught.any():
            shares, allowed, row_weights = _targets(mass[:, taught], known[:, taught], weights[:, taught])
            use = row_weights > 0
            dealt = deal_folds(labels[use], self.folds, seed=seed, groups=None if groups is None else groups[use])
            with one_thread():
                found = self._calibrated(vectors[use], shares[use], allowed[use], row_weights[use], dealt)
            coefficients[:, taught], intercepts[taught] = found
        return Heads(coefficients, intercepts, taught, priors, exclusive=True)

    def _calibrated(
        self,
        vectors: Vectors,
        shares: Floats,
        allowed: NDArray[np.bool_],
        weights: Floats,
        dealt: NDArray[np.int64],
    ) -> tuple[Floats, Floats]:
        basis = Basis.of(vectors)
        heads = _fit(basis, shares, allowed, weights, self.penalty)
        held_out = np.empty_like(shares)
        for fold in range(self.folds):
            out = dealt == fold
            held_out[out] = basis.scores(_fit(basis, shares, allowed, weights * ~out, self.penalty))[out]
        certain = weights * (shares.sum(axis=1) > 0.5)
        factor = temperature(held_out, shares, certain)
        coefficients, intercepts = basis.turned_back(heads)
        return coefficients * np.float32(factor), intercepts * np.float32(factor)


def _targets(mass: Floats, known: NDArray[np.bool_], weights: Floats) -> tuple[Floats, NDArray[np.bool_], Floats]:
    """For each row: the shares of its codes (zeros where none is present), the codes it may have, its weight."""
    total = mass.sum(axis=1, keepdims=True)
    decided = total > 0.5
    shares = np.where(decided, mass / np.maximum(total, 1e-6), 0).astype(np.float32)
    allowed = ~known | (mass > 0)
    useful = decided[:, 0] | (allowed.any(axis=1) & ~allowed.all(axis=1))
    evidence = np.where(decided, np.where(mass > 0, weights, 0), np.where(known, weights, 0)).max(axis=1)
    return shares, allowed, (evidence * useful).astype(np.float32)


def _fit(basis: Basis, shares: Floats, allowed: NDArray[np.bool_], weights: Floats, penalty: float) -> Floats:
    decided = shares.sum(axis=1) > 0.5
    frequency = ((weights[:, None] * shares).sum(axis=0) + 0.5) / (weights[decided].sum() + 0.5 * shares.shape[1])

    def loss(scores: Floats) -> tuple[float, Floats]:
        found = softmax(scores)
        # Where only absences are known, the target is what the model itself says among the codes that remain.
        rest = np.where(allowed, found, 0)
        remaining = np.maximum(rest.sum(axis=1, keepdims=True), 1e-12)
        target = np.where(decided[:, None], shares, rest / remaining)
        cost = np.where(decided, -(shares * np.log(np.maximum(found, 1e-12))).sum(axis=1), -np.log(remaining[:, 0]))
        return float((weights * cost).sum(dtype=np.float64)), weights[:, None] * (found - target)

    curvature = (0.5 * frequency * (1 - frequency) * weights.mean()).astype(np.float32)
    return basis.descend(loss, curvature=curvature, start=np.log(frequency), penalty=penalty)
