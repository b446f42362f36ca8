"""Plain text: the whole file is one document, or each line is one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linewise.importing.record import RawRow
from linewise.interchange.table import LONGEST, ReadOptions, Table, too_long
from linewise.interchange.text import lines, open_text, undecodable_line

COLUMN = "text"


class PlainReader:
    """Rows by line number, or the single row 1."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        with open_text(path, options.encoding) as (text, binary):

            def rows() -> Iterator[RawRow]:
                try:
                    if options.documents == "line":
                        for number, line in enumerate(lines(text, path.name), 1):
                            yield RawRow(number, {COLUMN: line.rstrip("\r\n")})
                        return
                    document = text.read(LONGEST + 1)
                    if len(document) > LONGEST:
                        raise too_long(path.name, 1)
                    yield RawRow(1, {COLUMN: document})
                except UnicodeError:
                    raise undecodable_line(path, options.encoding) from None

            yield Table((COLUMN,), rows(), binary.tell, 1 if options.documents == "file" else None)
