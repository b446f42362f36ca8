"""A code with two senses: its units fall into two groups that have little between them.

Two-means always finds two groups, so what it finds in one half of the units is tried on the other half: along the line
between the two centres the gap is measured in spreads within a group. Where there is but one group, normally spread,
the gap is 2.65 in any number of dimensions, and codes of one sense rarely pass 4.
The measure is that of Ashman, Bird and Zepf (1994), "Detecting bimodality in astronomical datasets".
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.learner import Floats
from linewise.teaching.questions.ground import Ground, Ints, numbers
from linewise.teaching.questions.question import MEMO, Offer, Raised, Side, keep

LEAST = 24
LOOKED_AT = 240
DIMENSIONS = 32
HALVINGS = 5
GAP = 4.1
SMALLER = 0.2
SHOWN = 4


class Gap(NamedTuple):
    """How far apart the groups are in spreads, and the share of the smaller one, on units not used to find them."""

    spreads: float
    smaller: float


def two_senses(ground: Ground) -> list[Raised]:
    """A question for each code whose units fall apart."""
    rng, found = np.random.default_rng(ground.seed), []
    for code in range(len(ground.codes)):
        rows = ground.distinct(np.flatnonzero(ground.present[:, code]))
        if len(rows) < LEAST:
            continue
        looked_at = np.sort(rng.permutation(rows)[:LOOKED_AT])
        gap = gap_within(ground.x[looked_at], rng)
        if gap.spreads >= GAP and gap.smaller >= SMALLER:
            found.append(_asked(ground, code, rows, gap, rng))
    return found


def gap_within(x: Floats, rng: np.random.Generator) -> Gap:
    """The gap between the two groups of x (n, d), found in one half and measured in the other, over many halvings."""
    z, found = _flattened(x), []
    for _ in range(HALVINGS):
        order = rng.permutation(len(z))
        halves = order[: len(z) // 2], order[len(z) // 2 :]
        for here, there in (halves, halves[::-1]):
            centres = _centres(z[here], rng)
            along = z[there] @ (centres[1] - centres[0]) - ((centres[1] ** 2).sum() - (centres[0] ** 2).sum()) / 2
            found.append(_gap(along))
    return Gap(*(float(value) for value in np.mean(found, axis=0)))


def _flattened(x: Floats) -> NDArray[np.float64]:
    """Coordinates along the directions in which the rows differ most."""
    z = (x - x.mean(axis=0)).astype(np.float64)
    values, vectors = np.linalg.eigh(z @ z.T)
    kept = min(DIMENSIONS, len(z) - 1)
    return np.asarray(vectors[:, -kept:] * np.sqrt(np.maximum(values[-kept:], 0)))


def _centres(
    z: NDArray[np.float64], rng: np.random.Generator, *, starts: int = 2, steps: int = 12
) -> NDArray[np.float64]:
    """The centres of two groups: Lloyd's steps from starts that lie far apart, the best of them."""
    best, least = z[:2], np.inf
    for _ in range(starts):
        first = z[rng.integers(len(z))]
        away = ((z - first) ** 2).sum(axis=1)
        centres = np.stack([first, z[rng.choice(len(z), p=away / max(away.sum(), 1e-12))] if away.sum() > 0 else first])
        for _ in range(steps):
            second = (z @ centres.T - (centres**2).sum(axis=1) / 2).argmax(axis=1).astype(bool)
            if second.all() or not second.any():
                break
            moved = np.stack([z[~second].mean(axis=0), z[second].mean(axis=0)])
            if np.allclose(moved, centres):
                break
            centres = moved
        cost = ((z[:, None] - centres) ** 2).sum(axis=2).min(axis=1).sum()
        if cost < least:
            best, least = centres, cost
    return best


def _gap(along: NDArray[np.float64]) -> Gap:
    second = along > 0
    smaller = min(second.mean(), 1 - second.mean())
    if min(second.sum(), (~second).sum()) < 2:
        return Gap(0.0, 0.0)
    spread = np.sqrt((along[second].var() + along[~second].var()) / 2)
    return Gap(float((along[second].mean() - along[~second].mean()) / max(spread, 1e-9)), float(smaller))


def _asked(ground: Ground, code: int, rows: Ints, gap: Gap, rng: np.random.Generator) -> Raised:
    entry, x = ground.codes[code], ground.x[rows].astype(np.float64)
    centres = _centres(x, rng)
    second = (x @ centres.T - (centres**2).sum(axis=1) / 2).argmax(axis=1).astype(bool)
    groups = sorted((rows[~second], rows[second]), key=len, reverse=True)
    whole = np.flatnonzero(ground.present[:, code])
    sides = []
    for number, group in enumerate(groups, start=1):
        typical = group[np.argsort(-(ground.x[group] @ ground.x[group].mean(axis=0)), kind="stable")][:SHOWN]
        all_of_them = whole[np.isin(ground.copies[whole], ground.copies[group])]
        title = f"One sense, {len(all_of_them)} units" if number == 1 else f"Another, {len(all_of_them)} units"
        sides.append(
            Side(
                title=title,
                shown=numbers(ground.units[typical]),
                units=numbers(ground.units[all_of_them]),
                code=entry.id,
            )
        )
    part = sides[1].units
    return Raised(
        kind="two_senses",
        about=(f"code:{entry.id}",),
        title=f"Does “{entry.name}” mean two things?",
        why=f"Its units fall into two groups with little between them: the gap is {gap.spreads:.1f} times the spread "
        "within a group. In a code of one sense it is rarely above 4.",
        sides=tuple(sides),
        offers=(
            Offer(
                name="split",
                title="Two: make the second a code of its own",
                effect=f"{len(part)} units, and open codes mostly found there, leave “{entry.name}” for a new code.",
                deed="split",
                needs="name",
                code=entry.id,
                units=part,
            ),
            keep("It is one sense", "Nothing changes; you are asked again only when much more was coded."),
            define(ground, code, "Say in the definition what holds it together"),
            MEMO,
        ),
        value=0.95 - 0.35 * float(np.exp((GAP - gap.spreads) / 2)),
        numbers={"gap": round(gap.spreads, 2), "units": len(whole)},
    )


def define(ground: Ground, code: int, title: str) -> Offer:
    """Write the definition of a code anew, beginning with the one there is."""
    entry = ground.codes[code]
    return Offer(
        name="define",
        title=title,
        effect=f"What you write becomes the definition of “{entry.name}”; older decisions are then listed.",
        deed="define",
        needs="text",
        filled=entry.definition,
        code=entry.id,
    )
