"""Imported projects that were kept whole: what they hold is read again, so that what we do not know goes on."""

import copy
import pickle
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from lxml import etree

from linewise.core.errors import BadInput
from linewise.core.exchange import DocumentEntry, MemoEntry, Original
from linewise.interchange import xml
from linewise.interchange.formats.refi.tally import Tally
from linewise.interchange.readers.refi.index import KNOWN, PIECES, SOURCES, Index, index
from linewise.interchange.readers.refi.members import Files, files
from linewise.interchange.readers.refi.reader import project_memos
from linewise.interchange.readers.refi.selections import taken
from linewise.interchange.readers.refi.side import Side
from linewise.interchange.readers.refi.sources import Sources

UNKNOWN = "?"
_FORMATS = ("", "qdpx", "qde", "zip")


@dataclass(slots=True)
class Kept:
    """A source as it lies in a spool: where, and the ids of the documents that come of it."""

    offset: int
    documents: tuple[str, ...]
    paths: tuple[str, ...]


@dataclass(slots=True)
class Imported:
    """One imported project: its index, its files, its sources on disk, its further elements in memory."""

    files: Files
    index: Index
    sources: Sources
    spool: BinaryIO
    kept: list[Kept] = field(default_factory=list)
    of: dict[str, Kept] = field(default_factory=dict)
    others: dict[str, list[Any]] = field(default_factory=dict)
    memos: dict[str, MemoEntry] = field(default_factory=dict)
    changed: dict[str, MemoEntry] = field(default_factory=dict)

    def load(self, kept: Kept) -> tuple[Any, list[DocumentEntry]]:
        """A source's element, and the documents that it was read as, without their texts."""
        self.spool.seek(kept.offset)
        data, entries = pickle.load(self.spool)
        return etree.fromstring(data, _parser()), entries


class Originals:
    """All imported projects of a parcel, opened together; what cannot be read any more is counted and left out."""

    def __init__(self, given: Iterable[Original], tally: Tally) -> None:
        self._given, self._tally = given, tally
        self.projects: list[Imported] = []
        self._stack = ExitStack()

    def __enter__(self) -> "Originals":
        with ExitStack() as stack:
            for original in self._given:
                if original.format.lower().removeprefix(".") in _FORMATS:
                    self._take(original, stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def document(self, own: str) -> tuple[Imported, Kept] | None:
        """The project and source that a document came from."""
        for project in self.projects:
            if own in project.of:
                return project, project.of[own]
        return None

    def _take(self, original: Original, stack: ExitStack) -> None:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        path = folder / "original.qdpx"
        with original.open() as data, path.open("wb") as out:
            shutil.copyfileobj(data, out, 1 << 20)
        with path.open("rb") as data:
            start = data.read(1 << 16)
        if not start.startswith(b"PK") and b"Project" not in start:
            return
        try:
            opened = stack.enter_context(files(path))
            self.projects.append(_imported(opened, stack))
        except BadInput:
            self._tally.lost["original files that cannot be read"] += 1


@contextmanager
def spool() -> Iterator[BinaryIO]:
    """A file that is gone when it is closed."""
    with tempfile.TemporaryFile() as opened:
        yield cast(BinaryIO, opened)


def _imported(opened: Files, stack: ExitStack) -> Imported:
    with opened.side() as stream:
        side = Side(stream)
    found = index(opened, judge=not side.known)
    sources = Sources(opened, found, side)
    made = Imported(files=opened, index=found, sources=sources, spool=stack.enter_context(spool()))
    made.memos = {memo.id: memo for memo in project_memos(found, made.sources, side)}
    with opened.xml() as stream:
        for piece in xml.pieces(stream, PIECES, file=opened.path.name, part=opened.part):
            kind = xml.local(piece)
            if kind in SOURCES:
                _keep(made, piece)
            elif kind not in ("Description", "NoteRef", "Code"):
                other = copy.deepcopy(cast(Any, piece))
                other.tail = None
                made.others.setdefault(kind if kind in KNOWN else UNKNOWN, []).append(other)
    return made


def _keep(made: Imported, piece: xml.Element) -> None:
    entries = [replace(entry, text="") for entry in made.sources.entries(piece, taken(piece))]
    data = etree.tostring(cast(Any, piece), with_tail=False)
    paths = tuple(
        value
        for one in piece.iter()
        for name in ("path", "plainTextPath", "richTextPath", "currentPath")
        if (value := xml.value(one, name))
    )
    kept = Kept(made.spool.tell(), tuple(entry.id for entry in entries), paths)
    pickle.dump((data, entries), made.spool, protocol=pickle.HIGHEST_PROTOCOL)
    made.kept.append(kept)
    for entry in entries:
        made.of.setdefault(entry.id, kept)


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
