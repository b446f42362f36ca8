"""Fitting linear scores to any smooth loss, for all heads at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.learner import Floats, Vectors

# Scores (n, heads) -> the loss summed over all of them, and its derivative by each score.
Loss = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Training vectors turned so that their dimensions are uncorrelated.

    A penalty on length does not see a rotation, so the fit is the same in this basis; but here the curvature of the
    loss is nearly diagonal, and descent that knows it needs 25 steps instead of 150.
    """

    rows: Floats
    mean: Floats
    axes: Floats
    spread: Floats

    @classmethod
    def of(cls, vectors: Vectors) -> "Basis":
        plain = vectors.astype(np.float32)
        mean = plain.mean(axis=0)
        centred = plain - mean
        spread, axes = np.linalg.eigh(centred.T @ centred)
        return cls(np.ascontiguousarray(centred @ axes), mean, axes, np.maximum(spread, 0))

    def descend(self, loss: Loss, *, curvature: Floats, start: Floats, penalty: float, steps: int = 200) -> Floats:
        """Where `loss` plus `penalty`/2 times the squared coefficients is lowest, by L-BFGS (Liu and Nocedal 1989).

        `curvature` (heads,) is the expected second derivative of the loss by a score, `start` (heads,) the first
        intercepts. Returns (d + 1, heads) in this basis: coefficients, then intercepts, which are not penalised.
        """
        from scipy.optimize import minimize

        heads = len(start)
        total = np.maximum(curvature * len(self.rows), 1e-2)
        scale = 1 / np.sqrt(np.vstack([self.spread[:, None] * curvature + penalty, total[None]])).astype(np.float32)

        def flat(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            heads_at = scale * point.reshape(-1, heads).astype(np.float32)
            value, residual = loss(self.scores(heads_at))
            value += 0.5 * penalty * float(np.square(heads_at[:-1]).sum(dtype=np.float64))
            slope = np.vstack([self.rows.T @ residual + penalty * heads_at[:-1], residual.sum(axis=0)[None]])
            return value, (scale * slope).astype(np.float64).ravel()

        first = np.zeros(scale.shape)
        first[-1] = start / scale[-1]
        options: dict[str, Any] = {"maxiter": steps, "ftol": 1e-7, "gtol": 1e-3}
        found = minimize(flat, first.ravel(), jac=True, method="L-BFGS-B", options=options)
        best: Floats = scale * found.x.reshape(-1, heads).astype(np.float32)
        return best

    def scores(self, heads: Floats) -> Floats:
        """Scores (n, heads) of the training rows."""
        found: Floats = self.rows @ heads[:-1] + heads[-1]
        return found

    def turned_back(self, heads: Floats) -> tuple[Floats, Floats]:
        """Coefficients (d, heads) and intercepts (heads,) for vectors as they came."""
        coefficients: Floats = self.axes @ heads[:-1]
        return coefficients, heads[-1] - self.mean @ coefficients


@contextmanager
def one_thread() -> Iterator[None]:
    """Keeps BLAS to one thread: products this small are done before threads have found one another.

    Measured on two busy cores: 0.1 s instead of 2.6 s.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield
