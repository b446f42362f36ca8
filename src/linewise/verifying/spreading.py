"""Spreading over vectors: seeds far from each other, clusters, the distance to what is known.

Rows of `x` (n, d) may have any length; distances are squared Euclidean: for rows of length 1, twice (1 - cosine).
"""

import numpy as np
from numpy.typing import NDArray

from linewise.verifying.pool import Floats, Ints

STEPS = 8
CHUNK = 4_096


def plusplus(x: Floats, size: int, rng: np.random.Generator, *, weights: Floats | None = None) -> Ints:
    """Rows drawn one after the other with a chance that grows with the distance to those before (k-means++).

    Arthur and Vassilvitskii 2007. `weights` (n,) multiply the chances. Once every row that is left lies on one drawn
    already, the rest is drawn by lot.
    """
    rows = len(x)
    weights = np.ones(rows, np.float32) if weights is None else weights
    squared = np.einsum("ij,ij->i", x, x)
    nearest: NDArray[np.float64] = np.ones(rows)
    picked: list[int] = []
    while len(picked) < min(size, rows):
        chance = nearest * weights
        chance[picked] = 0
        total = chance.sum()
        if total <= 1e-9:
            chance = np.ones(rows)
            chance[picked] = 0
            total = chance.sum()
        row = int(min(np.searchsorted(np.cumsum(chance), rng.random() * total, side="right"), rows - 1))
        picked.append(row)
        away = np.maximum(squared + squared[row] - 2 * (x @ x[row]), 0)
        nearest = away.astype(np.float64) if len(picked) == 1 else np.minimum(nearest, away)
    return np.array(picked, np.int64)


def kmeans(
    x: Floats, size: int, rng: np.random.Generator, *, weights: Floats | None = None, steps: int = STEPS
) -> tuple[Floats, Ints]:
    """Centres (size, d) and the cluster of each row (n,), by Lloyd's steps from k-means++ seeds."""
    weights = np.ones(len(x), np.float32) if weights is None else weights
    centres = x[plusplus(x, size, rng, weights=weights)]
    for _ in range(steps):
        group = nearest_of(x, centres)
        sums = np.zeros_like(centres)
        np.add.at(sums, group, x * weights[:, None])
        mass = np.bincount(group, weights, len(centres)).astype(np.float32)
        full = mass > 0
        centres = np.where(full[:, None], sums / np.where(full, mass, 1)[:, None], centres).astype(np.float32)
    return centres, nearest_of(x, centres)


def nearest_of(x: Floats, centres: Floats) -> Ints:
    """For each row (n,) which centre is nearest."""
    half = 0.5 * np.einsum("ij,ij->i", centres, centres)
    return np.concatenate(
        [(x[at : at + CHUNK] @ centres.T - half).argmax(axis=1) for at in range(0, len(x), CHUNK)] or [np.empty(0)]
    ).astype(np.int64)


def likeness(x: Floats, known: Floats) -> Floats:
    """For each row (n,) the cosine to the most similar of the known rows (m, d); -1 where none is known."""
    if not len(known):
        return np.full(len(x), -1, np.float32)
    parts = [(x[at : at + CHUNK] @ known.T).max(axis=1) for at in range(0, len(x), CHUNK)]
    return np.concatenate(parts).astype(np.float32) if parts else np.empty(0, np.float32)


def middles(x: Floats, centres: Floats, group: Ints) -> Ints:
    """Of each cluster that has rows, the row nearest to its centre."""
    away = np.einsum("ij,ij->i", x - centres[group], x - centres[group])
    order = np.lexsort((away, group))
    _, first = np.unique(group[order], return_index=True)
    return np.asarray(order[first], dtype=np.int64)
