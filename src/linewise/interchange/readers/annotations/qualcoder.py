"""QualCoder's project folder (.qda), the folder as a zip, or its database alone (data.qda): versions 1 to 17.

Positions count code points, but older releases counted some as Qt does (UTF-16), so each one is held against the words
that the program stored with it wherever the two can differ.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linewise.core.errors import BadInput
from linewise.core.exchange import DocumentEntry, MemoEntry, Statement
from linewise.importing.record import RawRow
from linewise.interchange.offsets import Utf16
from linewise.interchange.readers.annotations.qualcoder_tables import Annotation, Coding, Tables
from linewise.interchange.sniffing import Sniff
from linewise.interchange.sqlite import MAGIC, ROW, ForeignDatabase, as_text, foreign_database, unpacked
from linewise.interchange.standoff import Losses, moment, of_hand
from linewise.interchange.table import LONGEST, Contents, ReadOptions, Table, row_of, too_long
from linewise.interchange.tree import Member, tree

_DATABASE = "data.qda"
_MOST_ASKED = 20_000
_NEEDED = {"source": ("id", "name", "fulltext"), "code_text": ("cid", "fid", "pos0", "pos1"), "code_name": ("cid",)}


def is_qualcoder(sniff: Sniff) -> bool:
    """Whether this is a folder or archive with QualCoder's database in it, or that database."""
    if sniff.members:
        return _database_in(sniff.members) is not None
    if not sniff.head.startswith(MAGIC):
        return False
    try:
        with foreign_database(sniff.path) as database:
            return all(database.has(table, *columns) for table, columns in _NEEDED.items())
    except BadInput:
        return False


class QualCoderReader:
    """One row a text; codes and categories as codebook, coded text as statements, annotations and journals as memos."""

    @contextmanager
    def open(self, path: Path, _options: ReadOptions) -> Iterator[Table]:
        if path.is_file():
            with path.open("rb") as file:
                alone = file.read(len(MAGIC)) == MAGIC
            if alone:
                with foreign_database(path) as database:
                    yield _Project(database).table(path.stat().st_size)
                return
        with tree(path) as inside:
            member = _database_in(tuple(inside))
            if member is None:
                raise inside.bad("this is no QualCoder project: it has no data.qda", "Choose the folder named .qda.")
            if path.is_dir():
                with foreign_database(path / member.name, file=path.name) as database:
                    yield _Project(database).table(member.size)
                return
            with unpacked(inside, member) as copy, foreign_database(copy, file=path.name) as database:
                yield _Project(database).table(member.size)


def _database_in(members: tuple[Member, ...]) -> Member | None:
    """The database nearest to the top; where there are several projects, none is meant."""
    found = [one for one in members if one.name.rpartition("/")[2].lower() == _DATABASE and one.name.count("/") < 3]
    tops = [one for one in found if one.name.count("/") == min(other.name.count("/") for other in found)]
    return tops[0] if len(tops) == 1 else None


class _Project:
    def __init__(self, database: ForeignDatabase) -> None:
        for table, columns in _NEEDED.items():
            if not database.has(table, *columns):
                raise database.bad(
                    f"this is no QualCoder project: it has no table {table!r}", "Open and close it in QualCoder once."
                )
        self._database = database
        self._losses = Losses()
        self._tables = Tables(database, self._losses)
        self._done = self._asked = 0

    def table(self, size: int) -> Table:
        """Everything but the texts is read at once; these come one by one."""
        tables = self._tables
        contents = Contents(program=tables.program, codes=tables.codes, memos=tuple(tables.memos), losses=self._losses)
        count = max(1, len(tables.sources))
        return Table(None, self._rows(), lambda: size * self._done // count, None, contents)

    def _rows(self) -> Iterator[RawRow]:
        tables = self._tables
        lost = sum(len(found) for source, found in tables.codings.items() if source not in tables.sources)
        self._losses.add("codings without a text", "their text is not in the project", lost)
        for number, source in enumerate(tables.sources, 1):
            self._done = number
            entry = self._document(source)
            if entry is None:
                continue
            if entry.text.strip():
                if len(entry.text) > LONGEST:
                    raise too_long(self._database.file, number)
                yield row_of(entry, number)
            else:
                self._losses.add("sources without text", "there is nothing in them to code")

    def _document(self, source: int) -> DocumentEntry | None:
        fields = ("name", "fulltext", "mediapath", "memo", "owner", "date")
        name, text, media, memo, owner, date = map(
            as_text, next(self._database.rows("source", fields, where=("id", source)))
        )
        if not text and media.lstrip("/").startswith(("images", "audio", "video")):
            self._losses.add("pictures, audio and video", "only texts are coded here; they stay in the project")
            return None
        places = _Places(text)
        statements = [self._statement(number, one, places) for number, one in self._tables.codings_of(source)]
        memos = [self._annotation(one, places) for one in self._tables.annotations.get(source, ())]
        if memo.strip():
            memos.append(MemoEntry(text=memo, subject="document", coder=owner, at=moment(date)))
        attributes, stretches = self._tables.cases_of(source, len(text))
        return DocumentEntry(
            id=f"qualcoder:{source}",
            name=name or f"source {source}",
            text=text,
            attributes=attributes,
            stretches=stretches,
            statements=tuple(one for one in statements if one is not None),
            memos=tuple(memos),
        )

    def _statement(self, number: int, one: Coding, places: "_Places") -> Statement | None:
        start, end = one.start, one.end
        if places.doubtful(end):
            found = places.as_meant(start, end, one.words)
            if found is None and self._asked < _MOST_ASKED:
                self._asked += 1
                words = next(self._database.rows("code_text", ("seltext",), where=(ROW, number)), ("",))[0]
                found = places.near(start, end, as_text(words))
            if found is None:
                self._losses.add("codings whose words stand elsewhere", "they were placed where their positions say")
            else:
                start, end = found
        start, end = places.within(start), places.within(end)
        if start >= end:
            self._losses.add("codings of nothing", "their positions hold no text")
            return None
        if one.important:
            self._losses.add("marks of importance", "there is no such mark here")
        coder, machine = of_hand(one.owner)
        return Statement(
            code=self._tables.names[one.code],
            start=start,
            end=end,
            coder=coder,
            machine=machine,
            at=moment(one.date),
            id=f"qualcoder:{number}",
            passage=f"qualcoder:{number}",
            comment=one.memo,
        )

    def _annotation(self, one: Annotation, places: "_Places") -> MemoEntry:
        start = places.within(one.start)
        return MemoEntry(
            text=one.memo,
            subject="passage",
            start=start,
            end=max(start, places.within(one.end)),
            coder=one.owner,
            at=moment(one.date),
        )


class _Places:
    """Positions in one text, and how they were meant."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._units = Utf16(text)
        self._wide = self._units.from_points(len(text)) != len(text)

    def doubtful(self, end: int) -> bool:
        """Whether code points and UTF-16 units differ here, or the position lies outside."""
        return self._wide or end > len(self._text)

    def as_meant(self, start: int, end: int, words: int) -> tuple[int, int] | None:
        """Where the words of this hash stand: as code points, or as UTF-16 units."""
        units = self._units
        for begin, until in ((start, end), (units.to_points(start), units.to_points(end))):
            if begin >= 0 and hash(self._text[begin:until]) == words:
                return begin, until
        return None

    def near(self, start: int, end: int, words: str) -> tuple[int, int] | None:
        """Where these words stand a little beside."""
        far = 2 * (self._units.from_points(len(self._text)) - len(self._text)) + 8
        place = self._text.find(words, max(0, start - far), max(0, end) + far) if words else -1
        return (place, place + len(words)) if place >= 0 else None

    def within(self, place: int) -> int:
        return max(0, min(place, len(self._text)))
