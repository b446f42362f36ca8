"""Decisions that the model strongly contradicts, though it never saw them: slips, or texts to think about.

Confident learning (Northcutt, Jiang and Chuang 2021): a decision is doubted where another answer is as probable as it
is, on average, where people gave that answer. To be asked about, the doubt must be plain and the nearest decided
units must share it.
"""

import numpy as np
from numpy.typing import NDArray

from linewise.core.nouns import Value
from linewise.core.text import percent
from linewise.teaching.questions.ground import Ground, Ints, numbers
from linewise.teaching.questions.question import MEMO, Offer, Raised, Side, keep

PLAIN = 0.8
NEIGHBOURS = 10
AGREEING = 7
MOST = 30
LEAST = 5

_NONE = np.empty(0, np.int64)


def slips(ground: Ground) -> list[Raised]:
    """A question for each doubted decision, the plainest first."""
    return [_asked(ground, *doubt) for doubt in doubted(ground)]


def doubted(ground: Ground) -> list[tuple[int, int, int, float, Ints]]:
    """(row, code as decided, code as the model has it, how plain, neighbours); of two codes that may both be there the
    two are the same one, wrongly there or wrongly missing."""
    rows, own, other, plain = _exclusive(ground) if ground.exclusive else _each(ground)
    order = np.argsort(-plain, kind="stable")
    order = order[plain[order] >= PLAIN][: 4 * MOST]
    found: list[tuple[int, int, int, float, Ints]] = []
    for at in order.tolist():
        near = _nearest(ground, int(rows[at]))
        against = ground.present[near, other[at]]
        if own[at] == other[at] and ground.present[rows[at], own[at]]:
            against = ground.absent[near, own[at]]
        if against.sum() >= min(AGREEING, len(near)) and len(found) < MOST:
            found.append((int(rows[at]), int(own[at]), int(other[at]), float(plain[at]), near[against]))
    return found


def _exclusive(ground: Ground) -> tuple[Ints, Ints, Ints, NDArray[np.float64]]:
    taught = np.flatnonzero((ground.present.sum(axis=0) >= LEAST) & ~np.isnan(ground.outside).any(axis=0))
    rows = np.flatnonzero((ground.present.sum(axis=1) == 1) & (ground.present & ground.explicit).any(axis=1))
    own = ground.present[rows].argmax(axis=1)
    rows, own = rows[np.isin(own, taught)], own[np.isin(own, taught)]
    p = ground.outside[rows][:, taught].astype(np.float64)
    place = np.searchsorted(taught, own)
    bars = np.array([p[place == at, at].mean() if (place == at).any() else 1.0 for at in range(len(taught))])
    rivals = p.copy()
    rivals[np.arange(len(rows)), place] = -1
    other = rivals.argmax(axis=1) if len(taught) > 1 else place
    mine, theirs = p[np.arange(len(rows)), place], rivals[np.arange(len(rows)), other]
    plain = np.where(theirs >= bars[other], theirs - mine, 0.0)
    return rows, own, taught[other], plain


def _each(ground: Ground) -> tuple[Ints, Ints, Ints, NDArray[np.float64]]:
    p = np.nan_to_num(ground.outside, nan=0.5).astype(np.float64)
    here, gone = ground.present & ground.explicit, ground.absent & ground.explicit
    plain = np.zeros(p.shape)
    for code in np.flatnonzero((ground.present.sum(axis=0) >= LEAST) & (ground.absent.sum(axis=0) >= LEAST)):
        bar_here = p[ground.present[:, code], code].mean()
        bar_gone = (1 - p[ground.absent[:, code], code]).mean()
        wrongly_here = here[:, code] & (1 - p[:, code] >= bar_gone)
        wrongly_gone = gone[:, code] & (p[:, code] >= bar_here)
        plain[wrongly_here, code] = 1 - 2 * p[wrongly_here, code]
        plain[wrongly_gone, code] = 2 * p[wrongly_gone, code] - 1
    # One question a unit: the plainest doubt about it.
    if not plain.size:
        return _NONE, _NONE, _NONE, np.empty(0)
    plainest = plain.argmax(axis=1)
    rows = np.flatnonzero(plain.max(axis=1, initial=0.0) > 0)
    return rows, plainest[rows], plainest[rows], plain[rows, plainest[rows]]


def _nearest(ground: Ground, row: int) -> Ints:
    close = ground.x @ ground.x[row]
    close[ground.copies == ground.copies[row]] = -2
    many = min(NEIGHBOURS, len(close) - 1)
    near = np.argpartition(-close, many)[:many]
    return np.asarray(near[np.argsort(-close[near], kind="stable")])


def _asked(ground: Ground, row: int, own: int, other: int, plain: float, near: Ints) -> Raised:
    unit = int(ground.units[row])
    mine, theirs = ground.codes[own], ground.codes[other]
    sure = float(ground.outside[row, other])
    if own == other:
        return _present_or_not(ground, row, own, plain, near)
    values: dict[str, Value] = {mine.id: "absent", theirs.id: "present"}
    return Raised(
        kind="slip",
        about=(f"unit:{unit}",),
        title=f"“{mine.name}”, or was that a slip and it is “{theirs.name}”?",
        why=f"A model that never saw this decision gives “{theirs.name}” {percent(sure)}; most units near it have it.",
        sides=(
            Side(title=f"Coded “{mine.name}”", shown=(unit,), code=mine.id),
            Side(title=f"Nearest to it, coded “{theirs.name}”", shown=numbers(ground.units[near[:2]]), code=theirs.id),
        ),
        offers=(
            _correct(f"It is “{theirs.name}”", unit, values),
            keep(f"It is “{mine.name}”", "Nothing changes; you are not asked about this decision again."),
            MEMO,
        ),
        value=0.35 + 0.45 * plain,
        numbers={"model": round(sure, 3), "neighbours": len(near)},
    )


def _present_or_not(ground: Ground, row: int, code: int, plain: float, near: Ints) -> Raised:
    unit, entry = int(ground.units[row]), ground.codes[code]
    there = bool(ground.present[row, code])
    sure = float(ground.outside[row, code])
    said, would = ("there", "not there") if there else ("not there", "there")
    return Raised(
        kind="slip",
        about=(f"unit:{unit}", f"code:{entry.id}"),
        title=f"You said “{entry.name}” is {said}: was that a slip?",
        why=f"A model that never saw this decision gives it {percent(sure)}, and in the units nearest to it "
        f"it is {would}.",
        sides=(
            Side(title=f"“{entry.name}” is {said}", shown=(unit,), code=entry.id),
            Side(title=f"Nearest to it: {would}", shown=numbers(ground.units[near[:2]])),
        ),
        offers=(
            _correct(f"It is {would}", unit, {entry.id: "absent" if there else "present"}),
            keep(f"It is {said}", "Nothing changes; you are not asked about this decision again."),
            MEMO,
        ),
        value=0.35 + 0.45 * plain,
        numbers={"model": round(sure, 3), "neighbours": len(near)},
    )


def _correct(title: str, unit: int, values: dict[str, Value]) -> Offer:
    return Offer(
        name="correct",
        title=title,
        effect="Becomes your decision on this unit, in place of what was said.",
        deed="code",
        units=(unit,),
        values=values,
    )
