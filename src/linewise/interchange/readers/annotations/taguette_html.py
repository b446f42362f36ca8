"""The text of a Taguette document, with the places of its highlights.

Taguette stores HTML and counts UTF-8 bytes of the text between its tags (as a browser has it: entities replaced, line
ends as "\\n"). Here blocks are separated by a blank line, breaks are "\\n", and a run of white space with a line end
in it, which no browser shows, is one space; other white space stays.
"""

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from linewise.core.exchange import Stretch

_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)(?:[^>"']|"[^"]*"|'[^']*')*+>""")
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "colgroup",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(("script", "style", "template"))
_HEADING = re.compile(r"h([1-6])\Z")
_PARTS = {"li": "list", "dd": "list", "dt": "list", "tr": "table", "caption": "caption"}
_WRAPPED = re.compile(r"[ \t\f]*\n[ \t\f\n]*")
_BETWEEN = "\n\n"
_DEEPEST = 100


class Page:
    """`text` and `stretches` of a document; `start` and `end` turn its byte offsets into code points of the text."""

    def __init__(self, contents: str) -> None:
        self.text = ""
        self.stretches: tuple[Stretch, ...] = ()
        self._bytes: list[int] = []
        self._points: list[int] = []
        self._pieces: list[str] = []
        self._ends: list[int] = []
        _Builder(self).read(contents)

    def add(self, place: int, point: int, piece: str, size: int) -> None:
        """A piece of text that begins at byte `place` and at code point `point`."""
        self._bytes.append(place)
        self._points.append(point)
        self._pieces.append(piece)
        self._ends.append(place + size)

    def start(self, place: int) -> int:
        """Where a highlight begins: with the first character at or after this byte."""
        at = bisect_right(self._bytes, place) - 1
        if at >= 0 and place < self._ends[at]:
            return self._within(at, place)
        return self._points[at + 1] if at + 1 < len(self._points) else len(self.text)

    def end(self, place: int) -> int:
        """Where a highlight ends: after the last character before this byte."""
        at = bisect_left(self._bytes, place) - 1
        if at < 0:
            return 0
        if place >= self._ends[at]:
            return self._points[at] + len(self._pieces[at])
        return self._within(at, place)

    def _within(self, at: int, place: int) -> int:
        piece, far = self._pieces[at], place - self._bytes[at]
        if self._ends[at] - self._bytes[at] == len(piece):
            return self._points[at] + far
        return self._points[at] + len(piece.encode(errors="replace")[:far].decode(errors="ignore"))


class _Builder:
    """Goes through the HTML once. A break between blocks is held back until something follows it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._out: list[str] = []
        self._length = self._place = 0
        # What stands between the last text and the next: nothing, a break between cells, one between blocks.
        self._break = ""
        self._begun = self._row_begun = False
        self._paragraph = -1
        self._rows = 0
        self._space: int | None = None
        self._fresh = True
        self._pre = 0
        self._blocks: list[tuple[str, int]] = []
        self._headings: list[str] = []
        self._stretches: list[Stretch] = []
        self._open_headings: list[tuple[int, int]] = []

    def read(self, contents: str) -> None:
        """Fill the page."""
        for tag, closing, text in _tokens(contents.replace("\r\n", "\n").replace("\r", "\n")):
            if tag:
                self._tag(tag, closing)
            elif text:
                self._text(html.unescape(text))
        page = self._page
        page.text = "".join(self._out)
        self._stretches += self._paths()
        page.stretches = tuple(sorted(self._stretches, key=lambda one: (one.start, one.name, -one.end)))

    def _tag(self, tag: str, closing: bool) -> None:
        if tag == "br":
            self._emit("\n")
            self._space, self._fresh = None, True
        elif tag in _CELLS:
            if not closing:
                if self._row_begun:
                    self._break = self._break or "\t"
                self._row_begun = self._fresh = True
                self._space = None
        elif tag in _BLOCKS:
            self._block(tag, closing)

    def _block(self, tag: str, closing: bool) -> None:
        if tag == "pre":
            self._pre = max(0, self._pre - 1 if closing else self._pre + 1)
        if closing and tag == "p" and self._paragraph == self._length:
            # An empty paragraph is one all the same: it stands between two breaks.
            self._emit("")
        if closing:
            self._close(tag)
        self._space, self._fresh = None, True
        if tag != "tr" and self._rows:
            if not closing and not self._break:
                self._break = "\n"
        elif self._begun:
            self._break = _BETWEEN
        if tag == "tr":
            self._row_begun = False
            self._rows = max(0, self._rows + (-1 if closing else 1))
        self._paragraph = self._length if tag == "p" and not closing else -1
        if not closing and len(self._blocks) < _DEEPEST and (tag in _PARTS or _HEADING.match(tag)):
            self._blocks.append((tag, self._length + len(self._break)))

    def _close(self, tag: str) -> None:
        place = next((at for at in range(len(self._blocks) - 1, -1, -1) if self._blocks[at][0] == tag), None)
        if place is None:
            return
        _, start = self._blocks[place]
        del self._blocks[place:]
        if start >= self._length:
            return
        heading = _HEADING.match(tag)
        part = "heading" if heading else _PARTS[tag]
        self._stretches.append(Stretch(start, self._length, "part", part))
        if heading:
            self._open_headings.append((start, int(heading[1])))

    def _paths(self) -> list[Stretch]:
        whole = "".join(self._out)
        ends = {one.start: one.end for one in self._stretches if one.value == "heading"}
        above: list[tuple[int, str]] = []
        found: list[Stretch] = []
        for start, level in self._open_headings:
            while above and above[-1][0] >= level:
                above.pop()
            above.append((level, " ".join(whole[start : ends[start]].split())))
            found.append(Stretch(start, self._length, "heading", " › ".join(name for _, name in above)))
        return found

    def _text(self, text: str) -> None:
        if self._pre:
            self._run(text)
            return
        last = 0
        for found in _WRAPPED.finditer(text):
            self._run(text[last : found.start()])
            # Held back: white space at the beginning and the end of a block is not shown.
            if not self._fresh and self._space is None:
                self._space = self._place
            self._place += found.end() - found.start()
            last = found.end()
        self._run(text[last:])

    def _run(self, text: str) -> None:
        if not text:
            return
        if self._space is not None:
            self._piece(self._space, " ", 1)
            self._space = None
        self._fresh = False
        size = len(text) if text.isascii() else len(text.encode(errors="replace"))
        self._piece(self._place, text, size)
        self._place += size

    def _piece(self, place: int, piece: str, size: int) -> None:
        self._emit("")
        self._page.add(place, self._length, piece, size)
        self._emit(piece)

    def _emit(self, text: str) -> None:
        for piece in (self._break, text):
            if piece:
                self._out.append(piece)
                self._length += len(piece)
        self._break = ""
        self._begun = True


def _tokens(contents: str) -> Iterator[tuple[str, bool, str]]:
    """Tags by name and whether they close, and the text between them; what is never closed ends the document."""
    place = 0
    while place < len(contents):
        sign = contents.find("<", place)
        if sign < 0:
            sign = len(contents)
        if sign > place:
            yield "", False, contents[place:sign]
        if sign == len(contents):
            return
        found = _TAG.match(contents, sign)
        if found:
            name, closing = found[2].lower(), bool(found[1])
            place = found.end()
            yield name, closing, ""
            if name in _UNSEEN and not closing:
                end = re.compile(f"</{name}", re.IGNORECASE | re.ASCII).search(contents, place)
                if end is None:
                    return
                place = end.start()
            elif name == "pre" and not closing and contents.startswith("\n", place):
                place += 1
            continue
        after = contents[sign + 1 : sign + 2]
        if after.isascii() and (after.isalpha() or after == "/"):
            return
        if after and after in "!?":
            close = "-->" if contents.startswith("<!--", sign) else ">"
            stop = contents.find(close, sign + 2)
            if stop < 0:
                return
            place = stop + len(close)
        else:
            yield "", False, "<"
            place = sign + 1
