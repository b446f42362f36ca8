"""Code: units to read, notes on them, marks, codings, and type-ahead from earlier open codes."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field

from linewise.core.errors import BadInput
from linewise.core.nouns import MarkState, Value
from linewise.core.views import Progress, Suggestion, UnitPage, UnitQuery, UnitView
from linewise.web.at import ProjectAt
from linewise.web.fields import Body, Cursor, Ident, Limit, Line, Number, NumberInPath, Text
from linewise.web.router import stage

router = stage("code")

Status = Literal["unread", "noted", "decided", "unsure", "skipped", "left", "stale"]


class NoteBody(Body):
    text: Text
    note: Ident | None = None
    start: Number | None = None
    end: Number | None = None


class MarkBody(Body):
    state: MarkState | None


class CodingsBody(Body):
    codings: Annotated[
        dict[Ident, Value | None], Field(max_length=1_000, json_schema_extra={"additionalProperties": False})
    ]


@router.get("/units")
def units(
    project: ProjectAt,
    order: Annotated[Line, Query(description="file, random, diverse, length or attribute:NAME")] = "file",
    descending: bool = False,
    after: Cursor = None,
    limit: Limit = 50,
    search: Line = "",
    status: Status | None = None,
    code: Ident | None = None,
    attribute: Annotated[tuple[Line, ...], Query(max_length=20, description="NAME:VALUE, may be repeated")] = (),
) -> UnitPage:
    """A page of units with everything said about them; all filters that are given must hold."""
    query = UnitQuery(
        order=order,
        descending=descending,
        after=after,
        limit=limit,
        search=search,
        status=status,
        code=code,
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
    """Write, change or (with empty text) withdraw a note on the unit or on a span of it."""
    return project.coding.write(unit, body.text, note=body.note, start=body.start, end=body.end)


@router.put("/units/{unit}/mark")
def mark(project: ProjectAt, unit: NumberInPath, body: MarkBody) -> UnitView:
    """Mark the unit done, unsure or skipped, or take the mark away."""
    return project.coding.mark(unit, body.state)


@router.put("/units/{unit}/codings")
def code(project: ProjectAt, unit: NumberInPath, body: CodingsBody) -> UnitView:
    """Say of codes that they are present, absent or unsure in the unit; null withdraws the statement."""
    return project.coding.code(unit, body.codings)


@router.get("/suggest")
def suggest(
    project: ProjectAt, prefix: Line = "", limit: Annotated[int, Query(ge=1, le=50)] = 8
) -> tuple[Suggestion, ...]:
    """Earlier open codes that begin like, or resemble, what is being typed."""
    return project.coding.suggest(prefix, limit=limit)


@router.get("/progress")
def progress(project: ProjectAt) -> Progress:
    """How far the reading is."""
    return project.coding.progress()
