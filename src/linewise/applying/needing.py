"""How many more audit decisions a promise would take."""

import numpy as np

from linewise.applying.promising import GRID, START, Checked, chance, fewest_of

# The chance that so many decisions are enough, if the model is as right as it looks.
POWER = 0.8
# The model's own confidence counts as much as so many audit units.
PRIOR = 10
MOST = 20_000


def more_decisions(checked: Checked, *, units: int, precision: float, risk: float) -> int | None:
    """About how many more random audit decisions would let `precision` be promised somewhere; None: none would.

    `units` are unread. At each confidence the share of right codings is guessed from the audit units there and, as if
    from `PRIOR` more, from how sure the model is of them; the cheapest confidence counts.
    """
    best = None
    for value in GRID[::3]:
        there, rest = checked.sure >= value, checked.rest >= value
        often = float(rest.sum()) / max(1, units)
        if not rest.any():
            continue
        given, right = int(there.sum()), int((checked.right & there).sum())
        share = (right + PRIOR * float(checked.rest[rest].mean())) / (given + PRIOR)
        needed = _needed(min(share, 0.999), int(rest.sum()), precision, risk)
        if needed is not None and (best is None or needed / often < best):
            best = needed / often
    if best is None:
        return None
    more = max(0, int(np.ceil(best)) - len(checked.sure))
    # It is a guess, and looks like one.
    return int(round(more, -1)) if more < 200 else int(round(more, -2 if more >= 1000 else -1))


def _needed(share: float, rest: int, precision: float, risk: float) -> int | None:
    """The fewest audit codings of which enough will be right, with the chance `POWER`."""
    from scipy.special import bdtr

    if share <= precision:
        return None
    sizes = np.unique(np.geomspace(START * fewest_of(precision, risk), MOST, 60).astype(int))
    for n in sizes:
        n = int(n)
        if n > 2 * rest:
            return None
        # The count that is reached with that chance; were it seen, would it be enough?
        reached = int(np.searchsorted(bdtr(np.arange(n + 1), n, share), 1 - POWER))
        if chance(reached, n, rest, precision) <= risk:
            return n
    return None
