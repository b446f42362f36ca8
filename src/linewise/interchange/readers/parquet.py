"""Parquet, slice by slice, decoded in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from linewise.core.errors import BadInput
from linewise.importing.record import RawRow
from linewise.interchange.readers.json_lines import as_row
from linewise.interchange.table import ReadOptions, Table

_DECODER = Path(__file__).with_name("parquet_decoder.py")


class ParquetReader:
    """Rows from 1, as the file has no header row; columns of bytes are read as missing."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - 4))
            if size < 12 or file.read(4) != b"PAR1":
                raise _broken(path, "its end is missing")
        with _decoder(path) as stream:
            about: dict[str, Any] = json.loads(_message(stream, path))
            if "broken" in about:
                raise _broken(path, about["broken"])
            total, columns = about["total"], about["columns"]
            read = 0

            def rows() -> Iterator[RawRow]:
                nonlocal read
                for read, row in enumerate(_rows(stream, path), 1):
                    yield as_row(read, row)

            fixed = tuple(columns) if columns is not None else None
            yield Table(fixed, rows(), lambda: size * read // max(total, 1), total)


@contextmanager
def _decoder(path: Path) -> Iterator[IO[bytes]]:
    # -P: the folder of the program is not searched for modules.
    command = [sys.executable, "-P", str(_DECODER), str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            if process.stdout is not None:
                yield process.stdout
        finally:
            process.kill()


def _message(stream: IO[bytes], path: Path) -> bytes:
    length = stream.read(8)
    size = int.from_bytes(length, "little")
    message = stream.read(size)
    if len(length) < 8 or len(message) < size:
        raise _broken(path, "decoding it failed")
    return message


def _rows(stream: IO[bytes], path: Path) -> Iterator[dict[str, Any]]:
    import polars as pl

    while message := _message(stream, path):
        if message.startswith(b"{"):
            raise _broken(path, json.loads(message)["broken"])
        yield from pl.read_ipc_stream(message).iter_rows(named=True)


def _broken(path: Path, reason: str) -> BadInput:
    return BadInput(f"not a readable Parquet file: {reason}.", remedy="Write it again.", file=path.name)
