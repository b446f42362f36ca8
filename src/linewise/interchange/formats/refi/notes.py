"""Notes of a project: new ones, those of imported projects as they are now, and what they are about."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from linewise.core.exchange import MemoEntry
from linewise.interchange import xml
from linewise.interchange.formats.refi import schema
from linewise.interchange.formats.refi.document import exact
from linewise.interchange.formats.refi.elements import child
from linewise.interchange.formats.refi.originals import Imported
from linewise.interchange.formats.refi.rest import prune
from linewise.interchange.readers.refi import words

if TYPE_CHECKING:
    from linewise.interchange.formats.refi.writer import Project


class Notes:
    """Writes the notes, and holds what stands around the sources until the file is put together."""

    def __init__(self, project: "Project") -> None:
        self._project = project
        self.code_notes: dict[str, list[str]] = defaultdict(list)
        self.project_notes: list[str] = []
        self.description = ""
        self.at: dict[str, str] = {}
        known = {own: (one, memo) for one in project.originals.projects for own, memo in one.memos.items()}
        for memo in sorted(project.parcel.memos, key=lambda one: one.subject != "code"):
            came = known.get(memo.id)
            if came is None:
                self._new(memo)
            else:
                self._again(memo, *came)
        for one in project.originals.projects:
            for note in one.others.get("Note", ()):
                self._note(one, note)

    def _new(self, memo: MemoEntry) -> None:
        project = self._project
        note = project.maker.note(memo)
        project.note(note)
        own = note.get("guid")
        project.alive.add(own)
        if exact(memo.at):
            self.at[own] = memo.at
        if memo.subject == "code" and memo.subject_id in project.maker.codes:
            self.code_notes[memo.subject_id].append(own)
        else:
            self.project_notes.append(own)

    def _again(self, memo: MemoEntry, one: Imported, came: MemoEntry) -> None:
        """A memo that was imported: its note goes on, with what it says now."""
        if memo.id == words.derived(one.index.name, "description"):
            self.description = memo.text
            return
        candidates = [note for note in one.index.notes if note == memo.id]
        own = (
            candidates[0]
            if candidates
            else next((note for note in one.index.notes if words.derived(note, came.subject_id) == memo.id), memo.id)
        )
        self._project.notes_alive.add(own)
        if exact(memo.at):
            self.at[own] = memo.at
        if (memo.title, memo.text) != (came.title, came.text):
            one.changed[own] = memo
        linked = own in one.index.attached.get(came.subject_id, ())
        if came.subject == "code" and not linked:
            self.code_notes[memo.subject_id].append(own)
        elif own in one.index.project_notes:
            self.project_notes.append(own)

    def _note(self, one: Imported, note: Any) -> None:
        project = self._project
        own = words.guid(note.get("guid"))
        told = own in one.sources.notes_told
        if own in project.alive or (told and own not in project.notes_alive):
            return
        changed = one.changed.get(own)
        if changed is not None:
            for name in ("Description", "PlainTextContent"):
                part = xml.child(note, name)
                if part is not None:
                    note.remove(part)
            note.attrib.pop("plainTextPath", None)
            note.attrib.pop("richTextPath", None)
            child(note, "PlainTextContent", project.maker.cleaned(changed.text.strip()))
            note.set("name", schema.flat(changed.title))
        prune(project, one, note)
        if project.conform(note, "TextSourceType"):
            project.carry(one, note)
            project.note(note)
            project.alive.update(words.guid(part.get("guid")) for part in note.iter() if part.get("guid"))
            project.tally.written["memos"] += told
