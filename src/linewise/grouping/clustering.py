"""Open codes that may belong together: average-link clustering of their vectors, cut where it stays close.

Agglomerative clustering with average linkage on cosine distance (Sokal and Michener 1958) makes no noise class and no
random start: the same open codes give the same proposals. The tree is cut from the top: a branch is proposed as soon
as it is small enough to be looked through and close enough to mean something.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linewise.grouping.views import Closeness

SMALLEST, LARGEST = 2, 15
# A tree of more leaves takes seconds and hundreds of megabytes; the rarest open codes can wait.
MOST = 5_000
# Share of members in common from which a proposal counts as one that was turned down before.
SAME = 0.5

Matrix = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Bounds:
    """From which mean similarity of its members a cluster is proposed, and which words that similarity earns."""

    least: float
    close: float
    same: float

    def told(self, cohesion: float) -> Closeness:
        """The similarity in words."""
        if cohesion >= self.same:
            return "nearly the same"
        return "close" if cohesion >= self.close else "loose"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Rows that belong together, the one that stands for all first, with their mean similarity to each other."""

    rows: tuple[int, ...]
    cohesion: float


def clusters(vectors: Matrix, counts: Sequence[int], bounds: Bounds) -> list[Cluster]:
    """Groups of 2 to 15 rows of `vectors` (n, d; rows of length 1 or 0), the most worthwhile first.

    `counts` says how often each row was written: frequent ones speak for their cluster, and clusters that settle
    many notes come first. Of more than 5,000 rows the most frequent are looked at.
    """
    weights = np.asarray(counts, dtype=np.float64)
    seen = np.flatnonzero(np.linalg.norm(vectors.astype(np.float32), axis=1) > 0)
    seen = np.sort(seen[np.argsort(-weights[seen], kind="stable")][:MOST])
    if len(seen) < SMALLEST:
        return []
    rows = _unit(vectors[seen].astype(np.float32))
    found = [_cluster(seen[leaves], rows[leaves], weights[seen[leaves]]) for leaves in _branches(rows, bounds.least)]
    kept = [one for one in found if one.cohesion >= bounds.least]
    return sorted(kept, key=lambda one: (-_worth(one, weights), one.rows))


def resembled(rows: Sequence[int], vectors: Matrix, groups: Sequence[Sequence[int]], least: float) -> int | None:
    """Of groups of rows the one whose middle is nearest to the middle of `rows`, if it is near enough."""
    middle = _middle(vectors, rows)
    near = [float(middle @ _middle(vectors, group)) if group else 0.0 for group in groups]
    best = max(range(len(near)), key=near.__getitem__, default=None)
    return best if best is not None and near[best] >= least else None


def turned_down(members: Collection[str], refused: Collection[frozenset[str]]) -> bool:
    """Whether much the same proposal was turned down before."""
    own = frozenset(members)
    return any(len(own & other) / len(own | other) >= SAME for other in refused if own | other)


def joined(texts: Matrix, units: Matrix, share: float = 0.3) -> Matrix:
    """One vector a row from what an open code says and from the mean of the units it was written on (`share`)."""
    halves = (_unit(texts.astype(np.float32)) * np.sqrt(1 - share), _unit(units.astype(np.float32)) * np.sqrt(share))
    return _unit(np.hstack(halves))


def _branches(rows: NDArray[np.float32], least: float) -> Iterator[NDArray[np.int64]]:
    """Branches that are close and small enough, of one tree a part."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    near = rows @ rows.T
    for part in _parts(near >= least):
        size = len(part)
        distances = 1 - (near if size == len(rows) else near[np.ix_(part, part)])
        np.fill_diagonal(distances, 0)
        links = linkage(squareform(distances.clip(0, out=distances), checks=False), method="average")
        stack = [2 * size - 2]
        while stack:
            node = stack.pop()
            if node < size:
                continue
            left, right, height, count = links[node - size]
            if count <= LARGEST and height <= 1 - least:
                yield part[np.sort(np.fromiter(_leaves(links, node, size), dtype=np.int64))]
            else:
                stack += [int(left), int(right)]


def _parts(near: NDArray[np.bool_]) -> Iterator[NDArray[np.int64]]:
    """Rows joined by chains of near pairs: no cluster reaches beyond them, for it needs such a pair at each step."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    _, labels = connected_components(csr_array(near), directed=False)
    order = np.argsort(labels, kind="stable")
    yield from (part for part in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(part) >= SMALLEST)


def _leaves(links: NDArray[np.float64], node: int, size: int) -> Iterator[int]:
    stack = [node]
    while stack:
        one = stack.pop()
        if one < size:
            yield one
        else:
            stack += [int(links[one - size, 0]), int(links[one - size, 1])]


def _cluster(names: NDArray[np.int64], rows: NDArray[np.float32], weights: NDArray[np.float64]) -> Cluster:
    near = rows @ rows.T
    pairs = near[np.triu_indices(len(rows), 1)]
    # The name-giver lies in the middle and is written often.
    standing = near.mean(axis=1) + 0.1 * np.log(weights)
    order = sorted(range(len(rows)), key=lambda at: (-round(float(standing[at]), 6), int(names[at])))
    return Cluster(tuple(int(names[at]) for at in order), round(float(pairs.mean()), 4))


def _worth(cluster: Cluster, weights: NDArray[np.float64]) -> float:
    return round(cluster.cohesion * float(np.log1p(weights[list(cluster.rows)].sum())), 6)


def _middle(vectors: Matrix, rows: Sequence[int]) -> NDArray[np.float32]:
    mean: NDArray[np.float32] = vectors[list(rows)].astype(np.float32).mean(axis=0)
    return _unit(mean[None, :]).reshape(-1)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths > 1e-6, lengths, np.inf)).astype(np.float32)
