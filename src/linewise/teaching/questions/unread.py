"""Texts that lie together and of which nobody, or hardly anybody, has said a word."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.learner import Floats
from linewise.teaching.questions.ground import Ground, Ints, numbers, refs, unit_length
from linewise.teaching.questions.question import MEMO, Offer, Raised, Side, keep

LOOKED_AT = 12_000
DIMENSIONS = 256
STEPS = 8
# Clusters of about so many units in the sample, fine and coarse; never fewer or more clusters than these.
SIZES, FEWEST_CLUSTERS, MOST_CLUSTERS = (150, 300), 8, 80
LEAST = 20
# At most this share of what even reading would have brought, and less likely by chance than this over all clusters.
SPARSE, CHANCE = 0.25, 0.05
SHOWN = 5
READ_IN_A_ROUND = 20


def unread(ground: Ground) -> list[Raised]:
    """A question for each cluster that would hardly have stayed unread if reading had been spread evenly."""
    from scipy.stats import poisson

    _, first = np.unique(ground.twins[ground.standing], return_index=True)
    units = ground.standing[np.sort(first)]
    rng = np.random.default_rng(ground.seed)
    if len(units) > LOOKED_AT:
        units = np.sort(rng.permutation(units)[:LOOKED_AT])
    read = np.isin(ground.twins[units], ground.twins[ground.read])
    share = float(read.mean()) if len(units) else 0.0
    if len(units) < 4 * LEAST or not 0 < share < 1:
        return []
    x, found = unit_length(ground.vectors[units]), list[tuple[float, Ints]]()
    scales = sorted({int(np.clip(len(units) // size, FEWEST_CLUSTERS, MOST_CLUSTERS)) for size in SIZES}, reverse=True)
    for many in scales:
        cluster = clusters(x, many, rng)
        for one in range(many):
            rows = np.flatnonzero(cluster == one)
            expected, met = len(rows) * share, int(read[rows].sum())
            chance = sum(scales) * float(poisson.cdf(met, expected))
            if len(rows) >= LEAST and met <= SPARSE * expected and chance < CHANCE:
                found.append((chance, rows))
    scale = len(ground.standing) / len(units)
    return [_asked(x, units, rows, read, scale) for rows in _apart(found)]


def _apart(found: Iterable[tuple[float, Ints]]) -> Iterator[Ints]:
    """The clusters, the least likely first, without those that mostly consist of earlier ones."""
    taken = np.empty(0, np.int64)
    for _, rows in sorted(found, key=lambda one: one[0]):
        if 2 * np.isin(rows, taken).sum() < len(rows):
            taken = np.union1d(taken, rows)
            yield rows


def clusters(x: Floats, many: int, rng: np.random.Generator) -> Ints:
    """The number of the cluster of each row of x (n, d), by k-means (k-means++, Lloyd's steps) on a projection."""
    from scipy.sparse import csr_array

    turned = rng.standard_normal((x.shape[1], DIMENSIONS), dtype=np.float32) / np.float32(np.sqrt(DIMENSIONS))
    z = x @ turned if x.shape[1] > DIMENSIONS else x
    centres = z[[int(rng.integers(len(z)))]]
    away = ((z - centres[0]) ** 2).sum(axis=1)
    while len(centres) < many:
        chosen = z[rng.choice(len(z), p=away / away.sum())] if away.sum() > 0 else z[0]
        centres = np.vstack([centres, chosen])
        away = np.minimum(away, ((z - chosen) ** 2).sum(axis=1))
    for _ in range(STEPS):
        nearest = (z @ centres.T - (centres**2).sum(axis=1) / 2).argmax(axis=1)
        counts = np.bincount(nearest, minlength=many)
        belongs = csr_array((np.ones(len(z), np.float32), (nearest, np.arange(len(z)))), shape=(many, len(z)))
        sums = belongs @ z
        centres = np.where(counts[:, None] > 0, sums / np.maximum(counts, 1)[:, None], centres)
    return np.asarray((z @ centres.T - (centres**2).sum(axis=1) / 2).argmax(axis=1), dtype=np.int64)


def _asked(x: Floats, units: Ints, rows: Ints, read: NDArray[np.bool_], scale: float) -> Raised:
    fresh, met = rows[~read[rows]], int(read[rows].sum())
    typical = fresh[np.argsort(-(x[fresh] @ x[rows].mean(axis=0)), kind="stable")]
    shown, to_read = numbers(units[typical[:SHOWN]]), numbers(units[typical[:READ_IN_A_ROUND]])
    many, expected = round(len(rows) * scale), len(rows) * read.mean()
    who = "nobody has read one" if not met else "one was read" if met == 1 else f"only {met} were read"
    return Raised(
        kind="unread",
        about=refs(shown),
        title=f"About {many:,} texts like these, and {who}. What are they?",
        why=f"They lie close together. Evenly spread reading would have met about {expected:,.0f} of them.",
        sides=(Side(title="Typical of them", shown=shown, units=numbers(units[fresh])),),
        offers=(
            Offer(
                name="round",
                title=f"Read {len(to_read)} of them now",
                effect=f"A round of {len(to_read)} such units opens in Verify.",
                deed="round",
                units=to_read,
            ),
            Offer(
                name="create",
                title="They are something new: make a code",
                effect=f"A code of that name is made, and the {len(shown)} units shown here get it.",
                deed="create",
                needs="name",
                units=shown,
            ),
            keep("Leave them unread", "Nothing changes; you are not asked about these again."),
            MEMO,
        ),
        value=float(min(0.8, 0.4 + 0.06 * expected)),
        numbers={"units": many, "read": met, "expected": round(float(expected), 1)},
    )
