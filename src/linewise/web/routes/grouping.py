"""Group: the tray of open codes, the codebook, and every change of it, with its impact told before."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field
from pydantic.types import Strict

from linewise.core.views import UnitPage
from linewise.grouping.views import (
    Codebook,
    CodeCard,
    Comparison,
    Impact,
    Part,
    Proposals,
    TrayNorms,
    TrayPage,
    Where,
)
from linewise.web.at import ProjectAt
from linewise.web.fields import (
    Body,
    Cursor,
    Ident,
    IdentInPath,
    Idents,
    Limit,
    Line,
    Lines,
    Name,
    Names,
    Number,
    Numbers,
    Text,
    Texts,
)
from linewise.web.router import stage

router = stage("group")

Action = Literal["rename", "describe", "merge", "split", "retire", "place", "unplace"]


class CodeBody(Body):
    name: Name
    norms: Lines = ()
    definition: Text = ""
    use_when: Text = ""
    not_when: Text = ""
    examples: Texts = ()
    counter_examples: Texts = ()
    aliases: Names = ()
    parents: Idents = ()
    colour: Name | Literal[""] = ""


class CodeChangeBody(Body):
    name: Name | None = None
    definition: Text | None = None
    use_when: Text | None = None
    not_when: Text | None = None
    examples: Texts | None = None
    counter_examples: Texts | None = None
    aliases: Names | None = None
    parents: Idents | None = None
    colour: Name | Literal[""] | None = None
    position: Number | None = None


class NormsBody(Body):
    norms: Annotated[Lines, Field(min_length=1)]


class MoveBody(NormsBody):
    into: Ident


class ArrangeBody(Body):
    codes: Annotated[Idents, Field(min_length=1)]
    under: Ident | None = None
    before: Ident | None = None


class RefuseBody(Body):
    norms: Annotated[Lines, Field(min_length=2)]


class PartBody(Body):
    name: Name
    norms: Lines = ()
    units: Numbers = ()

    def part(self) -> Part:
        return Part(name=self.name, norms=self.norms, units=self.units)


Parts = Annotated[tuple[PartBody, ...], Strict(False), Field(max_length=100)]


class SplitBody(Body):
    parts: Annotated[Parts, Field(min_length=1)]
    retire: bool = False


class MergeBody(Body):
    codes: Annotated[Idents, Field(min_length=1)]
    into: Ident


class ImpactBody(Body):
    action: Action
    codes: Idents = ()
    into: Ident | None = None
    norms: Lines = ()
    parts: Parts = ()


@router.get("/tray")
def tray(
    project: ProjectAt,
    search: Line = "",
    within: Where | None = None,
    grouped: bool | None = None,
    code: Ident | None = None,
    order: Literal["count", "text", "recent"] = "count",
    after: Cursor = None,
    limit: Limit = 100,
) -> TrayPage:
    """Open codes, equal ones as one line; `grouped` asks for those in a code, or in none, `code` for those in it.

    The search looks into open codes, names of codes, notes and texts, or `within` one of these.
    """
    return project.grouping.tray(
        search=search, within=within, grouped=grouped, code=code, order=order, after=after, limit=limit
    )


@router.get("/tray/norms")
def norms(
    project: ProjectAt,
    search: Line = "",
    within: Where | None = None,
    grouped: bool | None = None,
    code: Ident | None = None,
) -> TrayNorms:
    """The norms of all lines of the tray that were asked for, over all pages."""
    return project.grouping.norms(search=search, within=within, grouped=grouped, code=code)


@router.get("/codes")
def codebook(project: ProjectAt) -> Codebook:
    """Every code with its entry and its counts."""
    return project.grouping.codebook()


@router.post("/codes", status_code=201)
def create(project: ProjectAt, body: CodeBody) -> CodeCard:
    """Make a code, from open codes or empty."""
    return project.grouping.create(**body.given())


@router.get("/codes/{code}")
def code(project: ProjectAt, code: IdentInPath) -> CodeCard:
    """One code."""
    return project.grouping.code(code)


@router.patch("/codes/{code}")
def describe(project: ProjectAt, code: IdentInPath, body: CodeChangeBody) -> CodeCard:
    """Rename or describe a code; what is not given stays."""
    return project.grouping.describe(code, **body.given())


@router.post("/codes/{code}/place")
def place(project: ProjectAt, code: IdentInPath, body: NormsBody) -> CodeCard:
    """Put open codes into a code."""
    return project.grouping.place(code, body.norms)


@router.post("/codes/{code}/unplace")
def unplace(project: ProjectAt, code: IdentInPath, body: NormsBody) -> CodeCard:
    """Take open codes out of a code."""
    return project.grouping.unplace(code, body.norms)


@router.post("/codes/{code}/move")
def move(project: ProjectAt, code: IdentInPath, body: MoveBody) -> CodeCard:
    """Take open codes out of this code and put them into another."""
    return project.grouping.move(code, body.into, body.norms)


@router.post("/arrange")
def arrange(project: ProjectAt, body: ArrangeBody) -> Codebook:
    """Show codes under a parent (or at the top), before one of its children (or last), in one step."""
    return project.grouping.arrange(body.codes, under=body.under, before=body.before)


@router.get("/proposals")
def proposals(project: ProjectAt, limit: Annotated[int, Query(ge=1, le=200)] = 30) -> Proposals:
    """Open codes of the tray that may belong together; nothing happens until one is accepted."""
    return project.grouping.proposals(limit=limit)


@router.post("/proposals/refuse", status_code=204)
def refuse(project: ProjectAt, body: RefuseBody) -> None:
    """Turn a proposal down, so that it is not made again."""
    project.grouping.refuse(body.norms)


@router.get("/compare")
def compare(project: ProjectAt, left: Ident, right: Ident, limit: Limit = 30) -> Comparison:
    """Two codes side by side: open codes, units apart and together, words that tell them apart."""
    return project.grouping.compare(left, right, limit=limit)


@router.post("/codes/{code}/split")
def split(project: ProjectAt, code: IdentInPath, body: SplitBody) -> tuple[CodeCard, ...]:
    """Divide a code into new ones."""
    return project.grouping.split(code, tuple(part.part() for part in body.parts), retire=body.retire)


@router.post("/codes/{code}/retire")
def retire(project: ProjectAt, code: IdentInPath) -> CodeCard:
    """Stop using a code; what was said with it stays."""
    return project.grouping.retire(code)


@router.post("/codes/{code}/restore")
def restore(project: ProjectAt, code: IdentInPath) -> CodeCard:
    """Use a retired code again."""
    return project.grouping.restore(code)


@router.post("/merge")
def merge(project: ProjectAt, body: MergeBody) -> CodeCard:
    """Merge codes into one of them, or into another."""
    return project.grouping.merge(body.codes, body.into)


@router.post("/impact")
def impact(project: ProjectAt, body: ImpactBody) -> Impact:
    """What a change would touch; nothing happens yet."""
    return project.grouping.impact(
        body.action,
        codes=body.codes,
        into=body.into,
        norms=body.norms,
        parts=tuple(part.part() for part in body.parts),
    )


@router.get("/codes/{code}/units")
def units(project: ProjectAt, code: IdentInPath, after: Cursor = None, limit: Limit = 50) -> UnitPage:
    """The units in which a person found the code."""
    return project.grouping.units(code, after=after, limit=limit)


@router.get("/stale")
def stale(project: ProjectAt, code: Ident | None = None, after: Cursor = None, limit: Limit = 50) -> UnitPage:
    """Units whose codings were made under an older definition."""
    return project.grouping.stale(code, after=after, limit=limit)
