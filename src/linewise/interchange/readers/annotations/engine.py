"""The way through a file of an annotation tool: once to learn its labels, and again for its documents."""

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from linewise.core.errors import BadInput
from linewise.core.exchange import DocumentEntry, MemoEntry, Statement
from linewise.importing.record import RawRow
from linewise.interchange.jsontext import Item, each
from linewise.interchange.labelled import hashed
from linewise.interchange.readers.annotations.gathered import Gathered, Odd
from linewise.interchange.table import Contents, ReadOptions, Table, row_of
from linewise.interchange.text import bad_byte, undecodable
from linewise.interchange.tree import tree

MOST_REPEATED = 1_000_000


class Dialect(ABC):
    """How one program writes: its name, and what a record is."""

    program: str

    @abstractmethod
    def document(self, record: Any, number: int, coder: str, gathered: Gathered) -> DocumentEntry | None:
        """The document of a record, None where it holds no text; Odd when it is not what the format promises.

        `coder` is the person whose file it is, where known. Records whose documents have one id and one text are of
        one document: attributes are taken from the first.
        """

    def is_beside(self, name: str) -> bool:
        """Whether a member of an archive is no records, but says something of the labels."""
        return False

    def beside(self, stream: BinaryIO, file: str, gathered: Gathered) -> None:
        """Take in what such a member says; BadInput or Odd when it is broken."""
        raise Odd("it says nothing of labels")


class AnnotationReader:
    """Reads files of one dialect: JSON in any of its arrangements, or a zip or folder of such files, one a person."""

    def __init__(self, dialect: Callable[[], Dialect], *, suffixes: tuple[str, ...] = (".json", ".jsonl")) -> None:
        self._dialect, self._suffixes = dialect, suffixes

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        if _is_archive(path):
            with tree(path) as inside:
                members = [one for one in inside if one.suffix in self._suffixes and is_shown(one.name)]
                if not members:
                    raise inside.bad("it holds no JSON", "Export it again.")

                def ahead(dialect: Dialect, gathered: Gathered) -> None:
                    for member in (one for one in inside if dialect.is_beside(one.name)):
                        with inside.open(member) as stream:
                            try:
                                dialect.beside(stream, member.name, gathered)
                            except Odd as error:
                                raise inside.bad(f"{member.name!r:.120}: {error}", "Export it again.") from None

                def parts() -> Iterator[tuple[str, Iterator[Item]]]:
                    for member in members:
                        wrong = inside.bad(f"{member.name!r:.120} is not UTF-8", "Export it again.")
                        with inside.open(member) as binary:
                            yield (
                                Path(member.name).stem,
                                _items(binary, "utf-8-sig", member.name, partial(_given, wrong)),
                            )

                yield self._table(path, parts, lambda: 0, alone=len(members) == 1, ahead=ahead)
            return
        with path.open("rb") as binary:
            encoding = "utf-8-sig" if options.encoding.lower().replace("_", "-") == "utf-8" else options.encoding

            def one() -> Iterator[tuple[str, Iterator[Item]]]:
                binary.seek(0)
                wrong = partial(undecodable, path, encoding)
                yield "", _items(binary, encoding, path.name, lambda: wrong(bad_byte(path, encoding)))

            yield self._table(path, one, binary.tell, alone=True)

    def _table(
        self,
        path: Path,
        parts: Callable[[], Iterator[tuple[str, Iterator[Item]]]],
        done: Callable[[], int],
        *,
        alone: bool,
        ahead: Callable[[Dialect, Gathered], None] | None = None,
    ) -> Table:
        first = Gathered()
        if ahead is not None:
            ahead(self._dialect(), first)
        known: dict[str, bool] = {}
        later: dict[str, list[DocumentEntry]] = {}
        held = statements = passages = 0
        columns: dict[str, None] = {"text": None, "document": None}
        for entry, _ in self._entries(parts, first, alone=alone):
            if not isinstance(entry, DocumentEntry):
                continue
            columns |= dict.fromkeys(row_of(entry, 1).cells)
            statements += len(entry.statements)
            passages += sum(1 for one in entry.statements if one.start is not None)
            if entry.id in known:
                held += 1 + len(entry.statements)
                if held > MOST_REPEATED:
                    raise BadInput(
                        f"more than {MOST_REPEATED:,} answers to tasks that come again.",
                        remedy="Split the file by tasks.",
                        file=path.name,
                    )
                later.setdefault(entry.id, []).append(replace(entry, text="", attributes={}))
            known[entry.id] = False

        # Where people labelled whole texts, what they saw as one is a unit.
        whole = statements > 0 and not passages

        def rows() -> Iterator[RawRow]:
            again = Gathered()
            for entry, number in self._entries(parts, again, alone=alone):
                if isinstance(entry, str):
                    yield RawRow(number, {}, entry)
                elif not known.get(entry.id):
                    known[entry.id] = True
                    if whole and entry.units is None:
                        entry = replace(entry, units=((0, len(entry.text)),))
                    yield row_of(_joined(entry, later.get(entry.id, ())), number)

        contents = Contents(program=self._dialect().program, codes=first.codes, losses=lambda: first.losses)
        return Table(tuple(columns), rows(), done, len(known), contents)

    def _entries(
        self, parts: Callable[[], Iterator[tuple[str, Iterator[Item]]]], gathered: Gathered, *, alone: bool
    ) -> Iterator[tuple[DocumentEntry | str, int]]:
        """Documents, or what is wrong with a record, with their numbers; the same each time."""
        dialect, number = self._dialect(), 0
        texts: dict[str, int] = {}
        for coder, items in parts():
            for item in items:
                number = item.number if alone else number + 1
                try:
                    entry = dialect.document(item.value, item.number, "" if alone else coder, gathered)
                except Odd as error:
                    yield str(error), number
                    continue
                if entry is not None:
                    own = hashed(entry.text)
                    if texts.setdefault(entry.id, own) != own:
                        # Ids of several projects in one file; another text is another document.
                        entry = replace(entry, id=f"{entry.id} ({own & 0xFFFFFFFF:08x})")
                    yield entry, number


def _given(error: BadInput) -> BadInput:
    return error


def _items(binary: BinaryIO, encoding: str, file: str, wrong: Callable[[], BadInput]) -> Iterator[Item]:
    text = io.TextIOWrapper(binary, encoding, newline="")
    try:
        yield from each(text, file)
    except UnicodeError:
        raise wrong() from None
    finally:
        with suppress(ValueError):
            text.detach()


def _joined(first: DocumentEntry, others: list[DocumentEntry] | tuple[()]) -> DocumentEntry:
    if not others:
        return first
    statements: dict[Statement, None] = dict.fromkeys(first.statements)
    memos: dict[MemoEntry, None] = dict.fromkeys(first.memos)
    for other in others:
        statements |= dict.fromkeys(other.statements)
        memos |= dict.fromkeys(other.memos)
    return replace(first, statements=tuple(statements), memos=tuple(memos))


def _is_archive(path: Path) -> bool:
    if path.is_dir():
        return True
    with path.open("rb") as binary:
        return binary.read(2) == b"PK"


def is_shown(name: str) -> bool:
    """Whether a member is one that people see: nothing hidden, and nothing that a system left beside."""
    return not any(part.startswith((".", "__")) for part in name.split("/"))


def as_record(value: object) -> Mapping[str, Any]:
    """A record as an object; Odd when it is something else."""
    if not isinstance(value, dict):
        raise Odd("a record should be an object")
    return value
