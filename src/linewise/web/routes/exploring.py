"""Explore: how often codes stand, which stand together, and memos on anything."""

from typing import Annotated

from pydantic import StringConstraints

from linewise.core.nouns import Memo
from linewise.exploring.views import Frequency, Together
from linewise.web.at import ProjectAt
from linewise.web.fields import STORABLE, Body, Ident, IdentInPath, Line, Name
from linewise.web.router import stage

router = stage("explore")


class MemoBody(Body):
    about: Name
    about_id: Line
    text: Annotated[str, StringConstraints(min_length=1, max_length=100_000, pattern=STORABLE)]
    memo: Ident | None = None


@router.get("/frequencies")
def frequencies(project: ProjectAt) -> tuple[Frequency, ...]:
    """Units with each code, by who said so."""
    return project.exploring.frequencies()


@router.get("/together")
def together(project: ProjectAt) -> tuple[Together, ...]:
    """Which codes people found in the same units."""
    return project.exploring.together()


@router.get("/memos")
def memos(project: ProjectAt, about: Name | None = None, about_id: Line | None = None) -> tuple[Memo, ...]:
    """Memos, all of them or those about one kind of thing or one thing."""
    return project.exploring.memos(about=about, about_id=about_id)


@router.post("/memos", status_code=201)
def write_memo(project: ProjectAt, body: MemoBody) -> Memo:
    """Write a memo, or (with `memo`) change one."""
    return project.exploring.write_memo(body.about, body.about_id, body.text, memo=body.memo)


@router.delete("/memos/{memo}", status_code=204)
def withdraw_memo(project: ProjectAt, memo: IdentInPath) -> None:
    """Withdraw a memo."""
    project.exploring.withdraw_memo(memo)
