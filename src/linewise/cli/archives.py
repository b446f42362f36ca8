"""`linewise projects import` and `check`: a whole project from one file, and whether such a file is whole."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linewise.cli import projects
from linewise.cli.command import Progress, command

if TYPE_CHECKING:
    from linewise.workbench import Workspace
    from linewise.workbench.archiving.views import ArchiveCheck, Received

app = projects.app

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The file of a project.")]


@command(
    app,
    "import",
    show="show_archives.received",
    example="linewise projects import study.zip --in team.linewise",
    create=True,
)
def import_project(
    workspace: "Workspace",
    file: File,
    name: Annotated[str | None, typer.Option(help="Another name, where its own is taken here.")] = None,
    *,
    progress: Progress,
) -> "Received":
    """Bring in a whole project that was exported to one file; once, however often it is asked for."""
    return workspace.import_project(file, name=name, progress=progress)


@command(
    app,
    "check",
    show="show_archives.checked",
    example="linewise projects check study.zip",
    trial=("file",),
    create=True,
)
def check(workspace: "Workspace", file: File, *, progress: Progress) -> "ArchiveCheck":
    """Prove that the file of a project is whole: every hash, the log's chain, every text. Leaves with 1 where not."""
    return workspace.check_project(file, progress=progress)
