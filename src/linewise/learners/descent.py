"""Fitting linear scores to any smooth loss, for all heads at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linewise.learners.heads import singles
from linewise.teaching.learner import Floats, Vectors
from linewise.teaching.terrain import Terrain

# How much of the corpus' scaled variance is kept: the narrowest directions cost time and tell next to nothing.
KEEP = 0.99

# Scores (n, heads) -> the loss summed over all of them, and its derivative by each score.
Loss = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Training vectors along the scaled directions of the corpus, or along their own where they are fewer than those.

    A penalty on length does not see a rotation, so the fit is the same in any; but along these the curvature of the
    loss is nearly diagonal, and descent that knows it needs 25 steps instead of 150. `rows` is (n, r), `axes` (d, r)
    takes vectors there once `mean` (d,) is taken off, `spread` (r,) is the sum of squares of each column of rows.
    """

    rows: Floats
    mean: Floats
    axes: Floats
    spread: Floats

    @classmethod
    def of(cls, vectors: Vectors, terrain: Terrain, power: float) -> "Basis":
        """Vectors (n, d) along the axes of `terrain`, these scaled by its spread to `power`/2."""
        scaled = terrain.scaled(power, keep=KEEP)
        centred: Floats = singles(vectors) - terrain.centre
        rows: Floats = centred @ scaled
        if len(rows) < rows.shape[1]:
            # Only what the rows span can be learned from them, and it has no more dimensions than there are rows.
            squares, turns = np.linalg.eigh((rows @ rows.T).astype(np.float64))
            kept = squares > 1e-7 * max(float(squares[-1]), 1e-12)
            span = rows.T @ (turns[:, kept] / np.sqrt(squares[kept])).astype(np.float32)
            rows, scaled = rows @ span, scaled @ span
        spread: Floats = np.square(rows).sum(axis=0)
        return cls(rows, terrain.centre, scaled, spread)

    def descend(
        self,
        loss: Loss,
        *,
        curvature: Floats,
        start: Floats,
        penalty: float,
        steps: int = 200,
        tolerance: float = 3e-5,
    ) -> Floats:
        """Where `loss` plus `penalty`/2 times the squared coefficients is lowest, by L-BFGS (Liu and Nocedal 1989).

        `curvature` (heads,) is the expected second derivative of the loss by a score. `start` is either the first
        intercepts (heads,) or heads (r + 1, heads) from which to go on. Returns (r + 1, heads) in this basis:
        coefficients, then intercepts, which are not penalised.
        """
        from scipy.optimize import minimize

        heads = start.shape[-1]
        total = np.maximum(curvature * len(self.rows), 1e-2)
        scale = 1 / np.sqrt(np.vstack([self.spread[:, None] * curvature + penalty, total[None]])).astype(np.float32)

        def flat(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            heads_at = scale * point.reshape(-1, heads).astype(np.float32)
            value, residual = loss(self.scores(heads_at))
            value += 0.5 * penalty * float(np.square(heads_at[:-1]).sum(dtype=np.float64))
            slope = np.vstack([self.rows.T @ residual + penalty * heads_at[:-1], residual.sum(axis=0)[None]])
            return value, (scale * slope).astype(np.float64).ravel()

        first = np.zeros(scale.shape)
        first[-1] = start if start.ndim == 1 else 0
        if start.ndim == 2:
            first[:] = start
        first /= scale
        options: dict[str, Any] = {"maxiter": steps, "ftol": tolerance, "gtol": 1e-3}
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
