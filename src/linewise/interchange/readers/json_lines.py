"""JSONL: one object a line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from linewise.importing.record import RawRow
from linewise.interchange.jsontext import each_line
from linewise.interchange.table import ReadOptions, Table
from linewise.interchange.text import open_text, undecodable_line

_DEEPEST = 4


class JsonLinesReader:
    """Rows by line number; a line that is no JSON object is a defect of that row alone."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        with open_text(path, options.encoding) as (text, binary):

            def rows() -> Iterator[RawRow]:
                try:
                    for item in each_line(text, path.name, lenient=True):
                        defect = item.defect
                        yield RawRow(item.number, {}, defect) if defect else as_row(item.number, item.value)
                except UnicodeError:
                    raise undecodable_line(path, options.encoding) from None

            yield Table(None, rows(), binary.tell)


def as_row(number: int, value: object) -> RawRow:
    """A JSON value as a row; objects inside become columns with a dot, down to four levels."""
    if not isinstance(value, dict):
        return RawRow(number, {}, f"a JSON object was expected, not {type(value).__name__}")
    for item in value.values():
        if isinstance(item, dict):
            return RawRow(number, dict(_flat("", value, 1)))
    return RawRow(number, value)


def _flat(prefix: str, value: dict[str, Any], depth: int) -> Iterator[tuple[str, object]]:
    for key, item in value.items():
        if isinstance(item, dict) and depth < _DEEPEST:
            yield from _flat(f"{prefix}{key}.", item, depth + 1)
        else:
            yield f"{prefix}{key}", item
