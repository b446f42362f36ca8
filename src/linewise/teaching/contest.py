"""Two encoders judged by the same decisions: the same learner on the vectors of each, neither having seen the unit.

Everything is paired: both answer the same units, held out in the same folds, so that what makes units hard falls out of
the difference. Its interval is a bootstrap over groups of twins (Efron and Tibshirani 1993, chapter 13), both encoders
on the same draws.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.folds import cross_fit
from linewise.teaching.learner import Context, Floats, Learner, Vectors

Bools = NDArray[np.bool_]
Measure = Literal["units right", "F1"]

DRAWS = 2_000
AT_ONCE = 100
FOLDS = 5
# With fewer units than this nothing is said of a difference.
FEWEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What each of two reached, how far the second is above the first, and the 95 % interval of that difference."""

    first: float
    second: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Two encoders on the same `units`: the share of units right, or F1 over all codes, and the mean log loss a label.

    Higher is better for `right`, lower for `loss`.
    """

    units: int
    measure: Measure
    right: Gap
    loss: Gap


def answers(
    learner: Learner,
    vectors: Vectors,
    labels: Floats,
    weights: Floats,
    *,
    groups: NDArray[np.int64],
    held_out: Bools,
    shaped: Bools,
    seed: int,
) -> Floats:
    """Probabilities (n, codes) for the rows `held_out`, each by a copy of the learner that had seen no twin of it.

    `shaped` (n,) are rows whose labels shaped the vectors: they teach, but nothing is calibrated on them.
    """
    trusted = None if not shaped.any() else ~shaped
    context = Context(trusted=trusted)
    fitted = learner.fit(vectors, labels, weights, seed=seed, groups=groups, context=context)
    return cross_fit(
        learner.settled(fitted),
        vectors,
        labels,
        weights,
        folds=FOLDS,
        groups=groups,
        held_out=held_out,
        seed=seed,
        context=context,
    )


def contest(
    labels: Floats, said: Bools, first: Floats, second: Floats, *, groups: NDArray[np.int64], exclusive: bool, seed: int
) -> Contest | None:
    """Compare two sets of probabilities (n, codes) with labels of which those that were `said` (n, codes) count.

    Rows that either left without an answer are left out; None when fewer than 20 units remain.
    """
    asked = said & ~np.isnan(labels) & ~np.isnan(first) & ~np.isnan(second)
    rows = asked.any(axis=1)
    if rows.sum() < FEWEST:
        return None
    truth, asked = labels[rows] > 0.5, asked[rows]
    _, group = np.unique(groups[rows], return_inverse=True)
    parts = [_parts(truth, asked, scores[rows], exclusive=exclusive) for scores in (first, second)]
    totals = [np.stack([np.bincount(group, column) for column in part.T], axis=1) for part in parts]
    drawn: list[list[NDArray[np.float64]]] = [[], []]
    chance = np.random.default_rng(seed)
    size = len(totals[0])
    for _ in range(DRAWS // AT_ONCE):
        weights = chance.multinomial(size, np.full(size, 1 / size), AT_ONCE).astype(np.float64)
        for side, total in enumerate(totals):
            drawn[side].append(_figures(weights @ total))
    reached = [_figures(total.sum(axis=0)[None])[0] for total in totals]
    spread = np.concatenate(drawn[1]) - np.concatenate(drawn[0])
    right, loss = (_gap(reached[0][at], reached[1][at], spread[:, at]) for at in (0, 1))
    return Contest(units=int(rows.sum()), measure="units right" if exclusive else "F1", right=right, loss=loss)


def _parts(truth: Bools, asked: Bools, scores: Floats, *, exclusive: bool) -> NDArray[np.float64]:
    """For each row what adds up to the figures: hits, what they are out of, the loss, and the labels it is over."""
    sure = np.clip(np.where(asked, scores, 0.5), 1e-6, 1 - 1e-6).astype(np.float64)
    loss = np.where(asked, -np.log(np.where(truth, sure, 1 - sure)), 0).sum(axis=1)
    if exclusive:
        best = np.where(asked, scores, -1).argmax(axis=1)
        hits = truth[np.arange(len(truth)), best].astype(np.float64)
        out_of = np.ones(len(truth))
    else:
        given = asked & (scores > 0.5)
        hits = 2.0 * (given & truth).sum(axis=1)
        out_of = (given.sum(axis=1) + (truth & asked).sum(axis=1)).astype(np.float64)
    return np.stack([hits, out_of, loss, asked.sum(axis=1).astype(np.float64)], axis=1)


def _figures(totals: NDArray[np.float64]) -> NDArray[np.float64]:
    """(draws, 2) the measure and the mean loss, from (draws, 4) sums."""
    with np.errstate(invalid="ignore", divide="ignore"):
        right = np.where(totals[:, 1] > 0, totals[:, 0] / totals[:, 1], 0)
    return np.stack([right, totals[:, 2] / np.maximum(totals[:, 3], 1)], axis=1)


def _gap(first: float, second: float, spread: NDArray[np.float64]) -> Gap:
    low, high = np.percentile(spread, (2.5, 97.5))
    return Gap(
        first=float(first), second=float(second), difference=float(second - first), low=float(low), high=float(high)
    )
