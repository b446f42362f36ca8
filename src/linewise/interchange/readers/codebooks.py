"""Codebooks without documents: lists of tags with aliases and parents (JSON), and tables of codes (CSV, TSV).

They have no rows; everything they hold are the codes of their `Contents`.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from linewise.core.errors import BadInput
from linewise.core.exchange import CodeEntry
from linewise.importing.values import as_text
from linewise.interchange.delimiter import sniff_delimiter
from linewise.interchange.formulas import unescape
from linewise.interchange.jsontext import each
from linewise.interchange.readers.annotations.taguette import codes_of_tags
from linewise.interchange.readers.delimited import DelimitedReader
from linewise.interchange.sniffing import Sniff
from linewise.interchange.table import NAME, TEXT, Contents, ReadOptions, Table
from linewise.interchange.text import bad_byte, open_text, undecodable

MOST_CODES = 20_000
_SNIFFED = 1 << 16

# What columns and keys are called by the programs that write them, by the field they are.
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "tag", "code", "label", "code name", "codename", "theme"),
    "id": ("id", "guid", "code id"),
    "definition": ("definition", "description", "memo", "code memo", "meaning"),
    "use_when": ("use when", "when to use", "inclusion", "inclusion criteria"),
    "not_when": ("not when", "do not use when", "when not to use", "exclusion", "exclusion criteria"),
    "examples": ("examples", "example"),
    "counter_examples": ("counter examples", "counter example", "counterexamples"),
    "aliases": ("aliases", "alias", "synonyms", "also called"),
    "parents": ("parents", "parent", "parent code", "parent codes", "broader", "parent name"),
    "colour": ("colour", "color"),
    "codable": ("codable", "is codable"),
    "path": ("path", "full name"),
    "category": ("category", "group"),
    "also": ("also below",),
    # What programs count beside a code.
    "": (
        *(
            "number of highlights",
            "number of documents",
            "position",
            "status",
            "codings",
            "units",
            "count",
            "documents",
        ),
        *("level", "people", "model", "imported", "share", "share low", "share high"),
    ),
}
_FIELD_OF = {name: field for field, names in _FIELDS.items() for name in names}
_ONLY_CODES = frozenset(("use_when", "not_when", "counter_examples", "aliases", "parents", "colour", "codable"))
_TAGUETTE = ("tag", "description", "number of highlights", "number of documents")
_WORDS = re.compile(r"[\s_-]+")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SEPARATED = re.compile(r"\s*[;\n]\s*")
_NO = ("no", "false", "0")
_BELOW = " › "


class TagListReader:
    """JSON: objects with a name, and aliases, parents, a definition or a colour."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        with open_text(path, options.encoding) as (text, _):
            try:
                values = [(item.number, item.value) for item in islice(each(text, path.name), MOST_CODES + 1)]
            except UnicodeError:
                raise undecodable(path, options.encoding, bad_byte(path, options.encoding)) from None
        found = []
        for number, value in values:
            if not isinstance(value, dict):
                raise _odd("a tag should be an object", path, number)
            found.append((number, {_field(key): said for key, said in value.items()}))
        yield _table(path, found, "")


class CodebookTableReader:
    """CSV and TSV: one code a row, its parents by name, several between semicolons."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        with open_text(path, options.encoding) as (text, _):
            try:
                sample = text.read(_SNIFFED)
            except UnicodeError:
                raise undecodable(path, options.encoding, bad_byte(path, options.encoding)) from None
        delimiter, _share = sniff_delimiter(sample, complete=len(sample) < _SNIFFED)
        settled = replace(options, delimiter=delimiter, header=True)
        with DelimitedReader().open(path, settled) as table:
            found = []
            program = "Taguette" if _headed(table.columns or ()) == _TAGUETTE else ""
            for row in islice(table.rows, 2 * MOST_CODES):
                if row.defect is not None:
                    raise _odd(row.defect, path, row.number)
                cells = {_field(name): unescape(as_text(cell)).strip() for name, cell in row.cells.items()}
                if any(cells.values()):
                    found.append((row.number, cells))
        yield _table(path, found, program)


def _table(path: Path, rows: Sequence[tuple[int, Mapping[str, Any]]], program: str) -> Table:
    if program == "Taguette":
        codes = tuple(codes_of_tags((_word(row.get("name")), _word(row.get("definition"))) for _, row in rows).values())
    else:
        codes = tuple(_codes(path, rows))
    if not codes:
        raise BadInput("it holds no codes.", remedy="Choose a codebook with codes in it.", file=path.name)
    contents = Contents(program=program or "a codebook", codes=codes)
    return Table((TEXT, NAME), iter(()), lambda: path.stat().st_size, 0, contents)


def _codes(path: Path, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> Iterator[CodeEntry]:
    if len(rows) > MOST_CODES:
        raise _odd(f"it holds more than {MOST_CODES:,} codes", path, MOST_CODES + 1)
    named: dict[str, str] = {}
    ids: dict[str, str] = {}
    entries = []
    for number, said in rows:
        name = _word(said.get("name"))
        if not name:
            raise _odd("a code without a name", path, number)
        own = _word(said.get("id")) or _word(said.get("path")) or name
        while own in ids:
            own += "'"
        ids[own] = name
        named.setdefault(name.casefold(), own)
        entries.append((own, name, said))
    by_path = {_word(said["path"]): own for own, _, said in entries if said.get("path")}
    above: dict[str, CodeEntry] = {}
    for own, name, said in entries:
        parents = []
        for parent in _above(said, by_path):
            known = parent if parent in ids else named.get(parent.casefold())
            if known is None:
                # A parent that has no row of its own only groups others.
                known = named[parent.casefold()] = parent
                above[known] = CodeEntry(id=known, name=parent, codable=False)
            if known != own:
                parents.append(known)
        colour = _word(said.get("colour"))
        above[own] = CodeEntry(
            id=own,
            name=name,
            definition=_word(said.get("definition")),
            use_when=_word(said.get("use_when")),
            not_when=_word(said.get("not_when")),
            examples=_texts(said.get("examples")),
            counter_examples=_texts(said.get("counter_examples")),
            aliases=tuple(_several(said.get("aliases"))),
            parents=tuple(dict.fromkeys(parents)),
            colour=colour if _COLOUR.fullmatch(colour) else "",
            codable=_word(said.get("codable")).lower() not in _NO,
        )
    yield from above.values()


def _above(said: Mapping[str, Any], by_path: Mapping[str, str]) -> Iterator[str]:
    """The parents of a row, by id or by name."""
    way = _word(said.get("path")).rpartition(_BELOW)[0]
    if way:
        yield by_path.get(way, way.rpartition(_BELOW)[2])
    for field in ("parents", "category", "also"):
        yield from _several(said.get(field))


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _several(value: object) -> list[str]:
    pieces: Iterable[object] = value if isinstance(value, list) else _SEPARATED.split(_word(value))
    return [word for piece in pieces if (word := _word(piece))]


def _texts(value: object) -> tuple[str, ...]:
    pieces: Iterable[object] = value if isinstance(value, list) else _word(value).split("\n")
    return tuple(text for piece in pieces if (text := _word(piece)))


def _field(name: str) -> str:
    plain = _plain(name)
    return _FIELD_OF.get(plain, plain)


def _plain(name: str) -> str:
    return _WORDS.sub(" ", name.replace("\ufeff", "")).strip().lower()


def _headed(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_plain, names))


def _odd(reason: str, path: Path, row: int) -> BadInput:
    return BadInput(f"{reason}.", remedy="Correct it in the file.", file=path.name, row=row)


def is_tag_list(records: list[Any]) -> bool:
    """Whether these records can be nothing else than tags: named, with aliases or parents, and nothing further."""
    if not records or not all(isinstance(one, dict) for one in records):
        return False
    for one in records:
        fields = [_FIELD_OF.get(_plain(key)) for key in one]
        if None in fields or fields.count("name") != 1 or len(set(fields)) < len(fields):
            return False
        if not any(isinstance(one.get(key), list) for key in ("aliases", "parents", "alias", "parent", "synonyms")):
            return False
    return True


def is_codebook_table(sniff: Sniff) -> bool:
    """Whether the first line of a CSV or TSV names fields that only a codebook has."""
    if sniff.text is None:
        return False
    head = sniff.text.lstrip("\ufeff")
    first = head.split("\n", 1)[0].strip("\r")
    if not first or len(first) > 2_000:
        return False
    delimiter, _ = sniff_delimiter(head[:_SNIFFED], complete=sniff.complete and len(head) <= _SNIFFED)
    try:
        cells = next(csv.reader(io.StringIO(first), delimiter=delimiter or ","), [])
    except csv.Error:
        return False
    names = _headed(cells)
    if names == _TAGUETTE or names in (("tag", "description"), ("code", "definition"), ("tag", "definition")):
        return True
    fields = [_FIELD_OF.get(name) for name in names]
    if None in fields or fields.count("name") != 1:
        return False
    own = {field for field in fields if field in _ONLY_CODES}
    return len(own) > 1 or (bool(own) and "definition" in fields)
