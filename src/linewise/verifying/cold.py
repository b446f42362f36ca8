"""The first units, before any label: those that speak for many others, or in which the corpus surprises itself."""

import numpy as np

from linewise.verifying.diversity import some_of_each, vectors
from linewise.verifying.pool import Pick, Pool
from linewise.verifying.spreading import kmeans, middles
from linewise.verifying.surprisal import surprises

MOST = 10_000
# TypiClust: neighbours over which typicality is measured, the most clusters, and the smallest that count.
NEIGHBOURS, MOST_CLUSTERS, SMALLEST = 20, 500, 5


def typical(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """The most typical unit of each large cluster in which nothing was read (TypiClust; Hacohen et al. 2022)."""
    rows = some_of_each(pool, rng, MOST)
    size = min(size, len(rows))
    if not size:
        return []
    x = vectors(pool)[rows].astype(np.float32)
    known = x[:0] if pool.read is None else pool.read[-MOST:].astype(np.float32)
    together = np.vstack([x, known])
    _, group = kmeans(together, min(len(known) + size, max(MOST_CLUSTERS, size)), rng)
    own, read = group[: len(rows)].copy(), np.bincount(group[len(rows) :], minlength=group.max() + 1)
    sizes = np.bincount(own, minlength=len(read))
    picked: list[int] = []
    taken = read.copy()
    typicality = np.full(len(rows), np.nan, np.float32)
    # Round after round through the clusters: those with the fewest read first, of them the largest.
    while len(picked) < size:
        order = np.lexsort((-sizes, taken, sizes < SMALLEST))
        cluster = next(int(one) for one in order if sizes[one] > 0)
        inside = np.flatnonzero(own == cluster)
        if np.isnan(typicality[inside]).any():
            typicality[inside] = _typicality(x[inside])
        best = int(inside[typicality[inside].argmax()])
        picked.append(best)
        own[best], taken[cluster], sizes[cluster] = -1, taken[cluster] + 1, sizes[cluster] - 1
    whole = np.bincount(group[: len(rows)], minlength=len(read))
    return [Pick(int(rows[at]), _for_cluster(int(whole[group[at]]))) for at in picked]


def surprising(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units in the middle of clusters of what is surprising in them (ALPS; Yuan, Lin and Boyd-Graber 2020).

    The paper takes surprise from a masked language model; here it is that of each word after the word before it, under
    statistics of the corpus itself (`surprisal.surprises`). The clustering is the paper's: k-means over rows of length
    1, and of each cluster the unit nearest to its centre.
    """
    assert pool.texts is not None, "a strategy that reads texts was called without them"
    rows = np.sort(some_of_each(pool, rng, MOST))
    size = min(size, len(rows))
    if not size:
        return []
    found = surprises(pool.texts(pool.units[rows]))
    centres, group = kmeans(found.vectors, size, rng)
    taken = middles(found.vectors, centres, group)
    left = rng.permutation(np.setdiff1d(np.arange(len(rows)), taken, assume_unique=True))[: size - len(taken)]
    picks = [Pick(int(rows[at]), _surprise(found.words[at])) for at in taken]
    return picks + [Pick(int(rows[at]), "Drawn at random, to fill the round.") for at in left]


def _typicality(x: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """How near (n,) each row lies to its nearest others."""
    if len(x) < 2:
        return np.ones(len(x), np.float32)
    near = min(NEIGHBOURS, len(x) - 1)
    some = x if len(x) <= 2_000 else x[:: len(x) // 2_000 + 1]
    alike = np.partition(x @ some.T, -near - 1, axis=1)[:, -near - 1 :] if len(some) > near else x @ some.T
    # Its likeness to itself is in every row alike.
    return np.asarray(alike.mean(axis=1), np.float32)


def _for_cluster(others: int) -> str:
    return f"Typical of about {others:,} texts, of which few or none were read." if others > 1 else "It stands alone."


def _surprise(words: tuple[str, ...]) -> str:
    said = ", ".join(f"“{word}”" for word in words)
    return f"Surprising here: {said}; and in the middle of others like it." if said else "As short as texts here get."
