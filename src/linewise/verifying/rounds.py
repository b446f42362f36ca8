"""Planning a round: a share drawn at random for the audit sample, the rest by a strategy, mixed."""

from dataclasses import dataclass, replace

import numpy as np

from linewise.verifying.diversity import at_random
from linewise.verifying.mixing import Mixture
from linewise.verifying.pool import Pick, Pool
from linewise.verifying.strategies import STRATEGIES

RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Planned:
    """A unit of the round: why it is there, and whether it belongs to the audit sample."""

    unit: int
    row: int
    reason: str
    propensity: float | None
    audit: bool


def plan_round(pool: Pool, mixture: Mixture, *, size: int, audit_share: float, seed: int) -> tuple[Planned, ...]:
    """At most `size` units, in an order that does not tell which were drawn at random.

    Audit units are drawn uniformly and without replacement from the whole pool before any strategy chooses from what
    is left, so that they depend on neither strategy nor model; what a mixture draws at random is drawn with them, and
    belongs to the audit sample too. Their propensity is the chance that any one unit of the pool had; a draw whose twin
    was drawn before is passed over, which lowers it a little for texts that occur often. Then each part of the mixture
    takes its share from what the parts before left. Equal seeds give equal rounds.
    """
    rng = np.random.default_rng(seed)
    size = min(size, len(np.unique(pool.twins)))
    wanted = round(size * audit_share)
    shares = dict(zip((name for name, _ in mixture.parts), mixture.sizes(size - wanted), strict=True))
    drawn = wanted + shares.pop(RANDOM, 0)
    audit = [replace(pick, propensity=drawn / len(pool.units)) for pick in at_random(pool, drawn, rng)]
    found = [_planned(pool, pick, pick.row, audit=True) for pick in audit]
    for name, share in shares.items():
        if not share:
            continue
        taken = pool.twins[[one.row for one in found]]
        left = np.flatnonzero(~np.isin(pool.twins, taken))
        picks = STRATEGIES[name].choose(pool.part(left), share, rng)
        found += [_planned(pool, pick, int(left[pick.row]), audit=False) for pick in picks]
    return tuple(found[at] for at in rng.permutation(len(found)))


def drawn_blind(size: int, *, share: float, seed: int) -> frozenset[int]:
    """The places in a round that are answered before the prediction is shown.

    The draw has its own random numbers: it depends on neither the strategy nor the audit sample, so that units answered
    blind and units answered with a prediction in view differ in nothing else.
    """
    places = np.random.default_rng([seed, 1]).permutation(size)[: round(size * share)]
    return frozenset(places.tolist())


def _planned(pool: Pool, pick: Pick, row: int, *, audit: bool) -> Planned:
    return Planned(int(pool.units[row]), row, pick.reason, pick.propensity, audit)
