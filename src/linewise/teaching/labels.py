"""From what people said to labels that a learner can use: explicit over implied, unknown left unknown."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linewise.core.nouns import Value

# How much an absence counts that nobody said: of a unit marked done, of a note whose every open code is grouped.
DONE_WEIGHT = 0.5
GROUPED_WEIGHT = 0.3


class Decision(NamedTuple):
    """A coder's explicit statement; `code` is the column of the code."""

    unit: int
    code: int
    value: Value
    coder: str


class Grouped(NamedTuple):
    """A code that is present because an open code of the coder's note sits in it."""

    unit: int
    code: int
    coder: str


class Done(NamedTuple):
    """A coder was done with a unit at a time (ISO 8601): codes that existed then and were not named are absent."""

    unit: int
    coder: str
    at: str


@dataclass(frozen=True, slots=True, eq=False)
class Training:
    """Labels of n units for k codes.

    `units` (n,) ascending; `labels` (n, k) from 0 absent to 1 present, between where coders differ, NaN unknown;
    `weights` (n, k); `explicit` (n, k) where a person said it rather than implied it.
    """

    units: NDArray[np.int64]
    labels: NDArray[np.float32]
    weights: NDArray[np.float32]
    explicit: NDArray[np.bool_]

    def digest(self) -> str:
        """SHA-256 of the training set: equal sets have equal digests."""
        running = hashlib.sha256()
        for array in (self.units.astype("<i8"), self.labels.astype("<f4"), self.weights.astype("<f4")):
            running.update(repr(array.shape).encode() + np.nan_to_num(array, nan=-1.0).tobytes())
        return running.hexdigest()


def derive(
    *,
    codes: int,
    decisions: Iterable[Decision],
    grouped: Iterable[Grouped],
    fully_grouped: Collection[int],
    done: Iterable[Done],
    created: Sequence[str],
    exclusive: bool = False,
) -> Training:
    """Derive labels: a coder's explicit word outweighs what that coder's notes imply; several coders are averaged.

    "unsure" and an even split say nothing. In an exclusive codebook a code that is present makes every other absent, as
    explicitly. A code made after a unit was done stays unknown in it.
    """
    said: dict[tuple[int, int, str], float | None] = {
        (one.unit, one.code, one.coder): 1.0 for one in grouped
    }
    said |= {(one.unit, one.code, one.coder): _VOTES[one.value] for one in decisions}
    finished = list(done)
    units = np.unique(
        np.fromiter(
            {*(unit for unit, _, _ in said), *fully_grouped, *(one.unit for one in finished)}, dtype=np.int64
        )
    )
    row = {int(unit): at for at, unit in enumerate(units)}
    shape = (len(units), codes)
    votes, many = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    unsure = np.zeros(shape, bool)
    for (unit, code, _), vote in said.items():
        if vote is None:
            unsure[row[unit], code] = True
        else:
            votes[row[unit], code] += vote
            many[row[unit], code] += 1
    explicit = many > 0
    labels = np.full(shape, np.nan, np.float32)
    np.divide(votes, many, out=labels, where=explicit)
    if exclusive:
        has = (np.nan_to_num(labels) > 0.5).any(axis=1, keepdims=True)
        fill = has & ~explicit
        labels[fill], explicit = 0.0, explicit | fill
    weights = explicit.astype(np.float32)
    _imply(labels, weights, explicit | unsure, row, fully_grouped, finished, created)
    undecided = labels == 0.5
    labels[undecided] = np.nan
    weights[np.isnan(labels)] = 0.0
    return Training(units, labels, weights, explicit & ~undecided)


_VOTES: dict[Value, float | None] = {"present": 1.0, "absent": 0.0, "unsure": None}


def _imply(
    labels: NDArray[np.float32],
    weights: NDArray[np.float32],
    known: NDArray[np.bool_],
    row: dict[int, int],
    fully_grouped: Collection[int],
    done: Sequence[Done],
    created: Sequence[str],
) -> None:
    implied = np.zeros(labels.shape, np.float32)
    for unit in fully_grouped:
        implied[row[unit]] = GROUPED_WEIGHT
    born = np.array(created)
    for one in done:
        existed = born <= one.at if len(born) else np.zeros(0, bool)
        implied[row[one.unit]] = np.where(existed, DONE_WEIGHT, implied[row[one.unit]])
    fill = (implied > 0) & ~known
    labels[fill] = 0.0
    weights[fill] = implied[fill]
