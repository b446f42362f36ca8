"""Coverage against precision: at each confidence, how many units are settled, and how many of those rightly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.core.nouns import RoundItem

CONFIDENCES = tuple(round(0.5 + 0.01 * step, 2) for step in range(50))

Scores = NDArray[np.float32]
Counts = NDArray[np.int64]


def settled_from(scores: Scores, *, exclusive: bool) -> tuple[Scores, NDArray[np.int64]]:
    """(units,) the highest confidence at which each unit is still settled, and the column of the code that decides it.

    Exclusive: the likeliest code. Otherwise the code that could most nearly go either way.
    """
    if not scores.shape[1]:
        return np.zeros(len(scores), np.float32), np.zeros(len(scores), np.int64)
    if exclusive:
        column = scores.argmax(axis=1)
        return scores.max(axis=1), column
    sure = np.maximum(scores, 1 - scores)
    return sure.min(axis=1), sure.argmin(axis=1)


def reaching(values: Scores) -> Counts:
    """(confidences,): how many of the values reach each confidence."""
    limits = np.array(CONFIDENCES, dtype=np.float32)
    found: Counts = len(values) - np.searchsorted(np.sort(values), limits, side="left")
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """Units of the audit sample: up to which confidence each was settled before it was decided, and whether rightly."""

    settled_from: Scores
    right: NDArray[np.bool_]


def checked(items: Iterable[RoundItem], *, exclusive: bool) -> Checked:
    """What the audit items say. A unit is right when all its codes were; its prediction came before its answer."""
    values: list[float] = []
    right: list[bool] = []
    for item in items:
        if not (item.audit and item.predicted and item.state in ("accepted", "corrected")):
            continue
        scores = np.array([list(item.predicted.values())], dtype=np.float32)
        value, _ = settled_from(scores, exclusive=exclusive)
        values.append(float(value[0]))
        right.append(_would_give(item.predicted, exclusive=exclusive) == set(item.codes))
    return Checked(np.array(values, dtype=np.float32), np.array(right, dtype=bool))


def _would_give(predicted: Mapping[str, float], *, exclusive: bool) -> set[str]:
    """The codes of a unit that is settled, which are the same at every confidence that settles it."""
    if exclusive:
        return {max(predicted, key=predicted.__getitem__)}
    return {code for code, probability in predicted.items() if probability >= CONFIDENCES[0]}


def decisions_left(texts: int, left: int, pace: float | None) -> tuple[int | None, int]:
    """How many decisions would leave nothing to read: at best, and at most.

    At most every text that is left is read once. At best the model goes on settling `pace` units more with each
    decision, as it did between the models so far; None while there is nothing to judge that by.
    """
    if pace is None:
        return None, texts
    least = int(np.ceil(left / (1 + max(0.0, pace))))
    # It is a guess, and looks like one.
    digits = 2 - len(str(least))
    return min(texts, round(least, digits) if digits < 0 else least), texts
