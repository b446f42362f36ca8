"""What a strategy chooses from, and what it returns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Units that may be shown, row by row, and what is known of them; what is not known is None.

    `units` (n,) ids; `twins` (n,) equal for equal texts; `probabilities` (n, k) of the newest model; `vectors` (n, d)
    of length 1; `code` the column that a strategy looks at; `names` of the columns. `read` (m, d) are vectors of units
    read already; `found` (k,) counts the units known to have each code; `votes` (n, k) is what rules say: 1 for a
    code, -1 against it, 0 nothing. Asked with ids of units, `texts` gives their texts and `committee` the probabilities
    (members, n, k) of models that learned from different halves of the same decisions: both cost time.
    """

    units: Ints
    twins: Ints
    exclusive: bool = False
    probabilities: Floats | None = None
    vectors: NDArray[np.float16] | None = None
    code: int | None = None
    names: tuple[str, ...] = ()
    read: NDArray[np.float16] | None = None
    found: Ints | None = None
    votes: NDArray[np.int8] | None = None
    texts: Callable[[Ints], Sequence[str]] | None = None
    committee: Callable[[Ints], Floats] | None = None

    def part(self, rows: Ints) -> "Pool":
        """The pool of these rows alone."""
        return replace(
            self,
            units=self.units[rows],
            twins=self.twins[rows],
            probabilities=self.probabilities[rows] if self.probabilities is not None else None,
            vectors=self.vectors[rows] if self.vectors is not None else None,
            votes=self.votes[rows] if self.votes is not None else None,
        )

    def name(self, column: int) -> str:
        """What people call the code of a column."""
        return f"“{self.names[column]}”" if column < len(self.names) and self.names[column] else "one code"


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
    """A way of choosing with its words for people and what it needs.

    `kind` groups the ways: by doubt, by variety, before any label, for codes.
    """

    title: str
    explanation: str
    choose: Choose
    kind: str = "doubt"
    needs_model: bool = True
    needs_code: bool = False
    needs_vectors: bool = False
    needs_texts: bool = False
    needs_votes: bool = False
    needs_committee: bool = False


def one_of_each(pool: Pool, order: Ints, size: int) -> list[int]:
    """The first `size` rows of an order, of twins only the first."""
    _, first = np.unique(pool.twins[order], return_index=True)
    return [int(row) for row in order[np.sort(first)][:size]]


def ranked(pool: Pool, value: NDArray[np.floating], size: int, rng: np.random.Generator) -> list[int]:
    """The rows of greatest value, ties by lot, each text once."""
    return one_of_each(pool, np.lexsort((rng.random(len(value)), -value)).astype(np.int64), size)


def twins_left(pool: Pool) -> Ints:
    """For each row (n,) how many units of the pool have its text: what one answer settles, twins coded as one."""
    _, group, count = np.unique(pool.twins, return_inverse=True, return_counts=True)
    return np.asarray(count[group], dtype=np.int64)
