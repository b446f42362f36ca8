"""JSON: one array of objects, read object by object."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linewise.importing.record import RawRow
from linewise.interchange.jsontext import each_element
from linewise.interchange.readers.json_lines import as_row
from linewise.interchange.table import ReadOptions, Table
from linewise.interchange.text import bad_byte, open_text, undecodable


class JsonArrayReader:
    """Rows by their place in the array, from 1; never more than one object and a chunk in memory."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        with open_text(path, options.encoding) as (text, binary):

            def rows() -> Iterator[RawRow]:
                try:
                    for item in each_element(text, path.name, lenient=True):
                        yield as_row(item.number, item.value)
                except UnicodeError:
                    raise undecodable(path, options.encoding, bad_byte(path, options.encoding)) from None

            yield Table(None, rows(), binary.tell)
