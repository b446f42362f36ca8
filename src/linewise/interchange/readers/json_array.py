"""JSON: one array of objects, read object by object."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linewise.core.errors import BadInput
from linewise.importing.record import RawRow
from linewise.interchange.readers.json_lines import as_row, not_a_number
from linewise.interchange.table import LONGEST, ReadOptions, Table, too_long
from linewise.interchange.text import bad_byte, open_text, undecodable

_CHUNK = 1 << 16
_SPACE = re.compile(r"[ \t\r\n]*")


class JsonArrayReader:
    """Rows by their place in the array, from 1; never more than one object and a chunk in memory."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        with open_text(path, options.encoding) as (text, binary):

            def rows() -> Iterator[RawRow]:
                try:
                    yield from _Array(text, path.name).rows()
                except UnicodeError:
                    raise undecodable(path, options.encoding, bad_byte(path, options.encoding)) from None

            yield Table(None, rows(), binary.tell)


class _Array:
    def __init__(self, text: io.TextIOWrapper, file: str) -> None:
        self._text, self._file = text, file
        self._buffer, self._place, self._ended = "", 0, False
        self._decoder = json.JSONDecoder(parse_constant=not_a_number)

    def rows(self) -> Iterator[RawRow]:
        if self._next_sign() != "[":
            raise self._broken("the file does not begin with a JSON array", 1)
        self._place += 1
        if self._next_sign() == "]":
            return
        number = 1
        while True:
            self._next_sign()
            yield as_row(number, self._value(number))
            sign = self._next_sign()
            if sign == "]":
                return
            if sign != ",":
                raise self._broken("a comma or the end of the array was expected", number)
            self._place += 1
            number += 1

    def _more(self) -> None:
        """Drop what is read, and at least double what is not."""
        chunk = self._text.read(max(_CHUNK, len(self._buffer) - self._place))
        self._ended = not chunk
        self._buffer = self._buffer[self._place :] + chunk
        self._place = 0

    def _next_sign(self) -> str:
        while True:
            space = _SPACE.match(self._buffer, self._place)
            self._place = space.end() if space else self._place
            if self._place < len(self._buffer) or self._ended:
                return self._buffer[self._place : self._place + 1]
            self._more()

    def _value(self, number: int) -> object:
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._place)
                # A number that ends where the buffer does may go on in the file.
                if end < len(self._buffer) or self._ended:
                    self._place = end
                    return value
            except json.JSONDecodeError as error:
                if self._ended:
                    raise self._broken(f"not valid JSON: {error.msg}", number) from None
            except (RecursionError, ValueError):
                raise self._broken("JSON nested too deeply, or a number too long", number) from None
            if len(self._buffer) - self._place > LONGEST:
                raise too_long(self._file, number)
            self._more()

    def _broken(self, reason: str, row: int) -> BadInput:
        remedy = "Give an array of objects, or one object a line (JSONL)."
        return BadInput(f"{reason}.", remedy=remedy, file=self._file, row=row)
