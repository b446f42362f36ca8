"""`linewise group`: the tray of open codes, the codebook, and every change of it; --dry-run shows the impact first."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from linewise.cli.command import command
from linewise.cli.names import code_id, code_ids, part
from linewise.core.text import norm

if TYPE_CHECKING:
    from linewise.core.views import UnitPage
    from linewise.grouping.views import Codebook, CodeCard, Impact, TrayPage
    from linewise.workbench import Project

app = typer.Typer(help="Group open codes into codes, and keep the codebook.", no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="A code, by name, alias or id.")]
OpenCodes = Annotated[list[str], typer.Argument(metavar="OPEN_CODE...", help="Open codes, as they were written.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what the change would touch.")]
Many = Annotated[list[str] | None, typer.Option()]


def norms(typed: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(norm(text) for text in typed or ())


@command(app, "tray", show="show.tray", example="linewise group tray --ungrouped --order count")
def tray(
    project: "Project",
    search: Annotated[str, typer.Option(help="Part of the open code.")] = "",
    grouped: Annotated[
        bool | None, typer.Option("--grouped/--ungrouped", help="Only those in a code, or in none.")
    ] = None,
    order: Annotated[Literal["count", "text", "recent"], typer.Option()] = "count",
    after: Annotated[str | None, typer.Option(help="Go on after a page.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500)] = 50,
) -> "TrayPage":
    """List the open codes that were written, equal ones together."""
    return project.grouping.tray(search=search, grouped=grouped, order=order, after=after, limit=limit)


@command(app, "codes", show="show.codebook", example="linewise group codes --json")
def codes(project: "Project") -> "Codebook":
    """The codebook with its counts."""
    return project.grouping.codebook()


@command(app, "show", show="show.code", example="linewise group show Affection")
def show_code(project: "Project", code: Code) -> "CodeCard":
    """Show one code."""
    return project.grouping.code(code_id(project.grouping.codebook(), code))


@command(app, "create", show="show.code", example="linewise group create Affection --put family --put 'my dog'")
def create(
    project: "Project",
    name: Annotated[str, typer.Argument(help="The name of the new code.")],
    put: Annotated[list[str] | None, typer.Option(help="An open code to put into it; may be repeated.")] = None,
    definition: Annotated[str, typer.Option(help="What it means.")] = "",
    use_when: Annotated[str, typer.Option(help="When to use it.")] = "",
    not_when: Annotated[str, typer.Option(help="When not to.")] = "",
    example: Many = None,
    alias: Many = None,
    parent: Many = None,
    colour: Annotated[str, typer.Option(help="A colour for its chip.")] = "",
) -> "CodeCard":
    """Make a code."""
    return project.grouping.create(
        name,
        norms=norms(put),
        definition=definition,
        use_when=use_when,
        not_when=not_when,
        examples=tuple(example or ()),
        aliases=tuple(alias or ()),
        parents=code_ids(project, parent or ()),
        colour=colour,
    )


@command(
    app, "describe", show="show.code_or_impact", example="linewise group describe Affection --name 'Affection, love'"
)
def describe(
    project: "Project",
    code: Code,
    name: Annotated[str | None, typer.Option(help="A new name; codings are not touched.")] = None,
    definition: Annotated[str | None, typer.Option(help="What it means.")] = None,
    use_when: Annotated[str | None, typer.Option(help="When to use it.")] = None,
    not_when: Annotated[str | None, typer.Option(help="When not to.")] = None,
    example: Many = None,
    alias: Many = None,
    parent: Many = None,
    colour: Annotated[str | None, typer.Option(help="A colour for its chip.")] = None,
    dry_run: DryRun = False,
) -> "CodeCard | Impact":
    """Rename or describe a code; what is not given stays."""
    meaning: dict[str, Any] = {
        "definition": definition,
        "use_when": use_when,
        "not_when": not_when,
        "examples": tuple(example) if example else None,
    }
    rest: dict[str, Any] = {
        "name": name,
        "aliases": tuple(alias) if alias else None,
        "parents": code_ids(project, parent) if parent else None,
        "colour": colour,
    }
    redefines = any(value is not None for value in meaning.values())
    given = {key: value for key, value in {**meaning, **rest}.items() if value is not None}
    one = code_id(project.grouping.codebook(), code)
    if dry_run:
        return project.grouping.impact("describe" if redefines else "rename", codes=(one,))
    return project.grouping.describe(one, **given)


@command(app, "place", show="show.code_or_impact", example="linewise group place Affection family 'my dog'")
def place(project: "Project", code: Code, open_codes: OpenCodes, dry_run: DryRun = False) -> "CodeCard | Impact":
    """Put open codes into a code."""
    one, put = code_id(project.grouping.codebook(), code), norms(open_codes)
    if dry_run:
        return project.grouping.impact("place", codes=(one,), norms=put)
    return project.grouping.place(one, put)


@command(app, "unplace", show="show.code_or_impact", example="linewise group unplace Affection 'my dog'")
def unplace(project: "Project", code: Code, open_codes: OpenCodes, dry_run: DryRun = False) -> "CodeCard | Impact":
    """Take open codes out of a code."""
    one, taken = code_id(project.grouping.codebook(), code), norms(open_codes)
    if dry_run:
        return project.grouping.impact("unplace", codes=(one,), norms=taken)
    return project.grouping.unplace(one, taken)


@command(app, "merge", show="show.code_or_impact", example="linewise group merge Pets Animals --into Animals --dry-run")
def merge(
    project: "Project",
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="The codes that go together.")],
    into: Annotated[str, typer.Option(help="The code that takes them in.")],
    dry_run: DryRun = False,
) -> "CodeCard | Impact":
    """Let one code take in others."""
    (target, *several) = code_ids(project, [into, *codes])
    merged = tuple(dict.fromkeys(one for one in several if one != target))
    if dry_run:
        return project.grouping.impact("merge", codes=merged, into=target)
    return project.grouping.merge(merged, target)


@command(
    app,
    "split",
    show="show.code_or_impact",
    example="linewise group split Animals --part 'Dogs=my dog; puppy' --part 'Cats=kitten' --retire",
)
def split(
    project: "Project",
    code: Code,
    parts: Annotated[
        list[str], typer.Option("--part", metavar="NAME=OPEN_CODES", help="A new code and what goes to it.")
    ],
    retire: Annotated[bool, typer.Option("--retire", help="Stop using the divided code.")] = False,
    dry_run: DryRun = False,
) -> "tuple[CodeCard, ...] | Impact":
    """Divide a code into new ones."""
    one, made = code_id(project.grouping.codebook(), code), tuple(map(part, parts))
    if dry_run:
        return project.grouping.impact("split", codes=(one,), parts=made)
    return project.grouping.split(one, made, retire=retire)


@command(app, "retire", show="show.code_or_impact", example="linewise group retire Pets --dry-run")
def retire(project: "Project", code: Code, dry_run: DryRun = False) -> "CodeCard | Impact":
    """Stop using a code; what was said with it stays."""
    one = code_id(project.grouping.codebook(), code)
    return project.grouping.impact("retire", codes=(one,)) if dry_run else project.grouping.retire(one)


@command(app, "restore", show="show.code", example="linewise group restore Pets")
def restore(project: "Project", code: Code) -> "CodeCard":
    """Use a retired code again."""
    return project.grouping.restore(code_id(project.grouping.codebook(), code))


@command(app, "units", show="show.units", example="linewise group units Affection --limit 10")
def units(
    project: "Project",
    code: Code,
    after: Annotated[str | None, typer.Option(help="Go on after a page.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500)] = 20,
) -> "UnitPage":
    """Units in which a person found a code."""
    return project.grouping.units(code_id(project.grouping.codebook(), code), after=after, limit=limit)


@command(app, "stale", show="show.units", example="linewise group stale")
def stale(
    project: "Project", code: Annotated[str | None, typer.Option(help="Only for this code.")] = None
) -> "UnitPage":
    """Units whose codings were made under an older definition."""
    return project.grouping.stale(code_id(project.grouping.codebook(), code) if code else None)
