"""Statements that every save or page runs: built and compiled once, then handed to the driver's own cursor.

SQLite answers a look-up by key in 4 µs; going through SQLAlchemy's execution each time makes that 65 to 105 µs, and a
save asks some twenty questions. The statement stays SQLAlchemy's, so that one text serves both databases.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, Delete, Insert, Select, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

Statement = Select[Any] | Insert | Update | Delete
Convert = Callable[[Any], Any]
Lists = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The text for one dialect and one length of each list, and what values go through on their way in and out."""

    sql: str
    order: tuple[str, ...] | None
    fixed: Mapping[str, Any]
    into: tuple[tuple[str, Convert], ...]
    out: tuple[tuple[int, Convert], ...]

    def values(self, given: Mapping[str, Any]) -> Any:
        values = {**self.fixed, **given}
        for name, convert in self.into:
            values[name] = convert(values[name])
        return values if self.order is None else [values[name] for name in self.order]


class Prepared:
    """A statement whose values are bound by name; a list stands where the statement has one (`IN`)."""

    __slots__ = ("_compiled", "_make", "_statement")

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, Lists], _Compiled] = {}
        names = [column.key or "" for column in statement.selected_columns] if isinstance(statement, Select) else []
        row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
        self._make: Callable[[Iterable[Any]], Any] = row._make

    def rows(self, connection: Connection, **values: Any) -> list[Any]:
        """Every row, its columns by name."""
        lists = tuple((name, _room(value)) for name, value in values.items() if isinstance(value, list | tuple))
        if any(room == 0 for _, room in lists):
            return []
        for name, room in lists:
            many = values.pop(name)
            # A list is filled up with its last value, so that few lengths are compiled.
            padded = (*many, *(many[-1] for _ in range(room - len(many))))
            values |= {f"{name}_{at}": value for at, value in enumerate(padded, start=1)}
        compiled = self._for(connection.dialect, lists)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.sql, compiled.values(values))
            found = cursor.fetchall()
        finally:
            cursor.close()
        if not compiled.out:
            return list(map(self._make, found))
        return [self._make(_read(row, compiled.out)) for row in found]

    def first(self, connection: Connection, **values: Any) -> Any | None:
        """The first row, or None."""
        return next(iter(self.rows(connection, **values)), None)

    def run(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Carry the statement out once for each mapping of values."""
        compiled = self._for(connection.dialect, ())
        cursor = connection.connection.cursor()
        try:
            cursor.executemany(compiled.sql, [compiled.values(row) for row in rows])
        finally:
            cursor.close()

    def _for(self, dialect: Dialect, lists: Lists) -> _Compiled:
        known = self._compiled.get((dialect.name, lists))
        if known is None:
            known = self._compiled[dialect.name, lists] = _compile(self._statement, dialect, lists)
        return known


def _room(values: Sequence[Any]) -> int:
    """The next power of two."""
    return 1 << (len(values) - 1).bit_length() if values else 0


def _read(row: Sequence[Any], out: Iterable[tuple[int, Convert]]) -> list[Any]:
    values = list(row)
    for at, convert in out:
        values[at] = convert(values[at])
    return values


def _compile(statement: Statement, dialect: Dialect, lists: Lists) -> _Compiled:
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    blank: dict[str, Any] = {name: None for name, bind in compiled.binds.items() if bind.required}
    state = compiled.construct_expanded_state(blank | {name: [None] * room for name, room in lists})
    columns = statement.selected_columns if isinstance(statement, Select) else ()
    # Drivers give text and numbers as we want them; only these two differ between the databases.
    out = tuple(
        (at, convert)
        for at, column in enumerate(columns)
        if isinstance(column.type, JSON | Boolean)
        and (convert := column.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
    )
    into = {
        name: convert
        for name, bind in compiled.binds.items()
        if not bind.expanding and (convert := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
    }
    return _Compiled(
        sql=state.statement,
        order=tuple(state.positiontup) if state.positiontup is not None else None,
        fixed={name: value for name, value in state.parameters.items() if value is not None},
        into=tuple(into.items()),
        out=out,
    )
