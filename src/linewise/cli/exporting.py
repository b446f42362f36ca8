"""`linewise export`: the project, or a part of it, as a file for other programs, for readers, for pipelines."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linewise.cli.command import Progress, command
from linewise.core.errors import BadInput

if TYPE_CHECKING:
    from linewise.workbench import Project
    from linewise.workbench.exporting import FileWritten, FormatView

app = typer.Typer()


@command(
    app,
    "export",
    show="show_exporting.written_or_formats",
    example="linewise export study.qdpx --set include=people",
)
def export_file(
    project: "Project",
    file: Annotated[
        Path | None, typer.Argument(dir_okay=False, help="The file to write; its ending tells the format.")
    ] = None,
    format: Annotated[
        str | None, typer.Option("--as", metavar="FORMAT", help="The format by its name, see --list.")
    ] = None,
    choice: Annotated[
        list[str] | None, typer.Option("--set", metavar="CHOICE=VALUE", help="What may be chosen about the format.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Say which formats there are, and stop.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and keep nothing.")] = False,
    *,
    progress: Progress,
) -> "FileWritten | tuple[FormatView, ...]":
    """Write the project for another program, for readers, or whole.

    A whole project (study.zip) comes back with `linewise import study.zip`.
    """
    if listed:
        return project.exporting.formats()
    if file is None:
        raise BadInput("No file was named.", remedy="Name the file to write, or ask for --list.")
    choices: dict[str, str] = {}
    for one in choice or ():
        name, equals, value = one.partition("=")
        if not equals:
            raise BadInput(f"--set {one} sets nothing.", remedy="Write CHOICE=VALUE, such as include=people.")
        choices[name.strip()] = value.strip()
    return project.exporting.run(file, format=format, choices=choices, dry_run=dry_run, progress=progress)
