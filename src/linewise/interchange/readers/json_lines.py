"""JSONL: one object a line."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from linewise.importing.record import RawRow
from linewise.interchange.table import ReadOptions, Table
from linewise.interchange.text import lines, open_text, undecodable_line

_DEEPEST = 4


def not_a_number(_: str) -> None:
    """NaN and Infinity, which JSON does not have, are read as missing."""


_DECODER = json.JSONDecoder(parse_constant=not_a_number)


class JsonLinesReader:
    """Rows by line number; a line that is no JSON object is a defect of that row alone."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        with open_text(path, options.encoding) as (text, binary):

            def rows() -> Iterator[RawRow]:
                try:
                    for number, line in enumerate(lines(text, path.name), 1):
                        if not line.isspace():
                            yield _row(number, line)
                except UnicodeError:
                    raise undecodable_line(path, options.encoding) from None

            yield Table(None, rows(), binary.tell)


def _row(number: int, line: str) -> RawRow:
    try:
        value = _DECODER.decode(line)
    except json.JSONDecodeError as error:
        return RawRow(number, {}, f"not valid JSON at position {error.pos + 1}: {error.msg}")
    except (RecursionError, ValueError):
        return RawRow(number, {}, "JSON nested too deeply, or a number too long")
    return as_row(number, value)


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
