"""Documents as they are stored, and where their units lie."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select

from linewise.storage.corpus import CHUNK, LARGEST_SET, active_units
from linewise.storage.schema import document, source, unit


class StoredDocument(NamedTuple):
    """A document as it is stored; `text` is None where its one unit holds all of it, `attributes` are JSON."""

    number: int
    source: str
    row: int
    external_id: str | None
    text: str | None
    attributes: str


def documents(connection: Connection, project_no: int) -> Iterator[StoredDocument]:
    """Every document that counts, in order of import."""
    standing = select(source.c.id).where(source.c.project_no == project_no)
    statement = (
        select(
            document.c.id.label("number"),
            document.c.source,
            document.c.row,
            document.c.external_id,
            document.c.text,
            document.c.attributes,
        )
        .where(document.c.project_no == project_no, document.c.source.in_(standing))
        .order_by(document.c.id)
        .execution_options(yield_per=CHUNK)
    )
    for row in connection.execute(statement):
        yield StoredDocument(*row)


def places(connection: Connection, project_no: int, documents: Iterable[int]) -> dict[int, list[tuple[int, int, int]]]:
    """For each of these documents its units that stand, in order, as (id, start, end)."""
    wanted = sorted(documents)
    found: dict[int, list[tuple[int, int, int]]] = {number: [] for number in wanted}
    condition = active_units(connection, project_no)
    for first in range(0, len(wanted), LARGEST_SET):
        statement = select(unit.c.document, unit.c.id, unit.c.start, unit.c.end).where(
            unit.c.project_no == project_no, unit.c.document.in_(wanted[first : first + LARGEST_SET])
        )
        if condition is not None:
            statement = statement.where(condition)
        for row in connection.execute(statement.order_by(unit.c.id)):
            found[row.document].append((row.id, row.start, row.end))
    return found


def numbers(connection: Connection, project_no: int) -> list[int]:
    """The numbers of all documents that count."""
    standing = select(source.c.id).where(source.c.project_no == project_no)
    statement = select(document.c.id).where(document.c.project_no == project_no, document.c.source.in_(standing))
    return list(connection.execute(statement.order_by(document.c.id)).scalars())


def text(connection: Connection, project_no: int, number: int) -> str:
    """The whole text of a document that counts."""
    mine = (document.c.project_no == project_no) & (document.c.id == number)
    held: str | None = connection.execute(select(document.c.text).where(mine)).scalar()
    if held is None:
        (first, *_) = places(connection, project_no, [number])[number]
        only = (unit.c.project_no == project_no) & (unit.c.id == first[0])
        held = connection.execute(select(unit.c.text).where(only)).scalar_one()
    return held
