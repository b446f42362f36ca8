"""Units page by page in any order: a keyset cursor, so that a deep page costs what the first one costs."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, FromClause, Select, String, and_, exists, func, or_, select
from sqlalchemy.sql import ColumnElement

from linewise.core.errors import BadInput
from linewise.core.views import UnitQuery
from linewise.storage import corpus
from linewise.storage.filtering import FULL_TEXT, Filter, filters, from_set, matches, rows_of
from linewise.storage.schema import UNITS, attribute, ranking, unit

LARGEST = 500
# Up to so many units it is quicker to fetch all that pass a filter and sort them than to walk an order and test each.
FEW = 2000
OTHERS = {"unread": "read", "undecided": "decided"}


class Listing:
    """What a query asks for: its units page by page, and how many there are.

    Raises BadInput on an unknown status; `page` does on an unknown order, a wrong cursor or size.
    """

    def __init__(self, connection: Connection, project_no: int, query: UnitQuery, *, coder: str) -> None:
        self._connection, self._project_no, self._query, self._coder = connection, project_no, query, coder
        self._filters = filters(connection, project_no, query, coder=coder)
        self._active = corpus.active_units(connection, project_no)
        self._sizes = {at: self._size(entry) for at, entry in enumerate(self._filters) if not entry.negated}
        self._found = self._conditions()

    def page(self) -> tuple[list[int], str | None]:
        """Ids of the units asked for, in order, and the cursor that continues."""
        query = self._query
        if not 1 <= query.limit <= LARGEST:
            raise BadInput(f"A page holds 1 to {LARGEST} units, not {query.limit}.", remedy="Ask for fewer.")
        order = _order(self._connection, self._project_no, query, self._found)
        width = len(order.keys)
        shape = [str if isinstance(key.type, String) else float for key in order.keys]
        after = decode(query.after, shape, [float] * (width + 1)) if query.after is not None else []
        found: list[tuple[int, list[Any]]] = []
        if len(after) <= width:
            columns = [key.label(f"key{at}") for at, key in enumerate(order.keys)]
            statement = select(unit.c.id, *columns).select_from(order.source).where(*order.conditions)
            if after:
                statement = statement.where(_beyond(order.keys, after, query.descending))
            elif query.start is not None and query.order == "file":
                (row,) = order.keys
                begin = self._project_no * UNITS + query.start
                statement = statement.where(row <= begin if query.descending else row >= begin)
            keys = [key.desc() if query.descending else key.asc() for key in order.keys]
            rows = self._connection.execute(statement.order_by(*keys).limit(query.limit + 1))
            found = [(row[0], list(row)[1:]) for row in rows]
        if order.rest is not None and len(found) <= query.limit:
            rest = select(unit.c.id).select_from(self._found.source).where(*order.rest).order_by(unit.c.id)
            if len(after) > width:
                rest = rest.where(unit.c.id > after[-1])
            ids = self._connection.execute(rest.limit(query.limit + 1 - len(found))).scalars()
            found += [(one, [*[0] * width, one]) for one in ids]
        shown = found[: query.limit]
        more = encode(shown[-1][1]) if len(found) > query.limit else None
        return [one for one, _ in shown], more

    def count(self) -> int:
        """How many units the filters leave."""
        query, found = self._query, self._found
        if query.status in OTHERS:
            # Units about which nothing was said are most of a corpus; the others are quickly counted.
            every, others = (self._asking(status).count() for status in (None, OTHERS[query.status]))
            return every - others
        searched = bool(query.search.strip())
        if not self._filters and not searched:
            return corpus.count_units(self._connection, self._project_no)
        if self._active is None and len(self._filters) == 1 and not searched:
            if self._sizes[0] <= FEW:
                return self._sizes[0]
            return self._many(select(func.count()).select_from(self._filters[0].ids.subquery()))
        if self._active is None and not self._filters and found.source is not unit:
            return self._many(select(func.count()).select_from(FULL_TEXT).where(*found.conditions))
        here = rows_of(self._project_no, unit.c.rowid)
        return self._many(select(func.count()).select_from(found.source).where(*found.conditions, here))

    def _asking(self, status: str | None) -> "Listing":
        return Listing(self._connection, self._project_no, replace(self._query, status=status), coder=self._coder)

    def _many(self, statement: Select[int]) -> int:
        return self._connection.execute(statement).scalar_one()

    def _size(self, wanted: Filter) -> int:
        """How many units a filter keeps, as far as it matters."""
        return self._many(select(func.count()).select_from(wanted.ids.limit(FEW + 1).subquery()))

    def _conditions(self) -> "_Found":
        conditions = [entry.test for entry in self._filters]
        smallest = min(self._sizes, key=self._sizes.__getitem__, default=None)
        few = smallest is not None and self._sizes[smallest] <= FEW
        if smallest is not None and few:
            conditions[smallest] = from_set(self._project_no, self._filters[smallest].ids)
        if self._active is not None:
            conditions.append(self._active)
        source: FromClause = unit
        if self._query.search.strip():
            conditions.append(matches(self._connection, self._query.search))
            if self._connection.dialect.name == "sqlite":
                conditions.append(rows_of(self._project_no, FULL_TEXT.c.rowid))
                source = FULL_TEXT.join(unit, unit.c.rowid == FULL_TEXT.c.rowid)
        return _Found(source, conditions, walked=not few and source is unit)


@dataclass(frozen=True, slots=True)
class _Found:
    """Which units pass. `walked`: the database may begin with an order's index, for nothing narrows the units down."""

    source: FromClause
    conditions: list[ColumnElement[bool]]
    walked: bool


@dataclass(frozen=True, slots=True)
class _Order:
    """Where the ids come from, and the keys they are sorted by; the last key is unique.

    `rest` are the conditions of the units that have no key in this order: they come last, as in the file.
    """

    source: FromClause
    conditions: list[ColumnElement[bool]]
    keys: tuple[ColumnElement[Any], ...]
    rest: list[ColumnElement[bool]] | None = None


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
        return _beside(project_no, found, here, ranking.c.position, ranking.c.unit, named, unique=True)
    name = query.order.removeprefix("attribute:")
    if name == query.order or not name:
        raise BadInput(
            f"Units cannot be ordered by {query.order!r}.",
            remedy="Use file, random, diverse, length or attribute:NAME.",
        )
    value = attribute.c.number if _is_number(connection, project_no, name) else attribute.c.text
    named = (attribute.c.project_no == project_no, attribute.c.name == name)
    return _beside(project_no, found, here, value, attribute.c.unit, named)


def _beside(
    project_no: int,
    found: _Found,
    here: list[ColumnElement[bool]],
    key: ColumnElement[Any],
    of: ColumnElement[int],
    named: tuple[ColumnElement[bool], ...],
    *,
    unique: bool = False,
) -> _Order:
    """The order by a column of another table that has a row a unit; units without one come last."""
    source, last = found.source, of
    keyed = exists().where(*named, of == unit.c.id, key.is_not(None)).correlate(unit)
    rest = [*found.conditions, unit.c.project_no == project_no, ~keyed]
    if found.walked:
        source, here = source.join(key.table, of == unit.c.id), [*here, *named]
    else:
        key, last = select(key).where(*named, of == unit.c.id).correlate(unit).scalar_subquery(), unit.c.id
    return _Order(source, [*here, key.is_not(None)], (key,) if unique else (key, last), rest)


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


def decode(cursor: str, *shapes: Sequence[type]) -> list[Any]:
    """The inverse of `encode`. A shape is a row of `str` and `float` (any number).

    BadInput when the values have none of these shapes: the cursor was made for another order, or by hand.
    """
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        values = None
    plain = isinstance(values, list) and all(type(value) in (int, float, str) for value in values)
    shape = [str if isinstance(value, str) else float for value in values] if plain else []
    if not plain or not any(shape == list(known) for known in shapes):
        raise BadInput("That cursor belongs to no page of this order.", remedy="Begin again without `after`.")
    return list(values)
