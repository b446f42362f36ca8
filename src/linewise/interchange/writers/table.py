"""The port that every writer implements."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

ColumnType = type[str] | type[int] | type[float] | type[bool]
Columns = Sequence[tuple[str, ColumnType]]
Cell = str | int | float | bool | None
Rows = Iterable[Mapping[str, Cell]]


class Writer(Protocol):
    """Writes one format: the columns in their order, a missing key as an empty cell. Returns the number of rows."""

    def write(self, path: Path, columns: Columns, rows: Rows) -> int: ...
