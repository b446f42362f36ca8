"""The order in which units were read, and what each brought: what saturation is told from."""

from collections import defaultdict

from sqlalchemy import Connection, Integer, and_, cast, func, select

from linewise.storage import corpus, reading
from linewise.storage.schema import event, open_code, touch, unit

READING = ("note_written", "note_changed", "unit_marked", "units_coded", "unit_decided", "source_recut")


def first_read(connection: Connection, project_no: int, *, coder: str | None) -> list[int]:
    """Units that somebody (or one coder) spoke about, in the order of the first time; of twins only the first."""
    key = cast(touch.c.key, Integer).label("id")
    first = func.min(touch.c.seq).label("first")
    statement = (
        select(key, first)
        .join(event, and_(event.c.project_no == touch.c.project_no, event.c.seq == touch.c.seq))
        .where(touch.c.project_no == project_no, touch.c.family == "unit", event.c.kind.in_(READING))
        .group_by(touch.c.key)
    )
    if coder is not None:
        statement = statement.where(event.c.actor == coder)
    spoken = statement.subquery()
    listing = (
        select(spoken.c.id, unit.c.twin)
        .join(unit, and_(unit.c.project_no == project_no, unit.c.id == spoken.c.id))
        .order_by(spoken.c.first, spoken.c.id)
    )
    condition = corpus.active_units(connection, project_no)
    if condition is not None:
        listing = listing.where(condition)
    seen: dict[int, int] = {}
    for row in connection.execute(listing):
        seen.setdefault(row.twin, row.id)
    return list(seen.values())


def open_codes(connection: Connection, project_no: int, *, coder: str | None) -> dict[int, set[str]]:
    """The distinct open codes of each unit."""
    statement = select(open_code.c.unit, open_code.c.norm).where(open_code.c.project_no == project_no)
    if coder is not None:
        statement = statement.where(open_code.c.coder == coder)
    found: dict[int, set[str]] = defaultdict(set)
    for row in connection.execute(statement):
        found[row.unit].add(row.norm)
    return found


def codes(connection: Connection, project_no: int, *, coder: str | None) -> dict[int, set[str]]:
    """The codes in use that people found in each unit, by grouping or decision."""
    active = {code.id for code in reading.active_codes(connection, project_no)}
    found: dict[int, set[str]] = defaultdict(set)
    for unit_id, code, value, who, _ in reading.decisions(connection, project_no):
        if value == "present" and code in active and coder in (None, who):
            found[unit_id].add(code)
    for unit_id, grouped, who, _ in reading.groupings(connection, project_no):
        if grouped in active and coder in (None, who):
            found[unit_id].add(grouped)
    return found
