"""CSV and TSV, by the standard library's parser."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from linewise.core.errors import BadInput
from linewise.importing.record import RawRow
from linewise.interchange.formulas import unescape
from linewise.interchange.table import LONGEST, ReadOptions, Table, column_names, too_long
from linewise.interchange.text import bad_byte, lines, lines_to, open_text, undecodable

_END = "\x1e\x1eend of file\x1e\x1e"


class DelimitedReader:
    """Rows numbered as a spreadsheet shows them: a quoted line break begins no row, a blank line does."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        # One setting for the whole process; raising it takes nothing from anybody else.
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST))
        with open_text(path, options.encoding) as (text, binary):
            rows = _parse(path, text, options)
            first = next(rows, None)
            if first is None:
                raise BadInput("the file holds no rows.", remedy="Choose a file with text in it.", file=path.name)
            names = column_names(first[1] if options.header else [""] * len(first[1]))
            data = _data(names, rows if options.header else _chain(first, rows))
            yield Table(names, data, binary.tell)


def _chain(first: tuple[int, list[str]], rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    yield first
    yield from rows


def _data(names: tuple[str, ...], rows: Iterator[tuple[int, list[str]]]) -> Iterator[RawRow]:
    width = len(names)
    for number, cells in rows:
        if len(cells) == width:
            yield RawRow(number, dict(zip(names, cells, strict=True)))
            continue
        # Empty cells behind the last column are a spreadsheet's habit and mean nothing.
        defect = None
        if len(cells) < width or any(cells[width:]):
            defect = f"the row has {len(cells)} cells where the header has {width}"
        yield RawRow(number, dict(zip(names, cells, strict=False)), defect)


def _parse(path: Path, text: io.TextIOWrapper, options: ReadOptions) -> Iterator[tuple[int, list[str]]]:
    number = 0
    parser = csv.reader(_ended(text, path.name), delimiter=options.delimiter)
    try:
        for number, cells in enumerate(parser, 1):
            if not cells:
                continue
            if cells[-1].endswith(_END):
                if len(cells) > 1 or cells[0] != _END:
                    raise _unclosed(path.name, number)
                return
            yield number, [unescape(cell) for cell in cells] if options.unescape_formulas else cells
    except csv.Error as error:
        if "field limit" in str(error):
            raise too_long(path.name, number + 1) from None
        raise BadInput(f"{error}.", remedy="Mend the row in the file.", file=path.name, row=number + 1) from None
    except UnicodeError:
        raise _undecodable(path, options) from None


def _ended(text: io.TextIOWrapper, file: str) -> Iterator[str]:
    """The lines, then a mark: the parser glues it to the last cell exactly when a quote was left open."""
    yield from lines(text, file)
    yield _END


def _unclosed(file: str, row: int) -> BadInput:
    return BadInput(
        "a quote opened in this row is never closed, so all that follows would be one cell.",
        remedy="Close or double the quote.",
        file=file,
        row=row,
    )


def _undecodable(path: Path, options: ReadOptions) -> BadInput:
    place = bad_byte(path, options.encoding)
    if place is None:
        return undecodable(path, options.encoding, None)
    rows: list[list[str]] = [[], []]
    count = 0
    with suppress(csv.Error):
        for cells in csv.reader(lines_to(path, options.encoding, place[0]), delimiter=options.delimiter):
            rows = [rows[0] or cells, cells]
            count += 1
    names, cells = column_names(rows[0]), rows[1]
    column = names[min(len(cells), len(names)) - 1] if cells else None
    return undecodable(path, options.encoding, place, row=count, column=column)
