"""A code that is not used as it was: what was decided lately does not follow from what was decided before.

Which texts came late may have many reasons (margin sampling brings hard ones), so it is not the texts that are
compared but the residuals: what was decided less what the model expected. If a code is used as ever, residuals tell
nothing of the time, wherever the texts lie; if it moved, late residuals are above zero where earlier ones are below.
The statistic is the length of the sum of time x residual x vector (a kernel test of independence: Gretton et al. 2007,
"A kernel statistical test of independence", with a linear kernel on both sides), against shuffled times.

Where a code has a definition, its likeness to the units found early and late is compared as well.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.learner import Floats
from linewise.teaching.questions.ground import Ground, Ints, numbers
from linewise.teaching.questions.question import MEMO, Raised, Side, keep
from linewise.teaching.questions.senses import define

LEAST = 15
LOOKED_AT = 2000
SHUFFLES = 120
# What the model all but expected is left out: small residuals tell of its shrinkage. And a change needs so many cases.
SURPRISE, SURPRISES = 0.25, 8
CHANCE = 0.005
SHOWN = 3


class Moved(NamedTuple):
    """How likely so much change is by chance; the direction in which it goes; what each row adds to it."""

    chance: float
    direction: Floats
    parts: NDArray[np.float64]


def drift(ground: Ground) -> list[Raised]:
    """A question for each code whose use moved, or moved away from its definition, beyond chance."""
    found, tried = [], max(1, len(ground.codes))
    for code in range(len(ground.codes)):
        rows = np.flatnonzero((ground.present | ground.absent)[:, code] & ~np.isnan(ground.outside[:, code]))
        having = rows[ground.present[rows, code]]
        if len(having) < 2 * LEAST or len(rows) - len(having) < 2 * LEAST:
            continue
        rows = rows[np.argsort(ground.when[rows], kind="stable")]
        thinned = _thinned(ground, rows, code)
        moved = use_moved(
            ground.x[thinned],
            ground.labels[thinned, code] - ground.outside[thinned, code],
            np.random.default_rng([ground.seed, code]),
        )
        away = _away_from_definition(ground, code, rows)
        if min(moved.chance, away) * tried < CHANCE:
            found.append(_asked(ground, code, thinned, moved, away))
    return found


def use_moved(x: Floats, residuals: Floats, rng: np.random.Generator) -> Moved:
    """Whether residuals (n,) of rows x (n, d), in the order of time, move with time somewhere."""
    from scipy.stats import gamma

    times = np.linspace(-1, 1, len(x))
    surprising = np.abs(residuals) > SURPRISE
    if surprising.sum() < SURPRISES:
        return Moved(1.0, np.zeros(x.shape[1], np.float32), np.zeros(len(x)))
    weighted = x * np.where(surprising, residuals, np.float32(0))[:, None]
    direction = times @ weighted
    shuffled = np.stack([rng.permutation(times) for _ in range(SHUFFLES)]).astype(np.float32)
    nulls = ((shuffled @ weighted) ** 2).sum(axis=1)
    # The sum of squares of many small terms: a gamma with the mean and variance of the shuffles gives the tail.
    shape = nulls.mean() ** 2 / max(float(nulls.var()), 1e-12)
    chance = float(gamma.sf((direction**2).sum(), shape, scale=nulls.mean() / shape))
    direction = direction / max(float(np.linalg.norm(direction)), 1e-12)
    return Moved(chance, direction.astype(np.float32), times * (weighted @ direction))


def _thinned(ground: Ground, rows: Ints, code: int) -> Ints:
    if len(rows) <= LOOKED_AT:
        return rows
    rng = np.random.default_rng([ground.seed, code, 1])
    having = ground.present[rows, code]
    kept = np.concatenate([rng.permutation(np.flatnonzero(side))[: LOOKED_AT // 2] for side in (having, ~having)])
    return np.asarray(rows[np.sort(kept)], dtype=np.int64)


def _away_from_definition(ground: Ground, code: int, rows: Ints) -> float:
    """How likely it is by chance that units found late are so much less like the definition; 1 without one."""
    from scipy.stats import norm

    if ground.definitions is None or not ground.definitions[code].any():
        return 1.0
    having = rows[ground.present[rows, code]]
    likeness = (ground.x[having] @ ground.definitions[code]).astype(np.float64)
    early, late = np.array_split(likeness, 2)
    error = np.sqrt(early.var(ddof=1) / len(early) + late.var(ddof=1) / len(late))
    return float(norm.sf((early.mean() - late.mean()) / max(float(error), 1e-9)))


def _asked(ground: Ground, code: int, rows: Ints, moved: Moved, away: float) -> Raised:
    entry, half = ground.codes[code], len(rows) // 2
    late = np.arange(len(rows)) >= half
    having = ground.present[rows, code]
    order = np.argsort(-moved.parts, kind="stable")
    along = ground.x[rows] @ moved.direction
    wide = [order[(side & (moved.parts > 0) & (along > 0))[order]] for side in (late & having, ~late & ~having)]
    narrow = [order[(side & (moved.parts > 0) & (along < 0))[order]] for side in (~late & having, late & ~having)]
    wider = sum(moved.parts[part].sum() for part in wide) >= sum(moved.parts[part].sum() for part in narrow)
    now, other = (f"Found lately as “{entry.name}”", "Texts like them, earlier not")
    before, since = (f"Found earlier as “{entry.name}”", "Texts like them, lately not")
    titles, parts = ((now, other), wide) if wider else ((before, since), narrow)
    if away < moved.chance:
        likeness = ground.x[rows] @ ground.definitions[code] if ground.definitions is not None else along
        far = np.argsort(likeness, kind="stable")
        titles = ("Lately, farthest from the definition", "Earlier, closest to the definition")
        parts = [far[(late & having)[far]], far[::-1][(~late & having)[far[::-1]]]]
    sides = tuple(
        Side(
            title=title,
            shown=_distinct(ground, rows[part]),
            units=numbers(ground.units[rows[part[:100]]]),
            code=entry.id,
        )
        for title, part in zip(titles, parts, strict=True)
    )
    chance = min(moved.chance, away)
    way = "wider than before" if wider else "more narrowly than before"
    fits = "Does its definition still fit?" if entry.definition else "It has no definition yet."
    return Raised(
        kind="drift",
        about=(f"code:{entry.id}",),
        title=f"Do you use “{entry.name}” {way}?"
        if away >= moved.chance
        else f"Does the definition of “{entry.name}” still fit?",
        why=f"What you decided lately does not follow from what you decided earlier; {_odds(chance)}. {fits}",
        sides=sides,
        offers=(
            define(ground, code, "Write the definition as it is now"),
            keep("It still fits", "Nothing changes; you are asked again only when much more was coded."),
            MEMO,
        ),
        value=min(0.85, 0.55 + 0.03 * -np.log10(max(chance, 1e-12))),
        numbers={"chance": chance, "units": int(having.sum())},
    )


def _distinct(ground: Ground, rows: Ints) -> tuple[int, ...]:
    return numbers(ground.units[ground.distinct(rows[: 4 * SHOWN])[:SHOWN]])


def _odds(chance: float) -> str:
    if chance < 1e-6:
        return "chance explains it in fewer than one of a million cases"
    return f"chance explains it in one of {1 / chance:,.0f} cases"
