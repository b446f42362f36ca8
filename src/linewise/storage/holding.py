"""What codes hold: open codes, units, statements, each thing counted once however many codes below have it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TypeVar

from sqlalchemy import Connection, and_, func, select

from linewise.storage import corpus, reading
from linewise.storage.lineage import Lineage, lineage
from linewise.storage.schema import imported_coding, source, unit

T = TypeVar("T")


def code_counts(
    connection: Connection, project_no: int, *, defined: dict[str, str], only: str | None = None
) -> dict[str, Counter[str]]:
    """For each code: open_codes, below, units, absent, imported, stale (decisions older than `defined`).

    `below` are the distinct open codes in it or in a code below it. `only` counts one code and what counts as it.
    """
    shape = lineage(connection, project_no)
    wanted = shape.counting_as(only) if only is not None else None
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    present: dict[str, set[int]] = defaultdict(set)
    inside: dict[str, set[str]] = defaultdict(set)
    for unit_id, code_id, value, _, at in reading.decisions(connection, project_no, codes=wanted):
        if value == "present":
            present[code_id].add(unit_id)
        elif value == "absent":
            counts[code_id]["absent"] += 1
        if at < defined.get(code_id, ""):
            counts[code_id]["stale"] += 1
    for unit_id, norm, code_id in reading.placed(connection, project_no, codes=wanted):
        present[code_id].add(unit_id)
        inside[code_id].add(norm)
    for code_id, norms in inside.items():
        counts[code_id]["open_codes"] = len(norms)
    for code_id, units in _with_below(present, shape).items():
        counts[code_id]["units"] = len(units)
    for code_id, norms in _with_below(inside, shape).items():
        counts[code_id]["below"] = len(norms)
    statement = (
        select(imported_coding.c.code, func.count().label("many"))
        .where(
            imported_coding.c.project_no == project_no,
            imported_coding.c.source.in_(select(source.c.id).where(source.c.project_no == project_no)),
        )
        .group_by(imported_coding.c.code)
    )
    standing = corpus.active_units(connection, project_no)
    if standing is not None:
        same = and_(unit.c.project_no == imported_coding.c.project_no, unit.c.id == imported_coding.c.unit)
        statement = statement.join(unit, same).where(standing)
    for row in connection.execute(statement):
        counts[shape.now(row.code)]["imported"] += row.many
    return counts


def _with_below(held: Mapping[str, set[T]], shape: Lineage) -> dict[str, set[T]]:
    """What each code holds together with every code below it, each thing once."""
    found: dict[str, set[T]] = defaultdict(set)
    for code_id, things in held.items():
        for place in (code_id, *shape.above.get(code_id, ())):
            found[place] |= things
    return found


def units_of(connection: Connection, project_no: int, code: str, *, but: str) -> set[int]:
    """The units in which a person found the code or one below it, by a decision or a note.

    `but` is the code that it is compared with: where that one lies below, what it says is left out.
    """
    shape = lineage(connection, project_no)
    wanted = shape.counting_as(code)
    if but in wanted:
        wanted -= shape.counting_as(but)
    decided = reading.decisions(connection, project_no, codes=wanted)
    found = {unit for unit, _, value, _, _ in decided if value == "present"}
    return found | {unit for unit, _, _ in reading.placed(connection, project_no, codes=wanted)}
