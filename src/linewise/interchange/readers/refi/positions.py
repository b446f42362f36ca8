"""Which characters the positions of a file mean: programs count differently, so what they wrote is judged by the text.

The standard (§10.2) counts Unicode code points from 0 and says nothing of byte order marks, of line ends, or of whether
the end is inclusive.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal, NamedTuple

FEWEST = 3
_ENOUGH = 20
_MARGIN = 0.2
_CONVINCING = 0.6
_EXAMINED = 20_000
_SAMPLE = 200
_LONG_NAME = 8
_PAIR = re.compile("\r\n")
_WIDE = re.compile("[\U00010000-\U0010ffff]")
_SPACE = re.compile(r"\s+")


class Reading(NamedTuple):
    """A way to count: in code points or UTF-16 units, CRLF as two or one, the byte order mark or not, the end in or
    out."""

    unit: Literal["code points", "UTF-16"] = "code points"
    breaks: Literal["as stored", "as one"] = "as stored"
    mark: bool = False
    inclusive: bool = False

    def __str__(self) -> str:
        parts = ["UTF-16 code units" if self.unit == "UTF-16" else "Unicode code points"]
        if self.breaks == "as one":
            parts.append("a line end of two characters counted as one")
        if self.mark:
            parts.append("the byte order mark counted")
        if self.inclusive:
            parts.append("the last character included")
        return ", ".join(parts)


PLAIN = Reading()
_UNITS: tuple[Literal["code points", "UTF-16"], ...] = ("code points", "UTF-16")
_BREAKS: tuple[Literal["as stored", "as one"], ...] = ("as stored", "as one")
READINGS = tuple(Reading(*parts) for parts in product(_UNITS, _BREAKS, (False, True), (False, True)))


def prior(origin: str) -> Reading:
    """What a program is known to count by."""
    name = origin.casefold()
    if "nvivo" in name and "mac" not in name:
        return Reading(unit="UTF-16")
    if "atlas.ti" in name:
        return Reading(breaks="as one")
    return PLAIN


class Stored:
    """A text as it is stored in a file, and as we have it: LF alone, no byte order mark."""

    def __init__(self, raw: str) -> None:
        self.marked = raw.startswith("\ufeff")
        plain = raw[1:] if self.marked else raw
        self._pairs = [one.start() for one in _PAIR.finditer(plain)]
        one_each = plain.replace("\r\n", "\n")
        self.text = one_each.replace("\r", "\n")
        self._wide = {
            "as stored": [one.start() + before for before, one in enumerate(_WIDE.finditer(plain))],
            "as one": [one.start() + before for before, one in enumerate(_WIDE.finditer(one_each))],
        }

    def same(self, reading: Reading) -> Reading:
        """The simplest reading that means the same in this text."""
        return Reading(
            unit=reading.unit if self._wide["as stored"] else "code points",
            breaks=reading.breaks if self._pairs else "as stored",
            mark=reading.mark and self.marked,
            inclusive=reading.inclusive,
        )

    @property
    def ambiguous(self) -> bool:
        """Whether it matters to this text how line ends, the mark and wide characters are counted."""
        return bool(self.marked or self._pairs or self._wide["as stored"])

    def place(self, position: int, reading: Reading) -> int:
        """A position of the file in code points of `text`; it may lie outside of it."""
        if reading.mark and self.marked:
            position -= 1
        if reading.unit == "UTF-16":
            position -= bisect_left(self._wide[reading.breaks], position)
        if reading.breaks == "as stored":
            position -= bisect_left(self._pairs, position)
        return position

    def span(self, start: int, end: int, reading: Reading) -> tuple[int, int]:
        """A selection in code points of `text`, its end exclusive; it may lie outside of it."""
        return self.place(start, reading), self.place(end + reading.inclusive, reading)


class Marked(NamedTuple):
    """A selection as evidence: its positions as written, and its name, which in some programs is its text."""

    start: int
    end: int
    name: str = ""


@dataclass(slots=True)
class Evidence:
    """How well each reading fits selections: edges that are edges of words, names that are the text."""

    count: int = 0
    ambiguous: bool = False
    edges: dict[Reading, int] = field(default_factory=lambda: dict.fromkeys(READINGS, 0))
    names: dict[Reading, int] = field(default_factory=lambda: dict.fromkeys(READINGS, 0))
    named: int = 0

    @staticmethod
    def settled(stored: Stored, selections: Sequence[Marked], reading: Reading) -> bool:
        """Whether a reading fits so well that no other could be clearly better, or there is too little to say."""
        if len(selections) < FEWEST:
            return True
        sample = selections[:: max(1, len(selections) // _SAMPLE)]
        fits = sum(_edges(stored.text, *stored.span(one.start, one.end, reading)) for one in sample)
        return fits / (2 * len(sample)) > 1 - _MARGIN

    def add(self, stored: Stored, selections: Iterable[Marked]) -> None:
        """Take in the selections of one text."""
        one_each = {reading: stored.same(reading) for reading in READINGS}
        different = set(one_each.values())
        for selection in selections:
            if self.count >= _EXAMINED:
                return
            if selection.end <= selection.start:
                continue
            self.count += 1
            self.ambiguous = self.ambiguous or stored.ambiguous
            spans = {reading: stored.span(selection.start, selection.end, reading) for reading in different}
            fits = {reading: _edges(stored.text, *spans[reading]) for reading in different}
            told = {reading: _told(stored.text, *spans[reading], selection.name) for reading in different}
            self.named += any(told.values())
            for reading, same in one_each.items():
                self.edges[reading] += fits[same]
                self.names[reading] += told[same]

    def verdict(self, first: Reading) -> tuple[Reading, str]:
        """The reading to use and why, where `first` is the one to start from."""
        best = max(READINGS, key=lambda one: (self.names[one], self.edges[one], *_near(one, first)))
        if self.named >= FEWEST and self.names[best] > self.names[first] and self.names[best] >= 0.9 * self.named:
            return best, f"{self.names[best]:,} selections then have the text that is their name"
        if self.names[first] >= FEWEST and self.names[first] >= 0.9 * self.named:
            return first, f"{self.names[first]:,} selections have the text that is their name"
        best = max(READINGS, key=lambda one: (self.edges[one], *_near(one, first)))
        share, own = (self.edges[one] / max(1, 2 * self.count) for one in (best, first))
        if self.count >= _ENOUGH and share >= _CONVINCING and share - own >= _MARGIN:
            return best, f"{share:.0%} of the passages then begin and end with words, otherwise {own:.0%}"
        return first, f"{own:.0%} of the passages then begin and end with words"


def _near(one: Reading, first: Reading) -> tuple[int, int]:
    """How alike two readings are, and, of those equally alike, the plainer one first."""
    return sum(a == b for a, b in zip(one, first, strict=True)), -READINGS.index(one)


def _edges(text: str, start: int, end: int) -> int:
    """How many of the two edges are edges of words."""
    if not 0 <= start < end <= len(text):
        return 0
    begins = _of_word(text[start]) and (start == 0 or not _of_word(text[start - 1]))
    return begins + (end == len(text) or not _of_word(text[end]))


def _of_word(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.category(character)[0] == "M"


def _told(text: str, start: int, end: int, name: str) -> bool:
    """Whether a name is the text of its selection, shortened or not."""
    wanted = _SPACE.sub(" ", name).strip()
    if not 0 <= start < end <= len(text) or len(wanted) < _LONG_NAME:
        return False
    begun = next((wanted[: -len(mark)] for mark in ("…", "...") if wanted.endswith(mark)), None)
    if begun is not None and len(begun) >= _LONG_NAME:
        return _SPACE.sub(" ", text[start : start + 3 * len(begun)]).startswith(begun)
    return end - start < 4 * len(wanted) and _SPACE.sub(" ", text[start:end]).strip() == wanted
