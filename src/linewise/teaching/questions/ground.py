"""What questions are raised from: everything people said, what the model makes of it, and where the texts lie."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.learner import Floats, Vectors

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A code as the codebook has it; `parents` are ids."""

    id: str
    name: str
    definition: str = ""
    not_when: str = ""
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """Explicit statements as columns, one row a statement: unit, code (column), coder (number), present or not."""

    unit: Ints
    code: Ints
    coder: Ints
    present: NDArray[np.bool_]

    @staticmethod
    def nothing() -> "Said":
        empty = np.empty(0, np.int64)
        return Said(empty, empty, empty, np.empty(0, bool))


@dataclass(frozen=True, kw_only=True)
class Ground:
    """All that a kind of question may look at.

    `units` (n,) are the units that people spoke of, in rising order; `labels` (n, codes) is 1 for present, 0 for
    absent, between where coders disagree, NaN where unknown; `explicit` (n, codes) where somebody said so;
    `outside` (n, codes) are probabilities from fits that did not know the unit or its twins; `when` (n,) is the place
    of the unit in the order of deciding. `vectors` (total, d) and `twins` (total,) are of every unit there ever was,
    `standing` those that count now, `read` those of which anybody said anything.
    `definitions` (codes, d) holds vectors of definitions, zero where there is none.
    `texts` gives the texts of units, `at` (n,) the times at which they were last spoken of (ISO 8601), or nothing.
    """

    units: Ints
    labels: Floats
    explicit: NDArray[np.bool_]
    outside: Floats
    when: Ints
    vectors: Vectors
    twins: Ints
    standing: Ints
    read: Ints
    codes: tuple[Entry, ...]
    texts: Callable[[Sequence[int]], Sequence[str]]
    said: Said = field(default_factory=Said.nothing)
    definitions: Floats | None = None
    at: tuple[str, ...] = ()
    exclusive: bool = False
    seed: int = 0

    @cached_property
    def x(self) -> Floats:
        """Vectors (n, d) of the units that people spoke of, each of length 1."""
        return unit_length(self.vectors[self.units])

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """(n, codes): said or implied to be there."""
        return np.nan_to_num(self.labels, nan=0.0) > 0.5

    @cached_property
    def absent(self) -> NDArray[np.bool_]:
        """(n, codes): said or implied not to be there."""
        return np.nan_to_num(self.labels, nan=1.0) < 0.5

    @cached_property
    def copies(self) -> Ints:
        """(n,): the group of equal texts that each of these units belongs to."""
        return np.asarray(self.twins[self.units], dtype=np.int64)

    def distinct(self, rows: Ints) -> Ints:
        """The rows, one for each text, in their order."""
        _, first = np.unique(self.copies[rows], return_index=True)
        return rows[np.sort(first)]

    def related(self, one: int, other: int) -> bool:
        """Whether one of two codes (columns) stands under the other, so that both being present is no surprise."""
        by_id = {entry.id: entry for entry in self.codes}

        def above(entry: Entry, seen: frozenset[str] = frozenset()) -> frozenset[str]:
            for parent in entry.parents:
                if parent in by_id and parent not in seen:
                    seen = above(by_id[parent], seen | {parent})
            return seen

        a, b = self.codes[one], self.codes[other]
        return a.id in above(b) or b.id in above(a)


def unit_length(vectors: Vectors) -> Floats:
    """Rows of length 1; rows of zeros stay."""
    rows = np.asarray(vectors, dtype=np.float32)
    lengths = np.sqrt(np.einsum("nd,nd->n", rows, rows))[:, None]
    return np.asarray(rows / np.maximum(lengths, np.float32(1e-9)), dtype=np.float32)


def refs(units: Sequence[int]) -> tuple[str, ...]:
    """Units as references."""
    return tuple(f"unit:{unit}" for unit in units)


def numbers(rows: Ints) -> tuple[int, ...]:
    """An array of units as plain numbers."""
    return tuple(int(one) for one in rows)
