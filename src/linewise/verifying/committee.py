"""Query by committee: units over which models that learned from different halves disagree (Seung et al. 1992)."""

import numpy as np

from linewise.core.text import percent
from linewise.verifying.diversity import some_of_each
from linewise.verifying.pool import Floats, Pick, Pool

# More rows than this are a random part: every member has to score them.
MOST = 50_000


def committee(pool: Pool, size: int, rng: np.random.Generator) -> list[Pick]:
    """Units where members differ most from their common answer, by mean divergence (McCallum and Nigam 1998)."""
    assert pool.committee is not None, "a strategy that asks a committee was called without one"
    rows = some_of_each(pool, rng, MOST)
    if not len(rows):
        return []
    members = pool.committee(pool.units[rows])
    apart = divergence(members, exclusive=pool.exclusive)
    order = np.lexsort((rng.random(len(rows)), -apart))[:size]
    return [Pick(int(rows[at]), _words(pool, members[:, at])) for at in order]


def divergence(members: Floats, *, exclusive: bool) -> Floats:
    """Mean Kullback-Leibler divergence, in bits, of members (m, n, k) from their mean: (n,)."""
    p = np.clip(members, 1e-6, 1 - 1e-6)
    mean = p.mean(axis=0)
    found = (p * np.log2(p / mean)).sum(axis=2)
    if not exclusive:
        found = found + ((1 - p) * np.log2((1 - p) / (1 - mean))).sum(axis=2)
    return np.asarray(found.mean(axis=0), np.float32)


def _words(pool: Pool, answers: Floats) -> str:
    """What the members (m, k) say of one unit."""
    if pool.exclusive:
        kinds, counts = np.unique(answers.argmax(axis=1), return_counts=True)
        said = sorted(zip(counts.tolist(), kinds.tolist(), strict=True), reverse=True)
        if len(said) > 1:
            return "Models taught on halves differ: " + ", ".join(f"{n} say {pool.name(k)}" for n, k in said[:3]) + "."
        return f"Models taught on halves agree on {pool.name(said[0][1])}, but not on how sure it is."
    column = int((answers.max(axis=0) - answers.min(axis=0)).argmax())
    low, high = answers[:, column].min(), answers[:, column].max()
    return f"Models taught on halves give {pool.name(column)} between {percent(low)} and {percent(high)}."
