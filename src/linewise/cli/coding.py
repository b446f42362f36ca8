"""`linewise code`: read units, write notes, mark and code them."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from linewise.cli.command import command
from linewise.cli.names import code_id, span
from linewise.core.errors import BadInput
from linewise.core.text import norm

if TYPE_CHECKING:
    from linewise.core.nouns import SavedView, Value
    from linewise.core.views import DocumentView, Progress, Suggestion, UnitPage, UnitView, ValueCount
    from linewise.workbench import Project

app = typer.Typer(help="Read units, write notes on them, mark and code them.", no_args_is_help=True)

Unit = Annotated[int, typer.Argument(help="The number of the unit.")]
Order = Annotated[str | None, typer.Option(help="file, random, diverse, length or attribute:NAME.")]
Descending = Annotated[bool, typer.Option("--descending", help="The other way round.")]
Search = Annotated[str | None, typer.Option(help="Words that the text must hold.")]
Status = Annotated[
    Literal[
        "unread",
        "read",
        "coded",
        "noted",
        "annotated",
        "decided",
        "undecided",
        "unsure",
        "skipped",
        "bookmarked",
        "imported",
        "stale",
    ]
    | None,
    typer.Option(help="What was done with the unit; 'annotated' is by anyone, 'imported' has codes to check."),
]
CodeName = Annotated[str | None, typer.Option("--code", help="A code that a person found in it.")]
Piece = Annotated[str | None, typer.Option("--piece", metavar="OPEN CODE", help="An open code that is written there.")]
Since = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="Arrived after a time (ISO 8601), or after the 'model' in use was taught."),
]
Values = Annotated[list[str] | None, typer.Option("--attribute", metavar="NAME:VALUE", help="An attribute's value.")]


@command(app, "list", show="show.units", example="linewise code list --status unread --order random --limit 20")
def list_units(
    project: "Project",
    order: Order = None,
    descending: Descending = False,
    after: Annotated[str | None, typer.Option(help="Go on after a page.")] = None,
    start: Annotated[int | None, typer.Option(min=0, help="Begin at this unit, in file order.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="Units on a page.")] = 20,
    search: Search = None,
    status: Status = None,
    code: CodeName = None,
    piece: Piece = None,
    since: Since = None,
    attribute: Values = None,
    view: Annotated[str | None, typer.Option(help="A saved view; other options narrow it down.")] = None,
) -> "UnitPage":
    """List units with what was said about them."""
    from linewise.coding.saved import asked_by

    query = asked_by(project.coding.view(view)) if view is not None else None
    given = _asked(project, order, descending, search, status, code, piece, since, attribute)
    if query is not None and "attributes" in given:
        given["attributes"] = {**query.attributes, **given["attributes"]}
    return project.coding.units(query, after=after, start=start, limit=limit, **given)


@command(app, "views", show="show.views", example="linewise code views")
def views(project: "Project") -> "tuple[SavedView, ...]":
    """List the views of the units that people saved."""
    return project.coding.views()


@command(app, "view-save", show="show.view", example="linewise code view-save 'young, unread' --status unread")
def save_view(
    project: "Project",
    name: Annotated[str, typer.Argument(help="What the view is called; one of this name is overwritten.")],
    order: Order = None,
    descending: Descending = False,
    search: Search = None,
    status: Status = None,
    code: CodeName = None,
    piece: Piece = None,
    since: Since = None,
    attribute: Values = None,
    column: Annotated[list[str] | None, typer.Option(metavar="NAME", help="An attribute to show as a column.")] = None,
) -> "SavedView":
    """Save a view: which units, in what order, with which columns."""
    query = _asked(project, order, descending, search, status, code, piece, since, attribute)
    if column:
        query["columns"] = list(column)
    known = {norm(view.name): view.id for view in project.coding.views()}
    return project.coding.save_view(name, query, view=known.get(norm(name)))


@command(app, "view-rename", show="show.view", example="linewise code view-rename 'young, unread' 'to do'")
def rename_view(
    project: "Project",
    view: Annotated[str, typer.Argument(help="The view's name.")],
    name: Annotated[str, typer.Argument(help="Its new name.")],
) -> "SavedView":
    """Give a saved view another name."""
    return project.coding.save_view(name, view=project.coding.view(view).id)


@command(app, "view-remove", show="show.views", example="linewise code view-remove 'to do'")
def remove_view(
    project: "Project", view: Annotated[str, typer.Argument(help="The view's name.")]
) -> "tuple[SavedView, ...]":
    """Take a saved view away; shows those that are left."""
    project.coding.withdraw_view(project.coding.view(view).id)
    return project.coding.views()


@command(app, "values", show="show.values", example="linewise code values age")
def values(
    project: "Project",
    attribute: Annotated[str, typer.Argument(help="The name of the attribute.")],
    search: Annotated[str, typer.Option(help="Text that the value must hold.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 20,
) -> "tuple[ValueCount, ...]":
    """List an attribute's values and how many units have each."""
    return project.coding.values(attribute, search=search, limit=limit)


def _asked(
    project: "Project",
    order: str | None,
    descending: bool,
    search: str | None,
    status: str | None,
    code: str | None,
    piece: str | None,
    since: str | None,
    attribute: list[str] | None,
) -> dict[str, Any]:
    """The fields of a query that were given."""
    pairs = [typed.partition(":") for typed in attribute or ()]
    for name, colon, _ in pairs:
        if not colon:
            raise BadInput(f"The filter {name!r} has no value.", remedy="Write --attribute NAME:VALUE.")
    given = {
        "order": order,
        "descending": descending or None,
        "search": search,
        "status": status,
        "code": code_id(project.grouping.codebook(), code) if code else None,
        "piece": piece,
        "since": since,
        "attributes": {name: value for name, _, value in pairs} or None,
    }
    return {name: value for name, value in given.items() if value is not None}


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
    expected: Annotated[
        str | None, typer.Option(help="What should stand there now; refuse to write over anything else.")
    ] = None,
) -> "UnitView":
    """Write, change or withdraw your note on a unit."""
    start, end = span(span_)
    return project.coding.write(unit, text, note=note, start=start, end=end, expected=expected)


@command(app, "mark", show="show.unit", example="linewise code mark 12 done")
def mark(
    project: "Project",
    unit: Unit,
    state: Annotated[Literal["done", "unsure", "skipped", "none"], typer.Argument(help="'none' takes the mark away.")],
) -> "UnitView":
    """Mark a unit as done, unsure or skipped."""
    return project.coding.mark(unit, None if state == "none" else state)


@command(app, "bookmark", show="show.unit", example="linewise code bookmark 12")
def bookmark(
    project: "Project",
    unit: Unit,
    off: Annotated[bool, typer.Option("--off", help="Take the bookmark away.")] = False,
) -> "UnitView":
    """Set your bookmark on a unit."""
    return project.coding.bookmark(unit, not off)


@command(app, "document", show="show.document", example="linewise code document 12")
def document(project: "Project", unit: Unit) -> "DocumentView":
    """Show the whole text that a unit is a part of, with the notes on it."""
    return project.coding.document(unit)


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
    """Earlier open codes that begin like this, hold it, or resemble it."""
    return project.coding.suggest(prefix, limit=limit)


@command(app, "progress", show="show.progress", example="linewise code progress --json")
def progress(project: "Project") -> "Progress":
    """How far the reading is."""
    return project.coding.progress()
