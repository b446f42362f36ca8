"""From which confidence on codes may be given, so that a promised share of what is given is right.

Learn then Test (Angelopoulos, Bates, Candès, Jordan and Lei 2021; selective classification after Geifman and El-Yaniv
2017): each confidence on a fixed grid is a hypothesis, "from here on too little would be right", refuted by audit units
whose prediction came from a copy of the model that had not seen them. Hypotheses are tested from strict to lax, ending
at the first that stands, so that the risk of one wrong refutation is that of one test.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GRID = tuple(round(0.99 - 0.01 * step, 2) for step in range(50))
# The walk starts where there are this many times the fewest units that could refute a hypothesis: earlier, a single
# mistake would end it. Simulated corpora were covered best with 2.
START = 2
# Bets, as shares of the highest that can be afforded, whose winnings are averaged.
BETS = (0.5, 0.8, 0.95, 0.99)

Bools = NDArray[np.bool_]
Counts = NDArray[np.int64]
Scores = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """Audit units (n, codes): which codes the model would give them, how sure it was, and whether that was right.

    `rest` (m, codes) is how sure it is of what it would give the units that nobody has read; both hold 0 where a code
    would not be given at any confidence.
    """

    sure: Scores
    right: Bools
    rest: Scores

    def part(self, columns: Sequence[int]) -> "Checked":
        """The same for these codes alone."""
        chosen = list(columns)
        return Checked(self.sure[:, chosen], self.right[:, chosen], self.rest[:, chosen])


@dataclass(frozen=True, slots=True)
class Found:
    """A confidence from which a precision is promised, or None; `given` audit codings there, of which `right` were.

    `rest` unread codings lie there, `fewest` all-right ones could have been enough. Without a promise the counts are
    those of the laxest confidence.
    """

    value: float | None
    given: int
    right: int
    rest: int
    fewest: int

    @property
    def few(self) -> bool:
        """Whether there are too few to promise anything, however right they are."""
        return self.value is None and self.given < START * self.fewest


def found(checked: Checked, *, precision: float, risk: float) -> Found:
    """The lowest confidence at which, with probability 1 - `risk`, `precision` of what the unread are given is right.

    Several codes are judged together: right codings among all given. Of one code, or where no unit has two, the test is
    exact even for small corpora (see `chance`); otherwise codings of one unit are taken as one bet.
    """
    given, right, rest = _reaching(checked.sure), _reaching(checked.sure[checked.right]), _reaching(checked.rest)
    alone = not len(checked.sure) or int((checked.sure >= GRID[-1]).sum(axis=1).max()) <= 1
    fewest = fewest_of(precision, risk, alone=alone)
    best = -1
    for at in np.flatnonzero(given >= START * fewest).tolist():
        if alone:
            wrong = chance(int(right[at]), int(given[at]), int(rest[at]), precision)
        else:
            wrong = betted(checked, GRID[at], precision)
        if wrong > risk:
            break
        best = at
    at = best if best >= 0 else len(GRID) - 1
    return Found(GRID[best] if best >= 0 else None, int(given[at]), int(right[at]), int(rest[at]), fewest)


def _reaching(sure: Scores) -> Counts:
    """(confidences,): how many reach each confidence of the grid."""
    reached = np.sort(sure[sure >= GRID[-1]], axis=None)
    found: Counts = len(reached) - np.searchsorted(reached, np.array(GRID, reached.dtype), side="left")
    return found


def chance(right: int, given: int, rest: int, precision: float) -> float:
    """How likely it is to see at least `right` of `given` right, and less than `precision` of the `rest` be so.

    Of all codings that could be given, `given` were drawn for the audit; the rest hold `precision` less one at most.
    The chance is greatest where as many in all are right as just let both happen (hypergeometric; for a large rest it
    becomes the binomial test).
    """
    from scipy.special import bdtrc, gammaln

    if right <= 0:
        return 1.0
    if rest > 200 * max(1, given):
        return float(bdtrc(right - 1, given, precision))
    short = int(np.ceil(precision * rest - 1e-9)) - 1
    if short < 0:
        return 0.0
    whole, good = given + rest, min(given + rest, short + right)
    seen = np.arange(right, min(given, good) + 1)

    def chosen(of: "int | NDArray[np.int64]", some: "int | NDArray[np.int64]") -> "NDArray[np.float64]":
        found: NDArray[np.float64] = gammaln(of + 1) - gammaln(some + 1) - gammaln(of - some + 1)
        return found

    possible = seen[given - seen <= whole - good]
    ways = chosen(good, possible) + chosen(whole - good, given - possible) - chosen(whole, given)
    return float(np.exp(ways).sum())


def betted(checked: Checked, value: float, precision: float) -> float:
    """The same for units with several codes: the inverse of what bets against too little being right would have won.

    Each unit is one bet on its right codings less `precision` of those given, scaled to the most that any unit is given
    (Waudby-Smith and Ramdas 2023); that several sizes of bet are averaged makes the order of units meaningless.
    """
    given = (checked.sure >= value).sum(axis=1)
    right = (checked.right & (checked.sure >= value)).sum(axis=1)
    most = int(max(given.max(initial=1), (checked.rest >= value).sum(axis=1).max(initial=1)))
    gain = (right - precision * given)[given > 0] / most
    won = [float(np.log1p(bet / precision * gain).sum()) for bet in BETS]
    return float(min(1.0, 1 / max(np.exp(won).mean(), 1e-300)))


def fewest_of(precision: float, risk: float, *, alone: bool = True) -> int:
    """The fewest audit codings that could carry a promise, were all of them right."""
    if alone:
        return int(np.ceil(np.log(risk) / np.log(precision)))
    one = np.log1p(np.array(BETS) / precision * (1 - precision))
    n = 1
    while np.exp(n * one).mean() < 1 / risk:
        n += 1
    return n
