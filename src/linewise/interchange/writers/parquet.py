"""Parquet, in batches: typed, compressed, smallest of all."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from linewise.interchange.writers.table import Columns, Rows

if TYPE_CHECKING:
    import polars as pl

_BATCH = 10_000


class ParquetWriter:
    """Strings, 64-bit integers, 64-bit floats and booleans, all of them nullable."""

    def write(self, path: Path, columns: Columns, rows: Rows) -> int:
        import polars as pl
        from polars.io.plugins import register_io_source

        types = {str: pl.String(), int: pl.Int64(), float: pl.Float64(), bool: pl.Boolean()}
        schema: dict[str, pl.DataType] = {name: types[kind] for name, kind in columns}
        count = 0

        def batches(
            with_columns: list[str] | None, predicate: "pl.Expr | None", limit: int | None, size: int | None
        ) -> "Iterator[pl.DataFrame]":
            nonlocal count
            source = iter(rows)
            while batch := list(islice(source, _BATCH)):
                count += len(batch)
                yield pl.DataFrame({name: [row.get(name) for row in batch] for name in schema}, schema=schema)

        register_io_source(batches, schema=schema).sink_parquet(path, compression="zstd")
        return count
