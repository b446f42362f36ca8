"""JSON from outside, read within limits: one value, one value a line, or the elements of one array as a stream.

RFC 8259, read as other programs write it: the last of repeated keys counts, a byte order mark is passed over. Never
more than `LONGEST` characters of one record are held; what is nested deeper than `DEEPEST`, and numbers that no
program of the time writes, are refused before they become objects.
"""

import io
import json
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

from linewise.core.errors import BadInput
from linewise.interchange.table import LONGEST, too_long
from linewise.interchange.text import lines

DEEPEST = 100
"""Arrays and objects that may stand in one another."""

_LONGEST_NUMBER = 100
_CHUNK = 1 << 16
# A chunk may end within an escape, a word or a number; what is wrong earlier stays wrong.
_CUT = 1 + 10 * _LONGEST_NUMBER
_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)
_HALF = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_IMPOSSIBLE = re.compile("[\x00\ud800-\udfff]")


class NotJson(ValueError):
    """A text that is not JSON within the limits; its message says why, in plain words without a full stop."""


class Item(NamedTuple):
    """One record: its line, or its place in the array, from 1. `defect` says why there is no `value`."""

    number: int
    value: object
    defect: str | None = None


def parse(text: str, *, lenient: bool = False) -> Any:
    """One JSON value; NotJson when it is none.

    `lenient`: NaN and Infinity, which JSON does not have, are read as missing, and characters that no text can hold
    (NUL, half of a surrogate pair) are left for whoever uses the strings.
    """
    _shallow(text)
    try:
        value = (_LENIENT if lenient else _STRICT).decode(text)
    except json.JSONDecodeError as error:
        raise NotJson(f"not valid JSON at position {error.pos + 1}: {error.msg}") from None
    except RecursionError:
        raise _deep() from None
    if not lenient and _HALF.search(text):
        _whole_characters(value)
    return value


def parse_bytes(data: bytes, file: str) -> Any:
    """One JSON value in UTF-8, -16 or -32; BadInput when it is none, or longer than a record may be."""
    if len(data) > 4 * LONGEST:
        raise too_long(file, 1)
    try:
        return parse(data.decode(json.detect_encoding(data)).removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        reason = f"byte {error.start:,} is not valid {error.encoding}"
    except NotJson as error:
        reason = str(error)
    raise BadInput(f"{reason}.", remedy="Export or copy the file again.", file=file)


def each_line(text: io.TextIOBase, file: str, *, lenient: bool = False) -> Iterator[Item]:
    """One value a line (JSON Lines), empty lines passed over; what is no JSON is a defect of its line alone."""
    for number, line in enumerate(lines(text, file), 1):
        if not line.isspace():
            try:
                yield Item(number, parse(line, lenient=lenient))
            except NotJson as error:
                yield Item(number, None, str(error))


def each_element(text: io.TextIOBase, file: str, *, lenient: bool = False) -> Iterator[Item]:
    """The elements of one array, never more than one of them and a chunk in memory; BadInput where it breaks off."""
    return _Stream(text, file, lenient).elements()


def each(text: io.TextIOBase, file: str) -> Iterator[Item]:
    """Records however they are written: the elements of an array, or values one after another (mostly one a line).

    Numbers are places in the array, or lines on which values begin.
    """
    return _Stream(text, file, lenient=False).values()


def _shallow(text: str) -> None:
    """Refuse what is nested too deeply; nearly always two counts show that nothing can be."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for token in _TOKEN.finditer(text):
        sign = text[token.start()]
        if sign in "[{":
            depth += 1
            if depth > DEEPEST:
                raise _deep()
        elif sign in "]}":
            depth -= 1


def _deep() -> NotJson:
    return NotJson(f"JSON nested too deeply (more than {DEEPEST} levels)")


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise NotJson(f"a number too long ({len(digits):,} digits)")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits) if len(digits) <= 10 * _LONGEST_NUMBER else math.inf
    if math.isinf(number):
        raise NotJson(f"a number too long or too large ({digits[:20]}…)")
    return number


def _missing(_: str) -> None:
    """NaN and Infinity as nothing."""


def _refused(name: str) -> NoReturn:
    raise NotJson(f"{name} is no JSON number")


_LENIENT = json.JSONDecoder(parse_constant=_missing, parse_int=_integer, parse_float=_float)
_STRICT = json.JSONDecoder(parse_constant=_refused, parse_int=_integer, parse_float=_float)


def _whole_characters(value: object) -> None:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if found := _IMPOSSIBLE.search(one):
                what = "a NUL character" if found[0] == "\0" else "half of a character (a lone surrogate)"
                raise NotJson(f"a text holds {what} at position {found.start() + 1}")
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one


class _Stream:
    def __init__(self, text: io.TextIOBase, file: str, lenient: bool) -> None:
        self._text, self._file, self._lenient = text, file, lenient
        self._buffer, self._place, self._ended, self._line = "", 0, False, 0
        self._decoder = _LENIENT if lenient else _STRICT

    def elements(self) -> Iterator[Item]:
        if self._next_sign() != "[":
            raise self._broken("the file does not begin with a JSON array", 1)
        self._place += 1
        if self._next_sign() == "]":
            return
        number = 1
        while True:
            self._next_sign()
            yield Item(number, self._value(number))
            sign = self._next_sign()
            if sign == "]":
                return
            if sign != ",":
                raise self._broken("a comma or the end of the array was expected", number)
            self._place += 1
            number += 1

    def values(self) -> Iterator[Item]:
        sign = self._next_sign()
        if sign == "[":
            yield from self.elements()
            return
        while sign:
            line = self._line
            yield Item(line, self._value(line))
            sign = self._next_sign()

    def _next_sign(self) -> str:
        while True:
            space = _SPACE.match(self._buffer, self._place)
            self._pass(space.end() if space else self._place)
            if self._place < len(self._buffer) or self._ended:
                return self._buffer[self._place : self._place + 1]
            self._more()

    def _value(self, number: int) -> object:
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._place)
                # A number that ends where the buffer does may go on in the file.
                if end < len(self._buffer) or self._ended:
                    raw = self._buffer[self._place : end]
                    self._pass(end)
                    _shallow(raw)
                    if not self._lenient and _HALF.search(raw):
                        _whole_characters(value)
                    return value
            except json.JSONDecodeError as error:
                open_end = error.pos > len(self._buffer) - _CUT or error.msg.startswith("Unterminated")
                if self._ended or not open_end:
                    raise self._broken(f"not valid JSON: {error.msg}", number) from None
            except RecursionError:
                raise self._broken(str(_deep()), number) from None
            except NotJson as error:
                raise self._broken(str(error), number) from None
            if len(self._buffer) - self._place > LONGEST:
                raise too_long(self._file, number)
            self._more()

    def _pass(self, to: int) -> None:
        self._line += self._buffer.count("\n", self._place, to)
        self._place = to

    def _more(self) -> None:
        """Drop what is read, and at least double what is not."""
        chunk = self._text.read(max(_CHUNK, len(self._buffer) - self._place))
        self._ended = not chunk
        if not self._line:
            self._line, chunk = 1, chunk.removeprefix("\ufeff")
        self._buffer = self._buffer[self._place :] + chunk
        self._place = 0

    def _broken(self, reason: str, row: int) -> BadInput:
        remedy = "Give an array of objects, or one object a line (JSONL)."
        return BadInput(f"{reason}.", remedy=remedy, file=self._file, row=row)
