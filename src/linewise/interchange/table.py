"""The port that every reader implements, and what it hands over."""

import codecs
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from linewise.core.errors import BadInput
from linewise.core.exchange import CodeEntry, DocumentEntry, Loss, MemoEntry
from linewise.importing.plan import Documents, ImportPlan
from linewise.importing.record import RawRow

LONGEST = 16 * 1024 * 1024
"""Characters that one cell, one line or one JSON record may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read a file, all of it settled: nothing is left to be detected."""

    encoding: str = "utf-8"
    delimiter: str = ","
    header: bool = True
    sheet: str | None = None
    documents: Documents = "file"
    unescape_formulas: bool = False

    @classmethod
    def from_plan(cls, plan: ImportPlan, *, encoding: str | None, delimiter: str | None) -> "ReadOptions":
        """The plan's options, with what was detected in place of what it leaves open."""
        chosen = plan.encoding or encoding or "utf-8"
        return cls(
            # A byte order mark is never part of the first cell.
            encoding="utf-8-sig" if codecs.lookup(chosen).name == "utf-8" else chosen,
            delimiter=plan.delimiter or delimiter or ",",
            header=plan.header,
            sheet=plan.sheet,
            documents=plan.documents,
            unescape_formulas=plan.unescape_formulas,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a file holds beside its documents, as far as it is known when the file is opened.

    `program` wrote it. `losses` is asked when the rows have been read. `keep`: the file itself stays with the project,
    so that an export of the same format can give back what has no place here.
    """

    program: str = ""
    codes: tuple[CodeEntry, ...] = ()
    memos: tuple[MemoEntry, ...] = ()
    losses: Callable[[], tuple[Loss, ...]] = tuple
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """An opened file: its columns (None where rows may differ), and its rows as a stream.

    `done` tells how many bytes of the file the stream has come through; `total` is the number of rows where
    the format knows it.
    """

    columns: tuple[str, ...] | None
    rows: Iterator[RawRow]
    done: Callable[[], int]
    total: int | None = None
    contents: Contents = Contents()


class Reader(Protocol):
    """Reads one format. Only BadInput may come out of it, whatever the file holds."""

    def open(self, path: Path, options: ReadOptions) -> AbstractContextManager[Table]: ...


TEXT, NAME = "text", "document"


def row_of(entry: DocumentEntry, number: int) -> RawRow:
    """A document as a row: its text, its name, and its attributes as further columns."""
    own = {(f"attribute: {name}" if name in (TEXT, NAME) else name): value for name, value in entry.attributes.items()}
    return RawRow(number, {TEXT: entry.text, NAME: entry.name, **own}, None, entry)


def column_names(cells: list[str]) -> tuple[str, ...]:
    """Names for a header's cells: unnamed ones by their place, repeated ones numbered."""
    names: dict[str, None] = {}
    for place, cell in enumerate(cells, 1):
        base = cell.strip() or f"column {place}"
        name, again = base, 2
        while name in names:
            name, again = f"{base} ({again})", again + 1
        names[name] = None
    return tuple(names)


def too_long(file: str, row: int) -> BadInput:
    """The error for a cell, line or record past `LONGEST`."""
    return BadInput(
        f"more than {LONGEST:,} characters in one piece.",
        remedy="Look for a quote that is never closed, or split the text.",
        file=file,
        row=row,
    )
