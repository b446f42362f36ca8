"""`linewise import`: look at a file, try it, bring it in; whatever is new in a folder; a whole project."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linewise.cli.command import Place, Progress, command
from linewise.cli.planning import Given, planned, with_plan
from linewise.cli.watching import Glob, KeepPlan, Settle, brought

if TYPE_CHECKING:
    from linewise.interchange.preview import Preview
    from linewise.workbench.archiving.views import ArchiveCheck, Received
    from linewise.workbench.arriving import Arrival
    from linewise.workbench.views import ImportReport, ImportTotals

app = typer.Typer()


@command(
    app,
    "import",
    show="show_preview.preview_or_report",
    example="linewise import moments.csv --text cleaned_hm --id hmid --attribute age:integer --dry-run",
    create=True,
    trial=("preview", "totals", "dry_run"),
)
@with_plan
def import_file(
    place: Place,
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            resolve_path=True,
            help="A table, a document, a transcript, a zip or folder of them, or a project.",
        ),
    ],
    given: Given,
    new: Annotated[bool, typer.Option("--new", help="Bring in the files of a folder that are new or grew.")] = False,
    glob: Glob = "*",
    settle: Settle = 2.0,
    keep_plan: KeepPlan = False,
    preview: Annotated[bool, typer.Option("--preview", help="Show the first rows and stop.")] = False,
    totals: Annotated[
        bool, typer.Option("--totals", help="Read the whole file, say what it would come to, write nothing.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything and keep nothing.")] = False,
    *,
    progress: Progress,
) -> "Preview | ImportTotals | ImportReport | Arrival | Received | ArchiveCheck":
    """Bring a file into the project: its rows become documents, their texts units.

    What is not said is guessed from the file; --preview shows the guess. The file of a whole Linewise project becomes a
    project of its own; --preview, --totals and --dry-run then check whether it is whole. With --new, every file of a
    folder that is new or has grown, each once, however often this runs. Leaves with 0 when all is well, 1 when a file
    failed, 2 when the command itself was wrong.
    """
    if new:
        if preview or totals:
            raise typer.BadParameter("--new takes neither --preview nor --totals; --dry-run tells what would come.")
        return brought(place.project, file, given, glob=glob, settle=settle, keep=keep_plan, dry_run=dry_run)
    if keep_plan or glob != "*":
        raise typer.BadParameter("--keep-plan and --glob go with --new.")
    from linewise.workbench.archiving import is_project

    if is_project(file):
        if preview or totals or dry_run:
            return place.workspace.check_project(file, progress=progress)
        return place.workspace.import_project(file, progress=progress)
    project = place.project
    plan = planned(project, file, given)
    if preview:
        return project.importing.preview(file, plan=plan)
    if totals:
        return project.importing.totals(file, plan)
    return project.importing.run(file, plan, dry_run=dry_run, progress=progress)
