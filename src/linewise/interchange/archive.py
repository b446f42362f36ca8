"""Workbooks are zip archives: looked through before anything unpacks them into memory."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from linewise.core.errors import BadInput

_MOST_BYTES = 512 * 1024 * 1024
_MOST_CELLS = 20_000_000
_MOST_ENTRIES = 10_000
_SUSPICIOUS_BYTES = 64 * 1024 * 1024
_SUSPICIOUS_RATIO = 300
_PIECE = 1 << 20
_REFERENCE = re.compile(rb'\sr="([A-Z]{1,3})([0-9]{1,7})"')
_ODS_TAG = re.compile(rb"<(/?)table:(table-row|table-cell|covered-table-cell)\b([^<>]*?)(/?)>")
_ODS_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="([0-9]{1,9})"')


def require_harmless(path: Path) -> None:
    """Unpack a workbook to nowhere and count; BadInput when it is damaged, or too large to hold in memory.

    Sizes that the archive states are not believed. Cells are counted as the rectangle a reader would lay
    out, so two cells at far corners of a sheet count as all between them.
    """
    state = path.stat()
    _look_once(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=16)
def _look_once(path: Path, size: int, changed: int) -> None:
    """Detecting, previewing and reading follow one another; an unchanged file that passed is not unpacked again."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as raw:
            entries = archive.infolist()
            if len(entries) > _MOST_ENTRIES:
                raise _bomb(path, f"it holds {len(entries):,} files")
            if sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise _bomb(path, f"unpacked it is larger than {_MOST_BYTES >> 20} MB")
            _look_through(path, raw, entries, max(1, size))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise BadInput(
            f"the workbook is damaged: {error}.",
            remedy="Open it in a spreadsheet and save it again, or as CSV.",
            file=path.name,
        ) from None


def _look_through(path: Path, raw: BinaryIO, entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = 0
    for entry in entries:
        count = _counter(entry.filename)
        for piece in _unpack(raw, entry):
            unpacked += len(piece)
            if unpacked > _MOST_BYTES:
                raise _bomb(path, f"unpacked it is larger than {_MOST_BYTES >> 20} MB")
            if unpacked > _SUSPICIOUS_BYTES and unpacked > _SUSPICIOUS_RATIO * size:
                raise _bomb(path, f"it unpacks to more than {_SUSPICIOUS_RATIO} times its size")
            if count is not None and count(piece) > _MOST_CELLS:
                raise _bomb(path, f"a sheet spans more than {_MOST_CELLS:,} cells")


def _unpack(raw: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What an entry really unpacks to, piece by piece, whatever size it states."""
    raw.seek(entry.header_offset)
    header = raw.read(30)
    if header[:4] != b"PK\x03\x04" or len(header) < 30:
        raise zipfile.BadZipFile("an entry is not where the directory says")
    raw.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = entry.compress_size
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("an entry is packed in a way that spreadsheets do not use")
    inflate = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (chunk := raw.read(min(left, _PIECE))):
        left -= len(chunk)
        if inflate is None:
            yield chunk
            continue
        while chunk and not inflate.eof:
            yield inflate.decompress(chunk, _PIECE)
            chunk = inflate.unconsumed_tail


def _counter(name: str) -> Callable[[bytes], int] | None:
    """What counts the cells of an entry, fed piece by piece; None for entries without cells."""
    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
        return _XlsxCells()
    return _OdsCells() if name == "content.xml" else None


class _XlsxCells:
    """Width times height of the cells met so far."""

    def __init__(self) -> None:
        self._tail = b""
        self._columns: set[bytes] = set()
        self._rows = self._width = 0

    def __call__(self, piece: bytes) -> int:
        text = self._tail + piece
        if found := _REFERENCE.findall(text):
            columns, rows = zip(*found, strict=True)
            self._columns.update(columns)
            self._rows = max(self._rows, *map(int, rows))
        self._tail = text[-32:]
        self._width = max((_column_number(column) for column in self._columns), default=0)
        return self._rows * self._width


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class _OdsCells:
    """Height of the filled rows times the width of the widest, each repeated as often as its tag says."""

    def __init__(self) -> None:
        self._tail = b""
        self._height = self._width = self._blank_rows = 0
        self._rows = self._column = self._filled = 0

    def __call__(self, piece: bytes) -> int:
        text = self._tail + piece
        end = text.rfind(b"<") if b"<" in text else len(text)
        for closing, tag, inside, empty in _ODS_TAG.findall(text, 0, end):
            repeated = _ODS_REPEATED.search(inside)
            times = int(repeated[1]) if repeated else 1
            if tag == b"table-row":
                if not closing:
                    self._rows, self._column, self._filled = times, 0, 0
                if closing or empty:
                    self._end_row()
            elif not closing:
                self._column += times
                if not empty:
                    self._filled = self._column
        self._tail = text[end:][-(1 << 16) :]
        return self._height * self._width

    def _end_row(self) -> None:
        if self._filled:
            self._height += self._blank_rows + self._rows
            self._width = max(self._width, self._filled)
            self._blank_rows = 0
        else:
            # Blank rows count only when a filled one follows.
            self._blank_rows += self._rows


def _bomb(path: Path, reason: str) -> BadInput:
    return BadInput(
        f"the workbook is too large to open safely: {reason}.",
        remedy="Save the sheet as CSV, which is read as a stream.",
        file=path.name,
    )
