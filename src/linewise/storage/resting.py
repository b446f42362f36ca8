"""What rests on imported rows: reasons not to turn an event back that no fact knows of, only the rows themselves."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, and_, exists, or_, select

from linewise.core.events import Change
from linewise.storage.corpus import active_units
from linewise.storage.schema import code, document, imported_coding, source, unit

CHUNK = 400


def obstacles(connection: Connection, project_no: int, changes: Iterable[Change]) -> Iterator[tuple[str, str]]:
    """(family, key) of imports and codes that stand in the way of these changes.

    Imports whose statements name a code or a unit that would go, imports that are gone (or cut otherwise) while their
    units are spoken of, and, when an import comes back, codes that it needs and imports that brought its ids since.
    """
    steps = tuple(changes)
    codes = [step.key for step in steps if step.family == "code" and step.after is None]
    fresh = [step.key for step in steps if step.family == "source" and step.before is None]
    leaving = [step.key for step in steps if step.family == "source" and step.after is None]
    cut = {step.key: step.after for step in steps if step.family == "source" and step.after is not None}
    recut = [step.before for step in steps if step.family == "source" and step.after is not None and step.before]
    coming = [range(one["first_unit"], one["first_unit"] + one["units"]) for one in cut.values()]
    units = sorted(one for one in _spoken_of(steps) if not any(one in inside for inside in coming))
    yield from (("source", key) for key in _naming(connection, project_no, codes) if key not in leaving)
    yield from (("source", key) for key in _gone(connection, project_no, units))
    for key in leaving:
        yield from (("source", found) for found in _coding(connection, project_no, key) if found not in leaving)
    for was in recut:
        yield from (("source", found) for found in _coding_cut(connection, project_no, was))
    made = {step.key for step in steps if step.family == "code" and step.after is not None}
    for after in cut.values():
        yield from (("code", found) for found in _needed(connection, project_no, after) if found not in made)
    for key in fresh:
        yield from (("source", found) for found in _coded(connection, project_no, key) if found not in fresh)
        yield from (("source", found) for found in _same_ids(connection, project_no, key))


def _spoken_of(steps: Iterable[Change]) -> set[int]:
    """The units that facts are about after these changes."""
    rows = [step.after for step in steps if step.after is not None]
    notes = {int(row["about_id"]) for row in rows if row.get("about") == "unit"}
    return notes | {int(row["unit"]) for row in rows if "unit" in row}


def _naming(connection: Connection, project_no: int, codes: list[str]) -> Iterator[str]:
    """Standing imports with a statement about one of the codes."""
    for first in range(0, len(codes), CHUNK):
        statement = (
            select(imported_coding.c.source)
            .join(source, and_(source.c.project_no == project_no, source.c.id == imported_coding.c.source))
            .where(
                imported_coding.c.project_no == project_no,
                imported_coding.c.code.in_(codes[first : first + CHUNK]),
            )
            .distinct()
        )
        standing = active_units(connection, project_no)
        if standing is not None:
            same = and_(unit.c.project_no == project_no, unit.c.id == imported_coding.c.unit)
            statement = statement.join(unit, same).where(standing)
        yield from connection.execute(statement).scalars()


def _coding(connection: Connection, project_no: int, source_id: str) -> Iterator[str]:
    """Other standing imports with a statement about a unit of this one."""
    statement = (
        select(imported_coding.c.source)
        .join(source, and_(source.c.project_no == project_no, source.c.id == imported_coding.c.source))
        .join(unit, and_(unit.c.project_no == project_no, unit.c.id == imported_coding.c.unit))
        .join(document, and_(document.c.project_no == project_no, document.c.id == unit.c.document))
        .where(
            imported_coding.c.project_no == project_no,
            imported_coding.c.source != source_id,
            document.c.source == source_id,
        )
        .distinct()
    )
    yield from connection.execute(statement).scalars()


def _coding_cut(connection: Connection, project_no: int, cut: Mapping[str, Any]) -> Iterator[str]:
    """Other standing imports with a statement about a unit of this one as it is cut."""
    statement = (
        select(imported_coding.c.source)
        .join(source, and_(source.c.project_no == project_no, source.c.id == imported_coding.c.source))
        .where(
            imported_coding.c.project_no == project_no,
            imported_coding.c.source != cut["id"],
            imported_coding.c.unit.between(cut["first_unit"], cut["first_unit"] + cut["units"] - 1),
        )
        .distinct()
    )
    yield from connection.execute(statement).scalars()


def _coded(connection: Connection, project_no: int, source_id: str) -> Iterator[str]:
    """Imports that are gone, about whose units this one has a statement."""
    stands = exists().where(source.c.project_no == project_no, source.c.id == document.c.source)
    statement = (
        select(document.c.source)
        .join(unit, and_(unit.c.project_no == project_no, unit.c.document == document.c.id))
        .join(imported_coding, and_(imported_coding.c.project_no == project_no, imported_coding.c.unit == unit.c.id))
        .where(
            document.c.project_no == project_no,
            imported_coding.c.source == source_id,
            document.c.source != source_id,
            ~stands,
        )
        .distinct()
    )
    yield from connection.execute(statement).scalars()


def _gone(connection: Connection, project_no: int, units: list[int]) -> Iterator[str]:
    """Imports of the units that do not stand at present, or not as these units."""
    stands = exists().where(
        source.c.project_no == project_no,
        source.c.id == document.c.source,
        unit.c.id >= source.c.first_unit,
        unit.c.id < source.c.first_unit + source.c.units,
    )
    for first in range(0, len(units), CHUNK):
        statement = (
            select(document.c.source)
            .join(unit, and_(unit.c.project_no == project_no, unit.c.document == document.c.id))
            .where(document.c.project_no == project_no, unit.c.id.in_(units[first : first + CHUNK]), ~stands)
            .distinct()
        )
        yield from connection.execute(statement).scalars()


def _needed(connection: Connection, project_no: int, cut: Mapping[str, Any]) -> Iterator[str]:
    """Codes that the import's statements about its units of this cut, or about others' units, name and are gone."""
    there = exists().where(code.c.project_no == project_no, code.c.id == imported_coding.c.code)
    inside = unit.c.id.between(cut["first_unit"], cut["first_unit"] + cut["units"] - 1)
    own = unit.c.document.between(cut["first_document"], cut["first_document"] + cut["documents"] - 1)
    statement = (
        select(imported_coding.c.code)
        .join(unit, and_(unit.c.project_no == project_no, unit.c.id == imported_coding.c.unit))
        .where(
            imported_coding.c.project_no == project_no,
            imported_coding.c.source == cut["id"],
            ~there,
            or_(inside, ~own),
        )
        .distinct()
    )
    yield from connection.execute(statement).scalars()


def _same_ids(connection: Connection, project_no: int, source_id: str) -> Iterator[str]:
    """Standing imports that hold a document of the same id as one of this import."""
    other = document.alias("other")
    statement = (
        select(other.c.source)
        .join(document, and_(document.c.project_no == project_no, document.c.external_id == other.c.external_id))
        .join(source, and_(source.c.project_no == project_no, source.c.id == other.c.source))
        .where(other.c.project_no == project_no, document.c.source == source_id, other.c.source != source_id)
        .distinct()
    )
    yield from connection.execute(statement).scalars()
