"""Commands on what concerns the model: encoders, pins, questions, reasons, simulations."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from linewise.core.errors import LinewiseError
from linewise.core.events import Draft, change
from linewise.core.nouns import Encoding, Model, Question, Rationale, Simulation
from linewise.workbench import Project
from linewise.workbench.clock import new_id, now
from tests.auditing.session import Session


def _choose_encoder(session: Session, _: Project, a: int, b: int, c: int) -> None:
    offered = session.one(Encoding, a)
    session.log(lambda: Draft("encoder_chosen", (change(offered, replace(offered, used_at=now())),)))


def _pin(session: Session, _: Project, a: int, b: int, c: int) -> None:
    model = session.one(Model, a)
    session.log(lambda: Draft("model_pinned", (change(model, replace(model, pinned_at=now())),)))


def _unpin(session: Session, _: Project, a: int, b: int, c: int) -> None:
    pinned = [model for model in session.all(Model) if model.pinned_at is not None]
    if not pinned:
        raise LinewiseError("No model is pinned.")
    session.log(lambda: Draft("model_unpinned", (change(pinned[0], replace(pinned[0], pinned_at=None)),)))


def _question(state: Literal["answered", "set_aside"], kind: str) -> Callable[..., None]:
    def command(session: Session, by: Project, a: int, b: int, c: int) -> None:
        made = Question(
            id=new_id(),
            kind=("twins", "two_senses")[a % 2],
            about=(f"unit:{a % 8}", f"unit:{b % 8}"),
            state=state,
            answer="One sense." if state == "answered" else "",
            coder=by.coder.id,
            at=now(),
        )
        session.log(lambda: Draft(kind, (change(None, made),)))

    return command


def _judge(session: Session, by: Project, a: int, b: int, c: int) -> None:
    made = Rationale(
        id=new_id(),
        unit=a % 8,
        code=session.code(b),
        start=0,
        end=2,
        word="My",
        verdict="against" if c % 2 else "for",
        coder=by.coder.id,
        at=now(),
    )
    session.log(lambda: Draft("rationale_given", (change(None, made),)))


def _take_judgement_back(session: Session, _: Project, a: int, b: int, c: int) -> None:
    gone = session.one(Rationale, a)
    session.log(lambda: Draft("rationale_withdrawn", (change(gone, None),)))


def _simulate(session: Session, by: Project, a: int, b: int, c: int) -> None:
    made = Simulation(
        id=new_id(),
        recipe={"strategies": ["margin", "random"], "seeds": [a]},
        artefact=session.sealed(b"curves"),
        coder=by.coder.id,
        at=now(),
    )
    session.log(lambda: Draft("strategies_simulated", (change(None, made),)))


COMMANDS: dict[str, Callable[[Session, Project, int, int, int], None]] = {
    "choose_encoder": _choose_encoder,
    "pin": _pin,
    "unpin": _unpin,
    "answer": _question("answered", "question_answered"),
    "set_aside": _question("set_aside", "question_set_aside"),
    "judge": _judge,
    "take_judgement_back": _take_judgement_back,
    "simulate": _simulate,
}
