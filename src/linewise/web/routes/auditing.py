"""Audit: the log, the history of anything, the proof that both are whole, the project at an earlier time."""

from typing import Annotated

from fastapi import Query

from linewise.auditing.views import FactChange, LogPage, Snapshot, Verification
from linewise.web.at import ProjectAt
from linewise.web.fields import LARGEST, Ident, Limit, Line, Name, NumberInPath
from linewise.web.router import stage

router = stage("audit")

Seq = Annotated[int | None, Query(ge=0, le=LARGEST)]
Subject = Annotated[Line, Query(description="unit:12, note:ID, code:ID, coding:KEY, round:ID …")]


@router.get("/log")
def log(
    project: ProjectAt,
    after: Seq = None,
    limit: Limit = 50,
    subject: Subject | None = None,
    coder: Annotated[Name | None, Query(description="The name or id of a coder")] = None,
    kind: Annotated[tuple[Ident, ...], Query(max_length=50, description="Kinds of event; may be repeated")] = (),
    search: Line = "",
) -> LogPage:
    """What happened, newest first; `after` is the `next` of the page before, also where a search found nothing yet."""
    return project.auditing.log(after=after, limit=limit, subject=subject, coder=coder, kinds=kind, search=search)


@router.get("/history")
def history(project: ProjectAt, subject: Subject) -> tuple[FactChange, ...]:
    """Everything that was done to one thing."""
    return project.auditing.history(subject)


@router.get("/changes/{seq}")
def changes(project: ProjectAt, seq: NumberInPath) -> tuple[FactChange, ...]:
    """What one event changed, fact by fact."""
    return project.auditing.changes(seq)


@router.post("/verify")
def verify(project: ProjectAt) -> Verification:
    """Recompute the chain of hashes and the projection, and name the first broken link."""
    return project.auditing.verify()


@router.get("/at")
def at(
    project: ProjectAt,
    seq: Seq = None,
    time: Annotated[Line | None, Query(description="ISO 8601")] = None,
) -> Snapshot:
    """The project as it was after an event, or at a time; now, when neither is given."""
    return project.auditing.at(seq=seq, time=time)
