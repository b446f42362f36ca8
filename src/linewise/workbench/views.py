"""What belongs to no single stage: projects at a glance, the state of one, jobs, undo, and reports of files."""

from dataclasses import dataclass
from typing import Literal

from linewise.auditing.views import LogEntry
from linewise.core.exchange import Loss
from linewise.core.nouns import Coder, Project, Source
from linewise.core.views import Progress
from linewise.importing.record import Report
from linewise.jobs import JobView

__all__ = [
    "EncodingReport",
    "ExportPreview",
    "ExportReport",
    "ImportReport",
    "ImportTotals",
    "JobView",
    "ModelExport",
    "OpenRound",
    "ProblemView",
    "ProjectCard",
    "ProjectState",
    "RecutReport",
    "Undone",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRound:
    """A round under way: its number, and how many of its units are decided."""

    number: int
    decided: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCard:
    """A project at a glance: how far it is, by whose hand, what was done last in it and where to go on.

    `read` are units that its first coder said anything about, `coded` those with a note or coding, `machine` those that
    the applied model settled, `new` those that arrived after the model in use was fitted.
    """

    id: str
    name: str
    created_at: str
    updated_at: str
    exclusive: bool
    units: int
    read: int
    coded: int
    noted: int
    decided: int
    machine: int
    codes: int
    stage: str
    recent: str
    round: OpenRound | None
    new: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectState:
    """What every page of a project shows: progress, what can be undone, what is running, what is amiss."""

    project: Project
    coder: Coder
    progress: Progress
    codebook: int
    seq: int
    undo: LogEntry | None
    redo: LogEntry | None
    jobs: tuple[JobView, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """The outcome of undo or redo: the new event, the one it turned back, and a sentence for the toast."""

    seq: int
    target: LogEntry
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemView:
    """Something wrong with one row of a file, and what to do about it; `kept` rows are imported all the same."""

    row: int
    column: str | None
    reason: str
    remedy: str
    kept: bool = False


def problems_of(report: Report) -> tuple[ProblemView, ...]:
    """The problems of a report as they are shown."""
    return tuple(
        ProblemView(row=one.row, column=one.column, reason=one.reason, remedy=one.remedy, kept=one.kept)
        for one in report.problems
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import brought, or would bring (`dry_run`).

    `unchanged`: rows that were here already; `twins`: units whose text stands in an earlier unit; `already`: the very
    file was imported before, nothing changed. From the project of another `program`: its `statements` about passages,
    its `memos`, and its `losses`: what has no place here.
    """

    source: Source | None
    documents: int
    units: int
    twins: int
    codings: int
    codes_created: tuple[str, ...]
    skipped: int
    unchanged: int
    already: bool
    problems: tuple[ProblemView, ...]
    dry_run: bool
    program: str = ""
    statements: int = 0
    memos: int = 0
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecutReport:
    """What cutting an import anew came to, or would (`dry_run`): units `before` and after, `same` in both.

    `notes`, `bookmarks`, `memos` went along. Of people's statements about codes `kept` stayed as they were, `joined`
    went into decisions about larger units, and `unverified` claims (unit and code) were made of what was said of a
    whole, or of parts that disagree. `marks` went along, `left` are statements and marks that hold of no new unit; they
    come back when the cut is undone. `imported`: claims that stood already, of the file or of an earlier cut.
    """

    source: Source
    before: int
    units: int
    same: int
    notes: int
    kept: int
    joined: int
    unverified: int
    imported: int
    marks: int
    bookmarks: int
    memos: int
    left: int
    dry_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTotals:
    """What a whole file would come to: every row was read by the plan, nothing was written.

    `rows` are those with something in them; `unchanged` are here already, `skipped` do not fit, `twins` are new units
    whose text stands in an earlier one of the file.
    """

    rows: int
    documents: int
    units: int
    twins: int
    unchanged: int
    skipped: int
    problems: tuple[ProblemView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodingReport:
    """An encoder that has been applied to every unit; `notice` says what is amiss with it, or is empty."""

    name: str
    fingerprint: str
    units: int
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """A written file: where, how many rows, which columns."""

    path: str
    format: str
    shape: Literal["long", "wide", "codes"]
    include: Literal["people", "all", "probabilities"]
    rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPreview:
    """The columns of an export and its first rows, cell by cell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | bool | None, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelExport:
    """A model written to a folder or zip: `complete` where it needs nothing beside it, `tried` on so many units."""

    path: str
    model: str
    number: int
    codes: int
    bytes: int
    complete: bool
    tried: int
