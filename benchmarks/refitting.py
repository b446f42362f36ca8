"""Teaching again after a few decisions, all heads of a codebook at once; and what a model makes of a million units."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from benchmarks.figure import Figure, in_turn, seconds
from benchmarks.ground import SEED, Ground
from linewise.learners import LinearLearner, SoftmaxLearner
from linewise.teaching.learner import Context
from linewise.teaching.terrain import Terrain

UNITS, CODES, DIMENSIONS, TIMES = 14_000, 7, 576, 3
# The large project: so many units and codes, and so many of the units labelled.
MANY, MANY_CODES, LABELLED, BLOCK = 1_000_000, 30, 5_000, 50_000


def run(_: Ground) -> Iterator[Figure]:
    """Seven codes on 14,000 labelled vectors, 30 codes over a million units, beside scikit-learn on the same."""
    vectors, gold = _made(UNITS, CODES, np.random.default_rng(SEED))
    labels, weights = np.eye(CODES, dtype=np.float32)[gold], np.ones((UNITS, CODES), np.float32)
    context, raw = Context(terrain=Terrain.of(vectors)), _sklearn(vectors, gold)
    yield Figure(
        what=f"what a corpus looks like, {UNITS:,} units, once",
        unit="s",
        median=seconds(partial(Terrain.of, vectors)),
    )
    for what, learner in (("independent codes", LinearLearner()), ("exclusive codes", SoftmaxLearner())):
        fit = partial(learner.fit, vectors, labels, weights, seed=1, context=context)
        settled = partial(learner.settled(fit()).fit, vectors, labels, weights, seed=1, context=context)
        for how, call in (("", settled), (", strength chosen anew", fit)):
            (taken,) = in_turn([partial(_ignoring, call)], times=TIMES, warm=0)
            yield Figure(
                what=f"refit of {CODES} heads on {UNITS:,} units, {what}{how}",
                unit="s",
                median=float(np.median(taken.clock)) / 1000,
                cpu=float(np.median(taken.processor)) / 1000,
                budget=0.5,
                beside="scikit-learn, softmax, uncalibrated, once",
                yardstick=raw,
            )
    yield from _large()


def _ignoring(call: Callable[[], object], _: int) -> object:
    return call()


def _large() -> Iterator[Figure]:
    rng = np.random.default_rng(SEED)
    vectors, gold = _made(LABELLED, MANY_CODES, rng)
    labels, weights = np.eye(MANY_CODES, dtype=np.float32)[gold], np.ones((LABELLED, MANY_CODES), np.float32)
    context, raw = Context(terrain=Terrain.of(vectors)), _sklearn(vectors, gold)
    first = LinearLearner().fit(vectors, labels, weights, seed=1, context=context)
    for what, learner in (("independent codes", LinearLearner()), ("exclusive codes", SoftmaxLearner())):
        yield Figure(
            what=f"refit of {MANY_CODES} heads on {LABELLED:,} units, {what}",
            unit="s",
            median=seconds(partial(learner.settled(first).fit, vectors, labels, weights, seed=1, context=context)),
            budget=5,
            beside="scikit-learn, softmax, uncalibrated, once",
            yardstick=raw,
        )
    # One block stands for all: a million rows of their own would measure the disk.
    block = vectors[rng.integers(LABELLED, size=BLOCK)]
    coefficients, intercepts = first.coefficients, first.intercepts

    def streamed() -> None:
        for _ in pairwise(range(0, MANY + 1, BLOCK)):
            first.predict(block)

    def plain() -> None:
        for _ in pairwise(range(0, MANY + 1, BLOCK)):
            block.astype(np.float32) @ coefficients + intercepts

    yield Figure(
        what=f"scoring {MANY:,} units, {MANY_CODES} codes",
        unit="s",
        median=seconds(streamed),
        budget=5,
        beside="the bare product in NumPy",
        yardstick=seconds(plain),
    )


def _made(units: int, codes: int, rng: np.random.Generator) -> tuple[NDArray[np.float16], NDArray[np.int64]]:
    """Vectors of length 1 around a centre for each code, varying along a few directions more than along the others."""
    centres = rng.normal(size=(codes, DIMENSIONS))
    gold = rng.integers(codes, size=units)
    noise = rng.normal(size=(units, DIMENSIONS)) * (1 + np.arange(DIMENSIONS)[::-1] / 100)
    vectors = centres[gold] + noise
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16), gold


def _sklearn(vectors: NDArray[np.float16], gold: NDArray[np.int64]) -> float:
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return seconds(lambda: LogisticRegression(max_iter=200).fit(vectors.astype(np.float32), gold))
