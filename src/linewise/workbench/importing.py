"""`project.importing`: a file becomes documents and units, all of it or nothing."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from linewise.core.errors import BadInput
from linewise.core.events import Change, Draft, change, dumps
from linewise.core.facts import Facts
from linewise.core.nouns import Code, Source
from linewise.core.text import norm
from linewise.grouping.codes import new_code
from linewise.importing.plan import ImportPlan
from linewise.importing.record import Record, Report
from linewise.importing.segment import segments
from linewise.interchange.preview import Preview, preview
from linewise.interchange.read import records
from linewise.jobs import Job, JobView
from linewise.storage import Connection, corpus
from linewise.storage.corpus import CorpusWriter, NewDocument, NewUnit
from linewise.storage.projection import TableFacts
from linewise.workbench.clock import new_id, now
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.teaching import Teaching
from linewise.workbench.views import ImportReport, ImportTotals, ProblemView

MOST_CODES = 1_000
# So many bytes are read before anybody who writes has to wait; what is larger is streamed, so that it fits in memory.
SMALL = 8 * 2**20

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
                for piece in segments(record.text, chosen.segmentation):
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
            problems=_problems(report),
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
        sha256 = _sha256(file)
        known = self._already(sha256, chosen)
        if known is not None:
            return ImportReport(
                source=known,
                documents=0,
                units=0,
                twins=0,
                codings=0,
                codes_created=(),
                skipped=0,
                unchanged=known.documents,
                already=True,
                problems=(),
                dry_run=dry_run,
            )
        desk, report = self._desk, Report()
        outcome: list[ImportReport] = []
        rows: Iterable[Record] = records(file, chosen, report=report, progress=progress)
        if file.stat().st_size <= SMALL:
            rows = list(rows)
        try:
            with desk.store.writing(desk.project_no) as connection:
                facts = TableFacts(connection, desk.project_no)
                load = _Load(connection, facts, desk, chosen, label, sha256)
                for record in rows:
                    load.add(record)
                outcome.append(load.finish(report, dry_run=dry_run))
                if dry_run:
                    raise _DryRun
                if load.draft is not None:
                    desk.log(connection, load.draft)
        except _DryRun:
            return outcome[0]
        desk.bell.ring()
        return outcome[0]

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

    def sources(self) -> tuple[Source, ...]:
        """The imports that stand, oldest first."""
        with self._desk.reading() as (_, facts):
            return tuple(facts.find(Source))

    def _already(self, sha256: str, plan: ImportPlan) -> Source | None:
        with self._desk.reading() as (_, facts):
            for source in facts.find(Source, sha256=sha256):
                if dict(source.plan) == plan.to_dict():
                    return source
        return None


class _Load:
    """One import under way: rows in, and at the end the draft of the event that makes them count."""

    def __init__(
        self, connection: Connection, facts: Facts, desk: Desk, plan: ImportPlan, name: str, sha256: str
    ) -> None:
        self._facts, self._plan, self._name, self._sha256 = facts, plan, name, sha256
        self._id = new_id()
        self._connection, self._project_no = connection, desk.project_no
        self._known = corpus.known_documents(connection, desk.project_no, numbers=plan.codes is not None)
        self._left: Counter[str] = Counter(self._known.anonymous)
        self._recoded: dict[int, tuple[str, ...]] = {}
        self._writer = CorpusWriter(connection, desk.project_no, source_id=self._id, seed=settings(facts, desk).seed)
        self._codes = _known_codes(facts)
        self._made: list[Code] = []
        self._unchanged = 0
        self.draft: Draft | None = None

    def add(self, record: Record) -> None:
        packed = dumps(dict(record.attributes))
        key = corpus.content_key(record.text, packed)
        if record.external_id is not None and record.external_id in self._known.by_id:
            if self._known.by_id[record.external_id] != key:
                raise BadInput(
                    f"the id {record.external_id!r} is here already with another text or other attributes.",
                    remedy="Give changed rows a new id, or leave them out.",
                    file=self._name,
                    row=record.row,
                    column=self._plan.id,
                )
            self._known_row(record, record.external_id)
            return
        if record.external_id is None and self._left[key] > 0:
            self._left[key] -= 1
            self._known_row(record, key)
            return
        spoken = {"speaker": record.speaker} if record.speaker else {}
        units = tuple(
            NewUnit(
                start=piece.start,
                end=piece.end,
                text=record.text[piece.start : piece.end],
                extra={"speaker": piece.speaker} if piece.speaker else spoken,
            )
            for piece in segments(record.text, self._plan.segmentation)
        )
        self._writer.add(
            NewDocument(
                row=record.row,
                external_id=record.external_id,
                text=record.text,
                attributes=record.attributes,
                packed=packed,
                key=key,
                units=units,
                codes=tuple(dict.fromkeys(self._code(name, record.row) for name in record.codes)),
            )
        )

    def _known_row(self, record: Record, key: str) -> None:
        """Nothing of it is stored again, but codes that it brings are."""
        self._unchanged += 1
        if record.codes:
            numbers = self._known.documents[key]
            number = numbers[self._left[key]] if record.external_id is None else numbers[0]
            self._recoded[number] = tuple(dict.fromkeys(self._code(name, record.row) for name in record.codes))

    def finish(self, report: Report, *, dry_run: bool) -> ImportReport:
        if self._recoded:
            units = corpus.units_of(self._connection, self._project_no, self._recoded)
            self._writer.add_codes({unit: self._recoded[document] for document, unit in units})
        written = self._writer.finish()
        source = Source(
            id=self._id,
            name=self._name,
            sha256=self._sha256,
            digest=written.digest,
            first_document=written.first_document,
            documents=written.documents,
            first_unit=written.first_unit,
            units=written.units,
            codings=written.codings,
            skipped=report.bad,
            plan=self._plan.to_dict(),
            at=now(),
        )
        brought = bool(written.documents or written.codings)
        if brought:
            changes: list[Change] = [change(None, code) for code in self._made]
            detail = {"name": self._name, "documents": written.documents, "units": written.units}
            self.draft = Draft("source_imported", (*changes, change(None, source)), detail)
        return ImportReport(
            source=source if brought and not dry_run else None,
            documents=written.documents,
            units=written.units,
            twins=written.twins,
            codings=written.codings,
            codes_created=tuple(code.name for code in self._made),
            skipped=report.bad,
            unchanged=self._unchanged,
            already=False,
            problems=_problems(report),
            dry_run=dry_run,
        )

    def _code(self, name: str, row: int) -> str:
        key = norm(name)
        if key not in self._codes:
            if len(self._made) >= MOST_CODES:
                raise BadInput(
                    f"the column holds more than {MOST_CODES:,} different codes.",
                    remedy="It is probably no column of codes: import it as an attribute.",
                    file=self._name,
                    row=row,
                    column=self._plan.codes,
                )
            try:
                made = new_code(self._facts, id=new_id(), at=now(), name=name, after=len(self._made))
            except BadInput as error:
                place = {"file": self._name, "row": row, "column": self._plan.codes}
                raise BadInput(error.message, remedy=error.remedy, **place) from None
            self._made.append(made)
            self._codes[key] = made.id
        return self._codes[key]


def _problems(report: Report) -> tuple[ProblemView, ...]:
    return tuple(
        ProblemView(row=one.row, column=one.column, reason=one.reason, remedy=one.remedy, kept=one.kept)
        for one in report.problems
    )


def _known_codes(facts: Facts) -> dict[str, str]:
    codes: dict[str, str] = {}
    for code in facts.find(Code, status="active"):
        for name in (*code.aliases, code.name):
            codes[norm(name)] = code.id
    return codes


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInput(
            f"the file cannot be read: {error.strerror}.", remedy="Check the path.", file=str(path)
        ) from None
