"""The project as a parcel: documents with their units, who coded what where, the codebook, memos."""

import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import BinaryIO, Literal, cast

from linewise.core.exchange import CodeEntry, DocumentEntry, MemoEntry, Original, Parcel, Statement
from linewise.core.facts import Facts
from linewise.core.nouns import Code, Coder, Coding, Memo, Source
from linewise.core.views import NoteView, UnitView
from linewise.storage import artefacts, corpus, documents, reading, spans
from linewise.storage.documents import StoredDocument
from linewise.storage.lineage import Lineage, lineage
from linewise.storage.projection import TableFacts
from linewise.storage.spans import Span
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.intake.memos import words_of
from linewise.workbench.intake.parcels import Parcels, document_id, parcels
from linewise.workbench.outgoing.outlet import Progress
from linewise.workbench.results.applied import applied, spoken, with_machine

Include = Literal["people", "all"]

# Documents are read so many units at a time, or one by one where they are longer.
CHUNK = 500
IN_MEMORY = 16 * 2**20
NAMES = ("document", "name", "title", "file")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every document is composed with."""

    codes: Mapping[str, str]
    coders: Mapping[str, str]
    sources: Mapping[str, Source]
    shape: Lineage
    parcels: Parcels
    memos: Mapping[int, Sequence[Memo]] = field(default_factory=dict)


def compose(desk: Desk, *, include: Include = "all", progress: Progress | None = None) -> Parcel:
    """The project as other programs may take it: without what the machine and imports said when only `people` count."""
    with desk.reading() as (connection, facts):
        known = parcels(connection, desk.project_no, facts.find(Source))
        shape = lineage(connection, desk.project_no)
        codes = _used(facts)
        sources = {source.id: source for source in facts.find(Source)}
        about: dict[int, list[Memo]] = defaultdict(list)
        for memo in facts.find(Memo, about="unit"):
            about[int(memo.about_id)].append(memo)
        ground = _Ground(
            codes={code.id: _id_of(known, code.id) for code in codes},
            coders={coder.id: coder.name for coder in facts.find(Coder)},
            sources=sources,
            shape=shape,
            parcels=known,
            memos=about,
        )
        others = [memo for memo in facts.find(Memo) if memo.about != "unit"]
        return Parcel(
            program="Linewise",
            name=settings(facts, desk).name,
            codes=tuple(_entry(code, ground) for code in codes),
            coders=tuple(ground.coders.values()),
            documents=_Documents(desk, ground, include, progress),
            memos=tuple(_memo(memo, ground) for memo in others),
            originals=tuple(_original(desk, one) for one in sources.values() if one.original),
        )


class _Documents:
    """The documents, read from the database each time they are gone through."""

    def __init__(self, desk: Desk, ground: _Ground, include: Include, progress: Progress | None) -> None:
        self._desk, self._ground, self._include, self._progress = desk, ground, include, progress
        # Files number their texts from one, so that several have the same ids.
        self._ids = Counter(told["id"] for told in ground.parcels.documents.values())

    def __iter__(self) -> Iterator[DocumentEntry]:
        desk = self._desk
        with desk.reading() as (connection, _):
            facts = TableFacts(connection, desk.project_no)
            machine = applied(desk, connection, facts) if self._include == "all" else None
            said = spoken(connection, facts, desk)
            done, total = 0, corpus.count_units(connection, desk.project_no)
            for batch in _batches(documents.documents(connection, desk.project_no)):
                numbers = [document.number for document in batch]
                places = documents.places(connection, desk.project_no, numbers)
                ids = [unit for units in places.values() for unit, _, _ in units]
                views = reading.units(connection, desk.project_no, ids, coder=desk.coder)
                if self._include == "all":
                    views = with_machine(views, machine, said)
                passages = spans.of_documents(connection, desk.project_no, numbers) if self._include == "all" else {}
                of: dict[int, list[UnitView]] = defaultdict(list)
                for view in views:
                    of[view.document].append(view)
                for document in batch:
                    entry = self._entry(document, of[document.number], passages.get(document.number, ()))
                    yield entry
                done += len(ids)
                if self._progress is not None:
                    self._progress(done, total)

    def _entry(self, document: StoredDocument, units: Sequence[UnitView], passages: Sequence[Span]) -> DocumentEntry:
        ground, desk = self._ground, self._desk
        text = document.text if document.text is not None else units[0].text if units else ""
        told = ground.parcels.documents.get(document.number, {})
        attributes = json.loads(document.attributes)
        memos = [_note(view, note, ground) for view in units for note in view.notes]
        memos += [_memo(memo, ground, view) for view in units for memo in ground.memos.get(view.id, ())]
        own = told.get("id", "")
        if self._ids[own] != 1:
            own = document_id(desk.project_id, document.number)
        return DocumentEntry(
            id=own,
            name=told.get("name") or self._name(document, attributes),
            text=text,
            attributes={name: value for name, value in attributes.items() if name != "document" or not told},
            stretches=ground.parcels.structure(document.number),
            statements=tuple(_statements(units, passages, ground, people=self._include == "people")),
            memos=tuple(memos),
            units=tuple((view.start, view.end) for view in units),
        )

    def _name(self, document: StoredDocument, attributes: Mapping[str, object]) -> str:
        named = next((str(attributes[name]) for name in NAMES if attributes.get(name)), None)
        source = PurePath(self._ground.sources[document.source].name)
        return named or document.external_id or f"{source.stem} {document.row}"


def _batches(documents: Iterator[StoredDocument]) -> Iterator[list[StoredDocument]]:
    """Documents together as long as they are short."""
    batch: list[StoredDocument] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += 1 + len(document.text or "") // 200
        if size >= CHUNK:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _statements(
    units: Sequence[UnitView], passages: Sequence[Span], ground: _Ground, *, people: bool
) -> Iterator[Statement]:
    exact = {span.source for span in passages}
    for span in passages:
        one = span.new
        yield Statement(
            code=ground.codes.get(ground.shape.now(one.code), one.code),
            start=one.start,
            end=one.end,
            value="absent" if one.value == "absent" else "unsure" if one.value == "unsure" else "present",
            coder=one.coder or ground.sources[span.source].name,
            machine=one.machine,
            score=one.score,
            at=one.at,
            id=one.id,
            passage=one.passage,
            comment=one.comment,
        )
    for view in units:
        for coding in view.codings:
            imported = coding.origin == "import"
            if coding.via == "parent" or (imported and (people or coding.coder in exact)):
                continue
            source = ground.sources.get(coding.coder) if imported else None
            yield Statement(
                code=ground.codes.get(coding.code, coding.code),
                start=view.start,
                end=view.end,
                value=coding.value,
                coder=source.name if source else ground.coders.get(coding.coder, coding.coder),
                machine=coding.origin == "model",
                score=coding.confidence,
                at=coding.at,
            )


def _used(facts: Facts) -> list[Code]:
    """Codes in use, and those retired that somebody coded with; in the order of the codebook."""
    codes = list(facts.find(Code))
    kept = [
        code
        for code in codes
        if code.status == "active"
        or (code.merged_into is None and next(iter(facts.find(Coding, code=code.id)), None) is not None)
    ]
    return sorted(kept, key=lambda code: (code.position, code.id))


def _id_of(known: Parcels, code: str) -> str:
    said = known.codes.get(code)
    return str(said["id"]) if said else code


def _entry(code: Code, ground: _Ground) -> CodeEntry:
    told = ground.parcels.codes.get(code.id, {})
    return CodeEntry(
        id=ground.codes[code.id],
        # As the other program named it, until somebody renames it here.
        name=told["name"] if told.get("given") == code.name else code.name,
        definition=code.definition,
        use_when=code.use_when,
        not_when=code.not_when,
        examples=code.examples,
        counter_examples=code.counter_examples,
        aliases=code.aliases,
        parents=tuple(ground.codes[parent] for parent in code.parents if parent in ground.codes),
        colour=code.colour,
        codable=bool(told.get("codable", True)),
    )


def _memo(memo: Memo, ground: _Ground, view: UnitView | None = None) -> MemoEntry:
    """A memo as it came, while nobody changed it; else as it stands."""
    told = ground.parcels.memos.get(memo.id)
    if told is not None:
        came = MemoEntry(**told)
        if words_of(came) == memo.text:
            return came
        return MemoEntry(**{**told, "text": memo.text, "title": "", "at": memo.at})
    coder = ground.coders.get(memo.coder, memo.coder)
    if view is not None:
        return MemoEntry(
            text=memo.text, subject="passage", start=view.start, end=view.end, coder=coder, at=memo.at, id=memo.id
        )
    if memo.about == "code" and memo.about_id in ground.codes:
        own = ground.codes[memo.about_id]
        return MemoEntry(text=memo.text, subject="code", subject_id=own, coder=coder, at=memo.at, id=memo.id)
    title = "" if memo.about == "project" else f"About a {memo.about}"
    return MemoEntry(text=memo.text, subject="project", title=title, coder=coder, at=memo.at, id=memo.id)


def _note(view: UnitView, note: NoteView, ground: _Ground) -> MemoEntry:
    told = ground.parcels.memos.get(note.id)
    if told is not None and words_of(MemoEntry(**told)) == note.text:
        return MemoEntry(**told)
    whole = note.start is None or note.end is None
    return MemoEntry(
        text=note.text,
        subject="passage",
        start=view.start if whole else view.start + cast(int, note.start),
        end=view.end if whole else view.start + cast(int, note.end),
        coder=ground.coders.get(note.coder, note.coder),
        at=note.at,
        id=note.id,
        open_codes=True,
    )


def _original(desk: Desk, source: Source) -> Original:
    def opened() -> BinaryIO:
        spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
        with desk.reading() as (connection, _):
            for block in artefacts.blocks(connection, desk.project_no, source.original):
                spool.write(block)
        spool.seek(0)
        return cast(BinaryIO, spool)

    return Original(name=source.name, format=PurePath(source.name).suffix.lower().removeprefix("."), open=opened)


def counts(parcel: Parcel) -> Counter[str]:
    """How many documents, statements and memos a parcel holds, by going through it once."""
    found: Counter[str] = Counter(codes=len(parcel.codes), memos=len(parcel.memos))
    for entry in parcel.documents:
        found.update(documents=1, statements=len(entry.statements), memos=len(entry.memos))
    return found
