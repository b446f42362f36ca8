"""A document as units: cut as the plan says, each with what the structure of the document says of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from linewise.core.exchange import AttributeValue, Stretch
from linewise.importing.record import Record
from linewise.importing.segment import Segment, Segmentation, segments
from linewise.importing.spans import trim


@dataclass(frozen=True, slots=True)
class Cut:
    """One unit of a record: `text[start:end]` in code points, and attributes that only it has (speaker, page)."""

    start: int
    end: int
    own: Mapping[str, AttributeValue] = field(default_factory=dict)

    @property
    def speaker(self) -> str | None:
        spoken = self.own.get("speaker")
        return spoken if isinstance(spoken, str) else None


def cut(record: Record, how: Segmentation) -> Iterator[Cut]:
    """The units of a record in order; speakers and other stretches of the document's structure go with them."""
    entry = record.entry
    stretches = entry.stretches if entry is not None else ()
    if not stretches and not (how == "given" and entry is not None):
        spoken: Mapping[str, AttributeValue] = {"speaker": record.speaker} if record.speaker else {}
        for piece in segments(record.text, how):
            yield Cut(piece.start, piece.end, {"speaker": piece.speaker, **_when(piece)} if piece.speaker else spoken)
        return
    structure = _Structure(stretches)
    headings = sorted((one.start, one.end) for one in stretches if (one.name, one.value) == ("part", "heading"))
    pieces = _pieces(record, how, stretches, {start for start, _ in headings})
    if headings and how not in ("whole", "given"):
        pieces = _apart(record.text, pieces, headings)
    for piece in pieces:
        own = structure.at(piece.start)
        speaker = piece.speaker or own.get("speaker") or record.speaker
        yield Cut(piece.start, piece.end, {**own, "speaker": speaker, **_when(piece)} if speaker else own)


def _when(piece: Segment) -> Mapping[str, AttributeValue]:
    return {"time": piece.time} if piece.time else {}


def _pieces(
    record: Record, how: Segmentation, stretches: Sequence[Stretch], titles: Collection[int]
) -> Iterator[Segment]:
    text, entry = record.text, record.entry
    if how == "given" and entry is not None and entry.units is not None:
        spans: Sequence[tuple[int, int]] = sorted(entry.units)
    elif how == "turn" and any(one.name == "speaker" for one in stretches):
        spans = _turns(text, [one for one in stretches if one.name == "speaker"])
    else:
        yield from segments(text, how, titles)
        return
    last = 0
    for begin, finish in spans:
        start, end = trim(text, max(begin, last), min(finish, len(text)))
        if start < end:
            yield Segment(start, end)
            last = end


def _apart(text: str, pieces: Iterator[Segment], headings: Sequence[tuple[int, int]]) -> Iterator[Segment]:
    """The pieces with every heading in one of its own, said by nobody: a turn ends at it, and may go on after it."""
    places: list[int] = []
    for begin, finish in headings:
        if places and begin <= places[-1]:
            places[-1] = max(places[-1], finish)
        else:
            places += (begin, finish)
    for piece in pieces:
        inside = places[bisect_right(places, piece.start) : bisect_left(places, piece.end)]
        ends = [piece.start, *dict.fromkeys(inside), piece.end]
        for begin, finish in pairwise(ends):
            start, end = trim(text, begin, finish)
            if start < end:
                title = bisect_right(places, start) % 2 == 1
                yield Segment(start, end, None if title else piece.speaker, None if title else piece.time)


def _turns(text: str, spoken: Sequence[Stretch]) -> list[tuple[int, int]]:
    """Where speakers begin; what stands before the first and between two is a piece of its own."""
    found: list[tuple[int, int]] = []
    last = 0
    for one in sorted(spoken, key=lambda stretch: stretch.start):
        if one.start > last:
            found.append((last, one.start))
        found.append((max(last, one.start), one.end))
        last = max(last, one.end)
    if last < len(text):
        found.append((last, len(text)))
    return found


class _Structure:
    """Finds what stretches say of a place; each name is searched by itself."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._by_name: dict[str, list[Stretch]] = {}
        for one in sorted(stretches, key=lambda stretch: (stretch.start, -stretch.end)):
            self._by_name.setdefault(one.name, []).append(one)
        self._starts = {name: [one.start for one in found] for name, found in self._by_name.items()}

    def at(self, place: int) -> dict[str, AttributeValue]:
        own: dict[str, AttributeValue] = {}
        for name, found in self._by_name.items():
            for index in range(bisect_right(self._starts[name], place) - 1, -1, -1):
                if place < found[index].end:
                    own[name] = found[index].value
                    break
                # Long ones that still run may lie far before; most formats nest little, so few are looked at.
                if index < bisect_right(self._starts[name], place) - 64:
                    break
        return own
