"""`project.applying`: the model codes the rest, as far as it is sure; and everything leaves as a file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from linewise.applying.views import (
    ApplyState,
    Coverage,
    Curve,
    PrevalenceView,
    PromiseView,
    Scope,
    ScoredUnits,
    Which,
)
from linewise.core.errors import BadInput, NotReady
from linewise.core.events import Draft, change
from linewise.core.nouns import Application, Model
from linewise.jobs import Job, JobView
from linewise.storage import artefacts
from linewise.workbench.cache import Scores
from linewise.workbench.clock import new_id, now
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.results import covering, results
from linewise.workbench.results.applied import applied
from linewise.workbench.results.covering import limits_of
from linewise.workbench.results.exporting import Export, Include, Shape
from linewise.workbench.results.prevailing import prevailing
from linewise.workbench.results.promising import promise
from linewise.workbench.results.results import RISK
from linewise.workbench.teaching import Teaching
from linewise.workbench.views import ExportPreview, ExportReport

if TYPE_CHECKING:
    import polars

    from linewise.interchange.writers import WriteFormat

BLOCK = 65_536


class Applying:
    """Everything the Apply stage offers."""

    def __init__(self, desk: Desk, teaching: Teaching) -> None:
        self._desk, self._teaching = desk, teaching

    def state(self) -> ApplyState:
        """What is applied, how far it reaches, and whether a newer model waits."""
        with self._desk.reading() as (connection, facts):
            found = applied(self._desk, connection, facts)
            newest = self._teaching.in_use(facts)
            coverage = None
            if found is not None:
                limits = limits_of(found.model, found.application.thresholds)
                level = found.application.confidence
                coverage = covering.coverage(
                    self._desk,
                    connection,
                    facts,
                    found.model,
                    found.scores,
                    limits,
                    level,
                    exclusive=found.exclusive,
                    promised=bool(found.application.promise),
                )
        return ApplyState(
            application=found.application if found else None,
            coverage=coverage,
            ready=newest is not None,
            advice=_advice(found.model if found else None, newest),
        )

    def coverage(self, confidence: float) -> Coverage:
        """How the corpus would split at this confidence; nothing is written."""
        _check(confidence)
        model, scores = self._scored()
        with self._desk.reading() as (connection, facts):
            exclusive = settings(facts, self._desk).exclusive
            limits = np.full(len(model.codes), confidence, np.float32)
            return covering.coverage(
                self._desk, connection, facts, model, scores, limits, confidence, exclusive=exclusive
            )

    def curve(self) -> Curve:
        """Coverage against precision over all confidences, with the newest model; nothing is written."""
        return results.curve(self._desk, *self._scored())

    def promise(self, precision: float | None = None, *, risk: float = RISK, scope: Scope = "each") -> PromiseView:
        """How much can be coded so that at least `precision` of it is right; nothing is written.

        Each promise is broken in at most `risk` of all studies. With the scope "each" every code that the audit sample
        knows enough of is held to the precision by itself, and the others as one group; "together" takes all codes as
        one. Without a precision, the project's.
        """
        model, scores = self._scored()
        return promise(self._desk, model, scores, precision=self._wanted(precision), risk=risk, scope=scope).view

    def units(
        self, code: str, *, which: Which = "given", confidence: float = 0.9, limit: int = 50, skip: int = 0
    ) -> ScoredUnits:
        """The units that the newest model gives a code at this confidence, or that are left because of it."""
        _check(confidence)
        if which not in get_args(Which):
            raise BadInput(f"There are no {which!r} units.", remedy=f"Ask for {' or '.join(get_args(Which))}.")
        where: dict[str, Any] = {"code": code, "which": which, "confidence": confidence, "limit": limit, "skip": skip}
        return results.behind(self._desk, *self._scored(), **where)

    def prevalence(self) -> PrevalenceView:
        """How frequent each code is in the whole corpus: audit sample and models' probabilities together."""
        return prevailing(self._desk)

    def run(
        self,
        *,
        confidence: float | None = None,
        precision: float | None = None,
        risk: float = RISK,
        scope: Scope = "each",
        progress: Callable[[int, int], None] | None = None,
    ) -> Application:
        """Score every unit with the newest model and give each code from `confidence` on; one step, undoable.

        With a `precision` instead, each code is given from where `promise` lets it be, and the application keeps the
        promise; NotReady where nothing can be promised.

        Scores are written block by block, so that a run that was cut off goes on where it stopped. People's codings
        stay what they are: where a person has spoken, the machine is not heard.
        """
        desk = self._desk
        if confidence is not None and precision is not None:
            raise BadInput("A confidence and a precision cannot both be set.", remedy="Give one of them.")
        model, scores = self._scored()
        limits, level, promised = self._limits(model, scores, confidence, precision, risk, scope)
        with desk.reading() as (connection, facts):
            options = settings(facts, desk)
            coverage = covering.coverage(
                desk,
                connection,
                facts,
                model,
                scores,
                limits_of(model, limits),
                level,
                exclusive=options.exclusive,
                promised=precision is not None,
            )
            number = sum(1 for _ in facts.find(Application)) + 1
        growing = f"scores/{model.id}"
        self._write_blocks(growing, scores, progress)
        with desk.store.writing(desk.project_no) as connection:
            application = Application(
                id=new_id(),
                number=number,
                model=model.id,
                artefact=artefacts.seal_growing(connection, desk.project_no, growing),
                codes=model.codes,
                thresholds=limits,
                confidence=level,
                units=coverage.units,
                coded=coverage.machine,
                at=now(),
                promise=promised,
            )
            detail = {"model": model.number, "confidence": level, "units": coverage.machine}
            if precision is not None:
                detail["precision"] = precision
            desk.log(connection, Draft("model_applied", (change(None, application),), detail))
        desk.bell.ring()
        return application

    def start(
        self,
        confidence: float | None = None,
        *,
        precision: float | None = None,
        risk: float = RISK,
        scope: Scope = "each",
    ) -> JobView:
        """Apply in the background."""

        def work(job: Job) -> Application:
            return self.run(confidence=confidence, precision=precision, risk=risk, scope=scope, progress=job.progress)

        return self._desk.jobs.start(self._desk.project_id, "apply", "code the rest", work)

    def export(
        self,
        path: str | Path,
        *,
        shape: Shape = "long",
        format: "WriteFormat | None" = None,
        include: Include = "all",
        progress: Callable[[int, int], None] | None = None,
    ) -> ExportReport:
        """Write codings to a file (csv, tsv, jsonl, parquet, xlsx): a row a statement, a unit, or a code.

        `include`: what people said only, or the applied model and imports too, or also its probabilities.
        """
        from linewise.interchange.write import write

        target, export = Path(path), Export(self._desk, shape, include)
        rows = write(target, export.columns, export.rows(progress=progress), format=format)
        return ExportReport(
            path=str(target),
            format=format or target.suffix.removeprefix("."),
            shape=shape,
            include=include,
            rows=rows,
            columns=tuple(name for name, _ in export.columns),
        )

    def export_preview(self, *, shape: Shape = "long", include: Include = "all", rows: int = 6) -> ExportPreview:
        """The columns and first rows of an export; nothing is written."""
        export = Export(self._desk, shape, include)
        names = tuple(name for name, _ in export.columns)
        found = export.first(rows)
        return ExportPreview(columns=names, rows=tuple(tuple(row.get(name) for name in names) for row in found))

    def frame(self, shape: Shape = "long", *, include: Include = "all") -> "polars.DataFrame":
        """All codings as a polars data frame."""
        import polars

        export = Export(self._desk, shape, include)
        return polars.DataFrame(list(export.rows()), schema=dict(export.columns))

    def _scored(self) -> tuple[Model, Scores]:
        with self._desk.reading() as (_, facts):
            model = self._teaching.in_use(facts)
        if model is None:
            raise NotReady("There is no model yet.", remedy="Teach one first.")
        return model, self._teaching.scores(model)

    def _write_blocks(self, name: str, scores: Scores, progress: Callable[[int, int], None] | None) -> None:
        desk, data = self._desk, scores.astype("<f2")
        with desk.reading() as (connection, _):
            there = artefacts.sizes(connection, desk.project_no, name)
        for position, first in enumerate(range(0, max(1, len(data)), BLOCK)):
            block = data[first : first + BLOCK].tobytes()
            if there.get(position) != len(block):
                with desk.store.writing(desk.project_no) as connection:
                    artefacts.put(connection, desk.project_no, name, position, block)
            if progress is not None:
                progress(min(first + BLOCK, len(data)), len(data))

    def _wanted(self, precision: float | None) -> float:
        with self._desk.reading() as (_, facts):
            return settings(facts, self._desk).precision if precision is None else precision

    def _limits(
        self,
        model: Model,
        scores: Scores,
        confidence: float | None,
        precision: float | None,
        risk: float,
        scope: Scope,
    ) -> tuple[dict[str, float], float, dict[str, object]]:
        """From which confidence each code is given, the level at which one is as surely absent, what is promised."""
        if precision is None:
            level = self._wanted(None) if confidence is None else _check(confidence)
            return dict.fromkeys(model.codes, level), level, {}
        made = promise(self._desk, model, scores, precision=precision, risk=risk, scope=scope)
        if not made.view.possible:
            raise NotReady(made.view.words, remedy="Verify more units drawn at random, or ask for a lower precision.")
        return dict(made.thresholds), precision, made.kept()


def _check(confidence: float) -> float:
    if not 0.5 <= confidence <= 0.999:
        raise BadInput(f"A confidence of {confidence:g} makes no sense here.", remedy="Choose 0.5 to 0.999.")
    return confidence


def _advice(used: Model | None, newest: Model | None) -> str:
    if newest is None:
        return "Teach a model first; then it can code what nobody has read."
    if used is None:
        return f"Model {newest.number} is ready to code the rest."
    if used.id != newest.id:
        return f"Model {newest.number} is newer than model {used.number}, which coded the rest. Apply it to use it."
    return "The newest model has been applied."
