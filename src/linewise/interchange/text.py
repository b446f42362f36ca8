"""Reading characters out of bytes, strictly, and saying exactly where that fails."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from linewise.core.errors import BadInput
from linewise.interchange.table import LONGEST, too_long

_CHUNK = 1 << 20


@contextmanager
def open_text(path: Path, encoding: str) -> Iterator[tuple[io.TextIOWrapper, io.BufferedReader]]:
    """Open a text file strictly, line endings untouched; also its bytes, to tell how far reading has come."""
    with path.open("rb") as binary, io.TextIOWrapper(binary, encoding, "strict", newline="") as text:
        yield text, binary


def lines(text: io.TextIOBase, file: str) -> Iterator[str]:
    """Lines with their endings; BadInput when one is longer than a cell may be."""
    number = 0
    while line := text.readline(LONGEST):
        number += 1
        if len(line) == LONGEST:
            raise too_long(file, number)
        yield line


def bad_byte(path: Path, encoding: str) -> tuple[int, int] | None:
    """Offset and value of the first byte that is not valid in the encoding; None when there is no such byte."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    end = 0
    with path.open("rb") as binary:
        while True:
            chunk = binary.read(_CHUNK)
            end += len(chunk)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                # The decoder may hold bytes of the chunk before; both end at the same place.
                return end - len(error.object) + error.start, error.object[error.start]
            except UnicodeError:
                return None
            if not chunk:
                return None


def lines_to(path: Path, encoding: str, offset: int) -> Iterator[str]:
    """The lines before a bad byte, up to and with the one that holds it, a stand-in in its place."""
    with path.open("rb", buffering=0) as raw:
        head = io.BufferedReader(_Head(raw, offset), _CHUNK)
        last = ""
        with suppress(UnicodeError):
            for line in lines(io.TextIOWrapper(head, encoding, "replace", newline=""), path.name):
                if last:
                    yield last
                last = line
        if last.endswith(("\n", "\r")):
            yield last
            last = ""
        yield f"{last}\ufffd"


def undecodable(path: Path, encoding: str, place: tuple[int, int] | None, **where: object) -> BadInput:
    """The error for a file that is not in the encoding it was read with."""
    name = encoding.removesuffix("-sig")
    what = f"byte {place[0]:,} of the file (0x{place[1]:02X}) is" if place else "the bytes are"
    return BadInput(
        f"{what} not valid {name}.",
        remedy="Choose the encoding the file was saved in (from Excel often cp1252), or save it as UTF-8.",
        file=path.name,
        **where,
    )


def undecodable_line(path: Path, encoding: str) -> BadInput:
    """The same, for formats in which a line is a row."""
    place = bad_byte(path, encoding)
    row = sum(1 for _ in lines_to(path, encoding, place[0])) if place else None
    return undecodable(path, encoding, place, row=row)


class _Head(io.RawIOBase):
    """The beginning of a file, as if it were all."""

    def __init__(self, raw: io.FileIO, size: int) -> None:
        self._raw = raw
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        with buffer[: self._left] as part:
            count = self._raw.readinto(part)
        self._left -= count
        return count
