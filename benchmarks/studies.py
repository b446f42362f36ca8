"""Simulated studies on real corpora: rounds with an audit share, a model refitted after each, the truth known.

Hundreds of studies need thousands of fits, so the model here is the plain one of its kind, fitted for all folds at
once: softmax (or logistic) regression with a quadratic penalty. That it is not calibrated is all the better a test.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks import corpora as labelled

Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

DIMENSIONS = 64
FIRST, ROUNDS, SIZE = 60, 5, 70
FOLDS = 5
RARE = 20
PENALTY = 0.1
STEPS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Vectors (n, d) of distinct texts and the codes that each truly has (n, codes)."""

    name: str
    vectors: Floats
    present: Bools
    exclusive: bool


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What stands after a round, the `round`s of the audit units counting from 0.

    `truth` (audit, codes) is what the audit units have, `met` the probabilities that each met, `held` those of a copy
    of the newest model that had not seen it; `scores` and `rest` are probabilities and truth of all unread units.
    `pool` (rounds,) is the share of the corpus that each round was drawn from, `known` (rounds, codes) the share read
    before that has each code, `expected` (rounds, codes) what the model of the round says of its pool on average.
    """

    decisions: int
    round: Ints
    truth: Bools
    met: Floats
    held: Floats
    scores: Floats
    rest: Bools
    pool: NDArray[np.float64]
    known: NDArray[np.float64]
    expected: NDArray[np.float64]


def corpora() -> Iterator[Corpus]:
    """HappyDB, which comes with the package, and SMS spam where LINEWISE_DATA names its folder; distinct texts."""
    happy = labelled.happydb().distinct()
    yield _corpus(happy, "HappyDB", exclusive=True)
    yield _corpus(happy, "HappyDB, codes independent", exclusive=False)
    for other in labelled.others():
        if other.name == "SMS spam":
            yield _corpus(other.distinct(), other.name, exclusive=True)


def study(corpus: Corpus, seed: int, *, share: float) -> Iterator[Look]:
    """Read `FIRST` texts, then rounds of `SIZE`: `share` drawn at random for the audit, the rest the closest calls."""
    rng = np.random.default_rng(seed)
    read = rng.choice(len(corpus.vectors), FIRST, replace=False)
    audit, number = np.empty(0, np.int64), np.empty(0, np.int64)
    met = np.empty((0, corpus.present.shape[1]), np.float32)
    unread = np.setdiff1d(np.arange(len(corpus.vectors)), read)
    scores, _ = _fitted(corpus, read, audit, unread, rng)
    pool, known, expected = [], [], []
    for at in range(ROUNDS):
        pool.append(len(unread) / len(corpus.vectors))
        known.append(corpus.present[read].sum(axis=0) / len(corpus.vectors))
        expected.append(scores.mean(axis=0, dtype=np.float64))
        drawn = rng.choice(len(unread), round(SIZE * share), replace=False)
        doubt = _doubt(scores, exclusive=corpus.exclusive)
        doubt[drawn] = np.inf
        chosen = np.argpartition(doubt, SIZE - len(drawn))[: SIZE - len(drawn)]
        audit, number = np.append(audit, unread[drawn]), np.append(number, np.full(len(drawn), at))
        met = np.vstack([met, scores[drawn]])
        read = np.concatenate([read, unread[drawn], unread[chosen]])
        unread = np.delete(unread, np.concatenate([drawn, chosen]))
        scores, held = _fitted(corpus, read, audit, unread, rng)
        yield Look(
            decisions=len(read),
            round=number,
            truth=corpus.present[audit],
            met=met,
            held=held,
            scores=scores,
            rest=corpus.present[unread],
            pool=np.array(pool),
            known=np.array(known),
            expected=np.array(expected),
        )


def _fitted(corpus: Corpus, read: Ints, audit: Ints, unread: Ints, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Probabilities of the unread, and of the audit units, each by a copy fitted without its fold of them."""
    places = {int(unit): row for row, unit in enumerate(read)}
    rows = np.array([places[int(unit)] for unit in audit], np.int64)
    fold = rng.permutation(len(rows)) % FOLDS
    keep = np.ones((len(read), FOLDS + 1), np.float32)
    keep[rows, fold] = 0
    x = np.column_stack([corpus.vectors[read], np.ones(len(read), np.float32)])
    heads = _heads(x, corpus.present[read], keep, exclusive=corpus.exclusive)
    new = np.column_stack([corpus.vectors[unread], np.ones(len(unread), np.float32)])
    scores = _shares((new @ heads[-1])[:, None], exclusive=corpus.exclusive)[:, 0]
    held = _shares(np.einsum("nd,ndk->nk", x[rows], heads[fold])[:, None], exclusive=corpus.exclusive)[:, 0]
    return scores.astype(np.float16).astype(np.float32), held


def _heads(x: Floats, present: Bools, keep: Floats, *, exclusive: bool) -> Floats:
    """(fits, d, codes): one model a column of `keep` (n, fits), by steps under a fixed bound of the curvature
    (Böhning 1992).
    """
    fits, (n, d), codes = keep.shape[1], x.shape, present.shape[1]
    bound = (0.5 if exclusive else 0.25) * np.einsum("nf,nd,ne->fde", keep, x, x, optimize=True)
    bound += PENALTY * np.eye(d, dtype=np.float32)
    inverse = np.linalg.inv(bound.astype(np.float64)).astype(np.float32)
    heads = np.zeros((fits, d, codes), np.float32)
    truth = present.astype(np.float32)[:, None]
    for _ in range(STEPS):
        flat = x @ heads.transpose(1, 0, 2).reshape(d, fits * codes)
        off = (_shares(flat.reshape(n, fits, codes), exclusive=exclusive) - truth) * keep[..., None]
        slope = (x.T @ off.reshape(n, fits * codes)).reshape(d, fits, codes).transpose(1, 0, 2)
        heads -= inverse @ (slope + PENALTY * heads)
    return heads


def _shares(scores: Floats, *, exclusive: bool) -> Floats:
    if not exclusive:
        return np.asarray(1 / (1 + np.exp(-scores)), np.float32)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)


def _doubt(scores: Floats, *, exclusive: bool) -> NDArray[np.float64]:
    if not exclusive:
        return np.asarray(np.abs(scores - 0.5).min(axis=1), np.float64)
    two = np.partition(scores, -2, axis=1)[:, -2:]
    return np.asarray(two[:, 1] - two[:, 0], np.float64)


def _corpus(found: labelled.Corpus, name: str, *, exclusive: bool) -> Corpus:
    """Vectors turned onto their main directions; codes too rare to find are left out."""
    whole = found.vectors().astype(np.float32)
    _, axes = np.linalg.eigh(whole.T @ whole)
    present = found.gold[:, found.gold.sum(axis=0) >= RARE]
    return Corpus(name, np.asarray(whole @ axes[:, ::-1][:, :DIMENSIONS], np.float32), present, exclusive)
