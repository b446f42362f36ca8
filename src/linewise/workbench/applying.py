"""`project.applying`: the model codes the rest, as far as it is sure; and everything leaves as a file."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from linewise.applying.coded import given, settled
from linewise.applying.views import ApplyState, CodeCoverage, Coverage, Curve, PrevalenceView, ScoredUnits, Which
from linewise.core.errors import BadInput, NotReady
from linewise.core.events import Draft, change
from linewise.core.facts import Facts
from linewise.core.nouns import Application, Model
from linewise.jobs import Job, JobView
from linewise.storage import Connection, artefacts, corpus, reading
from linewise.storage.lineage import lineage
from linewise.workbench import results
from linewise.workbench.applied import applied, found_by_people, spoken
from linewise.workbench.cache import Scores
from linewise.workbench.clock import new_id, now
from linewise.workbench.desk import Desk
from linewise.workbench.exporting import Export, Include, Shape
from linewise.workbench.given import settings
from linewise.workbench.measuring import promised
from linewise.workbench.prevailing import prevailing
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
            newest = self._teaching.newest(facts)
            coverage = None
            if found is not None:
                coverage = self._coverage(
                    connection, facts, found.model, found.scores, found.application.confidence, found.exclusive
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
            return self._coverage(connection, facts, model, scores, confidence, exclusive)

    def curve(self) -> Curve:
        """Coverage against precision over all confidences, with the newest model; nothing is written."""
        return results.curve(self._desk, *self._scored())

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
        self, *, confidence: float | None = None, progress: Callable[[int, int], None] | None = None
    ) -> Application:
        """Score every unit with the newest model and give each code from `confidence` on; one step, undoable.

        Scores are written block by block, so that a run that was cut off goes on where it stopped. People's codings
        stay what they are: where a person has spoken, the machine is not heard.
        """
        desk = self._desk
        model, scores = self._scored()
        with desk.reading() as (connection, facts):
            options = settings(facts, desk)
            level = options.precision if confidence is None else _check(confidence)
            coverage = self._coverage(connection, facts, model, scores, level, options.exclusive)
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
                thresholds=dict.fromkeys(model.codes, level),
                confidence=level,
                units=coverage.units,
                coded=coverage.machine,
                at=now(),
            )
            detail = {"model": model.number, "confidence": level, "units": coverage.machine}
            desk.log(connection, Draft("model_applied", (change(None, application),), detail))
        desk.bell.ring()
        return application

    def start(self, confidence: float | None = None) -> JobView:
        """Apply in the background."""

        def work(job: Job) -> Application:
            return self.run(confidence=confidence, progress=job.progress)

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

    def start_export(
        self, path: str | Path, *, shape: Shape = "long", format: "WriteFormat | None" = None, include: Include = "all"
    ) -> JobView:
        """Export in the background; the job's result is the report."""
        Export(self._desk, shape, include)

        def work(job: Job) -> ExportReport:
            return self.export(path, shape=shape, format=format, include=include, progress=job.progress)

        return self._desk.jobs.start(self._desk.project_id, "export", f"write {Path(path).name}", work)

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
            model = self._teaching.newest(facts)
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

    def _coverage(
        self, connection: Connection, facts: Facts, model: Model, scores: Scores, confidence: float, exclusive: bool
    ) -> Coverage:
        no = self._desk.project_no
        ids = np.fromiter(corpus.unit_ids(connection, no), dtype=np.int64)
        said = spoken(connection, facts, self._desk)
        merged = reading.redirects(connection, no)
        human = np.isin(ids, np.fromiter(said.units, dtype=np.int64, count=len(said.units)))
        rest = ids[~human]
        rest = rest[rest < len(scores)]
        limits = np.full(len(model.codes), confidence, dtype=np.float32)
        held = given(scores[rest], limits, exclusive=exclusive)
        sure = settled(scores[rest], limits, exclusive=exclusive)
        machine: Counter[str] = Counter()
        for column, code in enumerate(model.codes):
            machine[merged.get(code, code)] += int(held[:, column].sum())
        by_people = found_by_people(connection, no, lineage(connection, no))
        imported = Counter(merged.get(code, code) for _, code, _ in corpus.imported_codings(connection, no))
        codes_in_use = reading.active_codes(connection, no)
        promises = promised(facts, codes_in_use, precision=settings(facts, self._desk).precision)
        codes = tuple(
            CodeCoverage(
                code=code.id,
                threshold=confidence if code.id in model.codes else None,
                human=len(by_people[code.id]),
                machine=machine[code.id],
                imported=imported[code.id],
                promised_from=promises[code.id].value,
                promise=promises[code.id].words,
            )
            for code in codes_in_use
        )
        people, sure_units = int(human.sum()), int(sure.sum())
        return Coverage(
            confidence=confidence,
            units=len(ids),
            human=people,
            machine=sure_units,
            left=len(ids) - people - sure_units,
            codes=codes,
            words=_words(len(ids), people, sure_units, confidence),
        )


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


def _words(units: int, people: int, machine: int, confidence: float) -> str:
    if not units:
        return "There are no units yet."
    share = (people + machine) / units
    return (
        f"People coded {people:,} of {units:,} units. At {confidence:.0%} confidence the model settles {machine:,} "
        f"more, so that {share:.0%} are coded and {units - people - machine:,} are left to read."
    )
