"""Teaching again after a few decisions: all heads of a codebook at once."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from benchmarks.figure import Figure, quantiles, seconds
from benchmarks.ground import SEED, Ground
from linewise.learners import LinearLearner, SoftmaxLearner

UNITS, CODES, DIMENSIONS, TIMES = 14_000, 7, 691, 3


def run(_: Ground) -> Iterator[Figure]:
    """Seven codes on 14,000 labelled vectors, beside scikit-learn's logistic regression on the same."""
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    rng = np.random.default_rng(SEED)
    centres = rng.normal(size=(CODES, DIMENSIONS))
    gold = rng.integers(CODES, size=UNITS)
    vectors = (centres[gold] + 3 * rng.normal(size=(UNITS, DIMENSIONS))).astype(np.float32)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)
    labels, weights = np.eye(CODES, dtype=np.float32)[gold], np.ones((UNITS, CODES), np.float32)
    with threadpool_limits(1):
        raw = seconds(lambda: LogisticRegression(max_iter=200).fit(vectors.astype(np.float32), gold))
    for what, learner in (("independent codes", LinearLearner()), ("exclusive codes", SoftmaxLearner())):
        taken = [seconds(partial(learner.fit, vectors, labels, weights, seed=1)) for _ in range(TIMES)]
        yield Figure(
            what=f"refit of {CODES} heads on {UNITS:,} units, {what}",
            unit="s",
            median=quantiles(taken)[0],
            budget=0.5,
            beside="scikit-learn, softmax, once",
            yardstick=raw,
        )
