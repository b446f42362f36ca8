"""What arrived after a time: units are numbered in the order in which they came, so it is all from one number on."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, func, select

from linewise.core.facts import from_row
from linewise.core.nouns import Source
from linewise.storage import log
from linewise.storage.prepared import Prepared
from linewise.storage.schema import event, source

_UNITS_AFTER = Prepared(
    select(func.sum(source.c.units)).where(source.c.project_no == bindparam("project"), source.c.at > bindparam("time"))
)


def first_after(connection: Connection, project_no: int, time: str) -> int | None:
    """The first unit of the standing imports that came after a time (ISO 8601 in UTC), None when nothing did."""
    statement = select(func.min(source.c.first_unit)).where(
        source.c.project_no == project_no, source.c.at > time, source.c.units > 0
    )
    found: int | None = connection.execute(statement).scalar()
    return found


def units_after(connection: Connection, project_no: int, time: str) -> int:
    """How many units of standing imports came after a time (ISO 8601 in UTC)."""
    return int(_UNITS_AFTER.rows(connection, project=project_no, time=time)[0][0] or 0)


def undone(connection: Connection, project_no: int) -> list[Source]:
    """The imports that were taken back, oldest first."""
    statement = select(event).where(event.c.project_no == project_no, event.c.kind == "source_imported")
    imports = [log.parse(row) for row in connection.execute(statement.order_by(event.c.seq))]
    gone = log.taken_back(connection, project_no, [one.seq for one in imports])
    changes = (change for one in imports if one.seq in gone for change in one.changes)
    return [from_row(Source, change.after) for change in changes if change.family == "source" and change.after]


def end_to_end(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """First and last unit of what lies end to end, of spans given as first unit and number of units.

    Thousands of imports that stand are a few ranges then: a condition that no database finds too long.
    """
    ranges: list[tuple[int, int]] = []
    for first, units in sorted(spans):
        if ranges and ranges[-1][1] + 1 == first:
            ranges[-1] = (ranges[-1][0], first + units - 1)
        else:
            ranges.append((first, first + units - 1))
    return ranges
