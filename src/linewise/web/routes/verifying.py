"""Verify: rounds of units, decisions about them, and figures from the audit sample."""

from typing import Annotated

from fastapi import Query
from pydantic import Field

from linewise.core.nouns import ItemState, Rationale, Verdict
from linewise.verifying.views import (
    Advice,
    BandView,
    FiguresOf,
    FiguresView,
    ForecastView,
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
    strategy: Name = "auto"
    size: Annotated[Whole, Field(ge=1, le=1_000)] | None = None
    audit_share: Share | None = None
    blind_share: Share | None = None
    code: Ident | None = None
    seed: Number | None = None


class ReasonBody(Body):
    code: Ident
    start: Number
    end: Number
    verdict: Verdict = "for"


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


@router.get("/figures")
def figures(project: ProjectAt, of: FiguresOf | None = None) -> FiguresView:
    """How good the model in use is, or the models of all rounds on their way, from the audit sample."""
    return project.verifying.figures(of)


@router.get("/forecast")
def forecast(
    project: ProjectAt,
    reach: Annotated[
        float | None, Query(gt=0, lt=1, allow_inf_nan=False, description="An accuracy; else the project's precision.")
    ] = None,
) -> ForecastView:
    """The learning curve carried on, and how many more decisions reach an accuracy."""
    return project.verifying.forecast(reach)


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


@router.get("/rationales")
def given_reasons(
    project: ProjectAt,
    unit: Annotated[Number | None, Query(description="Of this unit alone.")] = None,
    code: Annotated[Ident | None, Query(description="About this code alone.")] = None,
) -> tuple[Rationale, ...]:
    """What people said of words: that they are the reason for a code, or are none."""
    return project.verifying.given_reasons(unit, code)


@router.post("/units/{unit}/rationales")
def give_reason(project: ProjectAt, unit: NumberInPath, body: ReasonBody) -> Rationale:
    """Say of words of a unit (code points) that they are the reason for a code, or are none; the last word counts."""
    return project.verifying.give_reason(unit, body.code, body.start, body.end, body.verdict)


@router.delete("/rationales/{rationale}", status_code=204)
def withdraw_reason(project: ProjectAt, rationale: IdentInPath) -> None:
    """Take back what was said of words."""
    project.verifying.withdraw_reason(rationale)
