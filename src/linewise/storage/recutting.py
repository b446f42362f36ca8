"""The stored side of cutting an import anew: what its documents hold, and new units for documents that are there."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, func, select, update

from linewise.core.nouns import Source
from linewise.storage.bulk import fill
from linewise.storage.corpus import CHUNK, Attribute
from linewise.storage.schema import document, imported_coding, source, unit


class HeldUnit(NamedTuple):
    """A unit as it stands before the cut, and the attributes that only it has."""

    id: int
    start: int
    end: int
    extra: dict[str, Attribute]


class HeldDocument(NamedTuple):
    """A document with its whole text, whatever holds it, and the units of one cut."""

    number: int
    row: int
    external_id: str | None
    text: str
    bare: bool
    attributes: dict[str, Attribute]
    units: Sequence[HeldUnit]


def held(connection: Connection, project_no: int, of: Source) -> Iterator[HeldDocument]:
    """The documents of an import in order, each with its units; read in portions, so that one may write meanwhile.

    `bare` ones leave their text to their one unit.
    """
    by_document = groupby(_units(connection, project_no, of), key=lambda row: row.document)
    waiting = next(by_document, None)
    last = of.first_document + of.documents
    for first in range(of.first_document, last, CHUNK):
        inside = document.c.id.between(first, min(first + CHUNK, last) - 1)
        statement = select(document).where(document.c.project_no == project_no, inside).order_by(document.c.id)
        for row in connection.execute(statement).all():
            own: list[Any] = []
            if waiting is not None and waiting[0] == row.id:
                own = list(waiting[1])
                waiting = next(by_document, None)
            yield HeldDocument(
                number=row.id,
                row=row.row,
                external_id=row.external_id,
                text=row.text if row.text is not None else own[0].text,
                bare=row.text is None,
                attributes=json.loads(row.attributes),
                units=[HeldUnit(one.id, one.start, one.end, json.loads(one.extra)) for one in own],
            )


def _units(connection: Connection, project_no: int, of: Source) -> Iterator[Any]:
    last = of.first_unit + of.units

    def portion(first: int) -> Sequence[Any]:
        inside = unit.c.id.between(first, min(first + CHUNK, last) - 1)
        return connection.execute(
            select(unit.c.id, unit.c.document, unit.c.start, unit.c.end, unit.c.extra, unit.c.text)
            .where(unit.c.project_no == project_no, inside)
            .order_by(unit.c.id)
        ).all()

    return chain.from_iterable(map(portion, range(of.first_unit, last, CHUNK)))


def keep_texts(connection: Connection, project_no: int, texts: Iterable[tuple[int, str]]) -> None:
    """Let documents (number, text) hold their text themselves, as no one unit will; digests are the same either way."""
    statement = update(document).where(
        document.c.project_no == project_no, document.c.id == bindparam("number"), document.c.text.is_(None)
    )
    rows = [{"number": number, "whole": text} for number, text in texts]
    if rows:
        connection.execute(statement.values(text=bindparam("whole")), rows)


def stated(connection: Connection, project_no: int, of: Source) -> dict[int, list[str]]:
    """The codes that an import claims for its units as they are cut now."""
    found: dict[int, list[str]] = defaultdict(list)
    inside = imported_coding.c.unit.between(of.first_unit, of.first_unit + of.units - 1)
    statement = select(imported_coding.c.unit, imported_coding.c.code).where(
        imported_coding.c.project_no == project_no, imported_coding.c.source == of.id, inside
    )
    for row in connection.execute(statement.order_by(imported_coding.c.unit, imported_coding.c.code)):
        found[row.unit].append(row.code)
    return found


def state(connection: Connection, project_no: int, of: str, codings: Iterable[tuple[int, str]]) -> None:
    """Write claims (unit, code) of an import about its new units."""
    rows = [(project_no, unit_id, code, of) for unit_id, code in sorted(codings)]
    for first in range(0, len(rows), CHUNK):
        fill(connection, imported_coding, rows[first : first + CHUNK])


def spoken_of_by(connection: Connection, project_no: int, of: Source) -> list[tuple[str, int]]:
    """Other imports that stand and claim codes for units of this one: their names, and for how many units."""
    inside = imported_coding.c.unit.between(of.first_unit, of.first_unit + of.units - 1)
    statement = (
        select(source.c.name, func.count(imported_coding.c.unit.distinct()))
        .join(source, and_(source.c.project_no == project_no, source.c.id == imported_coding.c.source))
        .where(imported_coding.c.project_no == project_no, imported_coding.c.source != of.id, inside)
        .group_by(source.c.name)
        .order_by(source.c.name)
    )
    return [(row[0], row[1]) for row in connection.execute(statement)]
