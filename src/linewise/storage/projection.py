"""Facts in tables: read by key or by value, changed only by an event's changes."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from linewise.core.errors import Conflict
from linewise.core.events import Change
from linewise.core.facts import FAMILIES, STATED, as_row, from_row
from linewise.core.nouns import Noun
from linewise.storage.prepared import Prepared
from linewise.storage.schema import PROJECTION

N = TypeVar("N", bound=Noun)

CHUNK = 400


class TableFacts:
    """`Facts` of one project read through one connection, so that a decision sees what its transaction sees."""

    def __init__(self, connection: Connection, project_no: int) -> None:
        self._connection = connection
        self._project_no = project_no

    def get(self, noun: type[N], key: str) -> N | None:
        return next(self._read(noun, {"key": key}), None)

    def find(self, noun: type[N], **equal: object) -> Iterator[N]:
        many = next((name for name, wanted in equal.items() if isinstance(wanted, tuple)), None)
        if many is not None and len(wanted := _as_tuple(equal[many])) > CHUNK:
            for start in range(0, len(wanted), CHUNK):
                yield from self.find(noun, **{**equal, many: wanted[start : start + CHUNK]})
            return
        yield from self._read(noun, equal)

    def latest(self, noun: type[N], **equal: object) -> N | None:
        return next(self._read(noun, equal, latest=True), None)

    def _read(self, noun: type[N], equal: Mapping[str, object], *, latest: bool = False) -> Iterator[N]:
        tests = tuple((name, _test(value)) for name, value in equal.items())
        values = {name: value for name, value in equal.items() if value is not None and value is not STATED}
        statement = _select(noun.family, tests, latest=latest)
        for row in statement.rows(self._connection, project=self._project_no, **values):
            yield from_row(noun, row._asdict())

    def apply(self, changes: Iterable[Change], *, check: bool = True) -> None:
        """Make the changes; Conflict when a fact is not what a change says it was.

        Fresh facts of one family are inserted together, which is what makes a bulk action one fast step.
        """
        fresh: dict[str, list[dict[str, Any]]] = {}
        for item in changes:
            if item.before is None and item.after is not None:
                fresh.setdefault(item.family, []).append(self._values(item.family, item.key, item.after))
                continue
            if item.family in fresh:
                self._insert(item.family, fresh.pop(item.family))
            self._replace(item, check=check)
        for family, rows in fresh.items():
            self._insert(family, rows)

    def _insert(self, family: str, rows: list[dict[str, Any]]) -> None:
        keys = [row["key"] for row in rows]
        taken = _taken(family)
        for start in range(0, len(keys), CHUNK):
            clash = taken.first(self._connection, project=self._project_no, keys=keys[start : start + CHUNK])
            if clash is not None:
                raise _moved(family, clash.key)
        _inserting(family).run(self._connection, rows)

    def _replace(self, item: Change, *, check: bool) -> None:
        here = {"here_project": self._project_no, "here_key": item.key}
        if check:
            present = _select(item.family, (("key", "="),), latest=False)
            row = present.first(self._connection, project=self._project_no, key=item.key)
            if not _same(row, item):
                raise _moved(item.family, item.key)
        if item.after is None:
            _deleting(item.family).run(self._connection, [here])
        else:
            values = self._values(item.family, item.key, item.after)
            _updating(item.family).run(self._connection, [here | values])

    def _values(self, family: str, key: str, row: Mapping[str, Any]) -> dict[str, Any]:
        fact = as_row(from_row(FAMILIES[family], row))
        return {"project_no": self._project_no, "key": key, **fact}


def _test(value: object) -> str:
    if value is STATED:
        return "some"
    return "none" if value is None else "in" if isinstance(value, tuple) else "="


@cache
def _select(family: str, tests: tuple[tuple[str, str], ...], *, latest: bool) -> Prepared:
    table = PROJECTION[family]
    statement = select(table).where(table.c.project_no == bindparam("project"))
    for name, test in tests:
        column = table.c[name]
        if test == "none":
            statement = statement.where(column.is_(None))
        elif test == "some":
            statement = statement.where(column.is_not(None))
        elif test == "in":
            statement = statement.where(column.in_(bindparam(name, expanding=True)))
        else:
            statement = statement.where(column == bindparam(name))
    return Prepared(statement.order_by(table.c.key.desc()).limit(1) if latest else statement.order_by(table.c.key))


@cache
def _taken(family: str) -> Prepared:
    table = PROJECTION[family]
    keys = table.c.key.in_(bindparam("keys", expanding=True))
    return Prepared(select(table.c.key).where(table.c.project_no == bindparam("project"), keys).limit(1))


@cache
def _inserting(family: str) -> Prepared:
    return Prepared(insert(PROJECTION[family]))


@cache
def _updating(family: str) -> Prepared:
    table = PROJECTION[family]
    here = (table.c.project_no == bindparam("here_project"), table.c.key == bindparam("here_key"))
    return Prepared(update(table).where(*here))


@cache
def _deleting(family: str) -> Prepared:
    table = PROJECTION[family]
    here = (table.c.project_no == bindparam("here_project"), table.c.key == bindparam("here_key"))
    return Prepared(delete(table).where(*here))


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
        yield row.key, as_row(from_row(noun, cast("Mapping[str, Any]", row._mapping)))


def _same(row: Any | None, item: Change) -> bool:
    if row is None or item.before is None:
        return row is None and item.before is None
    noun = FAMILIES[item.family]
    return as_row(from_row(noun, row._asdict())) == as_row(from_row(noun, item.before))


def _moved(family: str, key: str) -> Conflict:
    return Conflict(
        f"The {family.replace('_', ' ')} {key} was changed by somebody else in the meantime.",
        remedy="Reload it and decide again.",
    )


def _as_tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
