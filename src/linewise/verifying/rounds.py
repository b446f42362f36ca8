"""Planning a round: what a strategy finds worth showing, mixed with units drawn by chance to measure quality."""

from dataclasses import dataclass

import numpy as np

from linewise.core.errors import BadInput
from linewise.verifying.choosing import Pool, Strategy
from linewise.verifying.strategies.chance import at_random


@dataclass(frozen=True, slots=True)
class Planned:
    """One unit of a round. `audit` units were drawn uniformly at random: quality is estimated from them alone."""

    unit: int
    reason: str
    propensity: float | None
    audit: bool


def plan_round(
    pool: Pool, strategy: Strategy, *, size: int = 50, audit_share: float = 0.2, seed: int = 0
) -> tuple[Planned, ...]:
    """Distinct units, no two of the same text, in an order that does not tell which are audit units.

    The audit units are drawn first, from the whole pool, by chance of their own: which they are depends on the pool,
    the seed and their number, never on the strategy or the model. A share above zero gives at least one. Fewer than
    `size` units come back only when the pool has no more. Raises BadInput for a size or share that cannot be, and
    whatever the strategy raises.
    """
    if size < 1:
        raise BadInput(f"A round of {size} units cannot be.", remedy="Ask for one unit or more.")
    if not 0 <= audit_share <= 1:
        raise BadInput(f"An audit share of {audit_share} cannot be.", remedy="Give a share between 0 and 1.")
    of_audit, of_strategy, of_order = (np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(3))
    wanted = max(1, round(size * audit_share)) if audit_share else 0
    drawn = at_random(pool, wanted, of_audit)
    planned = [Planned(pick.unit, pick.reason, pick.propensity, True) for pick in drawn]
    if size > len(planned):
        rest = _without(pool, {pick.unit for pick in drawn})
        chosen = strategy(rest, size - len(planned), of_strategy)
        planned += [Planned(pick.unit, pick.reason, pick.propensity, False) for pick in chosen]
    return tuple(planned[place] for place in of_order.permutation(len(planned)))


def _without(pool: Pool, units: set[int]) -> Pool:
    """The pool without these units and their twins."""
    taken = np.isin(pool.units, list(units))
    if pool.twins is not None:
        taken = np.isin(pool.twins, pool.twins[taken])
    return pool.only(np.flatnonzero(~taken))
