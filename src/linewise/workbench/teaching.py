"""`project.teaching`: the encoder, the training set as it stands, models, and refitting without anybody waiting."""

from collections.abc import Callable, Sequence

import numpy as np

from linewise.core.errors import NotFound, NotReady
from linewise.core.facts import Facts
from linewise.core.nouns import Model
from linewise.jobs import Job, JobView
from linewise.storage import Connection, corpus
from linewise.teaching.questions.views import Answered, Questions
from linewise.teaching.reliability import calibration
from linewise.teaching.views import Calibration, CodeMeaning, ModelCard, TeachState
from linewise.verifying.simulated import COMPARED, GoldSource, SimulationView
from linewise.verifying.tried import Tried
from linewise.verifying.views import StrategyView
from linewise.workbench.cache import Scores
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoders, encoding
from linewise.workbench.encoders.encoders_part import EncodersPart
from linewise.workbench.encoders.tuning_part import TuningPart
from linewise.workbench.models import golden, refitting, registry, scoring, simulating, teaching_state, trying
from linewise.workbench.models.meaning import meaning
from linewise.workbench.models.models_part import ModelsPart
from linewise.workbench.questions import answering, asking
from linewise.workbench.rounds.choosing import Candidates, strategy_views
from linewise.workbench.views import EncodingReport


class Teaching(ModelsPart, TuningPart, EncodersPart):
    """Everything the Teach stage offers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def state(self) -> TeachState:
        """The encoder, how much teaches each code, the models, and what to do next."""
        return teaching_state.state(self._desk)

    def notices(self, connection: Connection, facts: Facts) -> tuple[str, ...]:
        """What is amiss with the encoder, for every page to show."""
        return encoders.notices(connection, facts, self._desk)

    def encode(self, progress: Callable[[int, int], None] | None = None) -> EncodingReport:
        """Give every unit its vector; what was computed before is kept."""
        made = encoding.encode(self._desk, progress=progress)
        with self._desk.reading() as (connection, facts):
            said = "\n".join(self.notices(connection, facts))
        return EncodingReport(
            name=made.name, fingerprint=made.id, units=encoding.encoded(self._desk, made), notice=said
        )

    def missing_vectors(self) -> int:
        """How many units have no vector yet."""
        with self._desk.reading() as (connection, facts):
            known = encoding.current(facts)
            units = corpus.next_unit(connection, self._desk.project_no)
        return units - (encoding.encoded(self._desk, known) if known is not None else 0)

    def start_encoding(self) -> JobView:
        """Encode in the background; a process that dies resumes where it stopped."""

        def work(job: Job) -> EncodingReport:
            return self.encode(job.progress)

        return self._desk.jobs.start(self._desk.project_id, "encode", "encode the texts", work, once=True)

    def train(self, *, seed: int | None = None, progress: Callable[[int, int], None] | None = None) -> ModelCard:
        """Fit a model to everything people have said so far, and keep it as a new version.

        Raises NotReady when vectors are missing or there is no code. Codes without examples on both sides are known by
        what is written about them.
        """
        model = refitting.refit(self._desk, seed=seed, progress=progress)
        return self._card(model)

    def start(self, *, seed: int | None = None) -> JobView:
        """Encode what has no vector yet and train, in the background."""

        def work(job: Job) -> ModelCard:
            encoding.encode(self._desk, progress=lambda done, total: job.progress(done, total, "encoding"))
            return self.train(seed=seed, progress=lambda done, total: job.progress(done, total, "fitting"))

        return self._desk.jobs.start(self._desk.project_id, "teach", "teach a model", work, once=True)

    def meaning(self, code: str) -> CodeMeaning:
        """What a code means to the model: its typical units, the words that count, the codes it is taken for."""
        with self._desk.reading() as (_, facts):
            model = registry.chosen(facts)
        return meaning(self._desk, code, model, self.scores(model))

    def calibration(self, model: str | None = None) -> Calibration:
        """How far a model's probabilities can be taken at their word: the model in use, or the one with this id."""
        with self._desk.reading() as (_, facts):
            found = registry.chosen(facts, model)
        told = calibration(found.id, found.number, found.figures.get("calibration"))
        if told is None:
            raise NotReady(
                "Too few units could be held out to compare this model's probabilities with the truth.",
                remedy="Decide on more units, best in rounds with an audit share, and teach again.",
            )
        return told

    def questions(self, *, wait: bool = True) -> Questions:
        """What the model asks: the few questions that matter most, with texts, reasons, and what each answer does.

        Without `wait` those found last, while a newer look goes on in the background.
        """
        return asking.questions(self._desk, wait=wait)

    def answer(self, question: str, answer: str, *, text: str = "") -> Answered:
        """Answer a question by the name of one of its answers, with the words that it needs; one event, one undo."""
        found = answering.answer(self._desk, question, answer, text)
        self.nudge()
        return found

    def set_aside(self, question: str) -> Answered:
        """Put a question away: it is asked again only when much more speaks for it."""
        return answering.set_aside(self._desk, question)

    def try_text(self, text: str, *, code: str | None = None, model: str | None = None) -> Tried:
        """What the model makes of a text that is no unit: its codes, the words that move one, units like it.

        Nothing is kept. At most 5,000 code points; without a `code` the words are those of the likeliest.
        """
        return trying.tried(self._desk, text, code=code, model=model)

    def simulate(
        self,
        *,
        strategies: Sequence[str] = COMPARED,
        gold: str | None = None,
        seeds: int = 3,
        until: float = 0.5,
        audit_share: float = 0.0,
        size: int | None = None,
        encoder: str | None = None,
        head: str = "default",
        progress: Callable[[int, int], None] | None = None,
    ) -> SimulationView:
        """Replay ways of choosing on answers that stand already ("decisions", "imported", "column:NAME"; else the
        richest), reading at most `until` of them, and keep the curves. Raises NotReady where too few have an answer.
        """
        asked = simulating.Asked.of(
            strategies=strategies,
            gold=gold,
            seeds=seeds,
            until=until,
            audit_share=audit_share,
            size=size,
            encoder=encoder,
            head=head,
        )
        return simulating.simulate(self._desk, asked, progress=progress)

    def start_simulation(
        self,
        *,
        strategies: Sequence[str] = COMPARED,
        gold: str | None = None,
        seeds: int = 3,
        until: float = 0.5,
        audit_share: float = 0.0,
        size: int | None = None,
        encoder: str | None = None,
        head: str = "default",
    ) -> JobView:
        """`simulate` in the background."""
        asked = simulating.Asked.of(
            strategies=strategies,
            gold=gold,
            seeds=seeds,
            until=until,
            audit_share=audit_share,
            size=size,
            encoder=encoder,
            head=head,
        )

        def work(job: Job) -> SimulationView:
            return simulating.simulate(self._desk, asked, progress=job.progress)

        return self._desk.jobs.start(self._desk.project_id, "simulate", "replay ways of choosing", work)

    def simulations(self) -> tuple[SimulationView, ...]:
        """All replays so far, the newest first."""
        return simulating.simulations(self._desk)

    def simulation(self, id: str) -> SimulationView:
        """One replay."""
        return simulating.simulation(self._desk, id)

    def simulation_sources(self) -> tuple[GoldSource, ...]:
        """The answers that a replay can be held against: people's decisions, imported codes, columns."""
        return golden.sources(self._desk)

    def nudge(self) -> None:
        """Refit in the background once a handful of statements is new; called after each of them, it costs little."""
        desk = self._desk
        busy = any(job.kind == "refit" for job in desk.jobs.running(desk.project_id))
        if not busy and refitting.is_due(desk):
            desk.jobs.start(desk.project_id, "refit", "learn what is new", lambda _: self.train(), once=True)

    def predict(self, units: Sequence[int], *, model: str | None = None) -> Scores:
        """Probabilities (units, codes) by the model in use, or by one with this id or number; codes as in its card."""
        with self._desk.reading() as (_, facts):
            found = registry.chosen(facts, model)
        scores = self.scores(found)
        rows = np.asarray(units, dtype=np.int64)
        if len(rows) and not 0 <= rows.min() <= rows.max() < len(scores):
            raise NotFound("Some of these units do not exist.", remedy="Name units by their numbers.")
        return scores[rows]

    def in_use(self, facts: Facts) -> Model | None:
        """The model that predicts now: the pinned one, or else the newest."""
        return registry.in_use(facts)

    def scores(self, model: Model, *, progress: Callable[[int, int], None] | None = None) -> Scores:
        """Probabilities for every unit ever imported, (units, codes); kept until another model is asked for."""
        return scoring.scores(self._desk, model, progress=progress)

    def pool(self, *, code: str | None = None) -> Candidates:
        """Units this coder has not read, with what the model in use and the encoder know of them.

        With a code: those of which the coder has not said whether they have it.
        """
        return scoring.pool(self._desk, code=code)

    def strategies(self, facts: Facts) -> tuple[StrategyView, ...]:
        """The strategies, and which of them can be used now."""
        model = registry.in_use(facts)
        return strategy_views(
            model=model is not None, vectors=encoding.current(facts) is not None, codes=model is not None
        )
