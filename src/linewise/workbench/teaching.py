"""`project.teaching`: the encoder, the training set as it stands, models, and refitting without anybody waiting."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import NotFound, NotReady
from linewise.core.events import Draft, change
from linewise.core.facts import Facts, need
from linewise.core.nouns import Code, Coding, Mark, Model, Round, RoundItem
from linewise.jobs import Job, JobView
from linewise.storage import Connection, artefacts, corpus, counting, log, reading
from linewise.storage.lineage import lineage
from linewise.teaching.views import CodeMeaning, CodeTraining, EncoderState, ModelCard, TeachState
from linewise.verifying.views import StrategyView
from linewise.workbench import encoding, training
from linewise.workbench.cache import Scores
from linewise.workbench.choosing import Candidates, strategy_views
from linewise.workbench.clock import new_id, now
from linewise.workbench.desk import SYSTEM, Desk
from linewise.workbench.given import settings
from linewise.workbench.meaning import meaning
from linewise.workbench.measuring import Rounds
from linewise.workbench.views import EncodingReport

ENOUGH = 5
NUDGE_AFTER = 5
TEACHING = ("unit_decided", "units_coded", "open_codes_grouped", "open_codes_ungrouped", "code_created", "codes_merged")
CHUNK = 16_384


class Teaching:
    """Everything the Teach stage offers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def state(self) -> TeachState:
        """The encoder, how much teaches each code, the models, and what to do next."""
        desk = self._desk
        with desk.reading() as (connection, facts):
            known = encoding.current(facts)
            models = _models(facts)
            units = corpus.next_unit(connection, desk.project_no)
            taught = training.gather(connection, facts, desk)
        have = encoding.encoded(desk, known) if known is not None else 0
        rows = tuple(
            CodeTraining(code=code, present=present, absent=absent, implied=implied, enough=present >= ENOUGH)
            for code, present, absent, implied in taught.per_code()
        )
        fresh = taught.decisions - (models[0].decisions if models else 0)
        return TeachState(
            encoder=EncoderState(
                name=known.name if known else "",
                fingerprint=known.id if known else "",
                dimensions=known.dimensions if known else 0,
                encoded=have,
                units=units,
                notice=known.notice if known else "",
            ),
            training=rows,
            models=tuple(_card(model, current=at == 0) for at, model in enumerate(models)),
            fresh=max(0, fresh),
            ready=bool(rows) and taught.teachable and have == units > 0,
            advice=_advice(units, have, rows, fresh, bool(models)),
        )

    def notices(self, facts: Facts) -> tuple[str, ...]:
        """What is amiss with the encoder, for every page to show."""
        known = encoding.current(facts)
        return (known.notice,) if known is not None and known.notice else ()

    def encode(self, progress: Callable[[int, int], None] | None = None) -> EncodingReport:
        """Give every unit its vector; what was computed before is kept."""
        made = encoding.encode(self._desk, progress=progress)
        return EncodingReport(
            name=made.name, fingerprint=made.id, units=encoding.encoded(self._desk, made), notice=made.notice
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

        Raises NotReady when vectors are missing or no code has both present and absent examples.
        """
        desk = self._desk
        with desk.cache.lock:
            matrix = encoding.vectors(desk)
            with desk.reading() as (connection, facts):
                known = encoding.current(facts)
                assert known is not None
                taught = training.gather(connection, facts, desk)
                rounds = Rounds(facts, facts.find(Round))
                codebook = log.last_codebook_seq(connection, desk.project_no)
                options = settings(facts, desk)
                number = len(_models(facts)) + 1
            if not taught.teachable:
                raise NotReady(
                    "No code has both units that have it and units that do not.",
                    remedy="Group open codes or verify a round of random units, with at least two codes in use.",
                )
            chosen = options.seed if seed is None else seed
            outcome = training.fit(
                taught,
                matrix,
                self._twins(),
                audit=training.Audit(rounds.audit(), rounds.about),
                exclusive=options.exclusive,
                seed=chosen,
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
                    seed=chosen,
                    figures=outcome.figures,
                    at=now(),
                )
                detail = {"number": number, "codes": len(taught.codes), "units": len(taught.training.units)}
                desk.log(connection, Draft("model_fitted", (change(None, model),), detail), actor=SYSTEM)
        desk.bell.ring()
        return _card(model, current=True)

    def start(self) -> JobView:
        """Encode what has no vector yet and train, in the background."""

        def work(job: Job) -> ModelCard:
            encoding.encode(self._desk, progress=lambda done, total: job.progress(done, total, "encoding"))
            return self.train(progress=lambda done, total: job.progress(done, total, "fitting"))

        return self._desk.jobs.start(self._desk.project_id, "teach", "teach a model", work, once=True)

    def models(self) -> tuple[ModelCard, ...]:
        """All models, newest first."""
        with self._desk.reading() as (_, facts):
            return tuple(_card(model, current=at == 0) for at, model in enumerate(_models(facts)))

    def meaning(self, code: str) -> CodeMeaning:
        """What a code means to the newest model: its typical units, the words that count, the codes it is taken for."""
        with self._desk.reading() as (_, facts):
            model = self.newest(facts)
        if model is None:
            raise NotReady("There is no model yet.", remedy="Teach one first.")
        return meaning(self._desk, code, model, self.scores(model))

    def nudge(self) -> None:
        """Refit in the background once a handful of statements is new; called after each of them, it costs little."""
        desk = self._desk
        with desk.reading() as (connection, facts):
            model = self.newest(facts)
            fresh = log.count_since(connection, desk.project_no, TEACHING, model.at) if model is not None else 0
        busy = any(job.kind == "refit" for job in desk.jobs.running(desk.project_id))
        if fresh >= NUDGE_AFTER and not busy:
            desk.jobs.start(desk.project_id, "refit", "learn what is new", lambda _: self.train(), once=True)

    def predict(self, units: Sequence[int], *, model: str | None = None) -> Scores:
        """Probabilities (units, codes) by the newest model, or by the one with this id; columns as in its card."""
        with self._desk.reading() as (_, facts):
            found = need(facts, Model, model) if model is not None else self.newest(facts)
        if found is None:
            raise NotReady("There is no model yet.", remedy="Teach one first.")
        scores = self.scores(found)
        rows = np.asarray(units, dtype=np.int64)
        if len(rows) and not 0 <= rows.min() <= rows.max() < len(scores):
            raise NotFound("Some of these units do not exist.", remedy="Name units by their numbers.")
        return scores[rows]

    def newest(self, facts: Facts) -> Model | None:
        """The model that predicts now."""
        known = encoding.current(facts)
        found = facts.latest(Model)
        return found if found is not None and known is not None and found.encoding == known.id else None

    def scores(self, model: Model, *, progress: Callable[[int, int], None] | None = None) -> Scores:
        """Probabilities for every unit ever imported, (units, codes); kept until another model is asked for."""
        desk = self._desk
        matrix = encoding.vectors(desk)
        held = desk.cache.scores
        if held is not None and held[0] == model.id and len(held[1]) == len(matrix):
            return held[1]
        with desk.reading() as (connection, _):
            data = artefacts.unseal(connection, desk.project_no, model.artefact)
        fitted = training.restore(data)
        parts = []
        for first in range(0, len(matrix), CHUNK):
            parts.append(fitted.predict(matrix[first : first + CHUNK]))
            if progress is not None:
                progress(min(first + CHUNK, len(matrix)), len(matrix))
        scores = np.concatenate(parts) if parts else np.empty((0, len(model.codes)), np.float32)
        # As they are stored, so that what is previewed and what is applied agree to the last unit.
        scores = scores.astype(np.float16).astype(np.float32)
        desk.cache.scores = (model.id, scores)
        return scores

    def pool(self, *, code: str | None = None) -> Candidates:
        """Units this coder has not read, with what the newest model and the encoder know of them.

        With a code: those of which the coder has not said whether they have it.
        """
        desk = self._desk
        with desk.reading() as (connection, facts):
            if code is not None:
                need(facts, Code, code)
                read = _answered(connection, facts, desk, code)
            else:
                read = counting.read_units(connection, desk.project_no, coder=desk.coder)
            ids = np.fromiter(corpus.unit_ids(connection, desk.project_no), dtype=np.int64)
            model = self.newest(facts)
            shape = lineage(connection, desk.project_no)
            standing = {one.id for one in reading.active_codes(connection, desk.project_no)}
        units = ids[~np.isin(ids, np.fromiter(read, dtype=np.int64, count=len(read)))]
        try:
            vectors = encoding.vectors(desk)[units]
        except NotReady:
            vectors, model = None, None
        now = [shape.now(one) for one in model.codes] if model is not None else []
        codes = tuple(one if one in standing else None for one in now)
        if code is not None and model is not None and code not in codes:
            raise NotReady("The newest model does not know this code.", remedy="Teach again first.")
        return Candidates(
            units=units,
            model=model,
            scores=self.scores(model)[units] if model is not None else None,
            vectors=vectors,
            twins=self._twins()[units],
            codes=codes,
            focus=code,
        )

    def strategies(self, facts: Facts) -> tuple[StrategyView, ...]:
        """The strategies, and which of them can be used now."""
        model = self.newest(facts)
        return strategy_views(
            model=model is not None, vectors=encoding.current(facts) is not None, codes=model is not None
        )

    def _twins(self) -> NDArray[np.int64]:
        with self._desk.reading() as (connection, _):
            return np.array(corpus.twin_hashes(connection, self._desk.project_no), dtype=np.int64)


def _answered(connection: Connection, facts: Facts, desk: Desk, code: str) -> set[int]:
    """Units of which a coder has said whether they have a code, or which were marked, or passed over when asked."""
    mine = {"coder": desk.coder}
    found = {mark.unit for mark in facts.find(Mark, **mine)}
    found |= {coding.unit for coding in facts.find(Coding, code=code, **mine)}
    found |= {
        unit
        for unit, into, coder, _ in reading.groupings(connection, desk.project_no)
        if (into, coder) == (code, desk.coder)
    }
    rounds = tuple(round.id for round in facts.find(Round, focus=code, **mine))
    passed = facts.find(RoundItem, round=rounds, state="skipped") if rounds else ()
    return found | {item.unit for item in passed}


def _models(facts: Facts) -> list[Model]:
    return sorted(facts.find(Model), key=lambda model: -model.number)


def _card(model: Model, *, current: bool) -> ModelCard:
    return ModelCard(
        id=model.id,
        number=model.number,
        at=model.at,
        recipe=model.recipe,
        codes=model.codes,
        decisions=model.decisions,
        codebook=model.codebook,
        encoding=model.encoding,
        training=model.training,
        seed=model.seed,
        figures=model.figures,
        current=current,
    )


def _advice(units: int, have: int, rows: tuple[CodeTraining, ...], fresh: int, taught: bool) -> str:
    if not units:
        return "Import texts first."
    if not rows:
        return "Group open codes into at least two codes, or make codes and decide on some units: that is what teaches."
    if have < units:
        return f"{have:,} of {units:,} units are encoded. A model can be taught as soon as all are."
    thin = [row for row in rows if not row.enough]
    if thin:
        many = "1 code has" if len(thin) == 1 else f"{len(thin)} codes have"
        return f"{many} fewer than {ENOUGH} units to learn from. The model will be unsure of them; verify to find more."
    if taught and fresh <= 0:
        return "The newest model knows every decision."
    return f"{fresh:,} decisions are new since the last model." if taught else "Everything is ready: teach a model."
