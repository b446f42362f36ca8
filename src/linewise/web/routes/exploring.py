"""Explore: how often codes stand, which stand together, memos on anything and what they speak of."""

from typing import Annotated

from fastapi import Query
from pydantic import Field, StringConstraints
from pydantic.types import Strict

from linewise.core.nouns import Memo
from linewise.exploring.memos import Order
from linewise.exploring.views import Frequency, Thing, Together
from linewise.web.at import ProjectAt
from linewise.web.fields import STORABLE, Body, Ident, IdentInPath, Line, Name
from linewise.web.router import stage

router = stage("explore")


MemoText = Annotated[str, StringConstraints(min_length=1, max_length=100_000, pattern=STORABLE)]
References = Annotated[tuple[Line, ...], Strict(False), Field(max_length=100)]


class MemoBody(Body):
    about: Name
    about_id: Line
    text: MemoText
    memo: Ident | None = None
    links: References | None = None


class KeptMemoBody(Body):
    about: Name
    about_id: Line
    text: MemoText
    links: References | None = None


@router.get("/frequencies")
def frequencies(project: ProjectAt) -> tuple[Frequency, ...]:
    """Units with each code, by who said so."""
    return project.exploring.frequencies()


@router.get("/together")
def together(project: ProjectAt) -> tuple[Together, ...]:
    """Which codes people found in the same units."""
    return project.exploring.together()


@router.get("/memos")
def memos(
    project: ProjectAt,
    about: Name | None = None,
    about_id: Line | None = None,
    search: Line = "",
    coder: Ident | None = None,
    speaks_of: Annotated[Line | None, Query(description="unit:12, code:ID, memo:ID …")] = None,
    order: Order = "oldest",
) -> tuple[Memo, ...]:
    """Memos: all of them, those about one kind of thing or one thing, those that say or speak of something."""
    return project.exploring.memos(about, about_id, search=search, coder=coder, speaks_of=speaks_of, order=order)


@router.post("/memos", status_code=201)
def write_memo(project: ProjectAt, body: MemoBody) -> Memo:
    """Write a memo, or (with `memo`) change one."""
    return project.exploring.write_memo(body.about, body.about_id, body.text, memo=body.memo, links=body.links)


@router.put("/memos/{memo}")
def keep_memo(project: ProjectAt, memo: IdentInPath, body: KeptMemoBody) -> Memo:
    """Write the memo with this id, or change it: the same request sent twice does nothing more."""
    return project.exploring.write_memo(body.about, body.about_id, body.text, new=memo, links=body.links)


@router.delete("/memos/{memo}", status_code=204)
def withdraw_memo(project: ProjectAt, memo: IdentInPath) -> None:
    """Withdraw a memo."""
    project.exploring.withdraw_memo(memo)


@router.get("/things")
def things(
    project: ProjectAt, of: Annotated[tuple[Line, ...], Query(max_length=200, description="unit:12, code:ID …")]
) -> tuple[Thing, ...]:
    """What things are called; those that are gone are left out."""
    return project.exploring.things(of)


@router.get("/offers")
def offers(project: ProjectAt, search: Line = "", limit: Annotated[int, Query(ge=1, le=50)] = 8) -> tuple[Thing, ...]:
    """Codes, memos and units that a memo could speak of, found by what one types."""
    return project.exploring.offers(search, limit=limit)
