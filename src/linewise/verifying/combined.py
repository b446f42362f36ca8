"""Choosing by doubt and by place at once: hard units that are no repetition of each other, and speak for others."""

import numpy as np

from linewise.core.text import percent
from linewise.verifying.diversity import some_of_each, vectors
from linewise.verifying.doubt import closeness, probabilities, wrongness
from linewise.verifying.pool import Pick, Pool, ranked, twins_left
from linewise.verifying.spreading import kmeans, middles
from linewise.verifying.uncertainty import margin_words, repair_words

# How many times the round's size is clustered, and the most rows whose distances are looked at.
AROUND = 10
MOST = 5_000
NEAR, MOST_NEAR = 4, 2_000


def clustered(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Close calls, one from each of as many clusters as units are wanted (Zhdanov 2019, doubt as weight)."""
    close = closeness(pool)
    rows = np.array(ranked(pool, close, max(size, min(AROUND * size, MOST)), rng), np.int64)
    size = min(size, len(rows))
    if not size:
        return []
    x = vectors(pool)[rows].astype(np.float32)
    centres, group = kmeans(x, size, rng, weights=np.maximum(close[rows], 1e-3), steps=5)
    taken = middles(x, centres, group)
    # Equal vectors leave clusters empty: the closest calls that are left fill up.
    left = np.setdiff1d(np.arange(len(rows)), taken, assume_unique=True)
    p, alike = probabilities(pool), np.bincount(group, minlength=len(centres))
    picks = [
        Pick(
            int(rows[at]),
            f"{margin_words(pool, p[rows[at]], close[rows[at]])} It speaks for {_others(alike[group[at]])}.",
        )
        for at in taken
    ]
    return picks + [
        Pick(int(rows[at]), margin_words(pool, p[rows[at]], close[rows[at]])) for at in left[: size - len(picks)]
    ]


def spread(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units at which answers put most right, from different regions: of each cluster of them the one worth most.

    The worth of an answer is the chance of a mistake times the equal texts it settles; four times as many units as are
    wanted are clustered, so that one round's answers do not all say the same.
    """
    wrong, alike = wrongness(pool), twins_left(pool)
    worth = wrong * alike
    rows = np.array(ranked(pool, worth, max(size, min(NEAR * size, MOST_NEAR)), rng), np.int64)
    if len(rows) > size:
        x = vectors(pool)[rows].astype(np.float32)
        _, group = kmeans(x, size, rng, weights=np.maximum(worth[rows], 1e-4), steps=4)
        # The rows come in order of worth, so the first of a cluster is its best, and the first left over fill up.
        _, best = np.unique(group, return_index=True)
        others = np.setdiff1d(np.arange(len(rows)), best, assume_unique=True)
        rows = rows[[*best.tolist(), *others[: size - len(best)].tolist()]]
    return [Pick(int(row), repair_words(pool, wrong[row], int(alike[row]))) for row in rows[:size]]


def badge(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units that would move the model most and each elsewhere: k-means++ over gradients (BADGE; Ash et al. 2020).

    A linear head's gradient at the suggested answer is (probability - answer) times the vector; distances between
    such products follow from the distances of their halves, so that they are never written out.
    """
    rows = some_of_each(pool, rng, MOST)
    if not len(rows):
        return []
    p, x = probabilities(pool)[rows], vectors(pool)[rows].astype(np.float32)
    answer = np.eye(p.shape[1])[p.argmax(axis=1)] if pool.exclusive else p > 0.5
    error = (p - answer).astype(np.float32)
    taken = _spread_products(error, x, size, rng)
    moved = np.linalg.norm(error, axis=1)
    rank = moved.argsort().argsort() / max(len(rows) - 1, 1)
    return [
        Pick(
            int(rows[at]), f"Its answer would move the model more than {percent(rank[at])} of the rest, and elsewhere."
        )
        for at in taken
    ]


def density(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Close calls among ordinary texts: doubt times mean similarity to the pool (Settles and Craven 2008)."""
    close, x, p = closeness(pool), vectors(pool), probabilities(pool)
    middle = x.mean(axis=0, dtype=np.float32) if len(x) else np.zeros(x.shape[1], np.float32)
    parts = [x[at : at + MOST].astype(np.float32) @ middle for at in range(0, len(x), MOST)]
    ordinary = np.maximum(np.concatenate([np.empty(0, np.float32), *parts]), 0)
    share = ordinary.argsort().argsort() / max(len(ordinary) - 1, 1)
    rows = ranked(pool, close * ordinary, size, rng)
    return [
        Pick(
            row, f"{margin_words(pool, p[row], close[row])} More like the rest than {percent(share[row])} of the texts."
        )
        for row in rows
    ]


def _others(alike: int) -> str:
    return f"{alike - 1:,} others like it" if alike > 1 else "no other: it stands alone"


def _spread_products(
    one: np.ndarray[tuple[int, int], np.dtype[np.float32]],
    other: np.ndarray[tuple[int, int], np.dtype[np.float32]],
    size: int,
    rng: np.random.Generator,
) -> list[int]:
    """k-means++ over the outer products of two matrices' rows (n, a) and (n, b)."""
    squared = np.einsum("ij,ij->i", one, one) * np.einsum("ij,ij->i", other, other)
    nearest, picked = squared.astype(np.float64), list[int]()
    while len(picked) < min(size, len(one)):
        chance = nearest.copy()
        chance[picked] = 0
        if chance.sum() <= 1e-12:
            chance = np.ones(len(one))
            chance[picked] = 0
        drawn = np.searchsorted(np.cumsum(chance), rng.random() * chance.sum(), side="right")
        row = int(squared.argmax()) if not picked else int(min(drawn, len(one) - 1))
        picked.append(row)
        away = np.maximum(squared + squared[row] - 2 * (one @ one[row]) * (other @ other[row]), 0)
        nearest = away.astype(np.float64) if len(picked) == 1 else np.minimum(nearest, away)
    return picked
