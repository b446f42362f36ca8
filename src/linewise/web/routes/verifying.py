"""Verify: rounds of units, decisions about them, and figures from the audit sample."""

from typing import Annotated

from fastapi import Query
from pydantic import Field

from linewise.core.nouns import ItemState
from linewise.verifying.views import (
    Advice,
    BandView,
    InfluenceView,
    ItemView,
    Neighbour,
    Reasons,
    RoundSummary,
    RoundView,
    VerifyState,
)
from linewise.web.at import ProjectAt
from linewise.web.fields import Body, Ident, IdentInPath, Idents, Name, Names, Number, NumberInPath, Share, Whole
from linewise.web.router import stage

router = stage("verify")


class RoundBody(Body):
    strategy: Name = "margin"
    size: Annotated[Whole, Field(ge=1, le=1_000)] | None = None
    audit_share: Share | None = None
    blind_share: Share | None = None
    code: Ident | None = None
    seed: Number | None = None


class DecisionBody(Body):
    state: ItemState
    codes: Idents = ()
    new_codes: Names = ()
    unaided: bool = False


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
    """Accept, correct, put off or (with `pending`) take back the decision about one unit of a round.

    With `unaided` it is the first answer to a blind unit, after which its prediction may be seen.
    """
    return project.verifying.decide(
        round, position, state=body.state, codes=body.codes, new_codes=body.new_codes, unaided=body.unaided
    )


@router.post("/rounds/{round}/close")
def close(project: ProjectAt, round: IdentInPath) -> RoundSummary:
    """End a round, and read what its audit sample says."""
    return project.verifying.close(round)


@router.get("/advice")
def advice(project: ProjectAt) -> Advice:
    """Whether more rounds are worth while, with the reasons, and the step that helps most."""
    return project.verifying.advice()


@router.get("/influence")
def influence(project: ProjectAt) -> InfluenceView:
    """How far predictions draw the coder's answers, from the units answered blind."""
    return project.verifying.influence()


@router.get("/bands")
def bands(project: ProjectAt, code: Annotated[Ident, Query()]) -> tuple[BandView, ...]:
    """How many unread texts the model thinks likely, borderline and unlikely to have a code."""
    return project.verifying.bands(code)


@router.get("/units/{unit}/reasons")
def reasons(
    project: ProjectAt,
    unit: NumberInPath,
    code: Annotated[Ident | None, Query(description="Else the likeliest.")] = None,
    model: Annotated[Ident | None, Query(description="Else the newest.")] = None,
) -> Reasons:
    """The words of a unit that moved the score of a code."""
    return project.verifying.reasons(unit, code, model)


@router.get("/units/{unit}/nearest")
def nearest(
    project: ProjectAt, unit: NumberInPath, limit: Annotated[int, Query(ge=1, le=50)] = 8
) -> tuple[Neighbour, ...]:
    """The units most like this one that people decided, with their codes."""
    return project.verifying.nearest(unit, limit)
