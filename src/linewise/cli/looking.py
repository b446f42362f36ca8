"""`linewise audit`, `explore` and `memos`: the log and its proof, counts over codes, search, what one thinks."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from linewise.cli.command import Progress, command
from linewise.core.errors import NotFound

if TYPE_CHECKING:
    from linewise.auditing.views import FactChange, LogPage, Snapshot, Verification
    from linewise.core.nouns import Memo
    from linewise.core.views import UnitPage
    from linewise.exploring.views import Frequency, Thing, Together
    from linewise.workbench import Project

audit = typer.Typer(help="What happened, by whom, and the proof of it.", no_args_is_help=True)
explore = typer.Typer(help="Count and search.", no_args_is_help=True)
memos = typer.Typer(help="Write down what you think, about anything.", no_args_is_help=True)

Subject = Annotated[str, typer.Argument(help="unit:12, note:ID, code:ID, coding:UNIT:CODE:CODER, round:ID …")]


@command(audit, "log", show="show_learning.log", example="linewise audit log --limit 20 --subject unit:12")
def log(
    project: "Project",
    after: Annotated[int | None, typer.Option(min=0, help="Go on after a page.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500)] = 20,
    subject: Annotated[str | None, typer.Option(help="Only what touched this: unit:12, code:ID …")] = None,
    coder: Annotated[str | None, typer.Option(help="Only what this coder did (name or id).")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only events of this kind; may be repeated.")] = None,
    search: Annotated[str, typer.Option(help="Only entries that hold these words.")] = "",
) -> "LogPage":
    """What happened, newest first."""
    return project.auditing.log(
        after=after, limit=limit, subject=subject, coder=coder, kinds=tuple(kind or ()), search=search
    )


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


@command(explore, "things", show="show_beside.things", example="linewise explore things money")
def things(
    project: "Project",
    text: Annotated[str, typer.Argument(help="A part of a name or text, or the number of a unit.")],
    limit: Annotated[int, typer.Option(min=1, max=50)] = 8,
) -> "tuple[Thing, ...]":
    """Codes, memos and units that a memo could speak of, with their references."""
    return project.exploring.offers(text, limit=limit)


About = Annotated[str | None, typer.Option(help="unit, code, coder, round, model, memo or project.")]
Links = Annotated[list[str] | None, typer.Option("--link", metavar="REFERENCE", help="Speaks of unit:12, code:ID ….")]
MemoId = Annotated[str, typer.Argument(metavar="MEMO", help="The id of the memo.")]
MemoText = Annotated[str, typer.Argument(help="The memo; [[#12]] or [[Name of a code]] speaks of something.")]


@command(memos, "list", show="show_learning.memos", example="linewise memos list --about code --search money")
def list_memos(
    project: "Project",
    about: About = None,
    about_id: Annotated[str | None, typer.Option("--id", help="Which one.")] = None,
    search: Annotated[str, typer.Option(help="Words that the memo must hold.")] = "",
    speaks_of: Annotated[str | None, typer.Option(help="Only those that speak of unit:12, code:ID ….")] = None,
    order: Annotated[Literal["oldest", "newest", "thing"], typer.Option(help="In what order.")] = "oldest",
) -> "tuple[Memo, ...]":
    """Memos, all of them or those about something."""
    return project.exploring.memos(about, about_id, search=search, speaks_of=speaks_of, order=order)


@command(memos, "write", show="show_learning.memo", example="linewise memos write unit 12 'Compare with [[#40]].'")
def write_memo(
    project: "Project",
    about: Annotated[str, typer.Argument(help="unit, code, coder, round, model, memo or project.")],
    about_id: Annotated[str, typer.Argument(help="Which one.")],
    text: MemoText,
    link: Links = None,
) -> "Memo":
    """Write a memo on anything."""
    return project.exploring.write_memo(about, about_id, text, links=link)


@command(memos, "change", show="show_learning.memo", example="linewise memos change MEMO 'On second thought …'")
def change_memo(project: "Project", memo: MemoId, text: MemoText, link: Links = None) -> "Memo":
    """Change the text of a memo of yours, and with --link what it speaks of besides."""
    old = next((one for one in project.exploring.memos() if one.id == memo), None)
    if old is None:
        raise NotFound(f"There is no memo {memo!r}.", remedy="List them: linewise memos list.")
    return project.exploring.write_memo(old.about, old.about_id, text, memo=memo, links=link)


@command(memos, "withdraw", show="show_learning.withdrawn", example="linewise memos withdraw MEMO")
def withdraw_memo(project: "Project", memo: MemoId) -> None:
    """Take a memo of yours away; it can be undone."""
    project.exploring.withdraw_memo(memo)
