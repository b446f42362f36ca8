"""`linewise import`: look at a file, try it, bring it in."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from linewise.cli.command import Progress, command
from linewise.core.errors import BadInput

if TYPE_CHECKING:
    from linewise.importing.plan import ImportPlan
    from linewise.interchange.preview import Preview
    from linewise.workbench import Project
    from linewise.workbench.views import ImportReport, ImportTotals

app = typer.Typer()

COMMA = ":comma"


@command(
    app,
    "import",
    show="show_preview.preview_or_report",
    example="linewise import moments.csv --text cleaned_hm --id hmid --attribute age:integer --dry-run",
    create=True,
    trial=("preview", "totals", "dry_run"),
)
def import_file(
    project: "Project",
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV, TSV, JSONL, Parquet, XLSX, ODS or plain text.")
    ],
    text: Annotated[list[str] | None, typer.Option(help="Column that holds the text; repeat to join several.")] = None,
    id: Annotated[str | None, typer.Option("--id", help="Column that identifies a row.")] = None,
    codes: Annotated[str | None, typer.Option(help="Column with existing codes; they arrive unverified.")] = None,
    codes_separator: Annotated[str | None, typer.Option(help="What stands between codes in one cell.")] = None,
    attribute: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME:TYPE",
            help="Column to keep: text, category, integer, number, comma (1.234,5), boolean or date.",
        ),
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="Column that names the speaker.")] = None,
    segment: Annotated[
        Literal["whole", "line", "sentence", "paragraph", "turn"] | None,
        typer.Option(help="What becomes a unit."),
    ] = None,
    documents: Annotated[
        Literal["file", "line"] | None, typer.Option(help="Plain text: is the file one document, or each line?")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding, where the guess is wrong.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="Column delimiter, where the guess is wrong.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook.")] = None,
    no_header: Annotated[bool, typer.Option("--no-header", help="The first row is data.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave bad rows out instead of refusing the file.")
    ] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Show the first rows and stop.")] = False,
    totals: Annotated[
        bool, typer.Option("--totals", help="Read the whole file, say what it would come to, write nothing.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything and keep nothing.")] = False,
    *,
    progress: Progress,
) -> "Preview | ImportTotals | ImportReport":
    """Bring a file into the project: its rows become documents, their texts units.

    What is not said is guessed from the file; --preview shows the guess.
    """
    given: dict[str, Any] = {
        "text": tuple(text) if text else None,
        "id": id,
        "codes": codes,
        "codes_separator": codes_separator,
        "attributes": tuple(map(typed_attribute, attribute)) if attribute else None,
        "decimal_comma": tuple(one.rpartition(":")[0] for one in attribute or () if one.endswith(COMMA)) or None,
        "speaker": speaker,
        "segmentation": segment,
        "documents": documents,
        "encoding": encoding,
        "delimiter": {"\\t": "\t", "tab": "\t"}.get(delimiter, delimiter) if delimiter else None,
        "sheet": sheet,
        "header": False if no_header else None,
        "on_bad_row": "skip" if skip_bad else None,
    }
    plan = planned(project, file, {name: value for name, value in given.items() if value is not None})
    if preview:
        return project.importing.preview(file, plan=plan)
    if totals:
        return project.importing.totals(file, plan)
    return project.importing.run(file, plan, dry_run=dry_run, progress=progress)


def typed_attribute(typed: str) -> tuple[str, str]:
    """A column and its type, typed as NAME:TYPE; the type may be left out. A number may be said to have a comma."""
    name, colon, kind = (typed.removesuffix(COMMA) + ":number" if typed.endswith(COMMA) else typed).rpartition(":")
    return (name, kind) if colon else (typed, "text")


def planned(project: "Project", file: Path, given: dict[str, Any]) -> "ImportPlan":
    """The plan that the file suggests, with what was given in its place; a named column has no second role."""
    from linewise.importing.plan import ImportPlan

    # How the file is read decides which columns there are, so these steer the guess itself.
    reading = {name: given[name] for name in ("encoding", "delimiter", "sheet", "header") if name in given}
    if "text" in given:
        return ImportPlan(**given)
    if reading:
        raise BadInput(
            "With --encoding, --delimiter, --sheet or --no-header the columns cannot be guessed.",
            remedy="Name the column of the text with --text.",
        )
    guessed = project.importing.preview(file).plan
    named = {given.get("id"), given.get("codes"), given.get("speaker")} - {None}
    kept = tuple(pair for pair in guessed.attributes if pair[0] not in named)
    return replace(guessed, **{"attributes": kept, **given})
