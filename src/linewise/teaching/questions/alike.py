"""Codes that the model cannot tell apart: their units score alike, or they always stand together."""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from linewise.core.text import percent
from linewise.teaching.questions.contrast import contrasts, sharpen
from linewise.teaching.questions.ground import Ground, numbers
from linewise.teaching.questions.question import MEMO, Offer, Raised, Side, keep

LEAST = 10
# The chance that of two units, one of each code, the model tells which is which: a half is guessing.
TOLD_APART = 0.7
CONFIDENCE = 1.96
TOGETHER = 0.8
SHOWN = 3


def alike(ground: Ground) -> list[Raised]:
    """Two codes whose chance of being told apart is surely below `TOLD_APART`, or that share nearly all their units."""
    found = []
    for pair in contrasts(ground, least=LEAST):
        chance, error = told_apart(pair.own_a, -pair.own_b)
        if chance + CONFIDENCE * error < TOLD_APART:
            rows = (pair.rows_a[np.argsort(pair.own_a)], pair.rows_b[np.argsort(pair.own_b)])
            why = (
                f"Shown one unit of each, it would guess which is which in {percent(max(chance, 0.5))} of the cases; "
                f"by tossing a coin it would be 50%. {len(rows[0])} and {len(rows[1])} units have just one of them."
            )
            found.append(_asked(ground, (pair.a, pair.b), rows, why, 0.9 - max(0.0, chance - 0.5), chance))
    for a, b in combinations(range(len(ground.codes)), 2):
        both, one = (
            (ground.present[:, a] & ground.present[:, b]).sum(),
            (ground.present[:, a] | ground.present[:, b]).sum(),
        )
        if one >= LEAST and both / one >= TOGETHER and not ground.related(a, b):
            rows = (np.flatnonzero(ground.present[:, a]), np.flatnonzero(ground.present[:, b]))
            why = f"{both} of the {one} units that have one of them have both."
            found.append(_asked(ground, (a, b), rows, why, 0.5 + 0.4 * both / one, both / one))
    return found


def told_apart(own: NDArray[np.float64], other: NDArray[np.float64]) -> tuple[float, float]:
    """The area under the curve of `own` scores against `other` ones, and its standard error by Hanley and McNeil
    (1982), "The meaning and use of the area under a receiver operating characteristic curve"."""
    from scipy.stats import rankdata

    n, m = len(own), len(other)
    ranks = rankdata(np.concatenate([own, other]))[:n]
    area = float((ranks.sum() - n * (n + 1) / 2) / (n * m))
    held = min(max(area, 0.5), 0.999)
    first, second = held / (2 - held), 2 * held**2 / (1 + held)
    spread = held * (1 - held) + (n - 1) * (first - held**2) + (m - 1) * (second - held**2)
    return area, float(np.sqrt(spread / (n * m)))


def _asked(
    ground: Ground,
    codes: tuple[int, int],
    rows: tuple[NDArray[np.intp], NDArray[np.intp]],
    why: str,
    value: float,
    chance: float,
) -> Raised:
    a, b = (ground.codes[code] for code in codes)
    many = [int(ground.present[:, code].sum()) for code in codes]
    smaller, larger = (a, b) if many[0] < many[1] else (b, a)
    sides = tuple(
        Side(
            title=f"“{entry.name}”",
            shown=numbers(ground.units[having[:SHOWN]]),
            units=numbers(ground.units[having]),
            code=entry.id,
        )
        for entry, having in zip((a, b), rows, strict=True)
    )
    merge = Offer(
        name="merge",
        title=f"They are one: merge “{smaller.name}” into “{larger.name}”",
        effect=f"“{smaller.name}” will be read as “{larger.name}” from now on.",
        deed="merge",
        code=smaller.id,
        into=larger.id,
    )
    return Raised(
        kind="alike",
        about=(f"code:{a.id}", f"code:{b.id}"),
        title=f"Are “{a.name}” and “{b.name}” two codes, or one?",
        why=f"The model cannot tell them apart. {why}",
        sides=sides,
        offers=(
            merge,
            sharpen(ground, codes[0], against=codes[1], name="not_first"),
            sharpen(ground, codes[1], against=codes[0], name="not_second"),
            keep("They are two: keep both", "Nothing changes; you are asked again only when much more was coded."),
            MEMO,
        ),
        value=min(0.95, value),
        numbers={"told apart": round(chance, 3), "units": sum(many)},
    )
