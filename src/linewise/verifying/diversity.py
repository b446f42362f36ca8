"""Choosing units that differ from each other, with or without a model."""

import numpy as np
from numpy.typing import NDArray

from linewise.core.text import percent
from linewise.verifying.pool import Ints, Pick, Pool, one_of_each
from linewise.verifying.spreading import likeness

# Beyond this many rows a random part of them stands for all: distances cost time, and a part shows the same variety.
MOST = 20_000
CLOSE = 10_000
FIRST = "The most ordinary text that is left, to begin with."


def at_random(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units drawn uniformly, each text once."""
    rows = one_of_each(pool, rng.permutation(len(pool.units)).astype(np.int64), size)
    return [Pick(row, "Drawn at random.") for row in rows]


def diverse(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units as far as possible from each other (Gonzalez 1985), so that a round shows the breadth of the corpus."""
    candidates = some_of_each(pool, rng, MOST)
    rows = candidates[farthest_first(vectors(pool)[candidates], min(size, len(candidates)), rng)]
    x = vectors(pool)[rows].astype(np.float32)
    nearest = np.tril(x @ x.T, -1).max(axis=1, initial=0)
    return [Pick(int(row), _unlike(first=at == 0, nearest=nearest[at])) for at, row in enumerate(rows)]


def core_set(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units farthest from everything read so far and from each other: greedy k-centre (Sener and Savarese 2018)."""
    candidates = some_of_each(pool, rng, CLOSE)
    x = vectors(pool)[candidates].astype(np.float32)
    known = x[:0] if pool.read is None else pool.read.astype(np.float32)
    nearest = likeness(x, known) if len(known) else -(x @ x.mean(axis=0))
    picks: list[Pick] = []
    while len(picks) < min(size, len(candidates)):
        row = int(nearest.argmin())
        begun = bool(picks) or len(known) > 0
        said = f"Nothing read so far is more than {percent(max(nearest[row], 0))} alike." if begun else FIRST
        picks.append(Pick(int(candidates[row]), said))
        nearest = np.maximum(nearest, x @ x[row]) if begun else x @ x[row]
        nearest[row] = np.inf
    return picks


def some_of_each(pool: Pool, rng: np.random.Generator, most: int) -> Ints:
    """At most so many rows drawn by lot, of twins one."""
    return np.array(one_of_each(pool, rng.permutation(len(pool.units)).astype(np.int64), most), dtype=np.int64)


def vectors(pool: Pool) -> NDArray[np.float16]:
    """The vectors (n, d)."""
    assert pool.vectors is not None, "a strategy that needs vectors was called without them"
    return pool.vectors


def _unlike(*, first: bool, nearest: float) -> str:
    if first:
        return FIRST
    return f"Unlike the others of this round: at most {percent(nearest)} alike."


def farthest_first(vectors: NDArray[np.float16], size: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Rows such that each is the farthest from those before it, after the one nearest to the middle (Gonzalez 1985).

    Vectors (n, d) of length 1; distance is 1 - cosine. The strangest texts (odd strings, other languages) would all
    come first and say little, so each step takes the farthest among a random third.
    """
    rows = rng.permutation(len(vectors))[:MOST]
    wanted = min(size, len(rows))
    if wanted <= 0:
        return np.empty(0, np.int64)
    x = vectors[rows].astype(np.float32)
    picked = [int((x @ x.mean(axis=0)).argmax())]
    nearest = 1 - x @ x[picked[0]]
    while len(picked) < wanted:
        open_rows = rng.random(len(x)) < 1 / 3
        candidate = np.where(open_rows, nearest, -1.0)
        candidate[picked] = -2.0
        picked.append(int(candidate.argmax()))
        nearest = np.minimum(nearest, 1 - x @ x[picked[-1]])
    return np.asarray(rows[picked], dtype=np.int64)
