"""`linewise audit` and `linewise explore`: the log and its proof, counts over codes, search, memos."""

from typing import TYPE_CHECKING, Annotated

import typer

from linewise.cli.command import Progress, command

if TYPE_CHECKING:
    from linewise.auditing.views import FactChange, LogPage, Snapshot, Verification
    from linewise.core.nouns import Memo
    from linewise.core.views import UnitPage
    from linewise.exploring.views import Frequency, Together
    from linewise.workbench import Project

audit = typer.Typer(help="What happened, by whom, and the proof of it.", no_args_is_help=True)
explore = typer.Typer(help="Count, search, and keep memos.", no_args_is_help=True)

Subject = Annotated[str, typer.Argument(help="unit:12, note:ID, code:ID, coding:UNIT:CODE:CODER, round:ID …")]


@command(audit, "log", show="show_learning.log", example="linewise audit log --limit 20 --subject unit:12")
def log(
    project: "Project",
    after: Annotated[int | None, typer.Option(min=0, help="Go on after a page.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500)] = 20,
    subject: Annotated[str | None, typer.Option(help="Only what touched this: unit:12, code:ID …")] = None,
) -> "LogPage":
    """What happened, newest first."""
    return project.auditing.log(after=after, limit=limit, subject=subject)


@command(audit, "history", show="show_learning.history", example="linewise audit history unit:12")
def history(project: "Project", subject: Subject) -> "tuple[FactChange, ...]":
    """Everything that was done to one thing."""
    return project.auditing.history(subject)


@command(audit, "changes", show="show_learning.history", example="linewise audit changes 7")
def changes(
    project: "Project", event: Annotated[int, typer.Argument(min=1, help="The number of an event.")]
) -> "tuple[FactChange, ...]":
    """What one event changed, fact by fact."""
    return project.auditing.changes(event)


@command(audit, "verify", show="show_learning.verification", example="linewise audit verify")
def verify(project: "Project", *, progress: Progress) -> "Verification":
    """Recompute the chain of hashes and the projection; leaves with 1 when either is broken."""
    return project.auditing.verify(progress=progress)


@command(audit, "at", show="show_learning.snapshot", example="linewise audit at --time 2026-11-21")
def at(
    project: "Project",
    seq: Annotated[int | None, typer.Option(min=0, help="After this event.")] = None,
    time: Annotated[str | None, typer.Option(help="At this time (ISO 8601).")] = None,
) -> "Snapshot":
    """The project as it was; now, when no time is given."""
    return project.auditing.at(seq=seq, time=time)


@command(explore, "frequencies", show="show.frequencies", example="linewise explore frequencies")
def frequencies(project: "Project") -> "tuple[Frequency, ...]":
    """Units with each code, by who said so."""
    return project.exploring.frequencies()


@command(explore, "together", show="show.together", example="linewise explore together --json")
def together(project: "Project") -> "tuple[Together, ...]":
    """Which codes people found in the same units."""
    return project.exploring.together()


@command(explore, "search", show="show.units", example="linewise explore search 'my dog'")
def search(
    project: "Project",
    text: Annotated[str, typer.Argument(help="Words that the text must hold.")],
    after: Annotated[str | None, typer.Option(help="Go on after a page.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500)] = 20,
) -> "UnitPage":
    """Units whose text holds these words."""
    return project.exploring.search(text, after=after, limit=limit)


@command(explore, "memos", show="show_learning.memos", example="linewise explore memos --about code")
def memos(
    project: "Project",
    about: Annotated[str | None, typer.Option(help="unit, code, coder, round, model or project.")] = None,
    about_id: Annotated[str | None, typer.Option("--id", help="Which one.")] = None,
) -> "tuple[Memo, ...]":
    """Memos, all of them or those about something."""
    return project.exploring.memos(about=about, about_id=about_id)


@command(explore, "memo", show="show_learning.memo", example="linewise explore memo unit 12 'Compare with unit 40.'")
def memo(
    project: "Project",
    about: Annotated[str, typer.Argument(help="unit, code, coder, round, model or project.")],
    about_id: Annotated[str, typer.Argument(help="Which one.")],
    text: Annotated[str, typer.Argument(help="The memo.")],
    change: Annotated[str | None, typer.Option(help="Change the memo with this id instead.")] = None,
) -> "Memo":
    """Write a memo on anything."""
    return project.exploring.write_memo(about, about_id, text, memo=change)
