"""The same words, two answers: equal texts, or texts of the same words, that were coded differently."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from linewise.core.nouns import Value
from linewise.teaching.questions.ground import Ground, Ints, numbers
from linewise.teaching.questions.question import MEMO, Offer, Raised, Side

# Texts of the same words need not mean the same ("he told her", "she told him"): their vectors must agree too.
NEAR = 0.9
SHOWN = 3
MANY = {2: "two", 3: "three", 4: "four", 5: "five"}

_WORD = re.compile(r"[^\W_]+")


def twins(ground: Ground) -> list[Raised]:
    """One question for each group of such texts in which some code is present here and absent there."""
    group = _groups(ground)
    groups, codes = int(group.max(initial=-1)) + 1, len(ground.codes)
    yes, no = np.zeros((groups, codes), bool), np.zeros((groups, codes), bool)
    np.logical_or.at(yes, group, ground.present & ground.explicit)
    np.logical_or.at(no, group, ground.absent)
    said = ground.said
    at = np.searchsorted(ground.units, said.unit)
    known = (at < len(ground.units)) & (ground.units[np.minimum(at, len(ground.units) - 1)] == said.unit)
    for flag, sides in ((True, yes), (False, no)):
        chosen = known & (said.present == flag)
        sides[group[at[chosen]], said.code[chosen]] = True
    disputed = yes & no
    return [
        question
        for one in np.flatnonzero(disputed.any(axis=1)).tolist()
        for question in _asked(ground, group, one, disputed)
    ]


def _groups(ground: Ground) -> Ints:
    """(n,) the number of the group of each unit: equal texts, and texts of the same words that lie close."""
    _, group = np.unique(ground.copies, return_inverse=True)
    by_words: dict[frozenset[str], list[int]] = defaultdict(list)
    rows = ground.distinct(np.arange(len(ground.units)))
    for row, text in zip(rows.tolist(), ground.texts(numbers(ground.units[rows])), strict=True):
        words = frozenset(_WORD.findall(text.casefold()))
        if words:
            by_words[words].append(row)
    renamed = np.arange(group.max(initial=-1) + 1)
    for same in by_words.values():
        if len(same) > 1:
            close = np.array(same)[ground.x[same] @ ground.x[same[0]] >= NEAR]
            renamed[group[close]] = group[same[0]]
    _, found = np.unique(renamed[group], return_inverse=True)
    return np.asarray(found, dtype=np.int64)


def _asked(ground: Ground, group: Ints, one: int, disputed: NDArray[np.bool_]) -> Iterator[Raised]:
    rows = np.flatnonzero(group == one)
    units = ground.units[rows]
    codes = np.flatnonzero(disputed[one]).tolist()
    sides: tuple[Side, ...]
    offers: tuple[Offer, ...]
    if len(codes) == 1:
        (code,) = codes
        name = ground.codes[code].name
        has, has_not = _units(ground, rows, code, present=True), _units(ground, rows, code, present=False)
        sides = (
            _side(f"“{name}” is there", has, ground.codes[code].id),
            _side(f"“{name}” is not there", has_not, None),
        )
        offers = (
            _answer(f"“{name}” is there", units, {ground.codes[code].id: "present"}, "present"),
            _answer(f"“{name}” is not there", units, {ground.codes[code].id: "absent"}, "absent"),
            MEMO,
        )
    else:
        held = [(code, _units(ground, rows, code, present=True)) for code in codes]
        sides = tuple(_side(f"“{ground.codes[code].name}”", having, ground.codes[code].id) for code, having in held)
        offers = (*_one_of(ground, codes, units), MEMO)
    people = len(np.unique(ground.said.coder[np.isin(ground.said.unit, units)]))
    exact = len(np.unique(ground.copies[rows])) == 1
    again = "coders" if people > 1 and len(units) == 1 else "places"
    what = "One text" if len(units) == 1 else "The same text" if exact else "The same words"
    yield Raised(
        kind="twins",
        about=(f"unit:{units[0]}", *(f"code:{ground.codes[code].id}" for code in codes)),
        title=f"{what}, {MANY.get(len(sides), str(len(sides)))} answers: which?",
        why=f"{_count(len(units), people, again)} The words cannot say which is right, so it is for you to settle.",
        sides=sides,
        offers=offers,
        value=min(0.95, 0.8 + 0.03 * len(units)),
        numbers={"units": len(units), "coders": people},
    )


def _count(units: int, people: int, again: str) -> str:
    if again == "coders":
        return f"{people} coders read this text and did not agree."
    by = f", by {people} coders" if people > 1 else ""
    return f"{units} units say the same{by}, and they were coded differently."


def _units(ground: Ground, rows: Ints, code: int, *, present: bool) -> Ints:
    side = ground.present if present else ground.absent
    said = ground.said
    spoken = said.unit[(said.code == code) & (said.present == present)]
    units = ground.units[rows]
    return np.asarray(units[side[rows, code] | np.isin(units, spoken)])


def _side(title: str, units: Ints, code: str | None) -> Side:
    return Side(title=title, shown=numbers(units[:SHOWN]), units=numbers(units), code=code)


def _one_of(ground: Ground, codes: Sequence[int], units: Ints) -> Iterator[Offer]:
    ids = [ground.codes[code].id for code in codes]
    for number, code in enumerate(codes, start=1):
        own = ground.codes[code]
        rest: dict[str, Value] = dict.fromkeys(ids, "absent")
        yield _answer(f"“{own.name}”", units, rest | {own.id: "present"}, f"answer_{number}")
    if not ground.exclusive:
        yield _answer("All of them", units, dict.fromkeys(ids, "present"), "all")


def _answer(title: str, units: Ints, values: Mapping[str, Value], name: str) -> Offer:
    many = "the unit" if len(units) == 1 else f"all {len(units)} units"
    return Offer(
        name=name,
        title=title,
        effect=f"Becomes your decision on {many}.",
        deed="code",
        units=numbers(units),
        values=values,
    )
