"""Units page by page in any order: a keyset cursor, so that a deep page costs what the first one costs."""

import base64
import binascii
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    FromClause,
    Select,
    and_,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.sql import ColumnElement

from linewise.core.errors import BadInput
from linewise.core.views import UnitQuery
from linewise.storage import corpus
from linewise.storage.lineage import lineage
from linewise.storage.schema import attribute, code, coding, mark, note, open_code, placement, ranking, unit

LARGEST = 500


def page(connection: Connection, project_no: int, query: UnitQuery, *, coder: str) -> tuple[list[int], str | None]:
    """Ids of the units asked for, in order, and the cursor that continues; BadInput on an unknown order or status."""
    if not 1 <= query.limit <= LARGEST:
        raise BadInput(f"A page holds 1 to {LARGEST} units, not {query.limit}.", remedy="Ask for fewer.")
    order = _order(connection, project_no, query)
    statement = order.statement.where(*conditions(connection, project_no, query, coder=coder))
    if query.after is not None:
        statement = statement.where(_beyond(order.keys, decode(query.after, len(order.keys)), query.descending))
    keys = [key.desc() if query.descending else key.asc() for key in order.keys]
    rows = connection.execute(statement.order_by(*keys).limit(query.limit + 1)).all()
    shown = rows[: query.limit]
    more = encode([list(row)[1:] for row in shown][-1]) if len(rows) > query.limit else None
    return [row[0] for row in shown], more


def count(connection: Connection, project_no: int, query: UnitQuery, *, coder: str) -> int:
    """How many units the filters of the query leave."""
    statement = select(func.count()).select_from(unit).where(unit.c.project_no == project_no)
    return connection.execute(statement.where(*conditions(connection, project_no, query, coder=coder))).scalar_one()


@dataclass(frozen=True, slots=True)
class _Order:
    """Where the ids come from, and the keys they are sorted by; the last key is unique."""

    source: FromClause
    condition: ColumnElement[bool]
    keys: tuple[ColumnElement[Any], ...]

    @property
    def statement(self) -> Select[Any]:
        columns = [key.label(f"key{at}") for at, key in enumerate(self.keys)]
        return select(unit.c.id, *columns).select_from(self.source).where(self.condition)


def _order(connection: Connection, project_no: int, query: UnitQuery) -> _Order:
    base = unit.c.project_no == project_no
    plain = {
        "file": (unit.c.id,),
        "random": (unit.c.shuffle, unit.c.id),
        "length": (unit.c.length, unit.c.id),
    }
    if query.order in plain:
        return _Order(unit, base, plain[query.order])
    if query.order == "diverse":
        joined = unit.join(ranking, and_(ranking.c.project_no == unit.c.project_no, ranking.c.unit == unit.c.id))
        return _Order(joined, base & (ranking.c.name == "diverse"), (ranking.c.position,))
    name = query.order.removeprefix("attribute:")
    if name == query.order or not name:
        raise BadInput(
            f"Units cannot be ordered by {query.order!r}.",
            remedy="Use file, random, diverse, length or attribute:NAME.",
        )
    joined = unit.join(attribute, and_(attribute.c.project_no == unit.c.project_no, attribute.c.unit == unit.c.id))
    value: ColumnElement[Any] = attribute.c.text
    if _is_number(connection, project_no, name):
        value = attribute.c.number
    return _Order(joined, base & (attribute.c.name == name) & value.is_not(None), (value, attribute.c.unit))


def _is_number(connection: Connection, project_no: int, name: str) -> bool:
    statement = select(attribute.c.unit).where(
        attribute.c.project_no == project_no, attribute.c.name == name, attribute.c.number.is_not(None)
    )
    return connection.execute(statement.limit(1)).first() is not None


def conditions(connection: Connection, project_no: int, query: UnitQuery, *, coder: str) -> list[ColumnElement[bool]]:
    """What the filters of a query say about `unit`."""
    found: list[ColumnElement[bool]] = []
    active = corpus.active_units(connection, project_no)
    if active is not None:
        found.append(active)
    if query.search.strip():
        found.append(_matches(connection, query.search))
    for name, value in query.attributes.items():
        found.append(
            exists().where(
                attribute.c.project_no == project_no,
                attribute.c.name == name,
                attribute.c.unit == unit.c.id,
                attribute.c.text == value,
            )
        )
    if query.status == "stale":
        found.append(unit.c.id.in_(_stale(project_no, query.code)))
        return found
    if query.code is not None:
        codes = lineage(connection, project_no).counting_as(query.code)
        found.append(unit.c.id.in_(with_any_code(project_no, codes)))
    if query.status is not None:
        found.append(_status(project_no, query.status, coder))
    return found


def with_any_code(project_no: int, codes: Collection[str]) -> Select[Any]:
    """Units in which a person found one of the codes: by a decision, or by a note whose open code sits in it."""
    decided = select(coding.c.unit).where(
        coding.c.project_no == project_no, coding.c.code.in_(codes), coding.c.value == "present"
    )
    grouped = (
        select(open_code.c.unit)
        .join(
            placement,
            and_(placement.c.project_no == open_code.c.project_no, placement.c.open_code == open_code.c.id),
        )
        .where(open_code.c.project_no == project_no, placement.c.code.in_(codes))
    )
    either = decided.union(grouped).subquery()
    return select(either.c.unit)


def _stale(project_no: int, code_id: str | None) -> Select[Any]:
    """Units with a decision that is older than the present definition of its code."""
    decided = (
        select(coding.c.unit)
        .join(code, and_(code.c.project_no == coding.c.project_no, code.c.id == coding.c.code))
        .where(coding.c.project_no == project_no, coding.c.at < code.c.defined_at)
    )
    return decided.where(code.c.id == code_id) if code_id is not None else decided


def _status(project_no: int, status: str, coder: str) -> ColumnElement[bool]:
    noted = exists().where(note.c.project_no == project_no, note.c.unit == unit.c.id, note.c.coder == coder)
    coded = exists().where(coding.c.project_no == project_no, coding.c.unit == unit.c.id, coding.c.coder == coder)

    def marked(state: str | None = None) -> ColumnElement[bool]:
        own = exists().where(mark.c.project_no == project_no, mark.c.unit == unit.c.id, mark.c.coder == coder)
        return own.where(mark.c.state == state) if state else own

    by_status: dict[str, ColumnElement[bool]] = {
        "unread": ~noted & ~coded & ~marked(),
        "left": ~coded & ~marked("done"),
        "noted": noted,
        "decided": coded | marked("done"),
        "unsure": marked("unsure"),
        "skipped": marked("skipped"),
    }
    if status not in by_status:
        raise BadInput(f"There is no status {status!r}.", remedy=f"Use one of {', '.join(by_status)}, stale.")
    return by_status[status]


def _matches(connection: Connection, search: str) -> ColumnElement[bool]:
    if connection.dialect.name == "sqlite":
        hits: Select[Any] = select(column("rowid")).select_from(table("unit_fts"))
        return unit.c.rowid.in_(hits.where(literal_column("unit_fts").op("MATCH")(fts5(search))))
    return literal_column("unit.words").op("@@")(func.to_tsquery("simple", tsquery(search)))


def terms(search: str) -> list[tuple[str, bool]]:
    """The words and quoted phrases of what a person typed; True marks a word that is a beginning."""
    found: list[tuple[str, bool]] = []
    for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', search.replace("\x00", " ")):
        words = re.findall(r"\w+", phrase or word)
        if words:
            found.append((" ".join(words), not phrase))
    return found


def fts5(search: str) -> str:
    """The query for SQLite: every term must occur, the bare ones as beginnings of words."""
    return " ".join(f'"{term}"{"*" if prefix else ""}' for term, prefix in terms(search)) or '""'


def tsquery(search: str) -> str:
    """The query for PostgreSQL, saying the same as `fts5`."""
    parts = []
    for term, prefix in terms(search):
        words = [f"'{word}'" for word in term.split()]
        if prefix:
            words[-1] += ":*"
        parts.append(" <-> ".join(words))
    return " & ".join(f"({part})" for part in parts)


def _beyond(keys: tuple[ColumnElement[Any], ...], values: list[Any], descending: bool) -> ColumnElement[bool]:
    steps = []
    for at, key in enumerate(keys):
        equal = [earlier == value for earlier, value in zip(keys[:at], values, strict=False)]
        steps.append(and_(*equal, key < values[at] if descending else key > values[at]))
    return or_(*steps)


def encode(values: list[Any]) -> str:
    """A cursor: the sort values of the last row shown."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def decode(cursor: str, length: int) -> list[Any]:
    """The inverse of `encode`; BadInput when it was made for another order or by hand."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        values = None
    plain = isinstance(values, list) and all(isinstance(value, int | float | str) for value in values)
    if not plain or len(values) != length:
        raise BadInput("That cursor belongs to no page of this order.", remedy="Begin again without `after`.")
    return list(values)
