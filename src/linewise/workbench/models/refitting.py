"""A new version of the model: fitted to all that people have said so far, measured, kept."""

from collections.abc import Callable

from linewise.core.errors import NotReady
from linewise.core.events import Draft, change
from linewise.core.nouns import Model, Round
from linewise.storage import artefacts, log
from linewise.teaching.learner import Fitted
from linewise.workbench.clock import new_id, now
from linewise.workbench.desk import SYSTEM, Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.given import settings
from linewise.workbench.models import registry, scoring, training
from linewise.workbench.models.held import kept
from linewise.workbench.models.judging import learned_bytes
from linewise.workbench.models.surroundings import surroundings
from linewise.workbench.rounds import rationales
from linewise.workbench.rounds.measuring import Rounds

NUDGE_AFTER = 5
TEACHING = (
    "unit_decided",
    "units_coded",
    "open_codes_grouped",
    "open_codes_ungrouped",
    "code_created",
    "codes_merged",
    "question_answered",
    "rationale_given",
)


def refit(desk: Desk, *, seed: int | None = None, progress: Callable[[int, int], None] | None = None) -> Model:
    """Fit a model to everything people have said so far, and keep it as a new version.

    Raises NotReady when vectors are missing or there is no code. Codes without examples on both sides are known by what
    is written about them, or by how often they occur.
    """
    with desk.cache.lock:
        matrix = encoding.vectors(desk)
        with desk.reading() as (connection, facts):
            known = encoding.current(facts)
            assert known is not None
            taught = training.gather(connection, facts, desk)
            rounds = Rounds(facts, facts.find(Round))
            codebook = log.last_codebook_seq(connection, desk.project_no)
            options = settings(facts, desk)
            number = len(registry.models(facts)) + 1
        if not taught.knowable:
            raise NotReady("There is no code to learn.", remedy="Make a code, or group open codes into one.")
        picked = options.seed if seed is None else seed
        outcome = training.fit(
            taught,
            matrix,
            scoring.twins(desk),
            audit=training.Audit(rounds.audit(), rounds.about),
            around=surroundings(desk, matrix, taught.written),
            before=_before(desk, known.id) if seed is None else None,
            beside=rationales.examples(desk, taught, matrix, scoring.twins(desk)),
            exclusive=options.exclusive,
            seed=picked,
            progress=progress,
        )
        with desk.store.writing(desk.project_no) as connection:
            model = Model(
                id=new_id(),
                number=number,
                recipe=outcome.recipe,
                encoding=known.id,
                codes=taught.codes,
                artefact=artefacts.seal(connection, desk.project_no, outcome.data),
                training=taught.training.digest(),
                decisions=taught.decisions,
                codebook=codebook,
                seed=picked,
                figures={
                    **kept(connection, desk, outcome.figures, outcome.held),
                    "learned": artefacts.seal(connection, desk.project_no, learned_bytes(taught.training.units)),
                },
                at=now(),
            )
            detail = {"number": number, "codes": len(taught.codes), "units": len(taught.training.units)}
            desk.log(connection, Draft("model_fitted", (change(None, model),), detail), actor=SYSTEM)
    desk.bell.ring()
    return model


def _before(desk: Desk, encoding_id: str) -> Fitted | None:
    """The newest model, where it read by the same encoder."""
    with desk.reading() as (connection, facts):
        newest = facts.latest(Model)
        if newest is None or newest.encoding != encoding_id:
            return None
        return training.restore(artefacts.unseal(connection, desk.project_no, newest.artefact))


def is_due(desk: Desk) -> bool:
    """Whether a handful of statements is newer than the newest model."""
    with desk.reading() as (connection, facts):
        if registry.in_use(facts) is None:
            return False
        newest = facts.latest(Model)
        assert newest is not None
        return log.count_since(connection, desk.project_no, TEACHING, newest.at) >= NUDGE_AFTER
