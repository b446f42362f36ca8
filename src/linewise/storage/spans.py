"""Imported statements with their exact passages: written once by an import, covered by its digest."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, select

from linewise.core.events import dumps
from linewise.storage.prepared import Prepared
from linewise.storage.schema import imported_span, source

CHUNK = 500


class NewSpan(NamedTuple):
    """A statement to be stored: code id, passage in code points of the document (none: all of it), who, when, how."""

    code: str
    start: int | None
    end: int | None
    value: str = "present"
    coder: str = ""
    machine: bool = False
    score: float | None = None
    at: str = ""
    id: str = ""
    passage: str = ""
    comment: str = ""

    @property
    def said(self) -> tuple[str, int | None, int | None, str, str, bool]:
        """What makes two statements about one document the same."""
        return self.code, self.start, self.end, self.value, self.coder, self.machine


class Span(NamedTuple):
    """A stored statement, with the document that it is about and the import that brought it."""

    document: int
    source: str
    new: NewSpan


def digest_line(document: int, spans: Sequence[NewSpan]) -> str:
    """What the statements about one document add to the digest of their source."""
    return dumps(["spans", document, [list(one) for one in spans]]) + "\n"


def of_source(connection: Connection, project_no: int, source_id: str) -> Iterator[Span]:
    """The statements that one import brought, in its order."""
    statement = (
        select(imported_span)
        .where(imported_span.c.project_no == project_no, imported_span.c.source == source_id)
        .order_by(imported_span.c.no)
        .execution_options(yield_per=1000)
    )
    return map(_span, connection.execute(statement))


def of_documents(connection: Connection, project_no: int, documents: Iterable[int]) -> dict[int, list[Span]]:
    """The statements of standing imports about these documents, by document, in the order they came."""
    found: dict[int, list[Span]] = defaultdict(list)
    wanted = sorted(set(documents))
    for first in range(0, len(wanted), CHUNK):
        rows = _OF_DOCUMENTS.rows(connection, project=project_no, documents=tuple(wanted[first : first + CHUNK]))
        for span in map(_span, rows):
            found[span.document].append(span)
    return found


def _span(row: Row[Any] | Any) -> Span:
    values: Mapping[str, Any] = {name: getattr(row, name) for name in NewSpan._fields}
    return Span(row.document, row.source, NewSpan(**{**values, "machine": bool(values["machine"])}))


_OF_DOCUMENTS = Prepared(
    select(imported_span)
    .join(source, (source.c.project_no == imported_span.c.project_no) & (source.c.id == imported_span.c.source))
    .where(
        imported_span.c.project_no == bindparam("project"),
        imported_span.c.document.in_(bindparam("documents", expanding=True)),
    )
    .order_by(source.c.at, imported_span.c.source, imported_span.c.no)
)
