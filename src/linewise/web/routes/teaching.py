"""Teach: vectors, training, and the models there are."""

from linewise.jobs import JobView
from linewise.teaching.views import CodeMeaning, ModelCard, TeachState
from linewise.web.at import ProjectAt
from linewise.web.fields import IdentInPath
from linewise.web.router import stage

router = stage("teach")


@router.get("")
def state(project: ProjectAt) -> TeachState:
    """The encoder, what the codes are taught from, the models, and whether teaching now is worth while."""
    return project.teaching.state()


@router.post("", status_code=202)
def teach(project: ProjectAt) -> JobView:
    """Teach a new model in the background."""
    return project.teaching.start()


@router.post("/encode", status_code=202)
def encode(project: ProjectAt) -> JobView:
    """Compute the vectors that are missing, in the background."""
    return project.teaching.start_encoding()


@router.get("/models")
def models(project: ProjectAt) -> tuple[ModelCard, ...]:
    """Every model, newest first."""
    return project.teaching.models()


@router.get("/codes/{code}")
def meaning(project: ProjectAt, code: IdentInPath) -> CodeMeaning:
    """What a code means to the newest model: its typical units, the words that count, the codes it is taken for."""
    return project.teaching.meaning(code)
