"""Passages by code as a table, CSV or XLSX: a row a passage and code."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from linewise.core.exchange import Parcel
from linewise.interchange.formats.rendering.choices import CODES, CONTEXT, MOST
from linewise.interchange.formats.rendering.quotes import PLACES, Asked, Gathered
from linewise.interchange.formats.rendering.told import left_out
from linewise.interchange.packing import Format, Packed, Value
from linewise.interchange.writers import WRITERS, WriteFormat
from linewise.interchange.writers.table import Cell, Columns

COLUMNS: Columns = (
    ("code", str),
    ("passage", str),
    ("before", str),
    ("after", str),
    ("document", str),
    *((name, str) for name in PLACES),
    ("coder", str),
    ("by model", bool),
    ("confidence", float),
    ("at", str),
    ("memo", str),
    ("start", int),
    ("end", int),
    ("code id", str),
)


def _rows(gathered: Gathered) -> Iterator[Mapping[str, Cell]]:
    for code in gathered.codes:
        for one in gathered.of(code):
            yield {
                "code": code.name,
                "passage": one.text,
                "before": "\n\n".join((*one.before, one.lead)).strip() or None,
                "after": "\n\n".join((one.tail, *one.after)).strip() or None,
                "document": one.document,
                **one.place,
                "coder": one.coder or None,
                "by model": one.machine,
                "confidence": one.score,
                "at": one.at or None,
                "memo": "\n\n".join(filter(None, (one.comment, *one.memos))) or None,
                "start": one.start,
                "end": one.end,
                "code id": code.id,
            }


def _pack(kind: WriteFormat) -> Callable[[Path, Parcel, Mapping[str, Value]], Packed]:
    def pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
        with Gathered(parcel, Asked.from_choices(parcel, choices)) as gathered:
            count = WRITERS[kind].write(path, COLUMNS, _rows(gathered))
            codes = sum(1 for places in gathered.places.values() if places)
            return Packed({"codes": codes, "passages": count}, left_out(gathered))

    return pack


def _format(kind: WriteFormat, title: str) -> Format:
    return Format(
        name=f"quotations-{kind}",
        title=title,
        suffix=f".quotations.{kind}",
        group="reading",
        words="A row for each passage of a code, with what stands around it, where it is from, and who coded it.",
        pack=_pack(kind),
        choices=(CONTEXT, replace(MOST, default=0), CODES),
    )


CSV = _format("csv", "Quotations as CSV")
XLSX = _format("xlsx", "Quotations for spreadsheets")
