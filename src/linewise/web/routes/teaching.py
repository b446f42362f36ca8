"""Teach: vectors, training, and the models there are."""

from typing import Annotated

from pydantic import StringConstraints

from linewise.jobs import JobView
from linewise.teaching.views import Calibration, CodeMeaning, TeachState
from linewise.verifying.tried import Tried
from linewise.web.at import ProjectAt
from linewise.web.fields import STORABLE, Body, Ident, IdentInPath, Number
from linewise.web.router import stage

router = stage("teach")


class WhatIfBody(Body):
    text: Annotated[str, StringConstraints(min_length=1, max_length=5_000, pattern=STORABLE)]
    code: Ident | None = None
    model: Ident | None = None


@router.get("")
def state(project: ProjectAt) -> TeachState:
    """The encoder, what the codes are taught from, the models, and whether teaching now is worth while."""
    return project.teaching.state()


class TeachBody(Body):
    seed: Number | None = None


@router.post("", status_code=202)
def teach(project: ProjectAt, body: TeachBody | None = None) -> JobView:
    """Teach a new model in the background; with a seed it can be made again."""
    return project.teaching.start(seed=body.seed if body is not None else None)


@router.post("/encode", status_code=202)
def encode(project: ProjectAt) -> JobView:
    """Compute the vectors that are missing, in the background."""
    return project.teaching.start_encoding()


@router.get("/codes/{code}")
def meaning(project: ProjectAt, code: IdentInPath) -> CodeMeaning:
    """What a code means to the newest model: its typical units, the words that count, the codes it is taken for."""
    return project.teaching.meaning(code)


@router.get("/calibration")
def calibration(project: ProjectAt, model: Ident | None = None) -> Calibration:
    """How far a model's probabilities can be taken at their word: the model in use, or the one named."""
    return project.teaching.calibration(model)


@router.post("/what-if")
def what_if(project: ProjectAt, body: WhatIfBody) -> Tried:
    """What the model makes of a text that is no unit: codes, words that count, like units. Nothing is kept."""
    return project.teaching.try_text(body.text, code=body.code, model=body.model)
