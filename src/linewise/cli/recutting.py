"""`linewise recut`: the documents of an import cut into other units."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from linewise.cli.command import Progress, command

if TYPE_CHECKING:
    from linewise.workbench import Project
    from linewise.workbench.views import RecutReport

app = typer.Typer()

Kind = Literal["whole", "line", "sentence", "paragraph", "turn"]


@command(
    app,
    "recut",
    show="show_recutting.report",
    example="linewise recut interviews.docx --segment sentence --dry-run",
    trial=("dry_run",),
)
def recut(
    project: "Project",
    source: Annotated[str, typer.Argument(help="The import, by the name of its file or by its id.")],
    segment: Annotated[Kind, typer.Option("--segment", help="Into which units its texts are cut.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would become of it, keep nothing.")] = False,
    *,
    progress: Progress,
) -> "RecutReport":
    """Cut an import into other units; notes, codings, marks and memos go along to where they belong.

    One step, which undo takes back. Leaves with 1 where rounds or other imports rest on the units as they are.
    """
    return project.importing.recut(source, segment, dry_run=dry_run, progress=progress)
