"""What a file is, by its content; its name only decides where the content leaves it open."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from linewise.core.errors import BadInput, NotFound
from linewise.interchange.delimiter import NONE, sniff_delimiter
from linewise.interchange.encoding import detect_encoding
from linewise.interchange.readers import RECOGNISERS, TABLES, Format
from linewise.interchange.readers.documents import registry as documents
from linewise.interchange.readers.sheet import sheet_names
from linewise.interchange.sniffing import Sniff
from linewise.interchange.tree import tree

_HEAD = 1 << 20
_SNIFFED = 1 << 18
_NAMED: dict[str, Format] = {
    ".qdpx": "qdpx",
    ".qde": "qdpx",
    ".qdc": "qdc",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".ods": "ods",
    ".txt": "txt",
    ".text": "txt",
    **documents.NAMED,
}
_FOREIGN = (
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"BZh", "a bzip2 archive", "Unpack it first."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "Unpack it first."),
    (
        b"\xd0\xcf\x11\xe0",
        "an old or encrypted Office file",
        "Save it as .docx or .xlsx, without a password.",
    ),
    (b"SQLite format 3\0", "a SQLite database", "Open it as a workspace, or export a table as CSV."),
    (
        b"\x78\x9c",
        "compressed data, as a DocBin of spaCy",
        "With spaCy, write its documents as JSON (Doc.to_json), one a line.",
    ),
    (b"\x89PNG", "a picture", "Choose a file of text."),
    (b"\xff\xd8\xff", "a picture", "Choose a file of text."),
)
_ARRAY = re.compile(r"\s*\[\s*(?:\{|\]\s*\Z)")
_OBJECT = re.compile(r"\s*\{\s*[\"}]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Shape:
    """What was found out about a file without reading it all; `size` in bytes, `notices` for who chose it.

    `encoding` is None for formats that fix their own, `delimiter` for all but csv and tsv; `sheets` is
    empty but for workbooks.
    """

    format: Format
    encoding: str | None
    delimiter: str | None
    sheets: tuple[str, ...]
    size: int
    notices: tuple[str, ...] = ()


def detect(path: Path) -> Shape:
    """Find out what a file is; BadInput when it is nothing that can be imported, NotFound when it is not there."""
    if path.is_dir():
        with tree(path) as inside:
            known = recognised(Sniff(path=path, members=tuple(inside)))
        if known is None:
            raise BadInput("this is a folder.", remedy="Choose a file in it.", file=str(path))
        return _shape(path, known, sum(member.size for member in inside))
    size = _size(path)
    with path.open("rb") as binary:
        head = binary.read(_HEAD)
    named = _NAMED.get(path.suffix.lower())
    if head.startswith(b"PAR1"):
        return _shape(path, "parquet", size)
    if head.startswith(b"PK"):
        with tree(path) as inside:
            sniff = Sniff(path=path, head=head, members=tuple(inside))
        known = recognised(sniff)
        if known is not None:
            return _shape(path, known, size)
        kind = _workbook_format(sniff)
        return _shape(path, kind, size, sheets=sheet_names(path))
    known = recognised(Sniff(path=path, head=head))
    if known is not None:
        return _shape(path, known, size)
    for magic, what, remedy in _FOREIGN:
        if head.startswith(magic):
            raise BadInput(f"this is {what}, not a table or text.", remedy=remedy, file=path.name)
    encoding, certain = detect_encoding(path, head)
    sample = head.decode(encoding, "replace")
    notices = () if certain else (f"Not UTF-8; taken for {encoding}. Check that accented letters look right.",)
    if len(_CONTROL.findall(sample)) > max(64, len(sample) // 12):
        raise BadInput(
            "this is neither text nor a known table format.",
            remedy="Give a table, a document, a transcript, or a project of a program that Linewise reads.",
            file=path.name,
        )
    known = recognised(Sniff(path=path, head=head, text=sample, complete=size <= _HEAD))
    if known is not None:
        return _shape(path, known, size, encoding=encoding, notices=notices)
    kind, delimiter = _text_format(sample, named, complete=size <= _HEAD)
    return _shape(path, kind, size, encoding=encoding, delimiter=delimiter, notices=notices)


def _size(path: Path) -> int:
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise NotFound("there is no such file.", remedy="Check the path.", file=str(path)) from None
    except IsADirectoryError:
        raise BadInput("this is a folder.", remedy="Choose a file in it.", file=str(path)) from None
    except OSError as error:
        raise BadInput(
            f"it cannot be opened: {error.strerror}.", remedy="Check its permissions.", file=str(path)
        ) from None
    if size == 0:
        raise BadInput("the file is empty.", remedy="Choose a file with text in it.", file=path.name)
    return size


def _shape(
    path: Path,
    kind: Format,
    size: int,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheets: tuple[str, ...] = (),
    notices: tuple[str, ...] = (),
) -> Shape:
    named = _NAMED.get(path.suffix.lower())
    plain = TABLES | documents.DOCUMENTS
    if named in plain and named != kind and kind in plain and {named, kind} != {"csv", "tsv"}:
        notices = (
            *notices,
            f"Named {path.suffix}, but it holds {kind.upper()}, and is read as that.",
        )
    return Shape(kind, encoding, delimiter, sheets, size, notices)


def recognised(sniff: Sniff) -> Format | None:
    """The format that a recogniser knows this for; the first one that does has the word."""
    return next((known for look in RECOGNISERS if (known := look(sniff)) is not None), None)


def _workbook_format(sniff: Sniff) -> Format:
    if sniff.has("xl/workbook.xml"):
        return "xlsx"
    if sniff.has("content.xml", "mimetype"):
        return "ods"
    what, remedy = "a zip archive", "Unpack it first."
    if sniff.has("xl/workbook.bin"):
        what, remedy = "a binary workbook (.xlsb)", "Save it as .xlsx."
    raise BadInput(f"this is {what}, not a table or text.", remedy=remedy, file=sniff.path.name)


def _text_format(sample: str, named: Format | None, *, complete: bool) -> tuple[Format, str | None]:
    if _ARRAY.match(sample):
        return "json", None
    if _OBJECT.match(sample) and (named == "jsonl" or _first_line_is_object(sample)):
        return "jsonl", None
    if _OBJECT.match(sample) and named == "json":
        return "json", None
    delimiter, share = sniff_delimiter(sample[:_SNIFFED], complete=complete and len(sample) <= _SNIFFED)
    kind: Format = "tsv" if delimiter == "\t" else "csv"
    if named == "txt":
        # Survey tools export tables of tabs under this name; commas prove nothing in prose.
        return (kind, delimiter) if kind == "tsv" and share > 0.95 and sample.count("\n") > 2 else ("txt", None)
    if named == "tsv" and delimiter == NONE:
        return "tsv", "\t"
    return ("txt", None) if named is None and delimiter == NONE else (kind, delimiter)


def _first_line_is_object(sample: str) -> bool:
    line, separator, _ = sample.lstrip().partition("\n")
    if not separator and len(sample) >= _HEAD // 4:
        return True
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
