"""A project's rows on their way out and in: everything that is stored of it, as plain values, on either database.

The log goes with its payloads, what follows from it (projection, touches) is made again, the corpus goes row by row.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    Integer,
    Table,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError

from linewise.core.errors import BadInput, Conflict
from linewise.core.events import GENESIS, dumps
from linewise.storage.archived import checked, newer, spoilt
from linewise.storage.bulk import fill
from linewise.storage.corpus import text_hash
from linewise.storage.migrate import HEAD as SCHEMA
from linewise.storage.projection import TableFacts
from linewise.storage.schema import (
    PROJECTION,
    UNITS,
    attribute,
    block,
    delivery,
    document,
    event,
    hook,
    imported_coding,
    imported_span,
    ranking,
    touch,
    unit,
    workspace_project,
)

__all__ = ["LEFT", "REMADE", "ROWS", "SCHEMA", "Census", "Incoming", "blocks", "census", "data_of", "events", "rows"]

ROWS: Mapping[str, Table] = {
    table.name: table for table in (document, unit, attribute, imported_coding, imported_span, ranking)
}
# Made again from the log; kept by other means; and what is never taken along, as it holds secrets of one place.
REMADE = (touch, *PROJECTION.values())
KEPT = (workspace_project, event, block)
LEFT = (hook, delivery)

# Columns that follow from others, and columns that hold JSON as text.
FOLLOWS = {"project_no", "rowid", "length", "twin"}
PACKED = {("document", "attributes"), ("unit", "extra")}
CHUNK, EVENTS = 4000, 200
LARGEST = 2**31


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """How much there is of a project: rows by table, events and the hash of the last, blocks of artefacts."""

    project: str
    events: int
    head: str
    next_document: int
    next_unit: int
    rows: Mapping[str, int]
    blocks: int


def census(connection: Connection, project_no: int) -> Census:
    """Count everything that `rows`, `events` and `blocks` give."""
    own = connection.execute(select(workspace_project).where(workspace_project.c.no == project_no)).one()

    def count(table: Table) -> int:
        return connection.execute(select(func.count()).where(table.c.project_no == project_no)).scalar_one()

    return Census(
        project=own.id,
        events=own.last_seq,
        head=own.last_hash,
        next_document=own.next_document,
        next_unit=own.next_unit,
        rows={name: count(table) for name, table in ROWS.items()},
        blocks=count(block),
    )


def rows(connection: Connection, project_no: int, table: Table) -> Iterator[dict[str, Any]]:
    """Every row of one of `ROWS` by column, but for what follows from the rest, streamed in order of its key."""
    columns = [column for column in table.columns if column.name not in FOLLOWS]
    order = [table.c.id] if table is unit else [one for one in table.primary_key if one.name != "project_no"]
    statement = select(*columns).where(table.c.project_no == project_no).order_by(*order)
    packed = [name for of, name in PACKED if of == table.name]
    for row in connection.execute(statement.execution_options(yield_per=1000)):
        values = dict(row._mapping)
        for name in packed:
            values[name] = _unpacked(values[name])
        yield values


def events(connection: Connection, project_no: int) -> Iterator[dict[str, Any]]:
    """The records of the log in order, streamed; the payload as JSON."""
    columns = [column for column in event.columns if column.name != "project_no"]
    statement = select(*columns).where(event.c.project_no == project_no).order_by(event.c.seq)
    for row in connection.execute(statement.execution_options(yield_per=200)):
        yield {**row._mapping, "payload": json.loads(row.payload)}


def blocks(connection: Connection, project_no: int) -> dict[str, list[tuple[int, int]]]:
    """Every artefact with the place and the bytes of each of its blocks."""
    found: dict[str, list[tuple[int, int]]] = {}
    statement = (
        select(block.c.artefact, block.c.position, func.length(block.c.data).label("bytes"))
        .where(block.c.project_no == project_no)
        .order_by(block.c.artefact, block.c.position)
    )
    for row in connection.execute(statement.execution_options(yield_per=1000)):
        found.setdefault(row.artefact, []).append((row.position, row.bytes))
    return found


def data_of(connection: Connection, project_no: int, artefact: str, position: int) -> bytes:
    """One block of an artefact."""
    statement = select(block.c.data).where(
        block.c.project_no == project_no, block.c.artefact == artefact, block.c.position == position
    )
    return bytes(connection.execute(statement).scalar_one())


class Incoming:
    """A project that is being written from outside, in the caller's transaction; BadInput where it does not fit."""

    def __init__(self, connection: Connection, project: str, *, next_document: int, next_unit: int) -> None:
        if not (0 <= next_document < LARGEST and 0 <= next_unit < LARGEST):
            raise BadInput("The numbers of its documents and units make no sense.", remedy="Export it again.")
        self._connection, self._project = connection, project
        self._next_document, self._next_unit = next_document, next_unit
        made = connection.execute(insert(workspace_project).values(id=project, last_seq=0, last_hash=GENESIS))
        (number,) = made.inserted_primary_key or (None,)
        assert number is not None
        self.number = int(number)
        self._facts = TableFacts(connection, self.number)
        self._waiting: dict[Table, list[tuple[Any, ...]]] = {}
        self.last, self.hash = 0, GENESIS

    def event(self, record: Mapping[str, Any]) -> None:
        """Append a record of a log as it stands, if it follows the last by number and hash; and what it changes."""
        changes, payload = checked(record, self.last, self.hash)
        try:
            self._facts.apply(changes)
            touched = sorted({subject for item in changes for subject in item.subjects})
        except (KeyError, TypeError, ValueError, AttributeError, Conflict) as error:
            raise spoilt(f"Event {self.last + 1} cannot be followed: {error!s:.200}") from None
        own = {**record, "project_no": self.number, "payload": payload}
        self._put(event, tuple(own[column.name] for column in event.columns))
        for family, key in touched:
            self._put(touch, (self.number, family, key, self.last + 1))
        self.last, self.hash = self.last + 1, record["hash"]

    def row(self, table: Table, given: Mapping[str, Any]) -> None:
        """Write one row, as `rows` gave it."""
        if not isinstance(given, dict) or (
            unknown := given.keys() - {one.name for one in table.columns} | FOLLOWS & given.keys()
        ):
            what = f"knows no {min(unknown)!r:.60}" if isinstance(given, dict) else "holds objects only"
            raise newer(f"the table {table.name} here {what}")
        known = {one.name: self._value(table, one, given) for one in table.columns if one.name not in FOLLOWS}
        if table is unit:
            if not 0 <= known["id"] < self._next_unit:
                raise spoilt(f"A unit has the number {known['id']}.")
            known |= {
                "rowid": self.number * UNITS + known["id"],
                "length": len(known["text"]),
                "twin": text_hash(known["text"]),
            }
        known["project_no"] = self.number
        self._put(table, tuple(known[column.name] for column in table.columns))

    def block(self, artefact: str, position: int, data: bytes) -> None:
        """Write one block of an artefact."""
        self._connection.execute(
            insert(block).values(project_no=self.number, artefact=artefact, position=position, data=data)
        )

    def flush(self) -> None:
        """Write what waits."""
        for table, waiting in self._waiting.items():
            fill(self._connection, table, waiting)
            waiting.clear()

    def finish(self) -> None:
        """Write the rest, make the text searchable, and set where the project goes on."""
        self.flush()
        if self._connection.dialect.name == "sqlite":
            self._connection.execute(
                text(
                    "INSERT INTO unit_fts(rowid, text) SELECT rowid, text FROM unit"
                    " WHERE rowid >= :first AND rowid < :last ORDER BY rowid"
                ),
                {"first": self.number * UNITS, "last": self.number * UNITS + self._next_unit},
            )
        self._connection.execute(
            update(workspace_project)
            .where(workspace_project.c.no == self.number)
            .values(
                last_seq=self.last,
                last_hash=self.hash,
                next_document=self._next_document,
                next_unit=self._next_unit,
            )
        )

    def _value(self, table: Table, column: Column[Any], given: Mapping[str, Any]) -> Any:
        value = given.get(column.name)
        if (table.name, column.name) in PACKED and isinstance(value, dict):
            return dumps(value)
        if value is None and column.nullable:
            return None
        kinds: Sequence[type] = (str,)
        if isinstance(column.type, Boolean):
            kinds = (bool,)
        elif isinstance(column.type, Float):
            kinds = (float, int)
        elif isinstance(column.type, Integer | BigInteger):
            kinds = (int,)
        if not isinstance(value, tuple(kinds)) or (isinstance(value, bool) and bool not in kinds):
            raise spoilt(f"In {table.name}, {column.name} cannot be {value!r:.60}.")
        return float(value) if isinstance(value, int | float) and float in kinds else value

    def _put(self, table: Table, row: tuple[Any, ...]) -> None:
        waiting = self._waiting.setdefault(table, [])
        waiting.append(row)
        if len(waiting) >= (EVENTS if table is event else CHUNK):
            fill(self._connection, table, waiting)
            waiting.clear()


@contextmanager
def fitting(connection: Connection) -> Iterator[None]:
    """Says in our own words that the database refused a row, as no row of ours would be."""
    driver = connection.dialect.loaded_dbapi
    unfit: tuple[type[Exception], ...] = (driver.IntegrityError, driver.ProgrammingError, driver.InterfaceError)
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error.orig, unfit):
            raise
        raise spoilt(f"A row cannot be stored: {error.orig}"[:300]) from None
    except unfit as error:
        raise spoilt(f"A row cannot be stored: {error}"[:300]) from None


def _unpacked(packed: str) -> Any:
    """JSON held as text as itself, where writing it again gives the same text."""
    try:
        value = json.loads(packed)
        return value if isinstance(value, dict) and dumps(value) == packed else packed
    except (ValueError, RecursionError):
        return packed
