"""`linewise code`: read units, write notes, mark and code them."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from linewise.cli.command import command
from linewise.cli.names import code_id, span
from linewise.core.errors import BadInput

if TYPE_CHECKING:
    from linewise.core.nouns import Value
    from linewise.core.views import Progress, Suggestion, UnitPage, UnitView
    from linewise.workbench import Project

app = typer.Typer(help="Read units, write notes on them, mark and code them.", no_args_is_help=True)

Unit = Annotated[int, typer.Argument(help="The number of the unit.")]


@command(app, "list", show="show.units", example="linewise code list --status unread --order random --limit 20")
def list_units(
    project: "Project",
    order: Annotated[str, typer.Option(help="file, random, diverse, length or attribute:NAME.")] = "file",
    descending: Annotated[bool, typer.Option("--descending", help="The other way round.")] = False,
    after: Annotated[str | None, typer.Option(help="Go on after a page.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="Units on a page.")] = 20,
    search: Annotated[str, typer.Option(help="Words that the text must hold.")] = "",
    status: Annotated[
        Literal["unread", "noted", "decided", "unsure", "skipped", "left", "stale"] | None,
        typer.Option(help="What was done with the unit."),
    ] = None,
    code: Annotated[str | None, typer.Option(help="A code that a person found in it.")] = None,
    attribute: Annotated[list[str] | None, typer.Option(metavar="NAME:VALUE", help="An attribute's value.")] = None,
) -> "UnitPage":
    """List units with what was said about them."""
    pairs = [typed.partition(":") for typed in attribute or ()]
    for name, colon, _ in pairs:
        if not colon:
            raise BadInput(f"The filter {name!r} has no value.", remedy="Write --attribute NAME:VALUE.")
    return project.coding.units(
        order=order,
        descending=descending,
        after=after,
        limit=limit,
        search=search,
        status=status,
        code=code_id(project.grouping.codebook(), code) if code else None,
        attributes={name: value for name, _, value in pairs},
    )


@command(app, "show", show="show.unit", example="linewise code show 12")
def show_unit(project: "Project", unit: Unit) -> "UnitView":
    """Show one unit with everything said about it."""
    return project.coding.unit(unit)


@command(app, "note", show="show.unit", example="linewise code note 12 'surprise; monetary gain'")
def note(
    project: "Project",
    unit: Unit,
    text: Annotated[str, typer.Argument(help="The note; ';' separates open codes; empty withdraws it.")],
    note: Annotated[str | None, typer.Option("--note", help="Change the note with this id.")] = None,
    span_: Annotated[
        str | None, typer.Option("--span", metavar="START:END", help="About these characters only.")
    ] = None,
) -> "UnitView":
    """Write, change or withdraw your note on a unit."""
    start, end = span(span_)
    return project.coding.write(unit, text, note=note, start=start, end=end)


@command(app, "mark", show="show.unit", example="linewise code mark 12 done")
def mark(
    project: "Project",
    unit: Unit,
    state: Annotated[Literal["done", "unsure", "skipped", "none"], typer.Argument(help="'none' takes the mark away.")],
) -> "UnitView":
    """Mark a unit as done, unsure or skipped."""
    return project.coding.mark(unit, None if state == "none" else state)


@command(app, "set", show="show.unit", example="linewise code set 12 Affection=present Leisure=absent")
def set_codes(
    project: "Project",
    unit: Unit,
    codes: Annotated[list[str], typer.Argument(metavar="CODE=VALUE...", help="present, absent, unsure or none.")],
) -> "UnitView":
    """Say of codes that they are present, absent or unsure in a unit."""
    codebook = project.grouping.codebook()
    values: dict[str, Value | None] = {"present": "present", "absent": "absent", "unsure": "unsure", "none": None}
    said: dict[str, Value | None] = {}
    for typed in codes:
        name, equals, value = typed.rpartition("=")
        name, value = (name, value) if equals else (typed, "present")
        if value not in values:
            raise BadInput(f"{value!r} is no value of a coding.", remedy=f"Use one of {', '.join(values)}.")
        said[code_id(codebook, name)] = values[value]
    return project.coding.code(unit, said)


@command(app, "suggest", show="show.suggestions", example="linewise code suggest mon")
def suggest(
    project: "Project",
    prefix: Annotated[str, typer.Argument(help="The beginning of an open code.")],
    limit: Annotated[int, typer.Option(min=1, max=50)] = 8,
) -> "tuple[Suggestion, ...]":
    """Earlier open codes that begin like this, or resemble it."""
    return project.coding.suggest(prefix, limit=limit)


@command(app, "progress", show="show.progress", example="linewise code progress --json")
def progress(project: "Project") -> "Progress":
    """How far the reading is."""
    return project.coding.progress()
