"""Verify: rounds of units, decisions about them, and figures from the audit sample."""

from typing import Annotated

from pydantic import Field

from linewise.core.nouns import ItemState
from linewise.verifying.views import ItemView, RoundSummary, RoundView, VerifyState
from linewise.web.at import ProjectAt
from linewise.web.fields import Body, Ident, IdentInPath, Idents, Name, Names, Number, NumberInPath, Share, Whole
from linewise.web.router import stage

router = stage("verify")


class RoundBody(Body):
    strategy: Name = "margin"
    size: Annotated[Whole, Field(ge=1, le=1_000)] | None = None
    audit_share: Share | None = None
    code: Ident | None = None
    seed: Number | None = None


class DecisionBody(Body):
    state: ItemState
    codes: Idents = ()
    new_codes: Names = ()


@router.get("")
def state(project: ProjectAt) -> VerifyState:
    """The open round, the rounds before it, the ways of choosing units, and the figures so far."""
    return project.verifying.state()


@router.post("/rounds", status_code=201)
def open_round(project: ProjectAt, body: RoundBody) -> RoundView:
    """Choose units and open a round."""
    return project.verifying.open(**body.given())


@router.get("/rounds/{round}")
def one_round(project: ProjectAt, round: IdentInPath) -> RoundView:
    """A round with all its items."""
    return project.verifying.round(round)


@router.put("/rounds/{round}/items/{position}")
def decide(project: ProjectAt, round: IdentInPath, position: NumberInPath, body: DecisionBody) -> ItemView:
    """Accept, correct, put off or (with `pending`) take back the decision about one unit of a round."""
    return project.verifying.decide(round, position, state=body.state, codes=body.codes, new_codes=body.new_codes)


@router.post("/rounds/{round}/close")
def close(project: ProjectAt, round: IdentInPath) -> RoundSummary:
    """End a round, and read what its audit sample says."""
    return project.verifying.close(round)
