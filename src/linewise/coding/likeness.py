"""Which units are most like one: exact cosine over all vectors, or the rarer words that two texts share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from linewise.core.views import UnitView

Floats = NDArray[np.floating[Any]]
Rows = NDArray[np.int64]
By = Literal["vectors", "words"]

STEPS = ((0.9, "almost the same"), (0.7, "very similar"), (0.5, "similar"), (0.35, "somewhat similar"))
CHUNK = 4096
# A text's words that are looked up, and those of them that are then compared by.
WORDS, RAREST = 40, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A unit that is like another one: how much (0 to 1), that in words, and the words both share if those decided."""

    unit: UnitView
    similarity: float
    words: str
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What is most like a unit or a text: among what people noted or coded (`said`), and among what is unread.

    `by` says what was compared: the vectors of all units, or only words while vectors are missing; `notice` tells why.
    """

    by: By
    notice: str
    said: tuple[Likeness, ...]
    unread: tuple[Likeness, ...]


def in_words(similarity: float) -> str:
    """A similarity as people say it."""
    return next((words for least, words in STEPS if similarity >= least), "hardly similar")


class Index:
    """Every vector in one byte a number, with the error that this makes, so that a search need not read them all.

    Bytes become floats quickly, half floats do not: 100,000 vectors of 576 are passed in about 30 ms, not 600. Whoever
    might be among the nearest, given the error, is then compared exactly.
    """

    def __init__(self, vectors: Floats, twins: Sequence[int]) -> None:
        count = len(vectors)
        self.vectors = vectors
        self.lengths = np.empty(count, np.float32)
        self._bytes = np.empty(vectors.shape, np.int8)
        self._scales = np.empty(count, np.float32)
        self._error = 0.0
        for first in range(0, count, CHUNK):
            part = slice(first, first + CHUNK)
            block = vectors[part].astype(np.float32)
            lengths = np.maximum(np.linalg.norm(block, axis=1), 1e-9)
            block /= lengths[:, None]
            scales = np.maximum(np.abs(block).max(axis=1), 1e-9) / 127
            held = np.rint(block / scales[:, None])
            self._bytes[part], self._scales[part], self.lengths[part] = held, scales, lengths
            self._error = max(self._error, float(np.linalg.norm(block - held * scales[:, None], axis=1).max()))
        _, inverse = np.unique(np.asarray(twins, dtype=np.int64), return_inverse=True)
        self._texts: Rows = inverse.astype(np.int64)

    def __len__(self) -> int:
        return len(self.vectors)

    def unit(self, row: int) -> Floats:
        """One unit's vector, of length 1."""
        return np.asarray(self.vectors[row].astype(np.float32) / self.lengths[row])

    def nearly(self, query: Floats) -> NDArray[np.float32]:
        """The cosine of every unit with a query of length 1, to within the error."""
        found = np.empty(len(self), np.float32)
        block = np.empty((min(CHUNK, len(self)), self.vectors.shape[1]), np.float32)
        for first in range(0, len(self), CHUNK):
            held = self._bytes[first : first + CHUNK]
            block[: len(held)] = held
            np.matmul(block[: len(held)], query, out=found[first : first + CHUNK])
        found *= self._scales
        return found

    def nearest(
        self, query: Floats, near: NDArray[np.float32], among: Rows, many: int, *, apart_from: int | None = None
    ) -> list[tuple[int, float]]:
        """The `many` units of `among` nearest to the query with their exact cosine, nearest first, of twins only one.

        Units with the text of `apart_from` are left out.
        """
        # A later one of the same text takes the place of the one before.
        one_each = np.full(int(self._texts.max(initial=-1)) + 1, -1, dtype=np.int64)
        one_each[self._texts[among[::-1]]] = among[::-1]
        if apart_from is not None:
            one_each[self._texts[apart_from]] = -1
        rows = one_each[one_each >= 0]
        if len(rows) > many:
            close = near[rows]
            worst = np.partition(close, -many)[-many]
            rows = rows[close >= worst - 2 * self._error]
        exact = (self.vectors[rows].astype(np.float32) @ query) / self.lengths[rows]
        order = np.lexsort((rows, -exact))[:many]
        return [(int(rows[at]), float(exact[at])) for at in order]


def words_of(text: str) -> list[str]:
    """The words by which a text may be found, each once, numbers and the shortest left out."""
    found = dict.fromkeys(re.findall(r"[^\W\d_]{3,}", text.casefold()))
    return list(found)[:WORDS]


def rarest(counts: Mapping[str, int], units: int, *, own: int) -> dict[str, float]:
    """The words that tell most, with their weight: the rarer the heavier.

    `counts` are the units with each word, `own` of them the very text that is compared: no other has such a word.
    """
    weights = {word: log(units / many) for word, many in counts.items() if own < many < units}
    return dict(sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:RAREST])


def sharing(weights: Mapping[str, float], holders: Mapping[str, Iterable[int]]) -> dict[int, tuple[float, list[str]]]:
    """For each unit that holds any of the words: the share of their weight that it holds, and which it holds."""
    whole = sum(weights.values()) or 1.0
    found: dict[int, tuple[float, list[str]]] = {}
    for word, weight in weights.items():
        for unit in holders[word]:
            sum_, words = found.setdefault(unit, (0.0, []))
            words.append(word)
            found[unit] = (sum_ + weight / whole, words)
    return found
