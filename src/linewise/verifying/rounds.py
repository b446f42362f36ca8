"""Planning a round: a share drawn at random for the audit sample, the rest by a strategy, mixed."""

from dataclasses import dataclass, replace

import numpy as np

from linewise.verifying.diversity import at_random
from linewise.verifying.pool import Choose, Pick, Pool


@dataclass(frozen=True, slots=True)
class Planned:
    """A unit of the round: why it is there, and whether it belongs to the audit sample."""

    unit: int
    row: int
    reason: str
    propensity: float | None
    audit: bool


def plan_round(pool: Pool, choose: Choose, *, size: int, audit_share: float, seed: int) -> tuple[Planned, ...]:
    """At most `size` units, in an order that does not tell which were drawn at random.

    Audit units are drawn uniformly and without replacement from the whole pool before the strategy chooses from what
    is left, so that they depend on neither strategy nor model. Their propensity is the chance that any one unit of the
    pool had; a draw whose twin was drawn before is passed over, which lowers it a little for texts that occur often.
    Equal seeds give equal rounds.
    """
    rng = np.random.default_rng(seed)
    units = len(pool.units)
    size = min(size, len(np.unique(pool.twins)))
    wanted = round(size * audit_share)
    audit = [replace(pick, propensity=wanted / units) for pick in at_random(pool, wanted, rng)]
    taken = pool.twins[[pick.row for pick in audit]]
    left = np.flatnonzero(~np.isin(pool.twins, taken))
    chosen = choose(_rows(pool, left), size - len(audit), rng)
    if choose is at_random:
        chosen = [replace(pick, propensity=size / units) for pick in chosen]
    found = [_planned(pool, pick, pick.row, audit=True) for pick in audit]
    found += [_planned(pool, pick, int(left[pick.row]), audit=choose is at_random) for pick in chosen]
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


def _rows(pool: Pool, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Pool:
    return replace(
        pool,
        units=pool.units[rows],
        twins=pool.twins[rows],
        probabilities=pool.probabilities[rows] if pool.probabilities is not None else None,
        vectors=pool.vectors[rows] if pool.vectors is not None else None,
    )
