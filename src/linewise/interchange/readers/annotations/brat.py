"""BRAT stand-off: a folder or zip of .txt files with .ann files beside them, and the configuration of the collection.

Text-bound annotations become statements, one for each piece of a discontinuous one (which share their passage); pieces
between which only line ends stand are one, since BRAT cannot mark a line end. Notes, attributes and normalisations
become their comments. Relations between annotations have no place here and are counted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linewise.core.errors import BadInput
from linewise.core.exchange import CodeEntry, DocumentEntry, MemoEntry, Statement
from linewise.importing.record import RawRow
from linewise.interchange.readers.annotations.brat_lines import Annotations, Marked
from linewise.interchange.readers.annotations.brat_settings import OPEN_CODE, OURS, Settings
from linewise.interchange.sniffing import Sniff
from linewise.interchange.standoff import Losses, moment, of_hand
from linewise.interchange.table import LONGEST, Contents, ReadOptions, Table, row_of
from linewise.interchange.tree import Member, Tree, tree

CODER, TIME = "Coder", "Time"
"""Types of note under which our own export says what BRAT has no word for."""

_MOST_TYPES = 20_000


def is_brat(sniff: Sniff) -> bool:
    """Whether texts have annotations beside them, or the configuration of a collection with them."""
    names = {member.name for member in sniff.members if _seen(member)}
    texts = [name for name in names if name.endswith(".txt")]
    if any(name[:-4] + ".ann" in names for name in texts):
        return True
    return bool(texts) and any(name.rpartition("/")[2] == "annotation.conf" for name in names)


class BratReader:
    """One row a text."""

    @contextmanager
    def open(self, path: Path, _options: ReadOptions) -> Iterator[Table]:
        with tree(path) as inside:
            yield _Collection(inside).table()


def _seen(member: Member) -> bool:
    parts = member.name.split("/")
    return not any(part.startswith((".", "__MACOSX")) for part in parts)


class _Collection:
    def __init__(self, inside: Tree) -> None:
        self._inside = inside
        self._losses = Losses()
        members = {member.name: member for member in inside if _seen(member)}
        self._texts = [member for name, member in members.items() if name.endswith(".txt")]
        self._marks = {name[:-4]: member for name, member in members.items() if name.endswith(".ann")}
        self._done = 0
        if not self._texts:
            raise inside.bad("there is no .txt file in it", "Give the texts together with their .ann files.")
        self._settings = Settings()
        for member in members.values():
            name = member.name.rpartition("/")[2]
            if name in ("annotation.conf", "visual.conf"):
                self._settings.read(name, self._decoded(member))

    def table(self) -> Table:
        """The types are collected first, since the codebook goes before the texts."""
        codes = self._codes()
        contents = Contents(program="brat", codes=codes, losses=self._losses)
        return Table(None, self._rows(), lambda: self._done, len(self._texts), contents)

    def _codes(self) -> tuple[CodeEntry, ...]:
        types: dict[str, None] = {}
        for member in self._marks.values():
            for kind in Annotations.types(self._decoded(member)):
                types[kind] = None
            if len(types) > _MOST_TYPES:
                raise self._inside.bad(f"it has more than {_MOST_TYPES:,} types", "Import parts of it.")
        for name in self._marks.keys() - {member.name[:-4] for member in self._texts}:
            self._losses.add(
                "annotations without a text", f"there is no {name.rpartition('/')[2][:60]}.txt beside them"
            )
        return self._settings.codes(types)

    def _rows(self) -> Iterator[RawRow]:
        for number, member in enumerate(self._texts, 1):
            self._done += member.size
            try:
                text = self._decoded(member)
            except BadInput as error:
                yield RawRow(number, {}, f"{member.name[:120]}: {error.message.rstrip('.')}")
                continue
            marks = self._marks.get(member.name[:-4])
            found = Annotations("" if marks is None else self._decoded(marks), text)
            if not found.text.strip():
                self._losses.add("texts that are empty", "there is nothing in them to code")
                continue
            yield row_of(self._document(member.name[:-4], found), number)

    def _document(self, name: str, found: Annotations) -> DocumentEntry:
        memos: list[MemoEntry] = []
        statements: list[Statement] = []
        for one in found.marked():
            if one.type in OURS:
                memos.append(_memo(one))
            else:
                statements += self._statements(name, one)
        for what, count in found.lost.items():
            self._losses.add(what, "they have no place here", count)
        if found.broken:
            self._losses.add(
                "lines that could not be read", "they are no annotations, or lie outside of the text", found.broken
            )
        return DocumentEntry(
            id=f"brat:{name}", name=name, text=found.text, statements=tuple(statements), memos=tuple(memos)
        )

    def _statements(self, document: str, one: Marked) -> Iterator[Statement]:
        own = f"brat:{document}#{one.id}"
        coder, machine = of_hand(one.notes.pop(CODER, ""))
        at = moment(one.notes.pop(TIME, ""))
        for number, (start, end) in enumerate(one.spans):
            yield Statement(
                code=self._settings.id_of(one.type),
                start=start,
                end=end,
                coder=coder,
                machine=machine,
                at=at,
                id=own if number == 0 else f"{own}.{number + 1}",
                passage=own,
                comment=one.comment(),
            )

    def _decoded(self, member: Member) -> str:
        data = self._inside.read(member, most=4 * LONGEST)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise BadInput(
                f"{member.name!r:.120} is not UTF-8 (line {line}).",
                remedy="Save it as UTF-8.",
                file=self._inside.path.name,
            ) from None
        if len(text) > LONGEST:
            raise self._inside.bad(f"{member.name!r:.120} has more than {LONGEST:,} characters", "Split it.")
        return text.replace("\0", "\ufffd")


def _memo(one: Marked) -> MemoEntry:
    coder, at = one.notes.pop(CODER, ""), moment(one.notes.pop(TIME, ""))
    start, end = one.spans[0][0], one.spans[-1][1]
    open_codes = one.type == OPEN_CODE
    return MemoEntry(
        text=one.comment(), subject="passage", start=start, end=end, coder=coder, at=at, open_codes=open_codes
    )
