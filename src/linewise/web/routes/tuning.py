"""Teach, heavier: an encoder made from the corpus or the codings, and offered."""

from typing import Annotated

from pydantic import StringConstraints

from linewise.jobs import JobView
from linewise.teaching.tuning_views import How, TuneState
from linewise.web.at import ProjectAt
from linewise.web.fields import STORABLE, Body, Number
from linewise.web.router import stage

router = stage("teach")


class EstimateBody(Body):
    how: How = "tuned"
    base: Annotated[str, StringConstraints(max_length=1_000, pattern=STORABLE)] = ""
    pretrain: bool = False


class TuneBody(EstimateBody):
    seed: Number | None = None
    afresh: bool = False


@router.get("/tuning")
def tuning(project: ProjectAt) -> TuneState:
    """Whether an encoder can be tuned here and now, what would teach it, and what was left unfinished."""
    return project.teaching.tuning()


@router.post("/tuning", status_code=202)
def tune(project: ProjectAt, body: TuneBody) -> JobView:
    """Make an encoder in the background and offer it; one that was stopped is gone on with, unless `afresh`."""
    return project.teaching.start_tuning(
        body.how, base=body.base, pretrain=body.pretrain, seed=body.seed, afresh=body.afresh
    )


@router.post("/tuning/estimate", status_code=202)
def estimate(project: ProjectAt, body: EstimateBody) -> JobView:
    """Measure in the background what a tuning would take on this machine."""
    return project.teaching.start_estimate(body.how, base=body.base, pretrain=body.pretrain)


@router.delete("/tuning")
def discard(project: ProjectAt) -> TuneState:
    """Throw away what a tuning that was stopped has left."""
    return project.teaching.discard_tuning()
