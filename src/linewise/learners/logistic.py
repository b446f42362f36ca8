"""One logistic regression a code, all of them fitted together; unknown labels count for nothing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.learners.descent import Basis
from linewise.learners.heads import sigmoid, softmax
from linewise.teaching.learner import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Present or absent (n, codes), between them where coders disagree, and what each cell weighs; 0 where unknown.

    Where codes are `exclusive`, what counts between tunings is the share that softmax gives to the right one.
    """

    target: Floats
    weights: Floats
    exclusive: bool

    def of(self, rows: NDArray[np.int64]) -> "Labels":
        """The same for some of the rows."""
        return Labels(self.target[rows], self.weights[rows], self.exclusive)

    @property
    def decided(self) -> Floats:
        """The weight (n,) of each row of which a code is known to be present; 0 where only absences are known."""
        found: Floats = (self.weights * (self.target > 0.5)).max(axis=1, initial=0)
        return found

    @property
    def shares(self) -> Floats:
        """How a row's codes (n, codes) share it: they sum to 1, or to 0 where none is present."""
        mass = self.target * (self.weights > 0)
        found: Floats = mass / np.maximum(mass.sum(axis=1, keepdims=True), 1e-6)
        return found

    def costs(self, scores: Floats) -> Floats:
        """The weighted loss (n,) of each row under scores (n, codes)."""
        if not self.exclusive:
            each: Floats = (self.weights * _cost(scores, self.target)).sum(axis=1)
            return each
        found: Floats = -self.decided * (self.shares * np.log(np.maximum(softmax(scores), 1e-12))).sum(axis=1)
        return found

    def solve(self, basis: Basis, seen: NDArray[np.bool_], penalty: float, start: Floats | None) -> Floats:
        """Heads (r + 1, copies * codes) of copies that each see some of the rows (n, copies), from `start` if given."""
        rows, copies = seen.shape
        weights = (self.weights[:, None] * seen[:, :, None]).reshape(rows, -1).astype(np.float32)
        target = np.tile(self.target, copies)
        share = ((weights * target).sum(axis=0) + 0.5) / (weights.sum(axis=0) + 1)

        def loss(scores: Floats) -> tuple[float, Floats]:
            return float((weights * _cost(scores, target)).sum(dtype=np.float64)), weights * (sigmoid(scores) - target)

        # Half of the curvature at the mean: most rows end up far from the boundary, where it is smaller.
        curvature = 0.5 * share * (1 - share) * weights.mean(axis=0)
        first = np.log(share / (1 - share)) if start is None else start
        return basis.descend(loss, curvature=curvature, start=first, penalty=penalty)


def _cost(scores: Floats, target: Floats) -> Floats:
    found: Floats = np.maximum(scores, 0) + np.log1p(np.exp(-np.abs(scores))) - target * scores
    return found
