"""A source of a project becomes documents: its text, or those of its transcripts, with all that is said of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from linewise.core.exchange import AttributeValue, DocumentEntry, MemoEntry, Statement, Stretch, Subject
from linewise.interchange import xml
from linewise.interchange.readers.refi import words
from linewise.interchange.readers.refi.index import Index
from linewise.interchange.readers.refi.members import Files
from linewise.interchange.readers.refi.positions import PLAIN, Evidence, Reading, Stored
from linewise.interchange.readers.refi.selections import (
    Coded,
    Selected,
    codings,
    containers,
    marked,
    note_refs,
    placeless,
    stored_text,
    sync_points,
    transcribed,
)
from linewise.interchange.readers.refi.side import Side
from linewise.interchange.readers.refi.telling import Tally, memo_of, timed


class Sources:
    """Turns the sources of one project into documents, one after another."""

    def __init__(self, files: Files, index: Index, side: Side) -> None:
        self._files, self._index, self.side = files, index, side
        self.tally = Tally()
        self._met: set[str] = set()
        self.said: set[str] = set()
        self.notes_told: set[str] = set()
        self.readings: dict[str, Reading] = {}

    def entries(self, source: xml.Element, held: Sequence[Selected]) -> Iterator[DocumentEntry]:
        """The documents of a source with its text selections, most often one; none where it has no text."""
        kind, own = xml.local(source), words.guid(xml.value(source, "guid"))
        name = " ".join((xml.value(source, "name") or "").split())
        areas, coded = placeless(source, held)
        self.tally.add("passages of pictures, PDF pages, sound or film", areas)
        self.tally.add("codings of pictures, PDF pages, sound or film", coded)
        boxes = containers(source)
        first, made = True, 0
        for box in boxes:
            if kind in ("AudioSource", "VideoSource"):
                path = (xml.value(box, "plainTextPath") or "").casefold()
                if path and path in self._index.text_paths:
                    # Some programs hand over a transcript a second time, as a text of its own.
                    self.tally.add("transcripts that are texts of their own as well")
                    first = False
                    continue
                called = " ".join((xml.value(box, "name") or "").split()) or name
                ident = words.guid(xml.value(box, "guid")) or words.derived("transcript", own, called)
            else:
                called, ident = name, own
            for entry in self._entry(source, box, held, ident, called, whole=first):
                made += 1
                yield entry
            first = False
        if not made:
            lost = sum(1 for one in source.iter() if xml.local(one) == "Coding") - coded
            lost += sum(len(one.codings) for one in held)
            self.tally.add("codings of sources without a text", lost)
        if not boxes:
            what = "PDFs without their text" if kind == "PDFSource" else "pictures, sound and film without a text"
            self.tally.add(what, name=name or own)

    def _entry(
        self,
        source: xml.Element,
        box: xml.Element,
        held: Sequence[Selected],
        ident: str,
        name: str,
        *,
        whole: bool,
    ) -> Iterator[DocumentEntry]:
        path = xml.value(box, "plainTextPath") or xml.value(box, "richTextPath") or ""
        shown = name or path.rpartition("/")[2] or ident
        stored = stored_text(box, self._files)
        if stored is None:
            self.tally.add("texts that are not there" if path else "sources without a text", name=shown)
            return
        if not stored.text.strip():
            self.tally.add("empty texts", name=shown)
            return
        ident = ident or words.derived("source", shown)
        if ident in self._met:
            self.tally.add("documents with the id of another", name=shown)
            while ident in self._met:
                ident = words.derived("source", ident, shown)
        self._met.add(ident)
        own = words.guid(xml.value(source, "guid")) or ident
        reading = self._reading(ident, held, stored)
        if reading != self._index.reading:
            self.readings[ident] = reading
        reader = _One(self, self._index, stored, reading, ident)
        statements = reader.whole(source, box) if whole else []
        memos = reader.about(source, box) if whole else []
        for selected, start, end in reader.placed([*held, *transcribed(box)]):
            reader.take(selected, start, end, statements, memos)
        entry = DocumentEntry(
            id=ident,
            name=shown,
            text=stored.text,
            attributes=self._attributes(own),
            stretches=reader.times(box),
            statements=tuple(statements),
            memos=tuple(memos),
        )
        yield self.side.complete(entry)

    def _attributes(self, own: str) -> dict[str, AttributeValue]:
        found = dict(self._index.attributes.get(own, {}))
        for name, said in ((words.GROUPS, self._index.groups), (words.CASE, self._index.cases)):
            if said.get(own):
                found[name] = words.BETWEEN.join(said[own])
        return found

    def _reading(self, ident: str, held: Sequence[Selected], stored: Stored) -> Reading:
        ours = self.side.positions(ident, stored.text)
        if ours:
            return Reading(unit="UTF-16") if ours == "utf16" else PLAIN
        general = self._index.reading
        found = marked(held)
        if Evidence.settled(stored, found, general):
            return general
        alone = Evidence()
        alone.add(stored, found)
        reading, why = alone.verdict(general)
        if stored.same(reading) != stored.same(general):
            self.tally.special[reading] = why
            self.tally.add("texts whose positions are counted in another way", name=f"in {reading}, as {why}")
            return reading
        return general


class _One:
    """What is said of one document."""

    def __init__(self, sources: Sources, index: Index, stored: Stored, reading: Reading, ident: str) -> None:
        self._sources, self._index, self._stored, self._reading, self._ident = sources, index, stored, reading, ident
        self._tally = sources.tally
        self._passages: dict[tuple[int, int], str] = {}
        self._twice: set[str] = set()

    def whole(self, source: xml.Element, box: xml.Element) -> list[Statement]:
        """Codings of the whole source."""
        found = [*codings(source), *(codings(box) if box is not source else ())]
        self._twice = {words.derived(one.id, "whole") for one in found}
        return [said for one in found if (said := self._statement(one, None, None, "")) is not None]

    def about(self, source: xml.Element, box: xml.Element) -> list[MemoEntry]:
        """Notes about the whole source, and its description."""
        own = words.guid(xml.value(source, "guid"))
        notes = [*note_refs(source), *self._index.attached.get(own, ())]
        if box is not source:
            inner = words.guid(xml.value(box, "guid"))
            notes += [*note_refs(box), *(self._index.attached.get(inner, ()) if inner != own else ())]
        found = [memo for note in notes if (memo := self._memo(note, "document", self._ident)) is not None]
        text = xml.text_of(xml.child(source, "Description")).strip()
        if text and not any(memo.text == text for memo in found):
            own_id = words.derived(self._ident, "description")
            found.append(MemoEntry(text=text, subject="document", subject_id=self._ident, id=own_id))
        return found

    def placed(self, found: Iterable[Selected]) -> Iterator[tuple[Selected, int, int]]:
        """Selections with their offsets into the text, clamped to it."""
        length = len(self._stored.text)
        for one in found:
            if one.start < 0:
                self._tally.add("passages without a place")
                continue
            start, end = self._stored.span(one.start, one.end, self._reading)
            begin, finish = sorted((min(max(0, start), length), min(max(0, end), length)))
            self._tally.add("passages that reach beyond their text", begin != start or finish != end)
            self._tally.add("passages of no length", begin == finish)
            yield one, begin, finish

    def take(self, one: Selected, start: int, end: int, statements: list[Statement], memos: list[MemoEntry]) -> None:
        """The codings of a selection as statements, its notes and its description as memos."""
        passage = self._passages.setdefault((start, end), one.id)
        before = len(statements), len(memos)
        for coding in one.codings:
            said = self._statement(coding, start, end, passage) if coding.id not in self._twice else None
            if said is None:
                continue
            for note in [*coding.notes, *self._index.attached.get(coding.id, ())]:
                known = self._index.note(note)
                if known is not None and note == words.derived(coding.id, "comment"):
                    said = replace(said, comment=known.text)
                    self._sources.notes_told.add(note)
                else:
                    memo = self._memo(note, "passage", one.id, start, end)
                    memos += [memo] if memo is not None else []
            statements.append(said)
        for note in [*one.notes, *self._index.attached.get(one.id, ())]:
            memo = self._memo(note, "passage", one.id, start, end)
            memos += [memo] if memo is not None else []
        if one.description and not any(memo.text == one.description for memo in memos[before[1] :]):
            coder, _ = self._index.user(one.user)
            own = words.derived(one.id, "description")
            memos.append(
                MemoEntry(
                    text=one.description,
                    subject="passage",
                    subject_id=one.id,
                    start=start,
                    end=end,
                    coder=coder,
                    at=one.at,
                    id=own,
                )
            )
        if (len(statements), len(memos)) == before and not one.codings:
            self._tally.add("passages without code or note")

    def times(self, box: xml.Element) -> tuple[Stretch, ...]:
        """The sync points of a transcript as stretches of time."""
        path = (xml.value(box, "plainTextPath") or "").casefold()
        return timed(sync_points(box) or self._index.synced.get(path, []), self._stored, self._reading)

    def _statement(self, one: Coded, start: int | None, end: int | None, passage: str) -> Statement | None:
        if one.code not in self._index.codes:
            self._tally.add("codings with a code that the file does not have")
            return None
        coder, machine = self._index.user(one.user)
        ident = one.id or words.derived("coding", self._ident, one.code, str(start), str(end), coder)
        while ident in self._sources.said:
            ident = words.derived("coding", ident, one.code, str(start), str(end))
        self._sources.said.add(ident)
        return Statement(
            code=one.code,
            start=start,
            end=end,
            coder=coder,
            machine=machine,
            at=one.at,
            id=ident,
            passage=passage,
        )

    def _memo(
        self, note: str, subject: Subject, about: str, start: int | None = None, end: int | None = None
    ) -> MemoEntry | None:
        known = self._index.note(note)
        if known is None or not (known.text or known.title):
            return None
        return memo_of(known, self._index, self._sources.notes_told, subject, about, start, end)
