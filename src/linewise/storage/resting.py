"""What rests on imported rows: reasons not to turn an event back that no fact knows of, only the rows themselves."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, and_, exists, select

from linewise.core.events import Change
from linewise.storage.schema import code, document, imported_coding, source, unit

CHUNK = 400


def obstacles(connection: Connection, project_no: int, changes: Iterable[Change]) -> Iterator[tuple[str, str]]:
    """(family, key) of imports and codes that stand in the way of these changes.

    Imports whose statements name a code or a unit that would go, imports that are gone while their units are spoken of,
    and, when an import comes back, codes that it needs and imports that brought the same ids since.
    """
    steps = tuple(changes)
    codes = [step.key for step in steps if step.family == "code" and step.after is None]
    fresh = [step.key for step in steps if step.family == "source" and step.before is None]
    leaving = [step.key for step in steps if step.family == "source" and step.after is None]
    units = sorted({int(step.after["unit"]) for step in steps if step.after is not None and "unit" in step.after})
    yield from (("source", key) for key in _naming(connection, project_no, codes) if key not in leaving)
    yield from (("source", key) for key in _gone(connection, project_no, units))
    for key in leaving:
        yield from (("source", found) for found in _coding(connection, project_no, key) if found not in leaving)
    for key in fresh:
        yield from (("source", found) for found in _coded(connection, project_no, key) if found not in fresh)
        made = {step.key for step in steps if step.family == "code" and step.after is not None}
        yield from (("code", found) for found in _needed(connection, project_no, key) if found not in made)
        yield from (("source", found) for found in _same_ids(connection, project_no, key))


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
    """Imports of the units that do not stand at present."""
    stands = exists().where(source.c.project_no == project_no, source.c.id == document.c.source)
    for first in range(0, len(units), CHUNK):
        statement = (
            select(document.c.source)
            .join(unit, and_(unit.c.project_no == project_no, unit.c.document == document.c.id))
            .where(document.c.project_no == project_no, unit.c.id.in_(units[first : first + CHUNK]), ~stands)
            .distinct()
        )
        yield from connection.execute(statement).scalars()


def _needed(connection: Connection, project_no: int, source_id: str) -> Iterator[str]:
    """Codes that the import's statements name and that are gone."""
    there = exists().where(code.c.project_no == project_no, code.c.id == imported_coding.c.code)
    statement = (
        select(imported_coding.c.code)
        .where(imported_coding.c.project_no == project_no, imported_coding.c.source == source_id, ~there)
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
