"""A source of an imported project brought up to date: what changed here is changed there, all else stays as it was."""

from collections.abc import Mapping
from typing import Any, cast

from linewise.core.exchange import AttributeValue, DocumentEntry, MemoEntry
from linewise.interchange import xml
from linewise.interchange.formats.refi import schema
from linewise.interchange.formats.refi.document import SETS, Writer, ordered
from linewise.interchange.formats.refi.elements import NS, Text, child, written
from linewise.interchange.formats.refi.originals import Imported
from linewise.interchange.readers.refi import words
from linewise.interchange.readers.refi.positions import Reading, Stored
from linewise.interchange.readers.refi.selections import containers

TEXTS = {"AudioSource": "Transcript", "VideoSource": "Transcript"}


class Merge:
    """Brings one document's part of a source up to date: `box` holds its text, `source` is all of it."""

    def __init__(
        self, writer: Writer, project: Imported, source: Any, box: Any, before: DocumentEntry, alive: set[str]
    ) -> None:
        self._writer, self._project, self._source, self._box = writer, project, source, box
        self._before, self._alive = before, alive

    def apply(self, stored: Stored, reading: Reading) -> None:
        """Write the difference between the document as it came and as it is now."""
        writer, before, now = self._writer, self._before, self._writer.entry
        self._place(stored, reading)
        stay = self._memos()
        self._codings()
        known = {one.id for one in before.statements if one.value == "present"}
        fresh = [one for one in now.statements if one.value != "present" or not one.id or one.id not in known]
        writer.statements(self._source, fresh)
        writer.memos(self._source, [one for one in now.memos if one.id not in stay])
        writer.remember(now.statements)
        writer.about(now.memos)
        for _, _, selection in sorted(writer.passages.made, key=lambda one: one[:2]):
            ordered(selection)
            self._box.append(selection if xml.local(self._box) != "Transcript" else transcribed(self._box, selection))
        self._attributes()
        if now.name and now.name != before.name:
            self._source.set("name", schema.flat(now.name))

    def _place(self, stored: Stored, reading: Reading) -> None:
        """Count positions anew: the text is written with LF and no mark, whatever it had."""
        box, writer = self._box, self._writer
        box.set("plainTextPath", f"internal://{writer.own}.txt")
        content = xml.child(box, "PlainTextContent")
        if content is not None:
            box.remove(content)
        for one in selected(box):
            span = placed(one, stored, reading, writer.text)
            if span is not None:
                writer.passages.know(span, one)
        points = synced(box, stored, reading, writer.text)
        for one in xml.children(box, "TranscriptSelection"):
            start, end = (points.get(words.guid(xml.value(one, name))) for name in ("fromSyncPoint", "toSyncPoint"))
            if start is not None and end is not None:
                writer.passages.know((start, end), one)

    def _codings(self) -> None:
        now = {one.id: one for one in self._writer.entry.statements if one.id and one.value == "present"}
        before = {one.id: one for one in self._before.statements if one.value == "present"}
        maker = self._writer.maker
        wholes = {words.derived(own, "whole"): own for own, one in before.items() if one.start is None}
        whole = [self._source] if self._box is self._source else [self._source, self._box]
        for owner in [*whole, *selected(self._box)]:
            emptied = False
            for coding in list(xml.children(owner, "Coding")):
                own = words.guid(coding.get("guid"))
                maker.tally.written["codings"] += own in before and own in now
                own = wholes.get(own, own)
                if own in before and own not in now:
                    owner.remove(coding)
                    emptied = True
                elif own in before and now[own].code != before[own].code:
                    reference = xml.child(coding, "CodeRef")
                    code = maker.codes.get(now[own].code)
                    if code is not None and reference is not None:
                        cast(Any, reference).set("targetGUID", code)
            if emptied and owner not in (self._source, self._box) and len(owner) == 0:
                self._box.remove(owner)

    def _memos(self) -> set[str]:
        """Take away what was taken away, change what was changed; the ids of the memos that are there already."""
        now = {one.id: one for one in self._writer.entry.memos if one.id}
        before = {one.id: one for one in self._before.memos}
        stay: set[str] = set()
        comments = {one.id: one for one in self._writer.entry.statements if one.comment}
        for owner in [self._source, *(one for one in self._source.iter() if one is not self._source)]:
            about = words.guid(owner.get("guid"))
            kind = xml.local(owner)
            if not about or kind == "VariableRef":
                continue
            own = words.derived(self._writer.own if owner is self._source else about, "description")
            if own in before:
                told = xml.child(owner, "Description")
                if own not in now:
                    owner.remove(told)
                else:
                    stay.add(own)
                    if now[own].text != before[own].text and told is not None:
                        told.text = schema.clean(now[own].text)
            for note in self._project.index.attached.get(about, ()):
                held = [one for one in self._held(note, about, owner) if one in before and one in now]
                stay.update(held)
                self._alive.update([note] if held else [])
            for reference in list(xml.children(owner, "NoteRef")):
                note = words.guid(reference.get("targetGUID"))
                if kind == "Coding" and note == words.derived(about, "comment") and about in comments:
                    self._alive.add(note)
                    continue
                held = self._held(note, about, owner)
                known = [one for one in held if one in before]
                there = [one for one in known if one in now]
                if known and not there:
                    self._forget(owner, reference, before[known[0]])
                    continue
                stay.update(there)
                for one in there:
                    self._repeat(owner, before[one].text, now[one].text)
        for own in stay & now.keys() & self._project.index.notes.keys():
            if said(now[own]) != said(before[own]):
                self._project.changed[own] = now[own]
        return stay

    def _held(self, note: str, about: str, owner: Any) -> list[str]:
        """The ids that a note about this may have as a memo."""
        outer = words.guid(owner.getparent().get("guid")) if owner.getparent() is not None else ""
        return [note, *(words.derived(note, one) for one in (about, outer, self._writer.own))]

    def _repeat(self, owner: Any, before: str, now: str) -> None:
        """A description that repeats a note says what the note says now."""
        told = xml.child(owner, "Description")
        if told is not None and now != before and (told.text or "").strip() == before:
            told.text = schema.clean(now)

    def _forget(self, owner: Any, reference: Any, memo: MemoEntry) -> None:
        owner.remove(reference)
        told = xml.child(owner, "Description")
        if told is not None and (told.text or "").strip() == memo.text:
            owner.remove(told)

    def _attributes(self) -> None:
        maker, index = self._writer.maker, self._project.index
        now, before = self._writer.entry.attributes, self._before.attributes
        fresh = {name: value for name, value in changed(before, now).items() if name not in SETS}
        gone = {guid for guid, (column, _) in index.columns.items() if column in fresh}
        for one in list(xml.children(self._source, "VariableValue")):
            reference = xml.child(one, "VariableRef")
            if reference is not None and words.guid(reference.get("targetGUID")) in gone:
                self._source.remove(one)
        self._source.extend(maker.values(fresh))


def said(memo: MemoEntry) -> tuple[str, str]:
    """What a memo says."""
    return memo.title, memo.text


def changed(before: Mapping[str, AttributeValue], now: Mapping[str, AttributeValue]) -> dict[str, AttributeValue]:
    """Attributes that are new or say something else; what is not there now was left out on import, and stays."""
    return {
        name: value
        for name, value in now.items()
        if value is not None and (before.get(name) is None or written(before[name]) != written(value))
    }


def selected(box: Any) -> list[Any]:
    """The selections of a text or transcript."""
    return list(xml.children(box, "PlainTextSelection", "TranscriptSelection"))


def placed(selection: Any, stored: Stored, reading: Reading, text: Text) -> tuple[int, int] | None:
    """Give a selection its positions as they are counted in the text that is written: its span, where it has one."""
    start, end = (words.whole(selection.get(name)) for name in ("startPosition", "endPosition"))
    if start is None or end is None:
        return None
    length = len(stored.text)
    first, last = sorted(min(max(0, one), length) for one in stored.span(start, end, reading))
    selection.set("startPosition", str(text.position(first)))
    selection.set("endPosition", str(text.position(last)))
    return first, last


def synced(box: Any, stored: Stored, reading: Reading, text: Text) -> dict[str, int]:
    """The same for the sync points of a transcript: their places by id."""
    found: dict[str, int] = {}
    found_points: list[Any] = list(xml.children(box, "SyncPoint"))
    for one in found_points:
        position = words.whole(one.get("position"))
        if position is not None:
            at = min(max(0, stored.place(position, reading)), len(stored.text))
            one.set("position", str(text.position(at)))
            found[words.guid(one.get("guid"))] = at
    return found


def transcribed(box: Any, selection: Any) -> Any:
    """A selection as transcripts have them: between two sync points, which are made."""
    selection.tag = f"{NS}TranscriptSelection"
    for edge, name in (("startPosition", "fromSyncPoint"), ("endPosition", "toSyncPoint")):
        position = selection.attrib.pop(edge)
        own = words.derived(box.get("guid", ""), "sync", position)
        if not any(words.guid(xml.value(one, "guid")) == own for one in xml.children(box, "SyncPoint")):
            child(box, "SyncPoint", guid=own, position=position)
        selection.set(name, own)
    return selection


def box_of(source: Any, own: str) -> Any:
    """The part of a source that a document's text is in."""
    boxes = containers(source)
    if xml.local(source) in TEXTS:
        return next((box for box in boxes if words.guid(box.get("guid")) == own), boxes[0])
    return boxes[0]
