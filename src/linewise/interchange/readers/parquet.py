"""Parquet, slice by slice, decoded in a process of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from linewise.core.errors import BadInput
from linewise.importing.record import RawRow
from linewise.interchange.limits import Apart
from linewise.interchange.readers.json_lines import as_row
from linewise.interchange.table import ReadOptions, Table

DECODER = "linewise.interchange.readers.parquet_decoder"
# Address space, of which threads and allocators of the decoder reserve far more than they use.
MEMORY = 12 * 2**30


class ParquetReader:
    """Rows from 1, as the file has no header row; columns of bytes are read as missing."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - 4))
            if size < 12 or file.read(4) != b"PAR1":
                raise _broken(path, "its end is missing")
        with Apart(DECODER, memory=MEMORY) as decoder:
            about: dict[str, Any] = json.loads(decoder.ask(json.dumps([str(path)]).encode(), file=path.name))
            if "broken" in about:
                raise _broken(path, about["broken"])
            total, columns = about["total"], about["columns"]
            read = 0

            def rows() -> Iterator[RawRow]:
                nonlocal read
                for read, row in enumerate(_rows(decoder, path), 1):
                    yield as_row(read, row)

            fixed = tuple(columns) if columns is not None else None
            yield Table(fixed, rows(), lambda: size * read // max(total, 1), total)


def _rows(decoder: Apart, path: Path) -> Iterator[dict[str, Any]]:
    import polars as pl

    while message := decoder.more(file=path.name):
        if message.startswith(b"{"):
            raise _broken(path, json.loads(message)["broken"])
        yield from pl.read_ipc_stream(message).iter_rows(named=True)


def _broken(path: Path, reason: str) -> BadInput:
    return BadInput(f"not a readable Parquet file: {reason}.", remedy="Write it again.", file=path.name)
