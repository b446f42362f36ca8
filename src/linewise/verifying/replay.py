"""Teaching replayed: what a way of choosing would have cost on a corpus whose answers are known already.

Pure: arrays in, points of a curve out. The product's simulation and our benchmarks run this same function.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.verifying.mixing import Mixture, recipe
from linewise.verifying.pool import Floats, Ints, Pool
from linewise.verifying.rounds import plan_round

Predict = Callable[[NDArray[np.float16]], Floats]
Teach = Callable[[NDArray[np.float16], Floats, Ints, int], Predict]
"""Vectors (m, d), labels (m, k), groups (m,) and a seed become a function from vectors to probabilities (n, k)."""

MEMBERS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A corpus whose answers are known: vectors (n, d), gold (n, k) of 0 and 1, twins (n,), texts where there are any.

    With `exclusive` every row of gold has one 1.
    """

    vectors: NDArray[np.float16]
    gold: Floats
    twins: Ints
    exclusive: bool
    texts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pace:
    """How the replay reads: `first` units a round, later the share `growth` of what was read, until `until` of all.

    Growing rounds save fits where one answer more or less matters little; a person's rounds stay as they are.
    """

    first: int = 50
    growth: float = 0.1
    until: float = 1.0
    audit_share: float = 0.0

    def size(self, read: int, units: int) -> int:
        """How many units the next round holds, of so many in all."""
        left = int(np.ceil(self.until * units)) - read
        return max(1, min(max(self.first, round(self.growth * read)), left))


@dataclass(frozen=True, slots=True)
class Point:
    """After so many units read: how right the whole corpus is, and how right the model is on what is unread.

    `whole` is the share of units that are right (exclusive) or the macro-F1 over codes (otherwise), human and machine
    together; `unread` the same of the model alone on what nobody read; `macro` the macro-F1 on it. `found` (k,) is the
    share of each code's units that a person has met, equal texts with them.
    """

    read: int
    whole: float
    unread: float
    macro: float
    found: tuple[float, ...]


class Reading:
    """What a person has read of a corpus so far, and how right the whole is by it.

    A decision stands for all equal texts, as where a project codes twins as one. The person is never wrong.
    """

    def __init__(self, corpus: Known) -> None:
        self._corpus = corpus
        self._answers = np.full(corpus.gold.shape, np.nan, np.float32)
        self._read = np.zeros(len(corpus.twins), bool)
        self.asked: list[int] = []

    @property
    def unread(self) -> Ints:
        """The rows of which no equal text was read, in order."""
        return np.flatnonzero(~self._read)

    @property
    def found(self) -> Ints:
        """How many units (k,) are known to have each code."""
        return np.asarray((self._answers > 0.5).sum(axis=0), np.int64)

    def answer(self, row: int) -> None:
        """Read a row, and with it its twins."""
        same = self._corpus.twins == self._corpus.twins[row]
        self._answers[same], self._read[same] = self._corpus.gold[row], True
        self.asked.append(row)

    def point(self, scores: Floats | None) -> Point:
        """Where this stands when a model gives the unread rows these probabilities (unread, k)."""
        gold, given, unread = self._corpus.gold > 0.5, self._answers > 0.5, self.unread
        if scores is not None and len(unread):
            given[unread] = _given(scores, exclusive=self._corpus.exclusive)
        known = (gold & self._read[:, None]).sum(axis=0) / np.maximum(gold.sum(axis=0), 1)
        met = np.where(gold.any(axis=0), known, 1.0)
        left, macro = gold[unread], macro_f1(gold[unread], given[unread])
        if self._corpus.exclusive:
            whole = float((gold & given).any(axis=1).mean())
            machine = float((left & given[unread]).any(axis=1).mean()) if len(unread) else 1.0
        else:
            whole, machine = macro_f1(gold, given), macro
        return Point(len(self.asked), whole, machine, macro, tuple(met.tolist()))


def replay(
    corpus: Known, strategy: str, teach: Teach, *, seed: int, pace: Pace = Pace(), goal: float | None = None
) -> Iterator[Point]:
    """Points after each round, until the pace's end or until the whole is right to `goal`."""
    rng = np.random.default_rng(seed)
    units = len(corpus.twins)
    reading = Reading(corpus)
    predict: Predict | None = None
    while True:
        unread = reading.unread
        scores = predict(corpus.vectors[unread]) if predict is not None else None
        if reading.asked:
            point = reading.point(scores)
            yield point
            if goal is not None and point.whole >= goal:
                return
        if len(reading.asked) >= pace.until * units or not len(unread):
            return
        pool = _pool(corpus, reading, unread, scores, teach, int(rng.integers(2**31)))
        mixture = Mixture.of(recipe(strategy, pool))
        if mixture.needs_model and scores is None:
            mixture = Mixture.of("random")
        size, drawn = pace.size(len(reading.asked), units), int(rng.integers(2**31))
        for one in plan_round(pool, mixture, size=size, audit_share=pace.audit_share, seed=drawn):
            reading.answer(one.unit)
        predict = _taught(corpus, np.array(reading.asked), teach, seed)


def _taught(corpus: Known, rows: Ints, teach: Teach, seed: int) -> Predict | None:
    gold = corpus.gold[rows]
    if not (gold.any(axis=0) & ~gold.all(axis=0)).any():
        return None
    return teach(corpus.vectors[rows], gold, corpus.twins[rows], seed)


def _pool(corpus: Known, reading: Reading, unread: Ints, scores: Floats | None, teach: Teach, seed: int) -> Pool:
    asked = np.array(reading.asked, np.int64)

    def committee(units: Ints) -> Floats:
        assert scores is not None
        rng = np.random.default_rng(seed)
        halves = [rng.permutation(asked)[: max(2, len(asked) // 2)] for _ in range(MEMBERS)]
        members = [_taught(corpus, half, teach, seed) for half in halves]
        own = [scores[np.searchsorted(unread, units)]]
        return np.stack([member(corpus.vectors[units]) for member in members if member is not None] or own)

    return Pool(
        units=unread,
        twins=corpus.twins[unread],
        exclusive=corpus.exclusive,
        probabilities=scores,
        vectors=corpus.vectors[unread],
        names=corpus.names,
        read=corpus.vectors[asked],
        found=reading.found,
        texts=(lambda units: [corpus.texts[unit] for unit in units.tolist()]) if corpus.texts else None,
        committee=committee,
    )


def _given(scores: Floats, *, exclusive: bool) -> NDArray[np.bool_]:
    if not exclusive:
        return scores > 0.5
    given = np.zeros(scores.shape, bool)
    given[np.arange(len(scores)), scores.argmax(axis=1)] = True
    return given


def macro_f1(gold: NDArray[np.bool_], given: NDArray[np.bool_]) -> float:
    """The mean F1 (n, k) over codes that have a unit or were given one; 1 where there is none."""
    hits, told = (gold & given).sum(axis=0), gold.sum(axis=0) + given.sum(axis=0)
    return float((2 * hits[told > 0] / told[told > 0]).mean()) if (told > 0).any() else 1.0
