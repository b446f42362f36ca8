"""Offsets of programs that do not count code points: UTF-16 units (Java, .NET, JavaScript, Qt)."""

import re
from bisect import bisect_left

_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Utf16:
    """Offsets into one text, in code points and in UTF-16 units; what lies beyond the text goes to its end."""

    def __init__(self, text: str) -> None:
        wide = [] if text.isascii() else [found.start() for found in _WIDE.finditer(text)]
        self._points = wide
        self._units = [point + before for before, point in enumerate(wide)]
        self._length = len(text)

    def to_points(self, units: int) -> int:
        """Code points before this many units; a place within a character counts as before it."""
        return max(0, min(units - bisect_left(self._units, units), self._length))

    def from_points(self, points: int) -> int:
        """UTF-16 units before this many code points."""
        points = max(0, min(points, self._length))
        return points + bisect_left(self._points, points)
