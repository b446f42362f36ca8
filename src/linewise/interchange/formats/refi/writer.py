"""A parcel as a .qdpx: texts first, then the project's XML in pieces that are put together and checked at the end."""

import json
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from linewise.core.exchange import DocumentEntry, Parcel
from linewise.interchange import xml
from linewise.interchange.formats.refi import rest, schema
from linewise.interchange.formats.refi.document import Writer, fresh, groups_of, in_order
from linewise.interchange.formats.refi.elements import NS, Maker, Text, element, kind_of, own_id, wider
from linewise.interchange.formats.refi.merging import Merge, box_of, synced
from linewise.interchange.formats.refi.notes import Notes
from linewise.interchange.formats.refi.originals import UNKNOWN, Imported, Kept, Originals, spool
from linewise.interchange.formats.refi.tally import Tally
from linewise.interchange.packing import Packed, Value
from linewise.interchange.readers.refi import words
from linewise.interchange.readers.refi.members import SIDE
from linewise.interchange.readers.refi.selections import note_refs, stored_text
from linewise.interchange.tree import Member

_TIME = (1980, 1, 1, 0, 0, 0)
PARTS = ("Cases", "Sources", "Notes")


def write(path: Path, parcel: Parcel, values: Mapping[str, Value]) -> Packed:
    """Write a project; every choice of the format stands in `values`. The same parcel gives the same bytes."""
    tally = Tally(side=bool(values["side"]))
    with (
        Originals(parcel.originals, tally) as originals,
        ExitStack() as stack,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        Project(parcel, values, originals, archive, stack, tally).write()
    return Packed({name: count for name, count in tally.written.items() if count}, tally.losses())


class Project:
    """One export under way."""

    def __init__(
        self,
        parcel: Parcel,
        values: Mapping[str, Value],
        originals: Originals,
        archive: zipfile.ZipFile,
        stack: ExitStack,
        tally: Tally,
    ) -> None:
        self.parcel, self.originals, self.tally = parcel, originals, tally
        self._archive, self._values = archive, values
        utf16 = values["positions"] == "utf16"
        self.maker = Maker(tally, parcel.codes, utf16=utf16, whole=bool(values["whole"]))
        names = (*PARTS, "side", "project")
        self._parts: dict[str, BinaryIO] = {name: stack.enter_context(spool()) for name in names}
        self.alive: set[str] = set(self.maker.codes.values())
        self.known_codes = set(self.alive)
        self.same_codes = rest.same_codes(self)
        self.notes_alive: set[str] = set()
        self.groups: dict[str, list[str]] = defaultdict(list)
        self.cases: dict[str, list[str]] = defaultdict(list)
        self._open: dict[int, tuple[Any, list[Any], set[str]]] = {}
        self._done: set[int] = set()
        self._rewritten: dict[str, str] = {}
        self._names: set[str] = set()
        self.outer: dict[str, str] = {}

    def write(self) -> None:
        """Everything, in the order in which it becomes known."""
        for project in self.originals.projects:
            for own, name in project.index.users.items():
                self.maker.users.setdefault(schema.flat(name), own)
        for name in self.parcel.coders:
            self.maker.user(name)
        present = self._look()
        for entry in self.parcel.documents:
            self._document(entry, present)
        for project in self.originals.projects:
            for kept in project.kept:
                self._leftover(project, kept, present)
        for project in self.originals.projects:
            for line in project.sources.side.foreign:
                self.line(line)
            for one in project.others.get(UNKNOWN, ()):
                self.foreign("", etree.tostring(one, encoding="unicode", with_tail=False))
        self._assemble(Notes(self))

    def put(self, part: str, made: Any) -> None:
        """Write an element into a part."""
        data = etree.tostring(made, encoding="utf-8", with_tail=False)
        # The namespace stands at the root.
        self._parts[part].write(data.replace(f' xmlns="{NS[1:-1]}"'.encode(), b"", 1) + b"\n")

    def foreign(self, owner: str, what: str) -> None:
        """Keep what the standard does not know."""
        self.tally.lost["elements and attributes that the standard does not know"] += 1
        self.line({"foreign": what, "of": owner})

    def conform(self, made: Any, kind: str) -> bool:
        """Make an imported element fit the standard."""
        return schema.conform(made, "Project", kind, self.foreign)

    def note(self, made: Any) -> None:
        """Write a note."""
        self.put("Notes", made)

    def _look(self) -> set[str]:
        """The ids of all documents, and the variables that their attributes need."""
        present: set[str] = set()
        kinds: dict[str, str] = {}
        for entry in self.parcel.documents:
            present.add(entry.id)
            for name, value in entry.attributes.items():
                if value is not None and name not in (words.GROUPS, words.CASE):
                    kinds[name] = wider(kinds.get(name), kind_of(value))
        rest.variables(self, kinds)
        return present

    def _document(self, entry: DocumentEntry, present: set[str]) -> None:
        origin = self.originals.document(entry.id)
        entry = in_order(entry)
        text = Text(entry.text, utf16=self.maker.utf16, tally=self.tally)
        writer = Writer(self.maker, entry, text, own_id("document", entry.id))
        self._store(f"{writer.own}.txt", text.data)
        self.tally.written["documents"] += 1
        if origin is None or not self._merged(writer, *origin, present):
            writer.remember(entry.statements)
            source = fresh(writer, entry.name)
            writer.about(entry.memos)
            self.put("Sources", source)
            self._case(writer.own, source)
            self.alive.add(writer.own)
        for name, members in ((words.GROUPS, self.groups), (words.CASE, self.cases)):
            for group in groups_of(entry.attributes, name):
                members[group].append(writer.own)
        for note in writer.notes:
            self.note(note)
        self.line(writer.line())

    def _merged(self, writer: Writer, project: Imported, kept: Kept, present: set[str]) -> bool:
        """Bring the source up to date that the document came from; False where its text is another now."""
        key = id(kept)
        if key not in self._open:
            source, came = self._load(project, kept)
            self._open[key] = source, came, set(kept.documents) & present
        source, entries, waiting = self._open[key]
        box = box_of(source, writer.entry.id)
        stored = stored_text(box, project.files)
        before = next(one for one in entries if one.id == writer.entry.id)
        if stored is None or stored.text != writer.text.text:
            return False
        path = (xml.value(box, "plainTextPath") or "").casefold()
        reading = project.sources.readings.get(writer.entry.id, project.index.reading)
        Merge(writer, project, source, box, before, self.notes_alive).apply(stored, reading)
        if path:
            self._rewritten[path] = writer.own
        waiting.discard(writer.entry.id)
        if not waiting:
            for own in set(kept.documents) - present:
                source.remove(box_of(source, own))
            self._close(project, kept, source)
        return True

    def _leftover(self, project: Imported, kept: Kept, present: set[str]) -> None:
        """A source that was not imported goes on as it was; one whose documents are gone goes with them."""
        if id(kept) in self._done:
            return
        if kept.documents and not present & set(kept.documents):
            self.tally.lost["texts of an imported project"] += 1
            return
        source = self._open[id(kept)][0] if id(kept) in self._open else self._load(project, kept)[0]
        own = words.guid(source.get("guid"))
        if own in self.alive:
            self.tally.lost["things that two imported projects have under one id"] += 1
            return
        if not kept.documents:
            self._close(project, kept, source)

    def _load(self, project: Imported, kept: Kept) -> tuple[Any, list[DocumentEntry]]:
        """An imported source, without what it says of things that are gone."""
        source, entries = project.load(kept)
        rest.prune(self, project, source)
        return source, entries

    def _close(self, project: Imported, kept: Kept, source: Any) -> None:
        """Write an imported source, with the files that it needs."""
        self._done.add(id(kept))
        self._open.pop(id(kept), None)
        self.outer.update(dict.fromkeys(kept.documents, words.guid(source.get("guid"))))
        kind = xml.local(source)
        for box in xml.children(source, "Transcript"):
            if words.guid(box.get("guid")) not in kept.documents:
                self._follow(project, box)
        if not self.conform(source, f"{kind}Type"):
            return
        own = {f"internal://{name}.txt".casefold() for name in kept.documents}
        self.carry(project, source, own)
        self.alive.update(words.guid(one.get("guid")) for one in source.iter() if one.get("guid"))
        self.notes_alive.update(note_refs(source, deep=True))
        self.put("Sources", source)
        self.tally.written["sources without a text"] += not kept.documents

    def _follow(self, project: Imported, box: Any) -> None:
        """A transcript whose text was written anew points at that, with its sync points."""
        path = (xml.value(box, "plainTextPath") or "").casefold()
        own = self._rewritten.get(path)
        stored = stored_text(box, project.files) if own is not None else None
        if own is None or stored is None:
            return
        text = Text(stored.text, utf16=self.maker.utf16, tally=self.tally)
        synced(box, stored, project.sources.readings.get(own, project.index.reading), text)
        box.set("plainTextPath", f"internal://{own}.txt")

    def carry(self, project: Imported, made: Any, own: Collection[str] = ()) -> None:
        """Copy the files that an element points at, but for `own`, which are written anew."""
        for one in made.iter():
            for key in ("path", "richTextPath", "plainTextPath", "currentPath"):
                path = one.get(key)
                member = project.files.find(path) if path and path.casefold() not in own else None
                if member is not None:
                    name = member.name.rpartition("/")[2]
                    one.set(key, f"internal://{name}")
                    self._copy(project, member, name)

    def _copy(self, project: Imported, member: Member, name: str) -> None:
        if name.casefold() in self._names:
            return
        self._names.add(name.casefold())
        info = _info(f"sources/{name}", zipfile.ZIP_STORED if member.size > 1 << 20 else zipfile.ZIP_DEFLATED)
        with project.files.open(member) as data, self._archive.open(info, "w", force_zip64=True) as out:
            shutil.copyfileobj(data, out, 1 << 20)
        self.tally.written["files carried over"] += 1

    def _case(self, own: str, source: Any) -> None:
        """A document's values once more as a nameless case, where other programs look for them."""
        values = [etree.fromstring(etree.tostring(one)) for one in source.iterchildren(f"{NS}VariableValue")]
        if values:
            made = element("Case", guid=words.derived("case of", own))
            made.extend(values)
            made.append(element("SourceRef", targetGUID=own))
            self.put("Cases", made)

    def _store(self, name: str, data: bytes) -> None:
        self._names.add(name.casefold())
        self._archive.writestr(_info(f"sources/{name}"), data)

    def line(self, line: Mapping[str, Any]) -> None:
        if line and self._values["side"]:
            self._parts["side"].write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")

    def _assemble(self, done: Notes) -> None:
        whole = self._parts["project"]
        for piece in rest.pieces(self, done, {name: self._parts[name] for name in PARTS}, schema.version()):
            whole.write(piece)
        whole.seek(0)
        schema.check(whole, "Project")
        whole.seek(0)
        with self._archive.open(_info("project.qde"), "w", force_zip64=True) as out:
            shutil.copyfileobj(whole, out, 1 << 20)
        if self._values["side"]:
            side = self._parts["side"]
            first = rest.first_line(self, done, str(self._values["positions"]))
            side.seek(0)
            with self._archive.open(_info(SIDE), "w", force_zip64=True) as out:
                out.write(json.dumps(first, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                shutil.copyfileobj(side, out, 1 << 20)


def _info(name: str, kind: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = kind
    info.external_attr = 0o644 << 16
    return info
