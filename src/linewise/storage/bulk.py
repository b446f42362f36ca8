"""Many plain rows into one table, past the work that SQLAlchemy would do for each."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert


def fill(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows whose values stand in the order of the table's columns and need no conversion by type."""
    if not rows:
        return
    statement, named = _statement(table, connection.dialect)
    names = [column.name for column in table.columns]
    connection.exec_driver_sql(statement, [dict(zip(names, row, strict=True)) for row in rows] if named else list(rows))


@cache
def _statement(table: Table, dialect: Dialect) -> tuple[str, bool]:
    compiled = insert(table).compile(dialect=dialect, column_keys=[column.name for column in table.columns])
    return str(compiled), not compiled.positional
