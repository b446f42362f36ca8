"""Units page by page in any order: a keyset cursor, so that a deep page costs what the first one costs."""

import base64
import binascii
import json
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, FromClause, and_, func, or_, select
from sqlalchemy.sql import ColumnElement

from linewise.core.errors import BadInput
from linewise.core.views import UnitQuery
from linewise.storage import corpus
from linewise.storage.filtering import FULL_TEXT, Filter, filters, from_set, matches, rows_of
from linewise.storage.schema import attribute, ranking, unit

LARGEST = 500
# Up to so many units it is quicker to fetch all that pass a filter and sort them than to walk an order and test each.
FEW = 2000


def page(connection: Connection, project_no: int, query: UnitQuery, *, coder: str) -> tuple[list[int], str | None]:
    """Ids of the units asked for, in order, and the cursor that continues; BadInput on an unknown order or status."""
    if not 1 <= query.limit <= LARGEST:
        raise BadInput(f"A page holds 1 to {LARGEST} units, not {query.limit}.", remedy="Ask for fewer.")
    order = _order(connection, project_no, query, _found(connection, project_no, query, coder))
    columns = [key.label(f"key{at}") for at, key in enumerate(order.keys)]
    statement = select(unit.c.id, *columns).select_from(order.source).where(*order.conditions)
    if query.after is not None:
        statement = statement.where(_beyond(order.keys, decode(query.after, len(order.keys)), query.descending))
    keys = [key.desc() if query.descending else key.asc() for key in order.keys]
    rows = connection.execute(statement.order_by(*keys).limit(query.limit + 1)).all()
    shown = rows[: query.limit]
    more = encode([list(row)[1:] for row in shown][-1]) if len(rows) > query.limit else None
    return [row[0] for row in shown], more


def count(connection: Connection, project_no: int, query: UnitQuery, *, coder: str) -> int:
    """How many units the filters of the query leave."""
    if query.status in ("unread", "left"):
        # Units about which nothing was said are most of a corpus; the others are quickly counted.
        others = replace(query, status="read" if query.status == "unread" else "decided")
        every = count(connection, project_no, replace(query, status=None), coder=coder)
        return every - count(connection, project_no, others, coder=coder)
    wanted = filters(connection, project_no, query, coder=coder)
    searched = bool(query.search.strip())
    if not wanted and not searched:
        return corpus.count_units(connection, project_no)
    found = _found(connection, project_no, query, coder)
    statement = select(func.count()).select_from(found.source)
    statement = statement.where(*found.conditions, rows_of(project_no, unit.c.rowid))
    if corpus.active_units(connection, project_no) is None:
        if len(wanted) == 1 and not searched:
            statement = select(func.count()).select_from(wanted[0].ids.subquery())
        elif not wanted and found.source is not unit:
            statement = select(func.count()).select_from(FULL_TEXT).where(*found.conditions)
    return connection.execute(statement).scalar_one()


@dataclass(frozen=True, slots=True)
class _Found:
    """Which units pass. `walked`: the database may begin with an order's index, for nothing narrows the units down."""

    source: FromClause
    conditions: list[ColumnElement[bool]]
    walked: bool


def _found(connection: Connection, project_no: int, query: UnitQuery, coder: str) -> _Found:
    wanted = filters(connection, project_no, query, coder=coder)
    conditions = [entry.test for entry in wanted]
    active = corpus.active_units(connection, project_no)
    if active is not None:
        conditions.append(active)
    sizes = {at: _size(connection, entry) for at, entry in enumerate(wanted) if not entry.negated}
    smallest = min(sizes, key=sizes.__getitem__, default=None)
    few = smallest is not None and sizes[smallest] <= FEW
    if smallest is not None and few:
        conditions[smallest] = from_set(project_no, wanted[smallest].ids)
    source: FromClause = unit
    if query.search.strip():
        conditions.append(matches(connection, query.search))
        if connection.dialect.name == "sqlite":
            conditions.append(rows_of(project_no, FULL_TEXT.c.rowid))
            source = FULL_TEXT.join(unit, unit.c.rowid == FULL_TEXT.c.rowid)
    return _Found(source, conditions, walked=not few and source is unit)


def _size(connection: Connection, wanted: Filter) -> int:
    """How many units a filter keeps, as far as it matters."""
    some = wanted.ids.limit(FEW + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


@dataclass(frozen=True, slots=True)
class _Order:
    """Where the ids come from, and the keys they are sorted by; the last key is unique."""

    source: FromClause
    conditions: list[ColumnElement[bool]]
    keys: tuple[ColumnElement[Any], ...]


def _order(connection: Connection, project_no: int, query: UnitQuery, found: _Found) -> _Order:
    here = [*found.conditions, unit.c.project_no == project_no] if found.walked else found.conditions
    if query.order == "file":
        key = unit.c.rowid if found.source is unit else FULL_TEXT.c.rowid
        return _Order(found.source, [*found.conditions, rows_of(project_no, key)], (key,))
    if query.order == "random":
        return _Order(found.source, here, (unit.c.shuffle, unit.c.id))
    if query.order == "length":
        return _Order(found.source, here, (unit.c.length, unit.c.id))
    if query.order == "diverse":
        named = (ranking.c.project_no == project_no, ranking.c.name == "diverse")
        return _beside(found, here, ranking.c.position, ranking.c.unit, named, unique=True)
    name = query.order.removeprefix("attribute:")
    if name == query.order or not name:
        raise BadInput(
            f"Units cannot be ordered by {query.order!r}.",
            remedy="Use file, random, diverse, length or attribute:NAME.",
        )
    value = attribute.c.number if _is_number(connection, project_no, name) else attribute.c.text
    named = (attribute.c.project_no == project_no, attribute.c.name == name)
    return _beside(found, here, value, attribute.c.unit, named)


def _beside(
    found: _Found,
    here: list[ColumnElement[bool]],
    key: ColumnElement[Any],
    of: ColumnElement[int],
    named: tuple[ColumnElement[bool], ...],
    *,
    unique: bool = False,
) -> _Order:
    """The order by a column of another table that has a row a unit; units without one are left out."""
    source, last = found.source, of
    if found.walked:
        source, here = source.join(key.table, of == unit.c.id), [*here, *named]
    else:
        key, last = select(key).where(*named, of == unit.c.id).correlate(unit).scalar_subquery(), unit.c.id
    return _Order(source, [*here, key.is_not(None)], (key,) if unique else (key, last))


def _is_number(connection: Connection, project_no: int, name: str) -> bool:
    statement = select(attribute.c.unit).where(
        attribute.c.project_no == project_no, attribute.c.name == name, attribute.c.number.is_not(None)
    )
    return connection.execute(statement.limit(1)).first() is not None


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
