"""Counts for pages: progress, suggestions, the tray, cards of codes."""

from collections import defaultdict

from sqlalchemy import Connection, Exists, Select, and_, exists, func, select, union

from linewise.core.views import Progress, ValueCount
from linewise.storage import corpus, reading
from linewise.storage.schema import (
    attribute,
    code,
    coding,
    mark,
    note,
    open_code,
    placement,
    unit,
)


def progress(connection: Connection, project_no: int, *, coder: str) -> Progress:
    """How far one coder has read; units of withdrawn imports do not count."""
    noted = select(note.c.unit).where(note.c.project_no == project_no, note.c.coder == coder)
    coded = select(coding.c.unit).where(coding.c.project_no == project_no, coding.c.coder == coder)

    def marked(*states: str) -> Select[tuple[int]]:
        own = select(mark.c.unit).where(mark.c.project_no == project_no, mark.c.coder == coder)
        return own.where(mark.c.state.in_(states)) if states else own

    def many(*parts: Select[tuple[int]]) -> int:
        ids = union(*parts).subquery() if len(parts) > 1 else parts[0].distinct().subquery()
        statement = select(func.count()).select_from(ids)
        condition = corpus.active_units(connection, project_no)
        if condition is not None:
            joined = ids.join(unit, and_(unit.c.project_no == project_no, unit.c.id == ids.c.unit))
            statement = select(func.count()).select_from(joined).where(condition)
        return connection.execute(statement).scalar_one()

    units = corpus.count_units(connection, project_no)
    read = many(noted, coded, marked())
    decided = many(coded, marked("done"))
    norms = select(open_code.c.norm).where(open_code.c.project_no == project_no)
    loose = norms.where(~_placed(project_no))
    return Progress(
        units=units,
        read=read,
        coded=many(noted, coded),
        noted=many(noted),
        decided=decided,
        unsure=many(marked("unsure")),
        skipped=many(marked("skipped")),
        left=units - read,
        open_codes=connection.execute(select(func.count()).select_from(norms.distinct().subquery())).scalar_one(),
        ungrouped=connection.execute(select(func.count()).select_from(loose.distinct().subquery())).scalar_one(),
        codes=connection.execute(
            select(func.count()).where(code.c.project_no == project_no, code.c.status == "active")
        ).scalar_one(),
    )


def read_units(connection: Connection, project_no: int, *, coder: str) -> set[int]:
    """Units that a coder has said anything about: a note, a coding, a mark."""
    parts = (
        select(table.c.unit).where(table.c.project_no == project_no, table.c.coder == coder)
        for table in (note, coding, mark)
    )
    return set(connection.execute(union(*parts)).scalars())


def written(connection: Connection, project_no: int) -> dict[str, int]:
    """How often each open code was written, by its norm."""
    statement = select(open_code.c.norm, func.count().label("many")).where(open_code.c.project_no == project_no)
    return {row.norm: row.many for row in connection.execute(statement.group_by(open_code.c.norm))}


def spelled(connection: Connection, project_no: int, norms: list[str]) -> dict[str, str]:
    """How an open code is written, by its norm."""
    statement = select(open_code.c.norm, func.max(open_code.c.text).label("text")).where(
        open_code.c.project_no == project_no, open_code.c.norm.in_(norms)
    )
    return {row.norm: row.text for row in connection.execute(statement.group_by(open_code.c.norm))} if norms else {}


def values(connection: Connection, project_no: int, name: str, *, search: str, limit: int) -> list[ValueCount]:
    """The values of an attribute that hold the text searched for, those of most units first."""
    many = func.count().label("many")
    statement = select(attribute.c.text, many).where(attribute.c.project_no == project_no, attribute.c.name == name)
    if search:
        statement = statement.where(attribute.c.text.icontains(search, autoescape=True))
    active = corpus.active_units(connection, project_no)
    if active is not None:
        same = and_(unit.c.project_no == attribute.c.project_no, unit.c.id == attribute.c.unit)
        statement = statement.join(unit, same).where(active)
    statement = statement.group_by(attribute.c.text).order_by(many.desc(), attribute.c.text).limit(limit)
    return [ValueCount(value=value, units=units) for value, units in connection.execute(statement)]


def codes_of_norms(connection: Connection, project_no: int, norms: list[str]) -> dict[str, list[str]]:
    """For each open code's norm the codes that hold any of its occurrences."""
    merged = reading.redirects(connection, project_no)
    found: dict[str, list[str]] = defaultdict(list)
    if norms:
        statement = (
            select(open_code.c.norm, placement.c.code)
            .join(
                placement,
                and_(placement.c.project_no == open_code.c.project_no, placement.c.open_code == open_code.c.id),
            )
            .where(open_code.c.project_no == project_no, open_code.c.norm.in_(norms))
            .distinct()
        )
        for row in connection.execute(statement):
            target = merged.get(row.code, row.code)
            if target not in found[row.norm]:
                found[row.norm].append(target)
    return found


def _placed(project_no: int) -> Exists:
    return exists().where(placement.c.project_no == project_no, placement.c.open_code == open_code.c.id)
