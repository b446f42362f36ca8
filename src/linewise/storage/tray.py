"""Lines of the tray: equal open codes as one, found by what they say, where they sit, and where they were written."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Exists, Row, Select, Subquery, and_, case, exists, false, func, literal, or_, select
from sqlalchemy.sql import ColumnElement

from linewise.core.errors import BadInput
from linewise.core.text import norm as normed
from linewise.storage.lineage import lineage
from linewise.storage.paging import decode, encode
from linewise.storage.schema import code, note, open_code, placement, unit

Where = Literal["open_code", "code", "note", "text"]

WRITTEN: tuple[Where, ...] = ("open_code", "code", "note", "text")


@dataclass(frozen=True, slots=True)
class Line:
    """Equal open codes: how often written, and in which of `WRITTEN` the search was found."""

    norm: str
    text: str
    count: int
    matched: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: those that match a search (`within` one place or anywhere), that sit in a code, in none, in this."""

    search: str = ""
    within: Where | None = None
    grouped: bool | None = None
    code: str | None = None


def lines(
    connection: Connection, project_no: int, wanted: Wanted, *, order: str, after: str | None, limit: int
) -> tuple[list[Line], str | None, int]:
    """A page of lines, the cursor that continues, and the number of all lines."""
    found = _lines(connection, project_no, wanted).subquery()
    total = connection.execute(select(func.count()).select_from(found)).scalar_one()
    keys = {
        "count": ((-found.c.many).label("key"), found.c.norm),
        "text": (found.c.norm.label("key"), found.c.norm),
        "recent": (found.c.newest.label("key"), found.c.norm),
    }
    if order not in keys:
        raise BadInput(f"The tray cannot be ordered by {order!r}.", remedy=f"Use {', '.join(keys)}.")
    key, last = keys[order]
    value = key.element
    listing = select(found, key)
    if after is not None:
        mark, name = decode(after, (float if order == "count" else str, str))
        beyond = value < mark if order == "recent" else value > mark
        listing = listing.where(or_(beyond, and_(value == literal(mark), last > name)))
    listing = listing.order_by(value.desc() if order == "recent" else value, last).limit(limit + 1)
    rows = connection.execute(listing).all()
    shown = rows[:limit]
    more = encode([shown[-1].key, shown[-1].norm]) if len(rows) > limit else None
    return [_line(row, searched=bool(wanted.search)) for row in shown], more, total


def norms(connection: Connection, project_no: int, wanted: Wanted) -> list[str]:
    """The norms of all lines that are wanted, in alphabetical order."""
    found: Subquery = _lines(connection, project_no, wanted).subquery()
    return list(connection.execute(select(found.c.norm).order_by(found.c.norm)).scalars())


def counted(connection: Connection, project_no: int) -> list[Line]:
    """Every line that sits in no code, the most frequent first."""
    found = _lines(connection, project_no, Wanted(grouped=False)).subquery()
    rows = connection.execute(select(found).order_by(found.c.many.desc(), found.c.norm))
    return [_line(row, searched=False) for row in rows]


def placed(connection: Connection, project_no: int) -> dict[str, set[str]]:
    """For every code that holds open codes their norms, merged codes read as those that took them in."""
    now = lineage(connection, project_no).now
    found: dict[str, set[str]] = defaultdict(set)
    statement = (
        select(open_code.c.norm, placement.c.code)
        .join(placement, _same())
        .where(open_code.c.project_no == project_no)
        .distinct()
    )
    for row in connection.execute(statement):
        found[now(row.code)].add(row.norm)
    return found


def written_in(connection: Connection, project_no: int) -> dict[str, list[int]]:
    """For every open code's norm the units in which it was written."""
    found: dict[str, list[int]] = defaultdict(list)
    statement = (
        select(open_code.c.norm, open_code.c.unit)
        .where(open_code.c.project_no == project_no)
        .order_by(open_code.c.norm, open_code.c.unit)
    )
    for row in connection.execute(statement):
        found[row.norm].append(row.unit)
    return found


def examples(
    connection: Connection, project_no: int, norms: list[str], *, search: str = "", each: int = 3
) -> dict[str, list[tuple[int, str, str]]]:
    """For each norm a few (unit, text of the unit, text of the note), those that match the search first."""
    found: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    if not norms:
        return found
    rank = [case((_inside(search), 0), else_=1)] if search else []
    number = func.row_number().over(partition_by=open_code.c.norm, order_by=[*rank, open_code.c.id]).label("number")
    first = (
        select(open_code.c.norm, open_code.c.unit, unit.c.text, note.c.text.label("written"), number)
        .join(unit, and_(unit.c.project_no == project_no, unit.c.id == open_code.c.unit))
        .join(note, and_(note.c.project_no == project_no, note.c.id == open_code.c.note))
        .where(open_code.c.project_no == project_no, open_code.c.norm.in_(norms))
        .subquery()
    )
    statement = select(first).where(first.c.number <= each).order_by(first.c.norm, first.c.number)
    for row in connection.execute(statement):
        found[row.norm].append((row.unit, row.text, row.written))
    return found


def _lines(connection: Connection, project_no: int, wanted: Wanted) -> Select[Any]:
    statement = (
        select(
            open_code.c.norm,
            func.max(open_code.c.text).label("text"),
            func.count().label("many"),
            func.max(open_code.c.id).label("newest"),
        )
        .where(open_code.c.project_no == project_no)
        .group_by(open_code.c.norm)
    )
    if wanted.grouped is not None:
        put = _placed(project_no)
        statement = statement.where(put if wanted.grouped else ~put)
    if wanted.code is not None:
        shape = lineage(connection, project_no)
        same = {wanted.code, *(old for old, new in shape.merged.items() if new == shape.now(wanted.code))}
        inside = open_code.alias("inside")
        statement = statement.where(
            open_code.c.norm.in_(
                select(inside.c.norm)
                .join(placement, _same(inside))
                .where(inside.c.project_no == project_no, placement.c.code.in_({*same, shape.now(wanted.code)}))
            )
        )
    if wanted.search:
        found = _matching(connection, project_no, wanted.search)
        flags = {name: func.max(case((test, 1), else_=0)) for name, test in found.items()}
        statement = (
            statement.join(unit, and_(unit.c.project_no == project_no, unit.c.id == open_code.c.unit))
            .join(note, and_(note.c.project_no == project_no, note.c.id == open_code.c.note))
            .add_columns(*(flag.label(f"in_{name}") for name, flag in flags.items()))
            .having(or_(*(flag == 1 for name, flag in flags.items() if wanted.within in (None, name))))
        )
    return statement


def _matching(connection: Connection, project_no: int, search: str) -> dict[Where, ColumnElement[bool]]:
    """Where a search may be found in one occurrence of an open code."""
    return {
        "open_code": open_code.c.norm.contains(normed(search), autoescape=True),
        "code": _placed(project_no, *_named(connection, project_no, search)),
        "note": note.c.text.icontains(search, autoescape=True),
        "text": unit.c.text.icontains(search, autoescape=True),
    }


def _inside(search: str) -> ColumnElement[bool]:
    return or_(unit.c.text.icontains(search, autoescape=True), note.c.text.icontains(search, autoescape=True))


def _named(connection: Connection, project_no: int, search: str) -> Sequence[ColumnElement[bool]]:
    """The test that an open code sits in a code whose name holds the search, also through a merge."""
    now = lineage(connection, project_no).now
    rows = connection.execute(select(code.c.id, code.c.name).where(code.c.project_no == project_no)).all()
    found = {row.id for row in rows if normed(search) in normed(row.name)}
    return [_any_of({row.id for row in rows if now(row.id) in found})]


def _any_of(codes: Collection[str]) -> ColumnElement[bool]:
    return placement.c.code.in_(codes) if codes else false()


def _placed(project_no: int, *tests: ColumnElement[bool]) -> Exists:
    return exists().where(placement.c.project_no == project_no, placement.c.open_code == open_code.c.id, *tests)


def _same(pieces: Any = open_code) -> ColumnElement[bool]:
    return and_(placement.c.project_no == pieces.c.project_no, placement.c.open_code == pieces.c.id)


def _line(row: Row[Any], *, searched: bool) -> Line:
    matched = tuple(name for name in WRITTEN if getattr(row, f"in_{name}") == 1) if searched else ()
    return Line(row.norm, row.text, row.many, matched)
