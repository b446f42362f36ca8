"""Parquet, slice by slice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linewise.core.errors import BadInput
from linewise.importing.record import RawRow
from linewise.interchange.readers.json_lines import as_row
from linewise.interchange.table import ReadOptions, Table

_SLICE = 16_384


class ParquetReader:
    """Rows from 1, as the file has no header row; columns of bytes are read as missing."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        import polars as pl

        def broken(error: BaseException) -> BadInput:
            reason = (str(error).splitlines() or ["unreadable"])[0][:200]
            return BadInput(f"not a readable Parquet file: {reason}.", remedy="Write it again.", file=path.name)

        try:
            frame = pl.scan_parquet(path, glob=False)
            schema = frame.collect_schema()
            total = int(frame.select(pl.len()).collect().item())
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
            raise broken(error) from None
        frame = frame.with_columns(pl.lit(None).alias(name) for name, kind in schema.items() if kind == pl.Binary)
        size, read = path.stat().st_size, 0

        def rows() -> Iterator[RawRow]:
            nonlocal read
            for start in range(0, total, _SLICE):
                try:
                    batch = frame.slice(start, _SLICE).collect(engine="streaming")
                except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
                    raise broken(error) from None
                for number, row in enumerate(batch.iter_rows(named=True), start + 1):
                    read = number
                    yield as_row(number, row)

        # Columns that hold structures come out as several, so only flat files have fixed columns.
        flat = not any(isinstance(kind, pl.Struct) for kind in schema.dtypes())
        yield Table(tuple(schema.names()) if flat else None, rows(), lambda: size * read // max(total, 1), total)
