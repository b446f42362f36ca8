"""What the student asks: questions that make a coder think, each raised by one pure function from one ground.

A new kind is one file and one line here.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import chain

from linewise.teaching.questions.alike import alike
from linewise.teaching.questions.boundary import boundary
from linewise.teaching.questions.drift import drift
from linewise.teaching.questions.empty import empty
from linewise.teaching.questions.ground import Entry, Ground, Said
from linewise.teaching.questions.missed import missed
from linewise.teaching.questions.outside import left_out
from linewise.teaching.questions.question import Asking, Kind, Offer, Raised, Side
from linewise.teaching.questions.senses import two_senses
from linewise.teaching.questions.slips import slips
from linewise.teaching.questions.twins import twins
from linewise.teaching.questions.unread import unread

__all__ = ["KINDS", "Asking", "Entry", "Ground", "Kind", "Offer", "Raised", "Said", "Side", "few", "left_out", "raised"]

KINDS: Mapping[Kind, Asking] = {
    "twins": twins,
    "boundary": boundary,
    "two_senses": two_senses,
    "drift": drift,
    "alike": alike,
    "unread": unread,
    "slip": slips,
    "missed": missed,
    "empty": empty,
}

MOST = 7
OF_ONE_KIND = 2


def raised(ground: Ground, *, kinds: Collection[Kind] | None = None) -> tuple[Raised, ...]:
    """Everything there is to ask, what matters most first."""
    if not len(ground.units):
        return ()
    asked = chain.from_iterable(ask(ground) for kind, ask in KINDS.items() if kinds is None or kind in kinds)
    return tuple(sorted(asked, key=lambda one: (-one.value, one.id)))


def few(questions: Iterable[Raised], *, most: int = MOST, of_one_kind: int = OF_ONE_KIND) -> tuple[Raised, ...]:
    """The few that are put before a coder now: the best of each kind, and no thing asked about twice."""
    kinds: Counter[str] = Counter()
    units: set[str] = set()
    codes: set[frozenset[str]] = set()
    found: list[Raised] = []
    for one in questions:
        own = {subject for subject in one.about if subject.startswith("unit:")}
        named = frozenset(one.about) - own
        again = bool(own & units) or (not own and named in codes)
        if len(found) == most or kinds[one.kind] == of_one_kind or again:
            continue
        kinds[one.kind] += 1
        units |= own
        codes |= {named} if not own else set()
        found.append(one)
    return tuple(found)
