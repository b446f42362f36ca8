"""Taguette's project file (.sqlite3): documents, highlights, tags, and who highlighted what when.

Tags are paths with dots ("people.friend"); what a path names beyond the tags only groups.
The file does not say who a highlight is by, but the log of commands in it does (the program's own export puts "admin"
for everybody).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from linewise.core.errors import BadInput
from linewise.core.exchange import AttributeValue, CodeEntry, DocumentEntry, MemoEntry, Statement
from linewise.importing.record import RawRow
from linewise.interchange.readers.annotations.taguette_html import Page
from linewise.interchange.sniffing import Sniff
from linewise.interchange.sqlite import MAGIC, ForeignDatabase, as_text, as_whole, foreign_database
from linewise.interchange.standoff import Losses, moment, of_hand
from linewise.interchange.table import LONGEST, Contents, ReadOptions, Table, row_of, too_long

DOT = "\u2024"
"""Stands for a dot within a name, where a plain one would part a path."""

_APPLICATION = b"Tgtt"
_NEEDED = ("projects", "documents", "highlights", "tags", "highlight_tags")


class _Highlight(NamedTuple):
    id: int
    start: int
    end: int


def is_taguette(sniff: Sniff) -> bool:
    """Whether this is a database with Taguette's mark or tables."""
    if not sniff.head.startswith(MAGIC):
        return False
    if sniff.head[68:72] == _APPLICATION:
        return True
    try:
        with foreign_database(sniff.path) as database:
            return all(database.has(table) for table in _NEEDED)
    except BadInput:
        return False


class TaguetteReader:
    """One row a document; tags as codebook, highlights as statements."""

    @contextmanager
    def open(self, path: Path, _options: ReadOptions) -> Iterator[Table]:
        with foreign_database(path) as database:
            yield _Project(database).table(path.stat().st_size)


class _Project:
    def __init__(self, database: ForeignDatabase) -> None:
        for table in _NEEDED:
            if not database.has(table):
                raise database.bad(
                    f"this is no Taguette project: it has no table {table!r}", "Export the project from Taguette again."
                )
        self._database = database
        self._losses = Losses()
        self._codes: dict[str, CodeEntry] = {}
        self._tags: dict[int, str] = {}
        self._hands: dict[int, tuple[str, str]] = {}
        self._tags_of: dict[int, list[int]] = defaultdict(list)
        self._highlights: dict[int, list[_Highlight]] = defaultdict(list)
        self._projects: dict[int, str] = {}
        self._memos: list[MemoEntry] = []
        self._documents: list[tuple[int, int | None]] = []
        self._done = 0

    def table(self, size: int) -> Table:
        """Everything but the texts is read at once; these come one by one."""
        self._read_projects()
        self._read_tags()
        self._read_highlights()
        documents = self._database.rows("documents", ("id", "project_id"))
        self._documents = [(one, as_whole(of)) for one, of in documents if as_whole(one) is not None]
        contents = Contents(
            program="Taguette", codes=tuple(self._codes.values()), memos=tuple(self._memos), losses=self._losses
        )
        count = max(1, len(self._documents))
        return Table(None, self._rows(), lambda: size * self._done // count, None, contents)

    def _read_projects(self) -> None:
        found = list(self._database.rows("projects", ("id", "name", "description")))
        for number, name, about in found:
            self._projects[number] = as_text(name)
            if as_text(about).strip():
                self._memos.append(MemoEntry(text=as_text(about), title=as_text(name) if len(found) > 1 else ""))

    def _read_tags(self) -> None:
        rows = list(self._database.rows("tags", ("id", "path", "description")))
        self._codes = codes_of_tags((as_text(path), as_text(about)) for _, path, about in rows)
        self._tags = {number: _id(_names(as_text(path))) for number, path, _ in rows}

    def _read_highlights(self) -> None:
        for highlight, tag in self._database.rows("highlight_tags", ("highlight_id", "tag_id")):
            self._tags_of[highlight].append(tag)
        fields = ("id", "document_id", "start_offset", "end_offset")
        for number, document, start, end in self._database.rows("highlights", fields):
            if as_whole(start) is None or as_whole(end) is None or not 0 <= start <= end:
                self._losses.add("highlights without a place", "their offsets are no numbers in order")
            else:
                self._highlights[document].append(_Highlight(number, start, end))
        for login, date, payload in self._database.rows("commands", ("user_login", "date", "payload")):
            self._read_command(as_text(login), as_text(date), as_text(payload))

    def _read_command(self, login: str, date: str, payload: str) -> None:
        from linewise.interchange.jsontext import NotJson, parse

        if "highlight_add" not in payload:
            return
        try:
            said = parse(payload, lenient=True)
        except NotJson:
            return
        number = as_whole(said.get("highlight_id")) if isinstance(said, dict) else None
        if number is not None and said.get("type") == "highlight_add":
            at = moment(date)
            self._hands[number] = (login, f"{at}Z" if at else "")

    def _rows(self) -> Iterator[RawRow]:
        known = {number for number, _ in self._documents}
        lost = sum(len(found) for document, found in self._highlights.items() if document not in known)
        self._losses.add("highlights without a document", "their document is not in the file", lost)
        for number, (document, project) in enumerate(self._documents, 1):
            self._done = number
            entry = self._document(document, project)
            if entry.text.strip():
                if len(entry.text) > LONGEST:
                    raise too_long(self._database.file, number)
                yield row_of(entry, number)
            else:
                self._losses.add("documents without text", "there is nothing in them to code")

    def _document(self, number: int, project: int | None) -> DocumentEntry:
        fields = ("name", "description", "filename", "contents")
        row = next(self._database.rows("documents", fields, where=("id", number)))
        name, about, filename, contents = map(as_text, row)
        page = Page(contents)
        attributes: dict[str, AttributeValue] = {}
        if about.strip():
            attributes["description"] = about
        if filename not in ("", name):
            attributes["filename"] = filename
        if len(self._projects) > 1 and project in self._projects:
            attributes["project"] = self._projects[project]
        return DocumentEntry(
            id=f"taguette:{number}",
            name=name or filename or f"document {number}",
            text=page.text,
            attributes=attributes,
            stretches=page.stretches,
            statements=tuple(self._statements(number, page)),
        )

    def _statements(self, document: int, page: Page) -> Iterator[Statement]:
        for one in self._highlights.get(document, ()):
            codes = [self._tags[tag] for tag in self._tags_of.get(one.id, ()) if tag in self._tags]
            start, end = page.start(one.start), page.end(one.end)
            if not codes or start >= end:
                reason = "it has no tag that says anything of it" if not codes else "it marks no visible text"
                self._losses.add("highlights", reason)
                continue
            login, at = self._hands.get(one.id, ("", ""))
            coder, machine = of_hand(login)
            for code in codes:
                yield Statement(
                    code=code,
                    start=start,
                    end=end,
                    coder=coder,
                    machine=machine,
                    at=at,
                    id=f"taguette:{one.id}:{code}",
                    passage=f"taguette:{one.id}",
                )


def codes_of_tags(tags: Iterable[tuple[str, str]]) -> dict[str, CodeEntry]:
    """Codes by their ids, from the paths and descriptions of tags."""
    found: dict[str, CodeEntry] = {}
    for path, about in tags:
        names = _names(path)
        for depth in range(1, len(names) + 1):
            key, codable = _id(names[:depth]), depth == len(names)
            if codable or key not in found:
                above = (_id(names[: depth - 1]),) if depth > 1 else ()
                name = names[depth - 1].replace(DOT, ".")
                definition = about if codable else ""
                found[key] = CodeEntry(id=key, name=name, definition=definition, parents=above, codable=codable)
    return found


def _names(path: str) -> tuple[str, ...]:
    """The parts of a tag's path. A dot beside white space or at an end belongs to a name ("Dr. Who")."""
    parts = path.split(".")
    if len(parts) > 1 and all(part and part == part.strip() for part in parts):
        return tuple(parts)
    return (path,)


def _id(names: tuple[str, ...]) -> str:
    return "taguette:" + ".".join(names)
