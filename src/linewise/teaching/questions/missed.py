"""Codes that may have been overlooked: not mentioned in a unit that was read, yet the model finds them there."""

import numpy as np

from linewise.core.text import percent
from linewise.teaching.questions.ground import Ground, numbers
from linewise.teaching.questions.question import Offer, Raised, Side, keep

LEAST = 8
SURE = 0.7
SHOWN = 4
FEWEST = 2


def missed(ground: Ground) -> list[Raised]:
    """For each code the units in which silence was taken for absence, and the model, not knowing that, is sure of it.

    The bar is that of confident learning (Northcutt et al. 2021): as probable as where people found the code.
    """
    if ground.exclusive:
        return []
    found = []
    for code in range(len(ground.codes)):
        p, present = ground.outside[:, code], ground.present[:, code]
        if present.sum() < LEAST or np.isnan(p).any():
            continue
        silent = ground.absent[:, code] & ~ground.explicit[:, code]
        bar = max(SURE, float(p[present].mean()))
        rows = ground.distinct(np.flatnonzero(silent & (p >= bar)))
        if len(rows) >= FEWEST:
            rows = rows[np.argsort(-p[rows], kind="stable")]
            found.append(_asked(ground, code, numbers(ground.units[rows]), float(p[rows[:SHOWN]].mean())))
    return found


def _asked(ground: Ground, code: int, units: tuple[int, ...], sure: float) -> Raised:
    entry, shown = ground.codes[code], units[:SHOWN]
    return Raised(
        kind="missed",
        about=(f"code:{entry.id}", *(f"unit:{unit}" for unit in shown)),
        title=f"Was “{entry.name}” overlooked here?",
        why=f"In {len(units)} units that were read to the end nobody mentioned it, and the model finds it; of "
        f"those shown it is {percent(sure)} sure. Silence counts as “not there” until you say otherwise.",
        sides=(Side(title=f"Read, and “{entry.name}” not mentioned", shown=shown, units=units, code=entry.id),),
        offers=(
            Offer(
                name="present",
                title="It is there in all of these",
                effect=f"Becomes your decision on the {len(shown)} units shown.",
                deed="code",
                units=shown,
                values={entry.id: "present"},
            ),
            Offer(
                name="absent",
                title="It is in none of these",
                effect=f"“Not there” becomes your decision on the {len(shown)} units shown.",
                deed="code",
                units=shown,
                values={entry.id: "absent"},
            ),
            keep("Leave it", "Nothing changes; you are not asked about these again."),
        ),
        value=min(0.7, 0.3 + 0.02 * len(units) + 0.3 * (sure - SURE)),
        numbers={"units": len(units), "model": round(sure, 3)},
    )
