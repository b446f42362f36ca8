"""`project.importing`: a file becomes documents and units, all of it or nothing."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from linewise.core.errors import BadInput
from linewise.core.events import dumps
from linewise.core.nouns import Source
from linewise.importing.cutting import cut
from linewise.importing.plan import ImportPlan
from linewise.importing.record import Report
from linewise.importing.segment import Segmentation
from linewise.interchange.preview import Preview, preview
from linewise.interchange.read import records
from linewise.jobs import Job, JobView
from linewise.storage import arrivals, corpus
from linewise.workbench import arriving, recutting
from linewise.workbench.arriving import Arrival, Planning
from linewise.workbench.desk import Desk
from linewise.workbench.intake.ahead import content_hash, read_ahead
from linewise.workbench.intake.load import Load
from linewise.workbench.teaching import Teaching
from linewise.workbench.views import ImportReport, ImportTotals, RecutReport, problems_of

Progress = Callable[[int, int], None]


class _DryRun(Exception):
    """Leaves the transaction of a dry run, so that everything is checked and nothing is kept."""


class Importing:
    """Everything the Import stage offers."""

    def __init__(self, desk: Desk, teaching: Teaching) -> None:
        self._desk, self._teaching = desk, teaching

    def preview(self, path: str | Path, *, plan: ImportPlan | None = None, rows: int = 20) -> Preview:
        """The first rows as they would arrive, with every column's guessed role; quick even on a huge file."""
        return preview(Path(path), plan=plan, rows=rows)

    def totals(self, path: str | Path, plan: ImportPlan | None = None) -> ImportTotals:
        """Read a whole file as the plan says and count what it would bring; nobody who writes has to wait for it.

        Rows that do not fit are counted and told, whatever the plan does about them.
        """
        file = Path(path)
        chosen = replace(plan or self.preview(file).plan, on_bad_row="skip")
        with self._desk.reading() as (connection, _):
            known = corpus.known_documents(connection, self._desk.project_no)
        left, report, seen = Counter(known.anonymous), Report(), set[int]()
        documents = units = unchanged = 0
        try:
            for record in records(file, chosen, report=report):
                key = corpus.content_key(record.text, dumps(dict(record.attributes)))
                if record.external_id in known.by_id or (record.external_id is None and left[key] > 0):
                    left[key] -= 1
                    unchanged += 1
                    continue
                documents += 1
                for piece in cut(record, chosen.segmentation):
                    units += 1
                    seen.add(corpus.text_hash(record.text[piece.start : piece.end]))
        except BadInput:
            # Not one row fits; anything else that is wrong with the file is raised by the preview before.
            if report.good or not report.bad:
                raise
        return ImportTotals(
            rows=report.good + report.bad,
            documents=documents,
            units=units,
            twins=units - len(seen),
            unchanged=unchanged,
            skipped=report.bad,
            problems=problems_of(report),
        )

    def run(
        self,
        path: str | Path,
        plan: ImportPlan | None = None,
        *,
        name: str | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Import a file in one transaction, as the plan (or the preview's guess) says.

        Rows that are here already change nothing, so that a grown file brings only what is new; the very same file
        brings nothing. Raises BadInput with file, row, column and remedy; then nothing of the file is kept.
        """
        file = Path(path)
        chosen = plan or self.preview(file).plan
        label = name or file.name
        sha256 = content_hash(file)
        known = self._already(sha256, chosen)
        if known is not None:
            return _nothing_new(known, dry_run=dry_run)
        desk, report = self._desk, Report()
        with read_ahead(file, chosen, report=report, progress=progress) as (contents, rows):
            try:
                with desk.store.writing(desk.project_no) as connection:
                    load = Load(
                        connection,
                        desk,
                        plan=chosen,
                        name=label,
                        sha256=sha256,
                        contents=contents,
                        original=file,
                    )
                    for record in rows:
                        load.add(record)
                    outcome, draft = load.finish(report, dry_run=dry_run)
                    if dry_run:
                        raise _DryRun
                    if draft is not None:
                        desk.log(connection, draft)
            except _DryRun:
                return outcome
        desk.bell.ring()
        return outcome

    def start(
        self,
        path: str | Path,
        plan: ImportPlan | None = None,
        *,
        name: str | None = None,
        dry_run: bool = False,
    ) -> JobView:
        """Import in the background, and give the new units their vectors after; the job's result is the report."""

        def work(job: Job) -> ImportReport:
            report = self.run(path, plan, name=name, dry_run=dry_run, progress=job.progress)
            if report.units and not dry_run:
                self._teaching.start_encoding()
            return report

        return self._desk.jobs.start(self._desk.project_id, "import", f"import {name or Path(path).name}", work)

    def recut(
        self, source: str, segmentation: Segmentation, *, dry_run: bool = False, progress: Progress | None = None
    ) -> RecutReport:
        """Cut the documents of an import (name or id) into other units; what people said goes along by offsets.

        One event, which undo takes back. See `linewise.workbench.recutting` for what becomes of what, and for when it
        is refused (Conflict).
        """
        return recutting.recut(self._desk, source, segmentation, dry_run=dry_run, progress=progress)

    def start_recut(self, source: str, segmentation: Segmentation, *, dry_run: bool = False) -> JobView:
        """Cut an import anew in the background, and give the new units their vectors; the result is the report."""

        def work(job: Job) -> RecutReport:
            report = self.recut(source, segmentation, dry_run=dry_run, progress=job.progress)
            if report.units and not dry_run:
                self._teaching.start_encoding()
            return report

        return self._desk.jobs.start(self._desk.project_id, "recut", f"cut an import by {segmentation}", work)

    def sources(self, *, undone: bool = False) -> tuple[Source, ...]:
        """The imports that stand, oldest first; or those that were `undone`."""
        with self._desk.reading() as (connection, facts):
            return tuple(arrivals.undone(connection, self._desk.project_no) if undone else facts.find(Source))

    def arrive(
        self,
        folder: str | Path,
        *,
        pattern: str = "*",
        plan: ImportPlan | Planning | None = None,
        settle: float = 2.0,
        dry_run: bool = False,
    ) -> Arrival:
        """Bring in the files of a folder that are new or have grown; see `linewise.workbench.arriving`."""
        return arriving.arrive(self, folder, pattern=pattern, plan=plan, settle=settle, dry_run=dry_run)

    def watch(
        self,
        folder: str | Path,
        *,
        pattern: str = "*",
        plan: ImportPlan | Planning | None = None,
        every: float = 5.0,
        dry_run: bool = False,
    ) -> Iterator[Arrival]:
        """Look at a folder every so many seconds, without end, and give what came of it."""
        return arriving.watch(self, folder, pattern=pattern, plan=plan, every=every, dry_run=dry_run)

    def _already(self, sha256: str, plan: ImportPlan) -> Source | None:
        with self._desk.reading() as (_, facts):
            for source in facts.find(Source, sha256=sha256):
                if dict(source.plan) == plan.to_dict():
                    return source
        return None


def _nothing_new(source: Source, *, dry_run: bool) -> ImportReport:
    return ImportReport(
        source=source,
        documents=0,
        units=0,
        twins=0,
        codings=0,
        codes_created=(),
        skipped=0,
        unchanged=source.documents,
        already=True,
        problems=(),
        dry_run=dry_run,
        program=source.program,
    )
