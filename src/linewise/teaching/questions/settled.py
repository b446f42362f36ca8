"""Which questions are answered or set aside: they are not asked again until much more speaks for them."""

from collections.abc import Iterable

import numpy as np

from linewise.core.nouns import Question
from linewise.teaching.questions.ground import Ground
from linewise.teaching.questions.question import Raised

# A code is asked about again when it was found in half as many units again since, and in this many at least.
MORE, LEAST = 0.5, 20
# Whose subjects are units that only stand for others: the same question, when half of them are the same.
OF_EXAMPLES = ("unread", "missed")


def same(raised: Raised, question: Question) -> bool:
    """Whether this was asked before, in these words or about nearly the same examples."""
    if raised.id == question.id:
        return True
    if raised.kind != question.kind or raised.kind not in OF_EXAMPLES:
        return False
    now, then = (_examples(about) for about in (raised.about, question.about))
    return _named(raised.about) == _named(question.about) and 2 * len(now & then) >= min(len(now), len(then))


def standing(raised: Iterable[Raised], questions: Iterable[Question], ground: Ground) -> tuple[Raised, ...]:
    """The questions that nobody answered or set aside, or of which much has changed since."""
    known = tuple(questions)
    return tuple(one for one in raised if not any(same(one, old) and not _changed(one, old, ground) for old in known))


def _changed(raised: Raised, old: Question, ground: Ground) -> bool:
    if not ground.at:
        return False
    later = np.array([at > old.at for at in ground.at])
    units = [int(one.removeprefix("unit:")) for one in raised.about if one.startswith("unit:")]
    if raised.kind in OF_EXAMPLES:
        return False
    if units:
        return bool(later[np.isin(ground.units, units)].any())
    named = _named(raised.about)
    columns = [at for at, entry in enumerate(ground.codes) if f"code:{entry.id}" in named]
    found = ground.present[:, columns].any(axis=1)
    if raised.kind == "empty":
        found = np.ones(len(later), bool)
    fresh = int((found & later).sum())
    return fresh >= max(LEAST, MORE * int((found & ~later).sum()))


def _examples(about: Iterable[str]) -> frozenset[str]:
    return frozenset(one for one in about if one.startswith("unit:"))


def _named(about: Iterable[str]) -> frozenset[str]:
    return frozenset(one for one in about if not one.startswith("unit:"))
