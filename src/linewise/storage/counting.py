"""Counts for pages: progress, suggestions, the tray, cards of codes."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection, Exists, Select, and_, case, exists, func, literal, or_, select, union

from linewise.core.errors import BadInput
from linewise.core.views import Progress, Suggestion
from linewise.storage import corpus, reading
from linewise.storage.lineage import lineage
from linewise.storage.paging import decode, encode
from linewise.storage.schema import (
    code,
    coding,
    imported_coding,
    mark,
    note,
    open_code,
    placement,
    source,
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


def suggestions(connection: Connection, project_no: int, prefix: str, *, limit: int) -> Iterator[Suggestion]:
    """Open codes whose text begins with the (normalised) prefix, then those that hold it."""
    begins = open_code.c.norm.startswith(prefix, autoescape=True)
    rank = case((begins, 0), else_=1)
    many = func.count().label("many")
    statement = (
        select(open_code.c.norm, func.max(open_code.c.text).label("text"), many)
        .where(open_code.c.project_no == project_no, open_code.c.norm.contains(prefix, autoescape=True))
        .group_by(open_code.c.norm)
        .order_by(func.min(rank), many.desc(), open_code.c.norm)
        .limit(limit)
    )
    rows = connection.execute(statement).all()
    sits = codes_of_norms(connection, project_no, [row.norm for row in rows])
    for row in rows:
        yield Suggestion(text=row.text, count=row.many, codes=tuple(sits[row.norm]))


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


def tray(
    connection: Connection,
    project_no: int,
    *,
    search: str,
    grouped: bool | None,
    order: str,
    after: str | None,
    limit: int,
) -> tuple[list[tuple[str, str, int]], str | None, int]:
    """Lines of the tray as (norm, text, count), the cursor that continues, and the number of all lines."""
    many, newest = func.count().label("many"), func.max(open_code.c.id).label("newest")
    statement = (
        select(open_code.c.norm, func.max(open_code.c.text).label("text"), many, newest)
        .where(open_code.c.project_no == project_no)
        .group_by(open_code.c.norm)
    )
    if search:
        inside = note.c.text.icontains(search, autoescape=True)
        written = exists().where(note.c.project_no == project_no, note.c.id == open_code.c.note, inside)
        statement = statement.where(or_(open_code.c.norm.contains(search.casefold(), autoescape=True), written))
    if grouped is not None:
        statement = statement.where(_placed(project_no) if grouped else ~_placed(project_no))
    lines = statement.subquery()
    total = connection.execute(select(func.count()).select_from(lines)).scalar_one()
    keys = {
        "count": ((-lines.c.many).label("key"), lines.c.norm),
        "text": (lines.c.norm.label("key"), lines.c.norm),
        "recent": (lines.c.newest.label("key"), lines.c.norm),
    }
    if order not in keys:
        raise BadInput(f"The tray cannot be ordered by {order!r}.", remedy=f"Use {', '.join(keys)}.")
    key, last = keys[order]
    listing = select(lines.c.norm, lines.c.text, lines.c.many, key).select_from(lines)
    value = key.element
    if after is not None:
        mark_, name = decode(after, (float if order == "count" else str, str))
        beyond = value < mark_ if order == "recent" else value > mark_
        listing = listing.where(or_(beyond, and_(value == literal(mark_), last > name)))
    listing = listing.order_by(value.desc() if order == "recent" else value, last).limit(limit + 1)
    rows = connection.execute(listing).all()
    shown = rows[:limit]
    more = encode([shown[-1].key, shown[-1].norm]) if len(rows) > limit else None
    return [(row.norm, row.text, row.many) for row in shown], more, total


def examples(
    connection: Connection, project_no: int, norms: list[str], *, each: int = 3
) -> dict[str, list[tuple[int, str, str]]]:
    """For each norm a few (unit, text of the unit, text of the note) in which it was written."""
    found: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    if not norms:
        return found
    number = func.row_number().over(partition_by=open_code.c.norm, order_by=open_code.c.id).label("number")
    first = (
        select(open_code.c.norm, open_code.c.unit, open_code.c.note, number)
        .where(open_code.c.project_no == project_no, open_code.c.norm.in_(norms))
        .subquery()
    )
    statement = (
        select(first.c.norm, first.c.unit, unit.c.text, note.c.text.label("written"))
        .join(unit, and_(unit.c.project_no == project_no, unit.c.id == first.c.unit))
        .join(note, and_(note.c.project_no == project_no, note.c.id == first.c.note))
        .where(first.c.number <= each)
        .order_by(first.c.norm, first.c.number)
    )
    for row in connection.execute(statement):
        found[row.norm].append((row.unit, row.text, row.written))
    return found


def code_counts(connection: Connection, project_no: int, *, defined: dict[str, str]) -> dict[str, Counter[str]]:
    """For each code: open_codes, units, absent, imported, stale (decisions older than `defined`)."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    present: dict[str, set[int]] = defaultdict(set)
    for unit_id, code_id, value, _, at in reading.decisions(connection, project_no):
        if value == "present":
            present[code_id].add(unit_id)
        elif value == "absent":
            counts[code_id]["absent"] += 1
        if at < defined.get(code_id, ""):
            counts[code_id]["stale"] += 1
    for unit_id, grouped, _, _ in reading.groupings(connection, project_no):
        if grouped is not None:
            present[grouped].add(unit_id)
    shape = lineage(connection, project_no)
    for code_id, units in tuple(present.items()):
        for parent in shape.above.get(code_id, ()):
            present[parent] |= units
    for code_id, units in present.items():
        counts[code_id]["units"] = len(units)
    for norm, codes in _norms_of_codes(connection, project_no):
        counts[codes]["open_codes"] += bool(norm)
    merged = reading.redirects(connection, project_no)
    statement = (
        select(imported_coding.c.code, func.count().label("many"))
        .where(
            imported_coding.c.project_no == project_no,
            imported_coding.c.source.in_(select(source.c.id).where(source.c.project_no == project_no)),
        )
        .group_by(imported_coding.c.code)
    )
    for row in connection.execute(statement):
        counts[merged.get(row.code, row.code)]["imported"] += row.many
    return counts


def _norms_of_codes(connection: Connection, project_no: int) -> set[tuple[str, str]]:
    merged = reading.redirects(connection, project_no)
    statement = (
        select(open_code.c.norm, placement.c.code)
        .join(
            placement,
            and_(placement.c.project_no == open_code.c.project_no, placement.c.open_code == open_code.c.id),
        )
        .where(open_code.c.project_no == project_no)
        .distinct()
    )
    return {(row.norm, merged.get(row.code, row.code)) for row in connection.execute(statement)}


def _placed(project_no: int) -> Exists:
    return exists().where(placement.c.project_no == project_no, placement.c.open_code == open_code.c.id)
