"""Documents and units: written once by an import, immutable, known by the digest that the import's event holds."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, and_, bindparam, func, or_, select, text, update
from sqlalchemy.sql import ColumnElement

from linewise.core.events import dumps
from linewise.core.nouns import Source
from linewise.importing.duplicates import text_key
from linewise.storage import arrivals
from linewise.storage.bulk import fill
from linewise.storage.prepared import Prepared
from linewise.storage.schema import (
    UNITS,
    attribute,
    document,
    imported_coding,
    imported_span,
    source,
    unit,
    workspace_project,
)
from linewise.storage.spans import NewSpan, of_source
from linewise.storage.spans import digest_line as spans_line

CHUNK = 5000
LARGEST_SET = 500

Attribute = str | int | float | bool | None
Piece = tuple[int, int, str, str, list[str]]
_NUMBER = (int, float)


class NewUnit(NamedTuple):
    """A unit to be stored: its offsets into the document (code points), its exact text, what only it has."""

    start: int
    end: int
    text: str
    extra: Mapping[str, Attribute] = MappingProxyType({})
    codes: Sequence[str] = ()


class NewDocument(NamedTuple):
    """A document to be stored with its units and the ids of codes that somebody gave it elsewhere.

    `packed` are the attributes as `dumps` writes them, `key` is the `content_key`. `spans` say the same codes of exact
    passages; the units that they touch carry them.
    """

    row: int
    external_id: str | None
    text: str
    attributes: Mapping[str, Attribute]
    packed: str
    key: str
    units: Sequence[NewUnit]
    codes: Sequence[str] = ()
    spans: Sequence[NewSpan] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What `CorpusWriter` wrote, for the event that makes it count."""

    first_document: int
    documents: int
    first_unit: int
    units: int
    twins: int
    codings: int
    spans: int
    digest: str


def text_hash(value: str) -> int:
    """63 bits of the key by which twins are known, to fit a column of either database."""
    return int.from_bytes(text_key(value)[:8], "big") >> 1


def content_key(value: str, packed: str) -> str:
    """What makes two imported rows the same: text and (packed) attributes."""
    return hashlib.sha256(f"{len(value)} {value}{packed}".encode()).hexdigest()[:32]


def _shuffled(seed: int, unit_id: int) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed}:{unit_id}".encode(), digest_size=4).digest(), "big") >> 1


class CorpusWriter:
    """Streams documents into the tables in the caller's transaction, a few thousand rows at a time."""

    def __init__(self, connection: Connection, project_no: int, *, source_id: str, seed: int) -> None:
        self._connection, self._project_no, self._source, self._seed = connection, project_no, source_id, seed
        row = connection.execute(select(workspace_project).where(workspace_project.c.no == project_no)).one()
        self._first_document, self._first_unit = row.next_document, row.next_unit
        self._documents, self._units = int(row.next_document), int(row.next_unit)
        self._codings = self._spans = 0
        self._hash = hashlib.sha256()
        self._lines: list[str] = []
        self._seen: set[int] = set()
        self._of_others: list[tuple[int, list[str]]] = []
        self._of_passages: list[str] = []
        self._rows: dict[Table, list[tuple[Any, ...]]] = {
            table: [] for table in (document, unit, attribute, imported_coding, imported_span)
        }

    @property
    def next_document(self) -> int:
        """The number that the next document gets."""
        return self._documents

    @property
    def next_unit(self) -> int:
        """The number that the next unit gets."""
        return self._units

    def add(self, new: NewDocument) -> None:
        """Store one document with its units."""
        p, number = self._project_no, self._documents
        self._documents += 1
        whole = len(new.units) == 1 and new.units[0].start == 0 and new.units[0].end == len(new.text)
        stored = None if whole else new.text
        self._rows[document].append((p, number, self._source, new.row, new.external_id, new.key, stored, new.packed))
        pieces = self._cut(number, new.units, new.attributes, new.codes)
        self._lines.append(digest_line(new.row, new.external_id, stored, new.packed, pieces))
        self.add_spans(number, new.spans)
        self._flush_full()

    def add_units(self, number: int, units: Sequence[NewUnit], attributes: Mapping[str, Attribute]) -> None:
        """Store further units of a document that is here already; the digest is the caller's to tell."""
        self._cut(number, units, attributes, ())
        self._flush_full()

    def _cut(
        self, number: int, units: Sequence[NewUnit], attributes: Mapping[str, Attribute], of_all: Sequence[str]
    ) -> list[Piece]:
        p = self._project_no
        pieces: list[Piece] = []
        for piece in units:
            unit_id = self._units
            self._units += 1
            twin = text_hash(piece.text)
            self._seen.add(twin)
            extra = dumps(dict(piece.extra)) if piece.extra else "{}"
            shuffle = _shuffled(self._seed, unit_id)
            codes = sorted({*of_all, *piece.codes}) if piece.codes else sorted(of_all)
            pieces.append((piece.start, piece.end, piece.text, extra, codes))
            self._rows[unit].append(
                (
                    p * UNITS + unit_id,
                    p,
                    unit_id,
                    number,
                    piece.start,
                    piece.end,
                    piece.text,
                    len(piece.text),
                    twin,
                    shuffle,
                    extra,
                )
            )
            own = {**attributes, **piece.extra} if piece.extra else attributes
            self._rows[attribute].extend(
                (p, name, unit_id, float(value) if isinstance(value, _NUMBER) else None, attribute_text(value))
                for name, value in own.items()
                if value is not None
            )
            for code in codes:
                self._codings += 1
                self._rows[imported_coding].append((p, unit_id, code, self._source))
        return pieces

    def _flush_full(self) -> None:
        if len(self._rows[unit]) + len(self._rows[document]) >= 2 * CHUNK:
            self._flush()

    def add_spans(self, number: int, spans: Sequence[NewSpan]) -> None:
        """Store statements about passages of a document, of this import or an earlier one; documents come in order."""
        if not spans:
            return
        p = self._project_no
        for span in spans:
            self._rows[imported_span].append((p, self._source, self._spans, number, *_stored(span)))
            self._spans += 1
        self._of_passages.append(spans_line(number, spans))

    def add_codes(self, codes: Mapping[int, Iterable[str]]) -> None:
        """Store statements about units that earlier imports brought, but those that an import that stands made too."""
        said = {(unit_id, one) for unit_id, one, _ in imported_codings(self._connection, self._project_no)}
        for unit_id in sorted(codes):
            fresh = sorted({one for one in codes[unit_id] if (unit_id, one) not in said})
            if fresh:
                self._of_others.append((unit_id, fresh))
                self._rows[imported_coding].extend((self._project_no, unit_id, one, self._source) for one in fresh)
                self._codings += len(fresh)

    def finish(self) -> Written:
        """Write the rest, make the text searchable, and say what was written."""
        self._lines += [dumps([unit_id, codes]) + "\n" for unit_id, codes in self._of_others]
        self._lines += self._of_passages
        self._flush()
        first, last = self._first_unit, self._units
        if self._connection.dialect.name == "sqlite":
            self._connection.execute(
                text(
                    "INSERT INTO unit_fts(rowid, text) SELECT rowid, text FROM unit"
                    " WHERE rowid >= :first AND rowid < :last ORDER BY rowid"
                ),
                {"first": self._project_no * UNITS + first, "last": self._project_no * UNITS + last},
            )
        self._connection.execute(
            update(workspace_project)
            .where(workspace_project.c.no == self._project_no)
            .values(next_document=self._documents, next_unit=self._units)
        )
        return Written(
            first_document=self._first_document,
            documents=self._documents - self._first_document,
            first_unit=first,
            units=last - first,
            twins=last - first - len(self._seen),
            codings=self._codings,
            spans=self._spans,
            digest=self._hash.hexdigest(),
        )

    def _flush(self) -> None:
        # Neighbours in an index go in together.
        self._rows[attribute].sort(key=itemgetter(1, 4))
        for table, rows in self._rows.items():
            fill(self._connection, table, rows)
            rows.clear()
        self._hash.update("".join(self._lines).encode())
        self._lines.clear()


def digest_line(row: int, external_id: str | None, value: str | None, packed: str, pieces: list[Piece]) -> str:
    """What one document adds to its source's digest: everything that is stored of it and of its units."""
    return dumps([row, external_id, value, packed, pieces]) + "\n"


def attribute_text(value: Attribute) -> str:
    """An attribute's value as the text that filters compare with."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def source_digest(connection: Connection, project_no: int, of: Source) -> str:
    """The digest recomputed from the stored rows of one source."""
    running = hashlib.sha256()
    codes: dict[int, list[str]] = {}
    for row in connection.execute(
        select(imported_coding.c.unit, imported_coding.c.code).where(
            imported_coding.c.project_no == project_no, imported_coding.c.source == of.id
        )
    ):
        codes.setdefault(row.unit, []).append(row.code)
    units = connection.execute(
        select(unit)
        .where(unit.c.project_no == project_no, unit.c.id >= of.first_unit, unit.c.id < of.first_unit + of.units)
        .order_by(unit.c.id)
        .execution_options(yield_per=1000)
    )
    by_document = groupby(units, key=lambda row: row.document)
    held = next(by_document, None)
    whole = connection.execute(
        select(document)
        .where(
            document.c.project_no == project_no,
            document.c.id >= of.first_document,
            document.c.id < of.first_document + of.documents,
        )
        .order_by(document.c.id)
        .execution_options(yield_per=1000)
    )
    for row in whole:
        own = list(held[1]) if held is not None and held[0] == row.id else []
        pieces = [(piece.start, piece.end, piece.text, piece.extra, sorted(codes.get(piece.id, []))) for piece in own]
        # A text that was kept for another cut says nothing that its one unit does not.
        whole_unit = len(own) == 1 and own[0].start == 0 and own[0].text == row.text
        value = None if whole_unit else row.text
        running.update(digest_line(row.row, row.external_id, value, row.attributes, pieces).encode())
        if own:
            held = next(by_document, None)
    elsewhere = sorted(set(codes) - set(range(of.first_unit, of.first_unit + of.units)))
    for unit_id in _of_other_imports(connection, project_no, of, elsewhere):
        running.update((dumps([unit_id, sorted(codes[unit_id])]) + "\n").encode())
    for number, said in groupby(of_source(connection, project_no, of.id), key=lambda span: span.document):
        running.update(spans_line(number, [span.new for span in said]).encode())
    return running.hexdigest()


def _of_other_imports(connection: Connection, project_no: int, of: Source, units: Sequence[int]) -> Iterator[int]:
    """Of these units those that are not of the source's own documents, cut otherwise."""
    own = unit.c.document.between(of.first_document, of.first_document + of.documents - 1)
    for start in range(0, len(units), LARGEST_SET):
        some = units[start : start + LARGEST_SET]
        mine = set(
            connection.execute(
                select(unit.c.id).where(unit.c.project_no == project_no, unit.c.id.in_(some), own)
            ).scalars()
        )
        yield from (one for one in some if one not in mine)


def _stored(span: NewSpan) -> tuple[Any, ...]:
    """The columns of a statement, in the order of the table's."""
    return (
        span.start,
        span.end,
        span.code,
        span.value,
        span.coder,
        span.machine,
        span.score,
        span.at,
        span.id,
        span.passage,
        span.comment,
    )


@dataclass(frozen=True, slots=True)
class Known:
    """Rows that are here already: content by external id, and how often each content without an id occurs.

    `documents` are their numbers, by external id or by content, where they were asked for.
    """

    by_id: Mapping[str, str]
    anonymous: Counter[str]
    documents: Mapping[str, Sequence[int]]


def known_documents(connection: Connection, project_no: int, *, numbers: bool = False) -> Known:
    """What a further import compares its rows with; with `numbers` also which documents these are."""
    by_id: dict[str, str] = {}
    anonymous: Counter[str] = Counter()
    documents: dict[str, list[int]] = defaultdict(list)
    statement = select(document.c.external_id, document.c.text_key, document.c.id).where(
        document.c.project_no == project_no,
        document.c.source.in_(select(source.c.id).where(source.c.project_no == project_no)),
    )
    for row in connection.execute(statement.execution_options(yield_per=5000)):
        if row.external_id is None:
            anonymous[row.text_key] += 1
        else:
            by_id[row.external_id] = row.text_key
        if numbers:
            documents[row.text_key if row.external_id is None else row.external_id].append(row.id)
    return Known(by_id, anonymous, documents)


def active_units(connection: Connection, project_no: int) -> ColumnElement[bool] | None:
    """The condition that keeps units of standing sources, or None when every unit there is counts."""
    rows = _STANDING.rows(connection, project=project_no)
    spans = [row for row in rows if row.units]
    if sum(span.units for span in spans) == rows[0].next_unit:
        return None
    if not spans:
        return unit.c.id < 0
    ranges = arrivals.end_to_end((span.first_unit, span.units) for span in spans)
    return or_(*(unit.c.id.between(first, last) for first, last in ranges))


def count_units(connection: Connection, project_no: int) -> int:
    """How many units count at present."""
    total = connection.execute(select(func.sum(source.c.units)).where(source.c.project_no == project_no)).scalar()
    return int(total or 0)


def unit_ids(connection: Connection, project_no: int) -> Iterator[int]:
    """The ids of all units that count, ascending."""
    for row in connection.execute(
        select(source.c.first_unit, source.c.units)
        .where(source.c.project_no == project_no)
        .order_by(source.c.first_unit)
    ):
        yield from range(row.first_unit, row.first_unit + row.units)


def texts(connection: Connection, project_no: int, first: int, last: int) -> list[str]:
    """The texts of the units from `first` up to (not including) `last`, in order of id."""
    statement = (
        select(unit.c.text)
        .where(unit.c.project_no == project_no, unit.c.id >= first, unit.c.id < last)
        .order_by(unit.c.id)
    )
    return list(connection.execute(statement).scalars())


def texts_of(connection: Connection, project_no: int, units: Sequence[int]) -> Iterator[str]:
    """The texts of these units, in order of id."""
    statement = select(unit.c.text).where(unit.c.project_no == project_no).order_by(unit.c.id)
    for start in range(0, len(units), CHUNK):
        yield from connection.execute(statement.where(unit.c.id.in_(units[start : start + CHUNK]))).scalars()


def attribute_texts(connection: Connection, project_no: int, name: str) -> Iterator[tuple[int, str]]:
    """(unit, value as text) of every unit that counts and has this attribute."""
    statement = (
        select(attribute.c.unit, attribute.c.text)
        .where(attribute.c.project_no == project_no, attribute.c.name == name)
        .order_by(attribute.c.unit)
    )
    condition = active_units(connection, project_no)
    if condition is not None:
        same = and_(unit.c.project_no == attribute.c.project_no, unit.c.id == attribute.c.unit)
        statement = statement.join(unit, same).where(condition)
    for row in connection.execute(statement):
        yield row.unit, row.text


def twin_hashes(connection: Connection, project_no: int) -> list[int]:
    """The twin hash of every unit ever stored, by id."""
    statement = select(unit.c.twin).where(unit.c.project_no == project_no).order_by(unit.c.id)
    return list(connection.execute(statement).scalars())


def twins_of(connection: Connection, project_no: int, unit_id: int) -> tuple[int, ...]:
    """The other units that count and have the same text."""
    found = tuple(row.id for row in _TWINS.rows(connection, project=project_no, unit=unit_id))
    if found and (condition := active_units(connection, project_no)) is not None:
        standing = select(unit.c.id).where(unit.c.project_no == project_no, unit.c.id.in_(found), condition)
        found = tuple(connection.execute(standing.order_by(unit.c.id)).scalars())
    return found


def next_unit(connection: Connection, project_no: int) -> int:
    """One more than the largest unit id ever given."""
    statement = select(workspace_project.c.next_unit).where(workspace_project.c.no == project_no)
    return int(connection.execute(statement).scalar_one())


def imported_codings(
    connection: Connection, project_no: int, *, units: Iterable[int] | None = None
) -> Iterator[tuple[int, str, str]]:
    """(unit, code, source) of every unverified imported statement whose source stands, on a unit that stands."""
    if units is None:
        statement, condition = _IMPORTED, active_units(connection, project_no)
        if condition is not None:
            same = and_(unit.c.project_no == imported_coding.c.project_no, unit.c.id == imported_coding.c.unit)
            statement = statement.join(unit, same).where(condition)
        found: Iterable[Any] = connection.execute(statement.execution_options(yield_per=5000), {"project": project_no})
    else:
        found = _IMPORTED_OF.rows(connection, project=project_no, units=tuple(units))
    for row in found:
        yield row.unit, row.code, row.source


def standing_text(connection: Connection, project_no: int, unit_id: int) -> str | None:
    """The unit's text, or None when it does not exist or its import was undone."""
    if not 0 <= unit_id < 2**31:
        return None
    found = _TEXT.first(connection, project=project_no, unit=unit_id)
    return None if found is None else found.text


_STANDING = Prepared(
    select(workspace_project.c.next_unit, source.c.first_unit, source.c.units)
    .outerjoin(source, source.c.project_no == workspace_project.c.no)
    .where(workspace_project.c.no == bindparam("project"))
)
_IMPORTED = select(imported_coding.c.unit, imported_coding.c.code, imported_coding.c.source).where(
    imported_coding.c.project_no == bindparam("project"),
    imported_coding.c.source.in_(select(source.c.id).where(source.c.project_no == bindparam("project"))),
)
_IMPORTED_OF = Prepared(_IMPORTED.where(imported_coding.c.unit.in_(bindparam("units", expanding=True))))
_SAME = unit.alias("same")
_TWINS = Prepared(
    select(_SAME.c.id)
    .join(unit, (unit.c.project_no == _SAME.c.project_no) & (unit.c.twin == _SAME.c.twin) & (unit.c.id != _SAME.c.id))
    .where(unit.c.project_no == bindparam("project"), unit.c.id == bindparam("unit"))
    .order_by(_SAME.c.id)
)
_TEXT = Prepared(
    select(unit.c.text)
    .join(
        source,
        (source.c.project_no == unit.c.project_no)
        & (source.c.first_unit <= unit.c.id)
        & (source.c.first_unit + source.c.units > unit.c.id),
    )
    .where(unit.c.project_no == bindparam("project"), unit.c.id == bindparam("unit"))
)
