"""Choosing units that differ from each other, with or without a model."""

import numpy as np
from numpy.typing import NDArray

from linewise.verifying.pool import Pick, Pool, one_of_each

# Beyond this many rows a random part of them stands for all: distances cost time, and a part shows the same variety.
MOST = 20_000


def at_random(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units drawn uniformly, each text once."""
    rows = one_of_each(pool, rng.permutation(len(pool.units)).astype(np.int64), size)
    return [Pick(row, "Drawn at random.") for row in rows]


def diverse(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units as far as possible from each other (Gonzalez 1985), so that a round shows the breadth of the corpus."""
    assert pool.vectors is not None, "a strategy that needs vectors was called without them"
    candidates = np.array(one_of_each(pool, rng.permutation(len(pool.units)).astype(np.int64), MOST), dtype=np.int64)
    rows = candidates[farthest_first(pool.vectors[candidates], min(size, len(candidates)), rng)]
    x = pool.vectors[rows].astype(np.float32)
    nearest = np.tril(x @ x.T, -1).max(axis=1, initial=0)
    return [Pick(int(row), _unlike(first=at == 0, nearest=nearest[at])) for at, row in enumerate(rows)]


def _unlike(*, first: bool, nearest: float) -> str:
    if first:
        return "The most ordinary text that is left, to begin with."
    return f"Unlike the others of this round: at most {nearest:.0%} alike."


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
