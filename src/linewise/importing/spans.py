"""Pieces of a text by their offsets, which count Unicode code points."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """One unit of a text: `text[start:end]`, and who speaks at what time where the text says so."""

    start: int
    end: int
    speaker: str | None = None
    time: str | None = None


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Draw both ends in past whitespace; an all-blank piece becomes empty."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, max(start, start + len(piece.strip()))


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Trimmed lines, the blank ones as empty spans; every Unicode line break counts, CRLF as one."""
    start = 0
    for line in text.splitlines(keepends=True):
        yield trim(text, start, start + len(line))
        start += len(line)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that no blank line interrupts."""
    first: int | None = None
    last = 0
    for start, end in lines(text):
        if start < end:
            first = start if first is None else first
            last = end
        elif first is not None:
            yield first, last
            first = None
    if first is not None:
        yield first, last
