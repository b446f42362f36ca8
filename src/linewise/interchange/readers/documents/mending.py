"""Paragraphs from the lines of printed pages.

A page says where its lines are, not where paragraphs end. A line ends one when a blank line follows, when it stops
well short of the others and closes a sentence, or when the next begins a list item, a speaker's turn or a heading.
Words that were divided at the end of a line are joined. Lines that stand at the edge of many pages are kept, each by
itself, and marked as running headers.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Line(NamedTuple):
    """A line of a page, trimmed."""

    text: str
    page: int
    blank: bool = False


@dataclass(slots=True)
class Block:
    """A paragraph: `pages` are those that begin in it, by offset; `tail` is how long its last line was."""

    text: str
    part: str = ""
    level: int | None = None
    pages: list[tuple[int, int]] = field(default_factory=list)
    tail: int = 0


_CLOSED = re.compile(r"[.!?…:;。！？\u061f]['\"”’»)\]\d]{0,4}$")
_ITEM = re.compile(r"(?:[-*•–—▪◦‣·]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_SPEAKER = re.compile(r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*)?[^\W_][^:\n]{0,30}:\s")
# A line of a table of contents.
_LEADER = re.compile(r"(?:\.[ ]?){4,}[ ]?[\divxlc]{1,5}$")
_NUMBER = re.compile(r"\d+")
_WORD_END = re.compile(r"[^\W\d_]{2,}[-\u00ad\u2010]$")


def mended(pages: Sequence[Sequence[Line]], headings: Mapping[int, Sequence[tuple[int, str]]]) -> Iterator[Block]:
    """Blocks in order; `headings` are those of the outline by page: level and words."""
    edges = _edges(pages)
    open_block: Block | None = None
    held: list[Block] = []
    width = 0
    for page in pages:
        titles = {_key(title): (level, title) for level, title in headings.get(page[0].page, ())} if page else {}
        width = _width(page) or width
        fresh = True
        for place, line in enumerate(page):
            if line.blank:
                if open_block is not None and not (fresh and not _CLOSED.search(open_block.text)):
                    yield from (open_block, *held)
                    open_block, held = None, []
                continue
            title = titles.pop(_key(line.text), None)
            if title is not None or (_at_edge(place, page) and _shape(line.text) in edges):
                if open_block is not None and (title is not None or _CLOSED.search(open_block.text)):
                    yield from (open_block, *held)
                    open_block, held = None, []
                if title is not None:
                    yield Block(line.text, "", title[0], [(line.page, 0)])
                elif open_block is None:
                    yield Block(line.text, "running header", None, [(line.page, 0)])
                else:
                    # A paragraph that runs on over the edge of the page goes first.
                    held.append(Block(line.text, "running header"))
                continue
            if open_block is not None and _goes_on(open_block, line.text, width, fresh):
                _join(open_block, line, fresh)
            else:
                if open_block is not None:
                    yield from (open_block, *held)
                    held = []
                open_block = Block(line.text, "list" if _ITEM.match(line.text) else "", None, [(line.page, 0)])
            open_block.tail = len(line.text)
            fresh = False
    if open_block is not None:
        yield from (open_block, *held)


def _goes_on(block: Block, line: str, width: int, fresh: bool) -> bool:
    last = block.text[-80:]
    closed = bool(_CLOSED.search(last))
    if _ITEM.match(line) or _LEADER.search(last) or _LEADER.search(line):
        return False
    if (closed or block.tail < 0.8 * width) and _SPEAKER.match(line) and not line[0].islower():
        return False
    if fresh:
        return not closed and (line[:1].islower() or _WORD_END.search(last) is not None)
    if closed:
        return block.tail >= 0.8 * width
    # Short lines without a stop are verse, addresses, titles: the line break is theirs.
    return block.tail >= 0.6 * width or line[:1].islower() or _WORD_END.search(last) is not None


def _join(block: Block, line: Line, fresh: bool) -> None:
    text, glue = block.text, " "
    divided = _WORD_END.search(text[-80:])
    if divided and (line.text[:1].islower() or (divided[0].isupper() and line.text[:2].isupper())):
        # The hyphen of a divided word is the printer's, of a compound the author's; the first is far more frequent.
        text, glue = text[:-1], ""
    if fresh:
        block.pages.append((line.page, len(text) + len(glue)))
    block.text = text + glue + line.text


def _width(page: Sequence[Line]) -> int:
    """How long full lines are: not the longest, which a table may have made."""
    lengths = sorted(len(line.text) for line in page if not line.blank)
    return lengths[int(len(lengths) * 0.8)] if lengths else 0


def _at_edge(place: int, page: Sequence[Line]) -> bool:
    return place < 2 or place >= len(page) - 2


def _edges(pages: Sequence[Sequence[Line]]) -> set[str]:
    """Lines at the top and bottom that return on at least three pages and a third of all, but for their numbers."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(line.text) for line in (*page[:2], *page[-2:]) if not line.blank})
    return {shape for shape, often in seen.items() if often >= max(3, len(pages) // 3)}


def _shape(text: str) -> str:
    return _NUMBER.sub("0", text)


def _key(text: str) -> str:
    return "".join(text.lower().split()).strip("0123456789.")
