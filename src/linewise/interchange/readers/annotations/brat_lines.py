"""The lines of a BRAT annotation file, against the text that they are about."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from linewise.interchange.standoff import MOST_MARKS

_TEXT_BOUND = re.compile(r"T\S*\t(\S+) ([0-9]+ [0-9]+(?:;[0-9]+ [0-9]+)*+) *(?:\t(.*))?\Z", re.DOTALL)
_ABOUT = re.compile(r"(\S+) (\S+)(?: (.*))?\Z", re.DOTALL)
_EVENT = re.compile(r"[^\s:]+:(\S+)((?: .*)?)\Z", re.DOTALL)
_LINE_ENDS = re.compile(r"\s*[\r\n]\s*")
_COMMENT = "AnnotatorNotes"
_LONGEST_NUMBER = 12


@dataclass(slots=True)
class Marked:
    """A text-bound annotation: where it is in the text (code points), and what is said about it.

    `notes` are by their type; those of annotators stand under "AnnotatorNotes".
    """

    id: str
    type: str
    spans: list[tuple[int, int]]
    notes: dict[str, str] = field(default_factory=dict)
    attributes: list[str] = field(default_factory=list)

    def comment(self) -> str:
        """What annotators noted, then everything else that is said of it."""
        further = [f"{kind}: {text}" if text else kind for kind, text in self.notes.items() if kind != _COMMENT]
        parts = [self.notes.get(_COMMENT, ""), *self.attributes, *further]
        return "; ".join(part for part in parts if part)


class Annotations:
    """An annotation file read against its text. `lost` counts what has no place here, `broken` unreadable lines.

    `text` is the text without a byte order mark. Offsets may count that mark, and may count a line end of Windows as
    one character: the way of counting under which the annotations quote the text right is taken.
    """

    def __init__(self, lines: str, text: str) -> None:
        self.text = text.removeprefix("\ufeff")
        self.lost: Counter[str] = Counter()
        self.broken = 0
        self._marked: dict[str, Marked] = {}
        self._quotes: dict[str, str] = {}
        self._triggers: dict[str, str] = {}
        others: list[list[str]] = []
        for line in _lines(lines):
            if line.startswith("T"):
                self._text_bound(line)
            elif line.strip():
                others.append(line.split("\t"))
        self._place(text)
        for fields in others:
            if fields[0].startswith("E"):
                self._event(fields)
        for fields in others:
            self._other(fields)

    @staticmethod
    def types(lines: str) -> Iterator[str]:
        """The types of all text-bound annotations."""
        for line in _lines(lines):
            found = _TEXT_BOUND.match(line) if line.startswith("T") else None
            if found:
                yield found[1]

    def marked(self) -> Iterator[Marked]:
        """The text-bound annotations whose place is in the text, in the order of the file."""
        for one in self._marked.values():
            if one.spans:
                yield one

    def _text_bound(self, line: str) -> None:
        found = _TEXT_BOUND.match(line)
        number = line.partition("\t")[0]
        full = len(self._marked) >= MOST_MARKS
        if found is None or number in self._marked or len(found[2]) > 100_000 or full:
            self.broken += 1
            return
        pairs = [pair.split(" ") for pair in found[2].split(";")]
        if any(len(number) > _LONGEST_NUMBER for pair in pairs for number in pair):
            self.broken += 1
            return
        self._marked[number] = Marked(number, found[1], sorted((int(start), int(end)) for start, end in pairs))
        self._quotes[number] = found[3] or ""

    def _place(self, raw: str) -> None:
        shift = len(raw) - len(self.text)
        ways = [_Counting(raw, shift, windows=False)]
        if shift:
            ways.append(_Counting(self.text, 0, windows=False))
        if "\r\n" in raw:
            ways += [_Counting(raw, shift, windows=True), _Counting(self.text, 0, windows=True)]
        best = max(ways, key=self._right) if len(ways) > 1 else ways[0]
        for one in self._marked.values():
            spans = [(best.point(start), best.point(end)) for start, end in one.spans]
            good = [(start, end) for start, end in spans if 0 <= start < end <= len(self.text)]
            self.broken += not good
            one.spans = _joined(good, self.text)

    def _right(self, way: "_Counting") -> int:
        """How many annotations quote their words right under a way of counting."""
        right = 0
        for number, one in self._marked.items():
            pieces = [self.text[way.point(start) : way.point(end)] for start, end in one.spans]
            right += " ".join(" ".join(pieces).split()) == " ".join(self._quotes[number].split())
        return right

    def _event(self, fields: list[str]) -> None:
        found = _EVENT.match(fields[1]) if len(fields) > 1 else None
        if found is None:
            self.broken += 1
            return
        self._triggers[fields[0]] = found[1]
        self.lost["arguments of events"] += len(found[2].split())

    def _other(self, fields: list[str]) -> None:
        kind = fields[0][:1]
        if kind == "E":
            return
        if kind in ("R", "*"):
            self.lost["relations"] += 1
            return
        found = _ABOUT.match(fields[1]) if len(fields) > 1 and kind in ("A", "M", "N", "#") else None
        if found is None:
            self.broken += 1
            return
        name, target, value = found[1], found[2], found[3] or ""
        one = self._marked.get(self._triggers.get(target, target))
        tail = "\t".join(fields[2:]).strip()
        if one is None:
            self.lost["attributes and notes of relations"] += 1
        elif kind == "#":
            one.notes[name] = f"{one.notes[name]}; {tail}" if name in one.notes else tail
        elif kind == "N":
            one.attributes.append(f"{name}: {value}" + (f" ({tail})" if tail else ""))
        else:
            one.attributes.append(f"{name}: {value}" if value else name)


class _Counting:
    """From offsets into a text as it was counted to code points of it without its byte order mark."""

    def __init__(self, text: str, shift: int, *, windows: bool) -> None:
        self._shift = shift
        # Where each line end of Windows that counts as one begins, as counted.
        ends = [found.start() for found in re.finditer("\r\n", text)] if windows else []
        self._ends = [place - before for before, place in enumerate(ends)]

    def point(self, offset: int) -> int:
        return offset + bisect_left(self._ends, offset) - self._shift


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] <= start and _LINE_ENDS.fullmatch(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _lines(text: str) -> Iterator[str]:
    """Lines as they are written; other characters that part lines may stand in quoted text."""
    for line in text.split("\n"):
        yield line.removesuffix("\r")
