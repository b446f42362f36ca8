"""This is A, that is B, and they look alike: what decides? The nearest units on either side of a boundary."""

import numpy as np

from linewise.teaching.questions.contrast import Contrast, contrasts, sharpen
from linewise.teaching.questions.ground import Ground, numbers
from linewise.teaching.questions.question import MEMO, Raised, Side

LEAST = 8
LOOKED_AT = 150
# Log-odds of a unit's own code against the other: from even to six to one for it. Where the model is against, the unit
# is a matter of slips.
AGAINST, HESITANT = float(np.log(1 / 1.2)), float(np.log(6))
# As many units as this must lie there, on either side, before a boundary is worth a coder's time.
CROWD = 4
MOST = 6


def boundary(ground: Ground) -> list[Raised]:
    """For each two codes that the model hesitates between, the two units that are most alike."""
    found = [question for pair in contrasts(ground, least=LEAST) if (question := _asked(ground, pair)) is not None]
    return sorted(found, key=lambda one: -one.value)[:MOST]


def _asked(ground: Ground, pair: Contrast) -> Raised | None:
    torn = [
        (rows[(own > AGAINST) & (own < HESITANT)], rows, own)
        for rows, own in ((pair.rows_a, pair.own_a), (pair.rows_b, pair.own_b))
    ]
    if min(len(hesitant) for hesitant, _, _ in torn) < CROWD:
        return None
    near = [rows[np.argsort(np.abs(own), kind="stable")][:LOOKED_AT] for _, rows, own in torn]
    near = [rows[np.isin(rows, hesitant)] for rows, (hesitant, _, _) in zip(near, torn, strict=True)]
    alike = ground.x[near[0]] @ ground.x[near[1]].T
    best = np.argsort(-alike, axis=None, kind="stable")[:3]
    at = [np.unravel_index(int(one), alike.shape) for one in best]
    left = list(dict.fromkeys(int(near[0][i]) for i, _ in at))[:2]
    right = list(dict.fromkeys(int(near[1][j]) for _, j in at))[:2]
    a, b = ground.codes[pair.a], ground.codes[pair.b]
    many = len(torn[0][0]) + len(torn[1][0])
    share = many / (len(pair.rows_a) + len(pair.rows_b))
    likeness = float(alike[at[0]])
    sides = tuple(
        Side(title=f"“{code.name}”", shown=numbers(ground.units[rows]), units=numbers(ground.units[wide]), code=code.id)
        for code, rows, (wide, _, _) in ((a, left, torn[0]), (b, right, torn[1]))
    )
    return Raised(
        kind="boundary",
        about=(f"code:{a.id}", f"code:{b.id}"),
        title=f"This is “{a.name}”, that is “{b.name}”: what decides?",
        why=f"They are near each other, and in {many} units that you coded with one of the two, the model hesitates "
        "between them. A sentence on what decides helps whoever codes next, you included.",
        sides=sides,
        offers=(
            sharpen(ground, pair.a, against=pair.b, name="not_first"),
            sharpen(ground, pair.b, against=pair.a, name="not_second"),
            MEMO,
        ),
        value=min(0.75, 0.25 + share + 0.25 * max(0.0, likeness)),
        numbers={"units": many, "share": round(share, 3), "likeness": round(likeness, 3)},
    )
