"""One import under way: records in, and at the end the draft of the event that makes them count."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from linewise.core.errors import BadInput
from linewise.core.events import Change, Draft, change, dumps
from linewise.core.exchange import Loss, MemoEntry, Statement
from linewise.core.nouns import Source
from linewise.importing.cutting import Cut, cut
from linewise.importing.plan import ImportPlan
from linewise.importing.record import Record, Report
from linewise.interchange.table import Contents
from linewise.storage import Connection, artefacts, corpus, documents, spans
from linewise.storage.corpus import CorpusWriter, NewDocument, NewUnit
from linewise.storage.projection import TableFacts
from linewise.storage.spans import NewSpan
from linewise.workbench.clock import new_id, now, utc
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.intake.codebook import Codebook
from linewise.workbench.intake.keeping import keep
from linewise.workbench.intake.memos import Place, Writers, written
from linewise.workbench.intake.parcels import Parcels, document_id, identity, is_guid, parcels, plain_guid
from linewise.workbench.views import ImportReport, problems_of

MOST_CODES = 5_000


@dataclass(slots=True)
class _Held:
    """What is counted and kept while records come."""

    unchanged: int = 0
    recoded: dict[int, tuple[str, ...]] = field(default_factory=dict)
    said_again: dict[int, list[NewSpan]] = field(default_factory=lambda: defaultdict(list))
    written_again: dict[int, tuple[MemoEntry, ...]] = field(default_factory=lambda: defaultdict(tuple))
    memos: list[tuple[MemoEntry, str, str, Place | None]] = field(default_factory=list)
    unknown: int = 0
    outside: int = 0


class Load:
    """Takes records one after another, in the transaction of the caller; `finish` gives the report and the draft."""

    def __init__(
        self,
        connection: Connection,
        desk: Desk,
        *,
        plan: ImportPlan,
        name: str,
        sha256: str,
        contents: Contents,
        original: Path | None = None,
    ) -> None:
        self._connection, self._desk, self._plan = connection, desk, plan
        self._name, self._sha256, self._contents, self._original = name, sha256, contents, original
        self._facts = TableFacts(connection, desk.project_no)
        self._id = new_id()
        project_no = desk.project_no
        numbers = plan.codes is not None or bool(contents.codes or contents.program)
        self._known = corpus.known_documents(connection, project_no, numbers=numbers)
        self._left: Counter[str] = Counter(self._known.anonymous)
        seed = settings(self._facts, desk).seed
        self._writer = CorpusWriter(connection, project_no, source_id=self._id, seed=seed)
        most = {"most": MOST_CODES} if plan.codes else {}
        before = parcels(connection, project_no, self._facts.find(Source))
        self._by_guid = self._guids(before) if contents.program else {}
        self._told = {identity(memo) for memo in before.memos.values()}
        earlier = {(said["id"], said["name"]): ours for ours, said in before.codes.items()}
        earlier |= {(said["id"], ""): ours for ours, said in before.codes.items() if is_guid(said["id"])}
        self._codebook = Codebook(self._facts, earlier=earlier, **most)
        self._parcel, self._held = Parcels(), _Held()
        self._writers = Writers(self._facts, desk.coder)
        self._codebook.take(contents.codes)
        for entry in contents.codes:
            ours = self._codebook.known[entry.id]
            self._parcel.add_code(ours, entry, given=self._codebook.name(ours))
        self._memos(contents.memos, ())

    def add(self, record: Record) -> None:
        """Store one document, or only what is new about one that is here already."""
        known = self._returned(record)
        if known is not None:
            self._known_row(record, known)
            return
        packed = dumps(dict(record.attributes))
        key = corpus.content_key(record.text, packed)
        if record.external_id is not None and record.external_id in self._known.by_id:
            if self._known.by_id[record.external_id] != key:
                raise self._bad(
                    f"the id {record.external_id!r} is here already with another text or other attributes.",
                    "Give changed rows a new id, or leave them out.",
                    record.row,
                    self._plan.id,
                )
            self._known_row(record, self._known.documents.get(record.external_id, (None,))[0])
            return
        if record.external_id is None and self._left[key] > 0:
            self._left[key] -= 1
            numbers = self._known.documents.get(key)
            self._known_row(record, numbers[self._left[key]] if numbers else None)
            return
        number, first = self._writer.next_document, self._writer.next_unit
        cuts = tuple(cut(record, self._plan.segmentation))
        said = self._said(record)
        self._writer.add(
            NewDocument(
                row=record.row,
                external_id=record.external_id,
                text=record.text,
                attributes=record.attributes,
                packed=packed,
                key=key,
                units=_units(record.text, cuts, said),
                codes=self._codes(record),
                spans=said,
            )
        )
        if record.entry is not None:
            self._parcel.add_document(number, record.entry)
            self._memos(record.entry.memos, [Place(first + at, one.start, one.end) for at, one in enumerate(cuts)])

    def finish(self, report: Report, *, dry_run: bool) -> tuple[ImportReport, Draft | None]:
        """Write what is left. The draft is None when nothing of the file is new."""
        held, writer = self._held, self._writer
        self._add_to_known()
        written_ = writer.finish()
        memos = self._memo_changes()
        codes = self._codebook.made
        source = Source(
            id=self._id,
            name=self._name,
            sha256=self._sha256,
            digest=written_.digest,
            first_document=written_.first_document,
            documents=written_.documents,
            first_unit=written_.first_unit,
            units=written_.units,
            codings=written_.codings,
            skipped=report.bad,
            plan=self._plan.to_dict(),
            at=now(),
            program=self._contents.program,
            spans=written_.spans,
            parcel=self._sealed(),
            original=self._kept(),
        )
        brought = bool(written_.documents or written_.codings or written_.spans or codes or memos)
        draft = None
        if brought:
            changes: list[Change] = [change(None, code) for code in codes]
            changes += [change(None, coder) for coder in self._writers.joined]
            changes += memos
            detail = {"name": self._name, "documents": written_.documents, "units": written_.units}
            draft = Draft("source_imported", (*changes, change(None, source)), detail)
        outcome = ImportReport(
            source=source if brought and not dry_run else None,
            documents=written_.documents,
            units=written_.units,
            twins=written_.twins,
            codings=written_.codings,
            codes_created=tuple(code.name for code in codes),
            skipped=report.bad,
            unchanged=held.unchanged,
            already=False,
            problems=problems_of(report),
            dry_run=dry_run,
            program=self._contents.program,
            statements=written_.spans,
            memos=sum(one.family in ("memo", "note") for one in memos),
            losses=self._losses(kept=bool(source.original)),
        )
        return outcome, draft

    def _guids(self, before: Parcels) -> dict[str, int]:
        """Documents by the ids under which they were imported or are exported."""
        found = {}
        for number in documents.numbers(self._connection, self._desk.project_no):
            told = before.documents.get(number, {}).get("id", "")
            found[plain_guid(told) if is_guid(told) else document_id(self._desk.project_id, number)] = number
        return found

    def _returned(self, record: Record) -> int | None:
        """The document that comes back under its id from another program, its text as it was."""
        if record.entry is None or not is_guid(record.entry.id):
            return None
        number = self._by_guid.get(plain_guid(record.entry.id))
        if number is None or documents.text(self._connection, self._desk.project_no, number) != record.text:
            return None
        return number

    def _said(self, record: Record) -> list[NewSpan]:
        """The statements of a record about passages of it, their codes ours; what does not fit is counted."""
        found = []
        for one in record.entry.statements if record.entry is not None else ():
            code = self._codebook.known.get(one.code)
            if code is None:
                self._held.unknown += 1
                continue
            start, end = one.start, one.end
            if start is not None:
                end = start if end is None else end
                if not 0 <= start <= end <= len(record.text):
                    self._held.outside += 1
                    start, end = max(0, min(start, len(record.text))), max(0, min(end, len(record.text)))
                    end = max(start, end)
            found.append(_span(one, code, start, end if start is not None else None))
        return found

    def _known_row(self, record: Record, number: int | None) -> None:
        """Nothing of it is stored again, but codes, statements and memos that it brings are."""
        held = self._held
        held.unchanged += 1
        if number is None:
            return
        if record.codes:
            held.recoded[number] = self._codes(record)
        if record.entry is not None:
            held.said_again[number] += self._said(record)
            held.written_again[number] += record.entry.memos

    def _add_to_known(self) -> None:
        held, connection, project_no = self._held, self._connection, self._desk.project_no
        wanted = {*held.recoded, *held.said_again}
        said_before = spans.of_documents(connection, project_no, held.said_again)
        codes: dict[int, tuple[str, ...]] = {}
        for document, units in sorted(documents.places(connection, project_no, wanted).items()):
            before = {span.new.said for span in said_before.get(document, ())}
            fresh = [span for span in held.said_again.get(document, ()) if span.said not in before]
            self._writer.add_spans(document, fresh)
            places = [Place(*unit) for unit in units]
            for place in places:
                codes[place.unit] = (*held.recoded.get(document, ()), *_codes_at(place.start, place.end, fresh))
            self._memos(held.written_again.get(document, ()), places)
        self._writer.add_codes({unit: found for unit, found in codes.items() if found})

    def _memos(self, memos: Iterable[MemoEntry], places: Sequence[Place]) -> None:
        """Hold memos until the end: about a code, the unit in which their passage begins, or the project."""
        for memo in memos:
            if identity(memo) in self._told:
                continue
            self._told.add(identity(memo))
            code = self._codebook.known.get(memo.subject_id) if memo.subject == "code" else None
            if code is not None:
                self._held.memos.append((memo, "code", code, None))
            elif not places or memo.subject == "project":
                self._held.memos.append((memo, "project", self._desk.project_id, None))
            else:
                at = memo.start or 0
                place = next((one for one in places if at < one.end), places[-1])
                self._held.memos.append((memo, "unit", str(place.unit), place))

    def _memo_changes(self) -> list[Change]:
        changes: list[Change] = []
        for memo, about, about_id, place in self._held.memos:
            made = list(written(memo, about=about, about_id=about_id, writers=self._writers, place=place))
            if made:
                self._parcel.add_memo(made[0].key, memo)
                changes += made
        return changes

    def _codes(self, record: Record) -> tuple[str, ...]:
        try:
            return tuple(dict.fromkeys(self._codebook.named(name) for name in record.codes))
        except BadInput as error:
            raise self._bad(error.message, error.remedy, record.row, self._plan.codes) from None

    def _losses(self, *, kept: bool) -> tuple[Loss, ...]:
        """What was lost; of a file too large to be kept, nothing is kept."""
        told = self._contents.losses()
        found = [replace(loss, kept=loss.kept and (kept or not self._contents.keep)) for loss in told]
        found += self._codebook.losses()
        if self._held.unknown:
            reason = "they name a code that the file's codebook does not have"
            found.append(Loss(what="statements without a code", count=self._held.unknown, reason=reason))
        if self._held.outside:
            reason = "they reached beyond the end of their text, and were cut there"
            found.append(Loss(what="passages that did not fit", count=self._held.outside, reason=reason))
        return tuple(found)

    def _sealed(self) -> str:
        return artefacts.seal(self._connection, self._desk.project_no, self._parcel.dump()) if self._parcel else ""

    def _kept(self) -> str:
        if self._original is None or not self._contents.keep:
            return ""
        return keep(self._connection, self._desk.project_no, self._original)

    def _bad(self, reason: str, remedy: str | None, row: int, column: str | None) -> BadInput:
        return BadInput(reason, remedy=remedy, file=self._name, row=row, column=column)


def _span(one: Statement, code: str, start: int | None, end: int | None) -> NewSpan:
    score = one.score if one.score is not None and 0 <= one.score <= 1 else None
    texts = (one.coder, one.id, one.passage, one.comment)
    coder, own, passage, comment = (text.replace("\0", "").encode(errors="replace").decode() for text in texts)
    return NewSpan(code, start, end, one.value, coder, one.machine, score, utc(one.at), own, passage, comment)


def _units(text: str, cuts: Sequence[Cut], said: Sequence[NewSpan]) -> tuple[NewUnit, ...]:
    return tuple(
        NewUnit(one.start, one.end, text[one.start : one.end], one.own, _codes_at(one.start, one.end, said))
        for one in cuts
    )


def _codes_at(start: int, end: int, said: Sequence[NewSpan]) -> tuple[str, ...]:
    """The codes that statements find in a unit: those whose passage shares at least a character with it."""
    return tuple(
        dict.fromkeys(
            one.code
            for one in said
            if one.value == "present"
            and (one.start is None or one.end is None or (one.start < end and one.end > start))
        )
    )
