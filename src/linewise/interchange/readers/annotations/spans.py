"""Offsets of other programs as offsets in code points, checked by the text that the program says it marked."""

import re

from linewise.interchange.offsets import Utf16
from linewise.interchange.readers.annotations.gathered import Odd

_BLANK = re.compile(r"(?:\s|\\n|\\r)+")


class Spans:
    """Finds the passages of one text.

    Programs in browsers count UTF-16 units, others code points, and some did either at times. Where the marked words
    are stated they decide; where not, offsets are code points, unless they reach beyond the text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._utf16: Utf16 | None = None

    def at(self, start: object, end: object, said: object = None) -> tuple[int, int] | None:
        """The passage in code points; None when it is empty or the words are nowhere near. Odd: no numbers."""
        if isinstance(start, bool) or isinstance(end, bool) or not isinstance(start, int) or not isinstance(end, int):
            raise Odd("a passage without a start and an end")
        if not 0 <= start < end:
            return None
        there = (start, end)
        if not isinstance(said, str) or not said.strip():
            return there if end <= len(self._text) else self._from_utf16(start, end)
        if end <= len(self._text) and _same(self._text[start:end], said):
            return there
        place = self._from_utf16(start, end)
        if place is not None and _same(self._text[slice(*place)], said):
            return place
        return self._nearest(start, said)

    def _from_utf16(self, start: int, end: int) -> tuple[int, int] | None:
        if self._utf16 is None:
            self._utf16 = Utf16(self._text)
        if end > self._utf16.from_points(len(self._text)):
            return None
        return self._utf16.to_points(start), self._utf16.to_points(end)

    def _nearest(self, start: int, said: str) -> tuple[int, int] | None:
        before = self._text.rfind(said, 0, start + len(said))
        after = self._text.find(said, start)
        places = [place for place in (before, after) if place >= 0]
        if not places:
            return None
        found = min(places, key=lambda place: abs(place - start))
        return found, found + len(said)


def _same(ours: str, said: str) -> bool:
    """Equal but for white space, which programs change as they show it."""
    return ours == said or _BLANK.sub("", ours) == _BLANK.sub("", said)
