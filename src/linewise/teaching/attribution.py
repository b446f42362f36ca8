"""The direction in which a linear model's log-odds of one code grow, so that they can be taken apart into parts.

For a code of its own, log-odds = x·w + b. Where codes exclude one another, p_k / (1 - p_k) sets the code against all
its rivals: log-odds = s_k - log Σ_j exp s_j over the rivals j. With q the softmax of the rivals' scores,
log Σ_j exp s_j = Σ_j q_j s_j + H(q), H the entropy. So, with q held as it is at this text, the log-odds are
x·(w_k - Σ q_j w_j) plus an offset: exact at this text, and the first-order change around it.
"""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.learner import Floats


@runtime_checkable
class Linear(Protocol):
    """A fitted model whose log-odds are linear in the vector."""

    @property
    def coefficients(self) -> Floats:
        """Shape (d, codes)."""

    @property
    def intercepts(self) -> Floats:
        """Shape (codes,)."""

    @property
    def taught(self) -> NDArray[np.bool_]:
        """Shape (codes,): a code that is not taught answers with its prior, whatever the text."""

    @property
    def exclusive(self) -> bool:
        """Whether the taught codes share one probability."""


@dataclass(frozen=True, slots=True, eq=False)
class Direction:
    """The log-odds of one code at and around one text: x·`slope` + `offset`; `slope` has shape (d,)."""

    slope: NDArray[np.float64]
    offset: float

    def of(self, vectors: Floats) -> NDArray[np.float64]:
        """The log-odds (n,) of vectors (n, d)."""
        found: NDArray[np.float64] = vectors.astype(np.float64) @ self.slope + self.offset
        return found


def direction(model: Linear, vector: Floats, column: int) -> Direction:
    """The direction of one code at a text with this vector (d,); flat for a code that was never taught."""
    coefficients, intercepts = model.coefficients.astype(np.float64), model.intercepts.astype(np.float64)
    if not model.taught[column]:
        return Direction(np.zeros(len(vector)), float(intercepts[column]))
    rivals = np.flatnonzero(model.taught)
    rivals = rivals[rivals != column]
    if not model.exclusive or not len(rivals):
        return Direction(coefficients[:, column], float(intercepts[column]))
    scores = vector.astype(np.float64) @ coefficients[:, rivals] + intercepts[rivals]
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    entropy = float(-(shares * np.log(np.maximum(shares, 1e-300))).sum())
    slope = coefficients[:, column] - coefficients[:, rivals] @ shares
    return Direction(slope, float(intercepts[column] - intercepts[rivals] @ shares) - entropy)
