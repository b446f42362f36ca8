"""`linewise watch`, and `linewise import --new`: data that keeps coming."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linewise.cli.command import command
from linewise.cli.planning import Given, planned, with_plan

if TYPE_CHECKING:
    from linewise.importing.plan import ImportPlan
    from linewise.workbench import Project
    from linewise.workbench.arriving import Arrival

app = typer.Typer()

Glob = Annotated[str, typer.Option(metavar="PATTERN", help="Which files of the folder, as in '*.csv' or '**/*.csv'.")]
Settle = Annotated[
    float, typer.Option(min=0, max=3600, metavar="SECONDS", help="With --new, how long a file must stand still.")
]
KeepPlan = Annotated[
    bool,
    typer.Option("--keep-plan", help="Keep these options in the folder, as linewise-plan.json, for all its files."),
]


@command(
    app,
    "watch",
    show="show_arriving.arrival",
    example="linewise watch inbox --glob '*.csv'",
    create=True,
    trial=("dry_run",),
)
@with_plan
def watch(
    project: "Project",
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The folder to look at.")],
    given: Given,
    glob: Glob = "*",
    every: Annotated[float, typer.Option(min=0.1, max=86_400, metavar="SECONDS", help="How often to look.")] = 5.0,
    once: Annotated[bool, typer.Option("--once", help="Look once and stop; the same as import --new.")] = False,
    keep_plan: KeepPlan = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything and keep nothing.")] = False,
) -> "Arrival | Iterator[Arrival]":
    """Keep looking at a folder and bring in what is new or has grown, until Ctrl-C.

    With --json each look that found something is one line of JSON. Leaves with 0, or with 1 when a file failed.
    """
    if once:
        return brought(project, folder, given, glob=glob, settle=min(every, 2.0), keep=keep_plan, dry_run=dry_run)
    return _watched(project, folder, _plan(project, folder, given, keep=keep_plan), glob, every, dry_run)


def brought(
    project: "Project", folder: Path, given: Given, *, glob: str, settle: float, keep: bool, dry_run: bool
) -> "Arrival":
    """One look at a folder."""
    if not folder.is_dir():
        raise typer.BadParameter(f"{folder} is no folder.")
    plan = _plan(project, folder, given, keep=keep)
    return project.importing.arrive(folder, pattern=glob, plan=plan, settle=settle, dry_run=dry_run)


def _watched(
    project: "Project",
    folder: Path,
    plan: "Callable[[Path], ImportPlan] | None",
    glob: str,
    every: float,
    dry_run: bool,
) -> "Iterator[Arrival]":
    print(f"Watching {folder}; Ctrl-C ends it.", file=sys.stderr)
    yield from project.importing.watch(folder, pattern=glob, plan=plan, every=every, dry_run=dry_run)


def _plan(project: "Project", folder: Path, given: Given, *, keep: bool) -> "Callable[[Path], ImportPlan] | None":
    """How files are read: as the options say, or None for the plan in the folder, the one before, or a guess."""
    if keep:
        from linewise.importing.plan import ImportPlan
        from linewise.workbench.arriving import keep_plan

        if "text" not in given:
            raise typer.BadParameter("--keep-plan needs --text, and whatever else the files should be read by.")
        keep_plan(folder, ImportPlan(**given))
    return (lambda file: planned(project, file, given)) if given else None
