"""Code: units to read, notes on them, marks, codings, and type-ahead from earlier open codes."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field
from pydantic.types import Strict

from linewise.core.errors import BadInput
from linewise.core.nouns import MarkState, SavedView, Value
from linewise.core.views import DocumentView, Progress, Suggestion, UnitPage, UnitQuery, UnitView, ValueCount
from linewise.web.at import ProjectAt
from linewise.web.fields import LARGEST, Body, Cursor, Ident, IdentInPath, Limit, Line, Number, NumberInPath, Text
from linewise.web.router import stage

router = stage("code")

Status = Literal[
    "unread",
    "read",
    "coded",
    "noted",
    "annotated",
    "decided",
    "undecided",
    "unsure",
    "skipped",
    "bookmarked",
    "imported",
    "stale",
]


class NoteBody(Body):
    text: Text
    note: Ident | None = None
    start: Number | None = None
    end: Number | None = None
    expected: Text | None = None


class MarkBody(Body):
    state: MarkState | None


class CodingsBody(Body):
    codings: Annotated[
        dict[Ident, Value | None], Field(max_length=1_000, json_schema_extra={"additionalProperties": False})
    ]


class BookmarkBody(Body):
    on: bool = True


class QueryBody(Body):
    order: Line = "file"
    descending: bool = False
    search: Line = ""
    status: Status | None = None
    code: Ident | None = None
    piece: Line | None = None
    since: Line | None = None
    attributes: Annotated[
        dict[Line, Line], Field(default_factory=dict, max_length=20, json_schema_extra={"additionalProperties": False})
    ]
    columns: Annotated[tuple[Line, ...] | None, Strict(False), Field(max_length=100)] = None


class ViewBody(Body):
    name: Line | None = None
    query: QueryBody | None = None
    view: Ident | None = None


@router.get("/units")
def units(
    project: ProjectAt,
    order: Annotated[Line, Query(description="file, random, diverse, length or attribute:NAME")] = "file",
    descending: bool = False,
    after: Cursor = None,
    start: Annotated[int | None, Query(ge=0, le=LARGEST, description="Begin at this unit, in file order.")] = None,
    limit: Limit = 50,
    search: Line = "",
    status: Status | None = None,
    code: Ident | None = None,
    piece: Annotated[Line | None, Query(description="An open code that is written there.")] = None,
    since: Annotated[
        Line | None, Query(description="Arrived after: model (the one in use), or a time (ISO 8601).")
    ] = None,
    attribute: Annotated[tuple[Line, ...], Query(max_length=20, description="NAME:VALUE, may be repeated")] = (),
) -> UnitPage:
    """A page of units with everything said about them; all filters that are given must hold."""
    query = UnitQuery(
        order=order,
        descending=descending,
        after=after,
        start=start,
        limit=limit,
        search=search,
        status=status,
        code=code,
        piece=piece,
        since=since,
        attributes=dict(_attribute(item) for item in attribute),
    )
    return project.coding.units(query)


def _attribute(item: str) -> tuple[str, str]:
    name, colon, value = item.partition(":")
    if not colon:
        raise BadInput(f"The filter {item!r} has no value.", remedy="Write attribute=NAME:VALUE.")
    return name, value


@router.get("/units/{unit}")
def unit(project: ProjectAt, unit: NumberInPath) -> UnitView:
    """One unit with everything said about it."""
    return project.coding.unit(unit)


@router.put("/units/{unit}/note")
def write(project: ProjectAt, unit: NumberInPath, body: NoteBody) -> UnitView:
    """Write, change or (with empty text) withdraw a note on the unit or on a span of it.

    With `expected`, what the writer believes to stand there, a change made elsewhere meanwhile is not written over:
    the answer is 409, with what stands there in `where.present`.
    """
    return project.coding.write(unit, body.text, note=body.note, start=body.start, end=body.end, expected=body.expected)


@router.put("/units/{unit}/mark")
def mark(project: ProjectAt, unit: NumberInPath, body: MarkBody) -> UnitView:
    """Mark the unit done, unsure or skipped, or take the mark away."""
    return project.coding.mark(unit, body.state)


@router.put("/units/{unit}/bookmark")
def bookmark(project: ProjectAt, unit: NumberInPath, body: BookmarkBody) -> UnitView:
    """Set your bookmark on the unit, or take it away."""
    return project.coding.bookmark(unit, body.on)


@router.get("/units/{unit}/document")
def document(project: ProjectAt, unit: NumberInPath) -> DocumentView:
    """The units of the document that holds this one, in order, as one running text."""
    return project.coding.document(unit)


@router.put("/units/{unit}/codings")
def code(project: ProjectAt, unit: NumberInPath, body: CodingsBody) -> UnitView:
    """Say of codes that they are present, absent or unsure in the unit; null withdraws the statement."""
    return project.coding.code(unit, body.codings)


@router.get("/values")
def values(
    project: ProjectAt, attribute: Line, search: Line = "", limit: Annotated[int, Query(ge=1, le=200)] = 20
) -> tuple[ValueCount, ...]:
    """The values of an attribute, those of most units first."""
    return project.coding.values(attribute, search=search, limit=limit)


@router.get("/views")
def views(project: ProjectAt) -> tuple[SavedView, ...]:
    """The views of the units that people named."""
    return project.coding.views()


@router.post("/views")
def save_view(project: ProjectAt, body: ViewBody) -> SavedView:
    """Name a view, or give one of yours another name or content."""
    query = body.query.model_dump() if body.query is not None else None
    return project.coding.save_view(body.name, query, view=body.view)


@router.delete("/views/{view}", status_code=204)
def withdraw_view(project: ProjectAt, view: IdentInPath) -> None:
    """Take one of your views away."""
    project.coding.withdraw_view(view)


@router.get("/suggest")
def suggest(
    project: ProjectAt, prefix: Line = "", limit: Annotated[int, Query(ge=1, le=50)] = 8
) -> tuple[Suggestion, ...]:
    """Earlier open codes that begin like, hold, or resemble what is being typed."""
    return project.coding.suggest(prefix, limit=limit)


@router.get("/progress")
def progress(project: ProjectAt) -> Progress:
    """How far the reading is."""
    return project.coding.progress()
