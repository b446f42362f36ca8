"""Taguette: a project file that its "import project" reads, and the codebook as CSV."""

import csv
import html
import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from linewise.core.exchange import CodeEntry, DocumentEntry, Parcel, Statement
from linewise.interchange.formats.taguette_schema import APPLICATION, SCHEMA
from linewise.interchange.packing import Format, Packed, Value
from linewise.interchange.sqlite import NewDatabase, new_database
from linewise.interchange.standoff import (
    Losses,
    described,
    filled,
    hand,
    memo_text,
    paths,
    present,
    several_parents,
    storable,
)

DOT = "\u2024"
_NAME, _FILENAME, _PATH, _ABOUT = 50, 100, 200, 100_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85]")
_NOT_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN = re.compile(r"(?:\r\n|\n|\r(?!\n)){2}")
_LINE = re.compile(r"\r\n|\r|\n")
_START = datetime(1970, 1, 1, tzinfo=UTC)


def _pack(path: Path, parcel: Parcel, _choices: Mapping[str, Value]) -> Packed:
    with new_database(path, SCHEMA, application=APPLICATION) as database:
        return _Writer(database, parcel).write()


class _Writer:
    def __init__(self, database: NewDatabase, parcel: Parcel) -> None:
        self._database, self._parcel = database, parcel
        self._losses = Losses()
        self._codes = {code.id: code for code in parcel.codes if code.codable}
        self._tags: dict[str, int] = {}
        self._numbers = count(1)
        self._people: dict[str, None] = {}
        self._now = _stored("")

    def write(self) -> Packed:
        parcel = self._parcel
        self._person("admin")
        about = "\n\n".join(memo_text(memo) for memo in parcel.memos if memo.subject == "project")
        name = _cut(parcel.name or "Linewise", _NAME)
        self._add("projects", 1, name, _cut(about, _ABOUT), self._now)
        self._add("project_members", 1, "admin", "ADMIN")
        for coder in parcel.coders:
            self._person(coder)
        for number, (code, tag) in enumerate(tag_paths(parcel.codes, self._losses).items(), 1):
            self._tags[code] = number
            self._add("tags", number, 1, tag, _cut(described(self._codes[code]), _ABOUT))
        other = sum(memo.subject != "project" for memo in parcel.memos)
        self._losses.add("memos about codes or passages", "Taguette has none", other)
        documents = 0
        for documents, entry in enumerate(parcel.documents, 1):
            self._document(documents, entry)
        made = next(self._numbers) - 1
        return Packed({"documents": documents, "tags": len(self._tags), "highlights": made}, self._losses())

    def _document(self, number: int, entry: DocumentEntry) -> None:
        losses = self._losses
        contents, places = as_html(entry, losses)
        about = entry.attributes.get("description")
        filename = entry.attributes.get("filename")
        further = filled(entry, "description", "filename", "project")
        losses.add("attributes of documents", "Taguette has none", further)
        losses.add("memos about documents and passages", "Taguette has none", len(entry.memos))
        if len(entry.name) > _NAME:
            losses.add("names of documents that were cut", f"Taguette takes {_NAME} characters")
        self._add(
            "documents",
            number,
            _cut(entry.name, _NAME) or f"document {number}",
            _cut(about, _ABOUT) if isinstance(about, str) else "",
            _cut(filename if isinstance(filename, str) and filename else entry.name, _FILENAME) or "text.html",
            self._now,
            1,
            "RIGHT_TO_LEFT" if _from_right(entry.text) else "LEFT_TO_RIGHT",
            contents,
        )
        passages: dict[tuple[int, int, str, str, str], list[Statement]] = {}
        for one in present(entry, self._codes, losses):
            if one.start is None or one.end is None:
                losses.add("codes of whole documents", "they mark the whole text there")
            if one.comment:
                losses.add("comments on codings", "Taguette has none")
            start, end = one.start or 0, len(entry.text) if one.end is None or one.start is None else one.end
            shared = one.passage or one.id
            passages.setdefault((start, end, hand(one.coder, one.machine), one.at, shared), []).append(one)
        for (start, end, who, at, _), said in passages.items():
            begin, until = places(start), places(end)
            if begin < until:
                snippet = html.escape(_CONTROL.sub(" ", entry.text[start:end]), quote=False)
                self._highlight(number, begin, until, _LINE.sub("<br>", snippet), said, who, at)
            else:
                losses.add("codes of nothing", "their passage holds no text", len(said))

    def _highlight(
        self, document: int, start: int, end: int, snippet: str, said: Iterable[Statement], who: str, at: str
    ) -> None:
        number = next(self._numbers)
        tags = sorted({self._tags[one.code] for one in said})
        self._add("highlights", number, document, start, end, snippet)
        for tag in tags:
            self._add("highlight_tags", number, tag)
        if not who:
            return
        self._person(who)
        payload = {"type": "highlight_add", "highlight_id": number, "start_offset": start, "end_offset": end}
        self._add("commands", None, _stored(at), who, 1, document, json.dumps({**payload, "tags": tags}))

    def _person(self, login: str) -> None:
        if login and login not in self._people:
            self._people[login] = None
            self._add("users", login, self._now, None, 0, None, None, None, None)

    def _add(self, table: str, *values: object) -> None:
        self._database.add(table, *values)


def tag_paths(codes: Sequence[CodeEntry], losses: Losses) -> dict[str, str]:
    """The path that each code has as a tag, by its id. What only groups others stands in their paths alone."""
    several_parents(codes, losses)
    losses.add("colours of codes", "Taguette has none", sum(bool(code.colour) for code in codes))
    lost = sum(bool(described(code)) for code in codes if not code.codable)
    losses.add("definitions of groups", "they are parts of paths there", lost)
    found: dict[str, str] = {}
    taken: set[str] = set()
    names = paths(codes)
    for code in codes:
        if not code.codable:
            continue
        # A plain dot parts a path, so one in a name is written as a sign that looks like it.
        parts = [" ".join(storable(name).split()).replace(".", DOT) for name in names[code.id]]
        whole = ".".join(parts)
        path, again = whole[:_PATH], 2
        while path in taken:
            path, again = f"{whole[: _PATH - 8]} ({again})", again + 1
        if path != whole:
            losses.add("paths of tags that were changed", f"Taguette takes {_PATH} characters, each path once")
        taken.add(path)
        found[code.id] = path
    return found


def as_html(entry: DocumentEntry, losses: Losses) -> tuple[str, Callable[[int], int]]:
    """A text as Taguette stores it: headings and paragraphs, breaks in them; and what turns its offsets into bytes."""
    text = entry.text
    if "\r" in text:
        losses.add("texts with line ends of Windows", "their line ends are plain ones there")
    bare = _CONTROL.sub(" ", storable(text))
    losses.add("control characters", "they are spaces there", sum(a != b for a, b in zip(text, bare, strict=True)))
    headings, other = _headings(entry)
    losses.add("structure of texts other than headings", "Taguette has paragraphs and headings only", other)
    out: list[str] = []
    starts, places, pieces = [0], [0], [""]
    place = at = 0
    for block in (*_BETWEEN.finditer(bare), None):
        end = len(bare) if block is None else block.start()
        level = headings.get((at, end), 0)
        tag = f"h{level}" if level else "p"
        out.append(f"<{tag}>")
        line = at
        for ending in (*_LINE.finditer(bare, at, end), None):
            until = end if ending is None else ending.start()
            piece = bare[line:until]
            starts.append(line)
            places.append(place)
            pieces.append(piece)
            out.append(html.escape(piece, quote=False))
            place += len(piece.encode(errors="replace"))
            if ending is not None:
                out.append("<br>")
                line = ending.end()
        out.append(f"</{tag}>\n" if block is not None else f"</{tag}>")
        # The line end after the block counts, as every character between tags does.
        place += block is not None
        at = len(bare) if block is None else block.end()

    def byte(point: int) -> int:
        which = bisect_right(starts, point) - 1
        return places[which] + len(pieces[which][: point - starts[which]].encode(errors="replace"))

    return "".join(out), byte


def _headings(entry: DocumentEntry) -> tuple[dict[tuple[int, int], int], int]:
    """The level of each heading by its place, and how many stretches are not told by that."""
    levels = {one.start: min(5, str(one.value).count(" › ") + 1) for one in entry.stretches if one.name == "heading"}
    found: dict[tuple[int, int], int] = {}
    other = 0
    for one in entry.stretches:
        if one.name == "part" and one.value == "heading":
            found[one.start, one.end] = levels.get(one.start, 1)
        elif one.name != "heading":
            other += 1
    return found, other


def _cut(text: str, most: int) -> str:
    return storable(text)[:most]


def _from_right(text: str) -> bool:
    letter = _LETTER.search(text)
    return letter is not None and _NOT_LEFT.match(letter[0]) is not None


def _stored(at: str) -> str:
    """A time as Taguette stores it: in UTC, without saying so. One that is not known is the epoch."""
    try:
        given = datetime.fromisoformat(at) if at else _START
    except ValueError:
        given = _START
    if given.tzinfo is not None:
        given = given.astimezone(UTC).replace(tzinfo=None)
    return given.isoformat(sep=" ", timespec="microseconds")


def _pack_codebook(path: Path, parcel: Parcel, _choices: Mapping[str, Value]) -> Packed:
    losses = Losses()
    codes = {code.id: code for code in parcel.codes}
    tags = tag_paths(parcel.codes, losses)
    highlights: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for entry in parcel.documents:
        said = [one.code for one in entry.statements if one.value == "present"]
        highlights.update(said)
        documents.update(set(said))
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(("tag", "description", "number of highlights", "number of documents"))
        for code, tag in tags.items():
            about = _cut(described(codes[code]), _ABOUT)
            writer.writerow((tag, about, highlights[code], documents[code]))
    return Packed({"tags": len(tags)}, losses())


TAGUETTE = Format(
    name="taguette",
    title="Taguette project",
    suffix=".sqlite3",
    group="programs",
    words="Documents, tags with their descriptions, and highlights; import it in Taguette as a project.",
    pack=_pack,
)
TAGUETTE_CODEBOOK = Format(
    name="taguette-codebook",
    title="Taguette codebook",
    suffix=".csv",
    group="programs",
    words="Tags and descriptions alone, for Taguette's import of a codebook.",
    pack=_pack_codebook,
)
