"""Codes in the codebook that no unit has: a name alone, or a definition that nobody has met yet."""

import numpy as np

from linewise.teaching.questions.ground import Ground, Ints, numbers
from linewise.teaching.questions.question import MEMO, Offer, Raised, Side, keep
from linewise.teaching.questions.senses import define

SHOWN = 4
READ_IN_A_ROUND = 20
# No question before this many units were read: a codebook may well be there before its examples are.
READ = 30
LOOKED_AT = 40_000


def empty(ground: Ground) -> list[Raised]:
    """A question for each code without a unit, none below it either."""
    if len(ground.read) < READ:
        return []
    used = {entry.id for at, entry in enumerate(ground.codes) if ground.present[:, at].any()}
    above = {parent for entry in ground.codes for parent in entry.parents}
    return [
        _asked(ground, at) for at, entry in enumerate(ground.codes) if entry.id not in used and entry.id not in above
    ]


def _asked(ground: Ground, code: int) -> Raised:
    entry, likely = ground.codes[code], _likely(ground, code)
    offers = [
        define(ground, code, "Write its definition" if not entry.definition else "Write its definition anew"),
        Offer(
            name="retire",
            title="It is not needed: retire it",
            effect=f"“{entry.name}” is no longer offered.",
            deed="retire",
            code=entry.id,
        ),
        keep("It will come", "Nothing changes; you are asked again only when much more was read."),
        MEMO,
    ]
    sides: tuple[Side, ...] = ()
    if len(likely):
        shown = numbers(likely[:SHOWN])
        sides = (Side(title="Closest to its definition", shown=shown, units=numbers(likely), code=entry.id),)
        offers.insert(
            0,
            Offer(
                name="present",
                title="These are such: it is there in all of them",
                effect=f"Becomes your decision on the {len(shown)} units shown.",
                deed="code",
                units=shown,
                values={entry.id: "present"},
            ),
        )
        offers.insert(
            1,
            Offer(
                name="round",
                title=f"Look at {len(likely)} of them",
                effect=f"A round of {len(likely)} units opens in Verify.",
                deed="round",
                units=numbers(likely),
            ),
        )
    met = "These lie closest to its definition." if len(likely) else "It has no definition to look for it by."
    return Raised(
        kind="empty",
        about=(f"code:{entry.id}",),
        title=f"“{entry.name}” has no example yet: what would be one?",
        why=f"{len(ground.read):,} units were read and none has it. {met}",
        sides=sides,
        offers=tuple(offers),
        value=0.45 if len(likely) else 0.35,
        numbers={"read": len(ground.read)},
    )


def _likely(ground: Ground, code: int) -> Ints:
    """Unread units nearest to the definition, the nearest first, one for each text; none without a definition."""
    if ground.definitions is None or not ground.definitions[code].any():
        return np.empty(0, np.int64)
    units = ground.standing[~np.isin(ground.twins[ground.standing], ground.twins[ground.read])]
    if len(units) > LOOKED_AT:
        units = np.sort(np.random.default_rng(ground.seed).permutation(units)[:LOOKED_AT])
    close = np.concatenate(
        [ground.vectors[part].astype(np.float32) @ ground.definitions[code] for part in np.array_split(units, 8)]
    )
    order = units[np.argsort(-close, kind="stable")[: 4 * READ_IN_A_ROUND]]
    _, first = np.unique(ground.twins[order], return_index=True)
    return np.asarray(order[np.sort(first)][:READ_IN_A_ROUND])
