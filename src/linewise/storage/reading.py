"""Units as pages show them: the text joined with its document, notes, codings, marks and imported statements."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import Connection, Select, and_, bindparam, func, select
from sqlalchemy.sql import ColumnElement

from linewise.core.nouns import Bookmark, Code, Coding, Mark, Note, OpenCode, Placement, Source, Value
from linewise.core.views import CodingView, NoteView, PassageView, PieceView, UnitView
from linewise.storage import corpus, spans
from linewise.storage.lineage import Lineage, lineage
from linewise.storage.prepared import Prepared
from linewise.storage.projection import TableFacts
from linewise.storage.schema import coding, document, note, open_code, placement, unit


def units(connection: Connection, project_no: int, ids: Sequence[int], *, coder: str) -> list[UnitView]:
    """The units with these ids, in this order, with everything people and imports said about them."""
    if not ids:
        return []
    facts = TableFacts(connection, project_no)
    wanted = tuple(ids)
    shape = lineage(connection, project_no)
    merged = shape.merged
    notes = _notes(facts, wanted, merged)
    codings = _codings(facts, wanted, merged, notes)
    for found in codings.values():
        found.extend(of_parents(found, shape))
    for unit_id, code_id, source in corpus.imported_codings(connection, project_no, units=wanted):
        codings[unit_id].append(
            CodingView(
                code=merged.get(code_id, code_id),
                value="present",
                origin="import",
                coder=source,
                via="import",
                at="",
            )
        )
    bookmarks = {found.unit for found in facts.find(Bookmark, unit=wanted, coder=coder)}
    marks = {found.unit: found.state for found in facts.find(Mark, unit=wanted, coder=coder)}
    rows = _UNITS.rows(connection, project=project_no, units=wanted)
    twins = _twin_counts(connection, project_no, [row.twin for row in rows])
    said = spans.of_documents(connection, project_no, [row.document for row in rows]) if _spans(facts) else {}
    views = {
        row.id: UnitView(
            id=row.id,
            text=row.text,
            document=row.document,
            source=row.source,
            external_id=row.external_id,
            start=row.start,
            end=row.end,
            attributes={**json.loads(row.attributes), **json.loads(row.extra)},
            twins=twins[row.twin] - 1,
            notes=tuple(notes.get(row.id, ())),
            codings=tuple(codings.get(row.id, ())),
            passages=tuple(_passages(said.get(row.document, ()), row.start, row.end, merged)),
            mark=marks.get(row.id),
            bookmarked=row.id in bookmarks,
        )
        for row in rows
    }
    return [views[unit_id] for unit_id in ids if unit_id in views]


def _spans(facts: TableFacts) -> bool:
    """Whether any import that stands says anything of exact passages."""
    return any(source.spans for source in facts.find(Source))


def _passages(said: Sequence[spans.Span], start: int, end: int, merged: Mapping[str, str]) -> Iterator[PassageView]:
    for span in said:
        one = span.new
        if one.start is None or one.end is None or one.start >= end or one.end <= start:
            continue
        yield PassageView(
            start=max(one.start, start) - start,
            end=min(one.end, end) - start,
            code=merged.get(one.code, one.code),
            value=cast(Value, one.value),
            source=span.source,
            coder=one.coder,
            machine=one.machine,
            score=one.score,
            comment=one.comment,
        )


_UNITS = Prepared(
    select(
        unit.c.id,
        unit.c.document,
        unit.c.start,
        unit.c.end,
        unit.c.text,
        unit.c.twin,
        unit.c.extra,
        document.c.external_id,
        document.c.source,
        document.c.attributes,
    )
    .join(document, and_(document.c.project_no == unit.c.project_no, document.c.id == unit.c.document))
    .where(unit.c.project_no == bindparam("project"), unit.c.id.in_(bindparam("units", expanding=True)))
)
_TWINS = (
    select(unit.c.twin, func.count().label("many"))
    .where(unit.c.project_no == bindparam("project"), unit.c.twin.in_(bindparam("twins", expanding=True)))
    .group_by(unit.c.twin)
)
_ALL_TWINS = Prepared(_TWINS)


def around(connection: Connection, project_no: int, unit_id: int, *, many: int) -> list[tuple[int, int, int]]:
    """(id, start, end) of the units of the same document, in order: up to `many` before this one and after it."""
    of = select(unit.c.document).where(unit.c.project_no == project_no, unit.c.id == unit_id).scalar_subquery()
    statement = select(unit.c.id, unit.c.start, unit.c.end).where(
        unit.c.project_no == project_no, unit.c.id.between(unit_id - many, unit_id + many), unit.c.document == of
    )
    if (condition := corpus.active_units(connection, project_no)) is not None:
        statement = statement.where(condition)
    return [(row.id, row.start, row.end) for row in connection.execute(statement.order_by(unit.c.id))]


def document_text(connection: Connection, project_no: int, number: int) -> str | None:
    """The whole text of a document, or None where its one unit is that."""
    statement = select(document.c.text).where(document.c.project_no == project_no, document.c.id == number)
    text: str | None = connection.execute(statement).scalar_one()
    return text


def redirects(connection: Connection, project_no: int) -> dict[str, str]:
    """For every merged code the id of the code that stands for it now."""
    return lineage(connection, project_no).merged


def _notes(facts: TableFacts, wanted: tuple[int, ...], merged: dict[str, str]) -> dict[int, list[NoteView]]:
    found = list(facts.find(Note, unit=wanted))
    if not found:
        return {}
    pieces: dict[str, list[OpenCode]] = defaultdict(list)
    for piece in facts.find(OpenCode, note=tuple(entry.id for entry in found)):
        pieces[piece.note].append(piece)
    sits: dict[str, list[str]] = defaultdict(list)
    for put in facts.find(Placement, open_code=tuple(piece.id for group in pieces.values() for piece in group)):
        target = merged.get(put.code, put.code)
        if target not in sits[put.open_code]:
            sits[put.open_code].append(target)
    views: dict[int, list[NoteView]] = defaultdict(list)
    for entry in sorted(found, key=lambda one: (one.unit, one.start is not None, one.start or 0, one.at)):
        views[entry.unit].append(
            NoteView(
                id=entry.id,
                coder=entry.coder,
                text=entry.text,
                start=entry.start,
                end=entry.end,
                at=entry.at,
                pieces=tuple(
                    PieceView(id=piece.id, text=piece.text, codes=tuple(sits[piece.id]))
                    for piece in sorted(pieces[entry.id], key=lambda one: one.position)
                ),
            )
        )
    return views


def _codings(
    facts: TableFacts, wanted: tuple[int, ...], merged: dict[str, str], notes: dict[int, list[NoteView]]
) -> dict[int, list[CodingView]]:
    views: dict[int, list[CodingView]] = defaultdict(list)
    said: set[tuple[int, str, str]] = set()
    for entry in sorted(facts.find(Coding, unit=wanted), key=_strength):
        target = merged.get(entry.code, entry.code)
        if (entry.unit, target, entry.coder) in said:
            continue
        said.add((entry.unit, target, entry.coder))
        views[entry.unit].append(
            CodingView(
                code=target,
                value=entry.value,
                origin=entry.origin,
                coder=entry.coder,
                via="decision",
                at=entry.at,
                codebook=entry.codebook,
            )
        )
    for unit_id, entries in notes.items():
        for written in entries:
            for target in dict.fromkeys(target for piece in written.pieces for target in piece.codes):
                if (unit_id, target, written.coder) not in said:
                    said.add((unit_id, target, written.coder))
                    views[unit_id].append(
                        CodingView(
                            code=target,
                            value="present",
                            origin="person",
                            coder=written.coder,
                            via="grouping",
                            at=written.at,
                        )
                    )
    return views


def of_parents(codings: Sequence[CodingView], shape: Lineage) -> list[CodingView]:
    """What codes that are present say of the codes above them, unless the same voice spoke of those itself."""
    said = {(one.code, one.origin, one.coder) for one in codings}
    implied: dict[tuple[str, str, str], CodingView] = {}
    for one in codings:
        for parent in shape.above.get(one.code, ()) if one.value == "present" else ():
            place = (parent, one.origin, one.coder)
            if place not in said and one.origin != "import":
                implied.setdefault(place, replace(one, code=parent, via="parent"))
    return list(implied.values())


def _strength(entry: Coding) -> tuple[int, str]:
    """After a merge one coder may have said two things of one code: present outweighs unsure outweighs absent."""
    return {"present": 0, "unsure": 1, "absent": 2}[entry.value], entry.code


def _twin_counts(connection: Connection, project_no: int, hashes: list[int]) -> dict[int, int]:
    condition = corpus.active_units(connection, project_no)
    statement = _ALL_TWINS if condition is None else Prepared(_TWINS.where(condition))
    found = statement.rows(connection, project=project_no, twins=hashes)
    return dict.fromkeys(hashes, 1) | {row.twin: row.many for row in found}


def decisions(
    connection: Connection, project_no: int, *, codes: Collection[str] | None = None
) -> Iterator[tuple[int, str, Value, str, str]]:
    """(unit, code, value, coder, at) of every decision on a standing unit, codes as they stand after merges.

    `codes` keeps it to decisions that were made about these.
    """
    merged = redirects(connection, project_no)
    statement = select(coding.c.unit, coding.c.code, coding.c.value, coding.c.coder, coding.c.at).where(
        coding.c.project_no == project_no, *([coding.c.code.in_(codes)] if codes is not None else [])
    )
    for row in connection.execute(_standing(connection, project_no, statement, coding.c.unit)):
        yield row.unit, merged.get(row.code, row.code), row.value, row.coder, row.at


def groupings(connection: Connection, project_no: int) -> Iterator[tuple[int, str | None, str, str]]:
    """(unit, code or None while ungrouped, coder, at) of every open code on a standing unit."""
    merged = redirects(connection, project_no)
    joined = open_code.outerjoin(
        placement,
        and_(placement.c.project_no == open_code.c.project_no, placement.c.open_code == open_code.c.id),
    ).join(note, and_(note.c.project_no == open_code.c.project_no, note.c.id == open_code.c.note))
    statement = (
        select(open_code.c.unit, placement.c.code, open_code.c.coder, note.c.at)
        .select_from(joined)
        .where(open_code.c.project_no == project_no)
    )
    for row in connection.execute(_standing(connection, project_no, statement, open_code.c.unit)):
        yield row.unit, merged.get(row.code, row.code) if row.code else None, row.coder, row.at


def placed(
    connection: Connection, project_no: int, *, codes: Collection[str] | None = None
) -> Iterator[tuple[int, str, str]]:
    """(unit, norm, code) of every open code that sits in a code, on a standing unit; `codes` as in `decisions`."""
    merged = redirects(connection, project_no)
    same = and_(placement.c.project_no == open_code.c.project_no, placement.c.open_code == open_code.c.id)
    statement = (
        select(open_code.c.unit, open_code.c.norm, placement.c.code)
        .select_from(open_code.join(placement, same))
        .where(open_code.c.project_no == project_no, *([placement.c.code.in_(codes)] if codes is not None else []))
    )
    for row in connection.execute(_standing(connection, project_no, statement, open_code.c.unit)):
        yield row.unit, row.norm, merged.get(row.code, row.code)


def active_codes(connection: Connection, project_no: int) -> list[Code]:
    """The codes that are in use, in the order of the codebook."""
    found = TableFacts(connection, project_no).find(Code, status="active")
    return sorted(found, key=lambda one: (one.position, one.created_at, one.id))


def _standing(
    connection: Connection, project_no: int, statement: Select[Any], column: ColumnElement[int]
) -> Select[Any]:
    """The statement kept to units of imports that stand."""
    condition = corpus.active_units(connection, project_no)
    if condition is None:
        return statement
    return statement.join(unit, and_(unit.c.project_no == project_no, unit.c.id == column)).where(condition)
