"""Cutting a document into the units that are coded."""

from collections.abc import Callable, Collection, Iterator
from typing import Literal

from linewise.importing.sentences import sentences
from linewise.importing.spans import Segment, lines, paragraphs, trim
from linewise.importing.turns import turns

Segmentation = Literal["whole", "line", "sentence", "paragraph", "turn", "given"]

__all__ = ["Segment", "Segmentation", "segments"]


def segments(text: str, how: Segmentation, titles: Collection[int] = ()) -> Iterator[Segment]:
    """Units of a text in order, never overlapping, without outer whitespace and never empty.

    Offsets count code points of the text as it is: `text[start:end]` is the unit. No visible character is
    lost, but for the speaker labels of turns. CRLF and LF give the same units. "given" is as the file itself cuts it,
    which a bare text does not: the whole is one unit then. `titles` are the places where headings begin.
    """
    if how == "turn":
        for turn in turns(text, titles):
            if turn.start < turn.end:
                yield Segment(turn.start, turn.end, turn.speaker, turn.time)
        return
    for begin, finish in _CUTS[how](text):
        start, end = trim(text, begin, finish)
        if start < end:
            yield Segment(start, end)


def _whole(text: str) -> Iterator[tuple[int, int]]:
    yield 0, len(text)


_CUTS: dict[str, Callable[[str], Iterator[tuple[int, int]]]] = {
    "whole": _whole,
    "given": _whole,
    "line": lines,
    "sentence": sentences,
    "paragraph": paragraphs,
}
