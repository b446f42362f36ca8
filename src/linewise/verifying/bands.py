"""One code at a time: what the model thinks likely, what it is in two minds about, what it would not give."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of probability, from `low` up to but not including `high`; the strategy of the same name shows it."""

    name: str
    low: float
    high: float
    words: str


BANDS = (
    Band("likely", 0.75, 1.01, "The model would give the code: is it right?"),
    Band("borderline", 0.25, 0.75, "It could go either way: answers here sharpen the line most."),
    Band("unlikely", 0.0, 0.25, "The model would not give it: the likeliest of these come first, where misses hide."),
)


def counted(probabilities: NDArray[np.float32], twins: NDArray[np.int64]) -> Iterator[tuple[Band, int]]:
    """Each band with the number of distinct texts in it; both arguments of shape (n,)."""
    for band in BANDS:
        inside = (probabilities >= band.low) & (probabilities < band.high)
        yield band, len(np.unique(twins[inside]))
