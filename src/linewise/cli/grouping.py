"""`linewise group`: the tray of open codes, the codebook, and every change of it; --dry-run shows the impact first."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from linewise.cli.command import command
from linewise.cli.names import code_id, code_ids, part
from linewise.core.errors import NotFound
from linewise.core.text import norm

if TYPE_CHECKING:
    from linewise.core.views import UnitPage
    from linewise.grouping.views import Codebook, CodeCard, Comparison, Impact, Proposals, TrayPage
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
    search: Annotated[str, typer.Option(help="Part of it, of a note, a code's name, a unit's text.")] = "",
    within: Annotated[
        Literal["open_code", "code", "note", "text"] | None, typer.Option(help="Search only there.")
    ] = None,
    grouped: Annotated[
        bool | None, typer.Option("--grouped/--ungrouped", help="Only those in a code, or in none.")
    ] = None,
    code: Annotated[str | None, typer.Option(help="Only those that sit in this code.")] = None,
    order: Annotated[Literal["count", "text", "recent"], typer.Option()] = "count",
    after: Annotated[str | None, typer.Option(help="Go on after a page.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500)] = 50,
) -> "TrayPage":
    """List the open codes that were written, equal ones together."""
    inside = code_id(project.grouping.codebook(), code) if code else None
    return project.grouping.tray(
        search=search, within=within, grouped=grouped, code=inside, order=order, after=after, limit=limit
    )


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
    counter_example: Many = None,
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
        counter_examples=tuple(counter_example or ()),
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
    counter_example: Many = None,
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
        "counter_examples": tuple(counter_example) if counter_example else None,
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


@command(app, "move", show="show.code", example="linewise group move Pets Family 'my dog'")
def move(project: "Project", code: Code, into: Code, open_codes: OpenCodes) -> "CodeCard":
    """Take open codes out of one code and put them into another, in one step."""
    source, target = code_ids(project, [code, into])
    return project.grouping.move(source, target, norms(open_codes))


@command(app, "arrange", show="show.codebook", example="linewise group arrange Pets Garden --under Home")
def arrange(
    project: "Project",
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="The codes that move, in their new order.")],
    under: Annotated[str | None, typer.Option(help="The code to show them under; the top when left out.")] = None,
    before: Annotated[str | None, typer.Option(help="The code to show them before; last when left out.")] = None,
) -> "Codebook":
    """Nest and reorder codes, in one step."""
    (*moved,) = code_ids(project, codes)
    parent, follower = (code_ids(project, [name])[0] if name else None for name in (under, before))
    return project.grouping.arrange(moved, under=parent, before=follower)


@command(
    app,
    "propose",
    show="show_grouping.proposals_or_code",
    example="linewise group propose --accept 1 --name 'Time with family'",
)
def propose(
    project: "Project",
    accept: Annotated[int | None, typer.Option(min=1, metavar="N", help="Make a code of the Nth proposal.")] = None,
    reject: Annotated[int | None, typer.Option(min=1, metavar="N", help="Turn the Nth proposal down.")] = None,
    name: Annotated[str | None, typer.Option(help="The code to accept into: new, or one there is.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200)] = 20,
) -> "Proposals | CodeCard":
    """Show open codes of the tray that may belong together; accept or turn down one of them."""
    found = project.grouping.proposals(limit=limit)
    number = accept or reject
    if number is None:
        return found
    if number > len(found.items):
        raise NotFound(f"There is no proposal {number}.", remedy=f"There are {len(found.items)}.")
    chosen = found.items[number - 1]
    members = tuple(member.norm for member in chosen.members)
    if reject is not None:
        project.grouping.refuse(members)
        return project.grouping.proposals(limit=limit)
    wanted = norm(name or chosen.name)
    for card in project.grouping.codebook().codes:
        if card.code.status == "active" and wanted in map(norm, (card.code.name, *card.code.aliases)):
            return project.grouping.place(card.code.id, members)
    return project.grouping.create(name or chosen.name, norms=members)


@command(app, "compare", show="show_grouping.comparison", example="linewise group compare Affection Bonding --limit 5")
def compare(
    project: "Project",
    left: Code,
    right: Code,
    limit: Annotated[int, typer.Option(min=1, max=500, help="Units to show of each.")] = 10,
) -> "Comparison":
    """Show two codes side by side: what each holds, what both hold, which words tell them apart."""
    one, other = code_ids(project, [left, right])
    return project.grouping.compare(one, other, limit=limit)


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
