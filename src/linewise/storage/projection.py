"""Facts in tables: read by key or by value, changed only by an event's changes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Row, Table, delete, insert, select, update
from sqlalchemy.sql import ColumnElement

from linewise.core.errors import Conflict
from linewise.core.events import Change
from linewise.core.facts import FAMILIES, as_row, from_row
from linewise.core.nouns import Noun
from linewise.storage.schema import PROJECTION

N = TypeVar("N", bound=Noun)

CHUNK = 400


class TableFacts:
    """`Facts` of one project read through one connection, so that a decision sees what its transaction sees."""

    def __init__(self, connection: Connection, project_no: int) -> None:
        self._connection = connection
        self._project_no = project_no

    def get(self, noun: type[N], key: str) -> N | None:
        table = PROJECTION[noun.family]
        row = self._connection.execute(
            select(table).where(table.c.project_no == self._project_no, table.c.key == key)
        ).first()
        return _fact(noun, row) if row is not None else None

    def find(self, noun: type[N], **equal: object) -> Iterator[N]:
        table = PROJECTION[noun.family]
        many = next((name for name, wanted in equal.items() if isinstance(wanted, tuple)), None)
        if many is not None and len(wanted := _as_tuple(equal[many])) > CHUNK:
            for start in range(0, len(wanted), CHUNK):
                yield from self.find(noun, **{**equal, many: wanted[start : start + CHUNK]})
            return
        rows = self._connection.execute(select(table).where(*self._where(table, equal)).order_by(table.c.key)).all()
        for row in rows:
            yield _fact(noun, row)

    def latest(self, noun: type[N], **equal: object) -> N | None:
        table = PROJECTION[noun.family]
        statement = select(table).where(*self._where(table, equal)).order_by(table.c.key.desc()).limit(1)
        row = self._connection.execute(statement).first()
        return _fact(noun, row) if row is not None else None

    def _where(self, table: Table, equal: Mapping[str, object]) -> Iterator[ColumnElement[bool]]:
        yield table.c.project_no == self._project_no
        for name, value in equal.items():
            column = table.c[name]
            if isinstance(value, tuple):
                yield column.in_(value)
            else:
                yield column.is_(None) if value is None else column == value

    def apply(self, changes: Iterable[Change], *, check: bool = True) -> None:
        """Make the changes; Conflict when a fact is not what a change says it was.

        Runs of fresh facts of one family are inserted together, which is what makes a bulk action one fast step.
        """
        fresh: list[dict[str, Any]] = []
        family = ""
        for item in changes:
            if fresh and (item.family != family or item.before is not None):
                self._insert(family, fresh)
                fresh = []
            family = item.family
            if item.before is None and item.after is not None:
                fresh.append(self._values(item.family, item.key, item.after))
            else:
                self._replace(item, check=check)
        if fresh:
            self._insert(family, fresh)

    def _insert(self, family: str, rows: list[dict[str, Any]]) -> None:
        table = PROJECTION[family]
        keys = tuple(row["key"] for row in rows)
        for start in range(0, len(keys), CHUNK):
            clash = self._connection.execute(
                select(table.c.key).where(
                    table.c.project_no == self._project_no, table.c.key.in_(keys[start : start + CHUNK])
                )
            ).first()
            if clash is not None:
                raise _moved(family, clash.key)
        self._connection.execute(insert(table), rows)

    def _replace(self, item: Change, *, check: bool) -> None:
        table = PROJECTION[item.family]
        here = (table.c.project_no == self._project_no) & (table.c.key == item.key)
        if check:
            row = self._connection.execute(select(table).where(here)).first()
            if not _same(row, item):
                raise _moved(item.family, item.key)
        if item.after is None:
            self._connection.execute(delete(table).where(here))
        else:
            self._connection.execute(update(table).where(here).values(self._values(item.family, item.key, item.after)))

    def _values(self, family: str, key: str, row: Mapping[str, Any]) -> dict[str, Any]:
        fact = as_row(from_row(FAMILIES[family], row))
        return {"project_no": self._project_no, "key": key, **fact}


def clear(connection: Connection, project_no: int) -> None:
    """Drop a project's projection, before a replay."""
    for table in PROJECTION.values():
        connection.execute(delete(table).where(table.c.project_no == project_no))


def rows_of(connection: Connection, project_no: int, family: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of one family as (key, fields), streamed in the order of keys."""
    table = PROJECTION[family]
    noun = FAMILIES[family]
    statement = select(table).where(table.c.project_no == project_no).order_by(table.c.key)
    for row in connection.execute(statement.execution_options(yield_per=1000)):
        yield row.key, as_row(_fact(noun, row))


def _fact(noun: type[N], row: Row[Any]) -> N:
    return from_row(noun, cast("Mapping[str, Any]", row._mapping))


def _same(row: Row[Any] | None, item: Change) -> bool:
    if row is None or item.before is None:
        return row is None and item.before is None
    noun = FAMILIES[item.family]
    return as_row(_fact(noun, row)) == as_row(from_row(noun, item.before))


def _moved(family: str, key: str) -> Conflict:
    return Conflict(
        f"The {family.replace('_', ' ')} {key} was changed by somebody else in the meantime.",
        remedy="Reload it and decide again.",
    )


def _as_tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
