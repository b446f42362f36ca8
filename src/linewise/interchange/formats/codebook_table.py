"""A codebook as a table, CSV or XLSX: a row a code, with its place, what it means, and counts."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from linewise.core.exchange import Parcel
from linewise.interchange.formats.rendering.book import Book, book
from linewise.interchange.formats.rendering.choices import COUNTS
from linewise.interchange.packing import Format, Packed, Value
from linewise.interchange.writers import WRITERS, WriteFormat
from linewise.interchange.writers.table import Cell, Columns

COLUMNS: Columns = (
    ("code", str),
    ("path", str),
    ("level", int),
    ("definition", str),
    ("use when", str),
    ("do not use when", str),
    ("examples", str),
    ("counter-examples", str),
    ("aliases", str),
    ("also below", str),
    ("colour", str),
    ("codable", bool),
    ("people", int),
    ("model", int),
    ("imported", int),
    ("share", float),
    ("share low", float),
    ("share high", float),
    ("id", str),
)
FIGURES = {"people", "model", "imported", "share", "share low", "share high"}


def render(path: Path, made: Book, kind: WriteFormat) -> Packed:
    """Write a codebook; what a spreadsheet would run is made harmless."""
    columns = [column for column in COLUMNS if made.counted or column[0] not in FIGURES]
    count = WRITERS[kind].write(path, columns, _rows(made))
    return Packed({"codes": count})


def _rows(made: Book) -> Iterator[Mapping[str, Cell]]:
    for entry in made.entries:
        code, figures = entry.code, entry.figures
        yield {
            "code": code.name,
            "path": " › ".join((*entry.path, code.name)),
            "level": entry.depth + 1,
            "definition": code.definition or None,
            "use when": code.use_when or None,
            "do not use when": code.not_when or None,
            "examples": "\n".join(code.examples) or None,
            "counter-examples": "\n".join(code.counter_examples) or None,
            "aliases": "; ".join(code.aliases) or None,
            "also below": "; ".join(entry.also) or None,
            "colour": code.colour or None,
            "codable": code.codable,
            "people": figures.people,
            "model": figures.model,
            "imported": figures.imported,
            "share": figures.share,
            "share low": figures.low,
            "share high": figures.high,
            "id": code.id,
        }


def _pack(kind: WriteFormat) -> Callable[[Path, Parcel, Mapping[str, Value]], Packed]:
    def pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
        return render(path, book(parcel, counted=choices["counts"] is True), kind)

    return pack


def _format(kind: WriteFormat, title: str) -> Format:
    return Format(
        name=f"codebook-{kind}",
        title=title,
        suffix=f".codebook.{kind}",
        group="reading",
        words="A row a code: its place, definition, rules, examples, aliases and counts.",
        pack=_pack(kind),
        choices=(COUNTS,),
    )


CSV = _format("csv", "Codebook as CSV")
XLSX = _format("xlsx", "Codebook for spreadsheets")
