"""Documents cut anew: which new units old ones became, and where what was said of them belongs.

Everything follows from offsets into the document (code points). Old units never overlap one another, nor do new ones.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from linewise.core.nouns import Bookmark, Coding, Mark

# What an old unit is to a new one: it itself, a part of it, larger than it, neither, or without any character in it.
Relation = Literal["same", "part", "larger", "crossing", "beside"]


class Place(NamedTuple):
    """A unit and where it lies in its document."""

    unit: int
    start: int
    end: int


@dataclass(slots=True)
class Fit:
    """Old and new units of documents held against each other.

    `home`: the new unit in which an old one begins. `over`: what every new unit is made of, in order. An old unit in
    which a document has no new one at all has no home.
    """

    olds: dict[int, Place] = field(default_factory=dict)
    news: dict[int, Place] = field(default_factory=dict)
    home: dict[int, int] = field(default_factory=dict)
    over: dict[int, list[tuple[int, Relation]]] = field(default_factory=dict)
    _following: dict[int, int] = field(default_factory=dict)

    def add(self, olds: Sequence[Place], news: Sequence[Place]) -> None:
        """Take in one document, its units in order."""
        self.olds.update((one.unit, one) for one in olds)
        self.news.update((one.unit, one) for one in news)
        self._following.update((one.unit, after.unit) for one, after in pairwise(news))
        starts, ends = [one.start for one in news], [one.end for one in news]
        for one in news:
            self.over.setdefault(one.unit, [])
        for old in olds if news else ():
            home = min(bisect_right(ends, old.start), len(news) - 1)
            self.home[old.unit] = news[home].unit
            touched = range(bisect_right(ends, old.start), bisect_left(starts, old.end))
            for at in touched:
                self.over[news[at].unit].append((old.unit, _relation(old, news[at])))
            if not touched:
                self.over[news[home].unit].append((old.unit, "beside"))

    def same(self) -> int:
        """How many units stay as they were."""
        return sum(any(relation == "same" for _, relation in found) for found in self.over.values())

    def span(self, old: int, start: int, end: int) -> tuple[int, int, int]:
        """(new unit, start, end) of a span of an old unit: in the unit that holds its beginning, clipped to it."""
        of = self.olds[old]
        begin, finish = of.start + start, of.start + end
        place = self.news[self.home[old]]
        while place.end <= begin and place.unit in self._following:
            place = self.news[self._following[place.unit]]
        return place.unit, *_clipped(place, begin, finish)

    def whole(self, old: int) -> tuple[int, int | None, int | None]:
        """(new unit, start, end) of what was said of all of an old unit: no span where it still is about all of it."""
        of, place = self.olds[old], self.news[self.home[old]]
        if of.start <= place.start and place.end <= of.end:
            return place.unit, None, None
        return place.unit, *_clipped(place, of.start, of.end)


def _relation(old: Place, new: Place) -> Relation:
    if (old.start, old.end) == (new.start, new.end):
        return "same"
    if new.start <= old.start and old.end <= new.end:
        return "part"
    return "larger" if old.start <= new.start and new.end <= old.end else "crossing"


def _clipped(place: Place, begin: int, finish: int) -> tuple[int, int]:
    """A stretch of the document as a span of a unit; the nearest character where they have none in common."""
    start, end = max(begin, place.start), min(finish, place.end)
    if start >= end:
        start = place.start if finish <= place.start else place.end - 1
        end = start + 1
    return start - place.start, end - place.start


@dataclass(frozen=True, slots=True)
class Recoded:
    """What became of codings: facts about new units, statements that nobody verified, and how many went which way.

    `kept` came through as they were, `joined` went into a decision about a larger unit; `left` are statements about a
    whole that say nothing of its pieces, or the reverse, and of which nothing stands any more.
    """

    codings: tuple[Coding, ...]
    unverified: frozenset[tuple[int, str]]
    kept: int
    joined: int
    left: int


def recoded(fit: Fit, codings: Iterable[Coding], *, exclusive: bool = False) -> Recoded:
    """Codings of old units as codings of new ones.

    The same unit keeps all. A larger one takes "present" of any part, else "unsure" of any, and "absent" only when a
    coder said so of every part; it is as old as the oldest that it is made of, so that stale ones stay known. A piece
    takes what was found in the whole as unverified. So does a unit of an `exclusive` codebook in whose parts one coder
    found several codes.
    """
    by_unit: dict[int, list[Coding]] = defaultdict(list)
    for one in codings:
        by_unit[one.unit].append(one)
    made: list[Coding] = []
    unverified: set[tuple[int, str]] = set()
    kept, joined = set[str](), set[str]()
    used = set[str]()
    for new in dict.fromkeys(at for old in by_unit for at in _touching(fit, old)):
        inside: dict[tuple[str, str], list[Coding]] = defaultdict(list)
        parts = [old for old, relation in fit.over[new] if relation != "beside"]
        for old, relation in fit.over[new]:
            for one in by_unit.get(old, ()):
                if relation == "same":
                    made.append(replace(one, unit=new))
                    kept.add(one.key)
                elif relation == "part":
                    inside[one.code, one.coder].append(one)
                elif one.value == "present":
                    unverified.add((new, one.code))
                    used.add(one.key)
        found = [(said, joint) for said in inside.values() if (joint := _joint(said, len(parts), new))]
        for said, joint in found:
            rivals = {other.code for _, other in found if (other.coder, other.value) == (joint.coder, "present")}
            if exclusive and joint.value == "present" and len(rivals) > 1:
                unverified.add((new, joint.code))
                used.update(each.key for each in said)
            else:
                made.append(joint)
                joined.update(each.key for each in said)
    everything = {one.key for said in by_unit.values() for one in said}
    return Recoded(
        codings=tuple(made),
        unverified=frozenset(unverified),
        kept=len(kept),
        joined=len(joined),
        left=len(everything - kept - joined - used),
    )


def _touching(fit: Fit, old: int) -> Iterator[int]:
    """The new units that have to do with an old one."""
    unit: int | None = fit.home.get(old)
    while unit is not None and any(one == old for one, _ in fit.over[unit]):
        yield unit
        unit = fit._following.get(unit)


def _joint(said: Sequence[Coding], parts: int, new: int) -> Coding | None:
    """What one coder's statements about a code in some of the parts say of all of them together."""
    by_value = {value: [one for one in said if one.value == value] for value in ("present", "unsure", "absent")}
    decisive = by_value["present"] or by_value["unsure"]
    if not decisive:
        if len(said) < parts:
            return None
        decisive = list(said)
    oldest = min(decisive, key=lambda one: one.at)
    rounds = {one.round for one in decisive}
    return replace(
        oldest,
        unit=new,
        codebook=min(one.codebook for one in decisive),
        round=oldest.round if len(rounds) == 1 else None,
    )


def remarked(fit: Fit, marks: Iterable[Mark]) -> tuple[list[Mark], int]:
    """Marks of old units as marks of new ones, and how many are left over.

    The same unit keeps its mark. A larger one has the mark that all its parts have, and is unsure when one of them is;
    a piece has none, as its codes are open again.
    """
    by_unit: dict[int, list[Mark]] = defaultdict(list)
    for one in marks:
        by_unit[one.unit].append(one)
    made: list[Mark] = []
    used = set[str]()
    for new in dict.fromkeys(at for old in by_unit for at in _touching(fit, old)):
        parts = [(old, relation) for old, relation in fit.over[new] if relation != "beside"]
        by_coder: dict[str, list[Mark]] = defaultdict(list)
        for old, relation in parts:
            for one in by_unit.get(old, ()) if relation in ("same", "part") else ():
                by_coder[one.coder].append(one)
        for said in by_coder.values():
            unsure = [one for one in said if one.state == "unsure"]
            alike = len(said) == len(parts) and len({one.state for one in said}) == 1
            if alike or unsure:
                made.append(replace(max(unsure or said, key=lambda one: one.at), unit=new))
                used.update(one.key for one in said)
    return made, len({one.key for said in by_unit.values() for one in said} - used)


def rebookmarked(fit: Fit, bookmarks: Iterable[Bookmark]) -> list[Bookmark]:
    """Bookmarks where their units began; of two of one coder that meet, the older."""
    made: dict[str, Bookmark] = {}
    for one in sorted(bookmarks, key=lambda one: (one.at, one.unit)):
        moved = replace(one, unit=fit.home[one.unit])
        made.setdefault(moved.key, moved)
    return list(made.values())


def reimported(
    fit: Fit, units: Iterable[int], stated: Mapping[int, Iterable[str]], passages: Sequence[tuple[str, int, int]]
) -> dict[int, set[str]]:
    """Codes that the import claims for new units of one document: of passages (code, start, end) that they share.

    What was claimed of old units (`stated`) without a passage that says it goes with any overlap.
    """
    found: dict[int, set[str]] = {}
    for new in units:
        place = fit.news[new]
        codes = {code for code, start, end in passages if start < place.end and end > place.start}
        for old, _ in fit.over[new]:
            of = fit.olds[old]
            for code in stated.get(old, ()):
                if not any(one == code and start < of.end and end > of.start for one, start, end in passages):
                    codes.add(code)
        if codes:
            found[new] = codes
    return found
