"""What a strategy chooses from, and what it returns."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Units that may be shown, row by row.

    `units` (n,) ids; `probabilities` (n, k) of the newest model; `vectors` (n, d); `twins` (n,) equal for equal texts;
    `code` the column that a strategy looks at.
    """

    units: NDArray[np.int64]
    twins: NDArray[np.int64]
    exclusive: bool = False
    probabilities: NDArray[np.float32] | None = None
    vectors: NDArray[np.float16] | None = None
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """A row of the pool and, in plain words, why it was taken; `propensity` is known for random draws only."""

    row: int
    reason: str
    propensity: float | None = None


Choose = Callable[[Pool, int, np.random.Generator], list[Pick]]
"""A strategy: at most so many rows of a pool, best first, never two twins."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """A way of choosing with its words for people and what it needs."""

    title: str
    explanation: str
    choose: Choose
    needs_model: bool = True
    needs_code: bool = False
    needs_vectors: bool = False


def one_of_each(pool: Pool, order: NDArray[np.int64], size: int) -> list[int]:
    """The first `size` rows of an order, of twins only the first."""
    _, first = np.unique(pool.twins[order], return_index=True)
    return [int(row) for row in order[np.sort(first)][:size]]
