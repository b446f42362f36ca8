"""The port that every writer implements."""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Protocol

ColumnType = type[str] | type[int] | type[float] | type[bool]
Columns = Sequence[tuple[str, ColumnType]]
Cell = str | int | float | bool | None
Rows = Iterable[Mapping[str, Cell]]


def value_of(row: Mapping[str, Cell], name: str) -> Cell:
    """A cell of a row; NaN and infinity, which text formats and sheets cannot hold, are missing."""
    value = row.get(name)
    return None if isinstance(value, float) and not isfinite(value) else value


class Writer(Protocol):
    """Writes one format: the columns in their order, a missing key as an empty cell. Returns the number of rows."""

    def write(self, path: Path, columns: Columns, rows: Rows) -> int: ...
