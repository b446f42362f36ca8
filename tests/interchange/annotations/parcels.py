"""Parcels to be written and read back, and files as the tools themselves write them."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from linewise.core.exchange import CodeEntry, DocumentEntry, Loss, MemoEntry, Parcel, Statement, Stretch
from linewise.interchange.detect import detect
from linewise.interchange.formats import FORMATS
from linewise.interchange.packing import Packed, chosen
from linewise.interchange.readers import READERS
from linewise.interchange.table import Contents, ReadOptions

TEXT = "Ann 🙂 went to Paris.\r\nIt rained — e\u0301t cetera. 👩‍👩‍👧 End"
AT = "2026-03-04T05:06:07+00:00"


def spot(words: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


PARIS, RAIN, FAMILY = spot("Paris"), spot("It rained"), spot("👩‍👩‍👧")

CODES = (
    CodeEntry(id="c1", name="Place", definition="Where, or whither", colour="#1f77b4", aliases=("Location",)),
    CodeEntry(id="c2", name="Weather"),
    CodeEntry(id="c3", name='Family <&"> é'),
)


def said(code: str, span: tuple[int, int] | None = None, **more: Any) -> Statement:
    start, end = span or (None, None)
    return Statement(code=code, start=start, end=end, **{"coder": "ann@x.org", "at": AT, **more})


DOCUMENTS = (
    DocumentEntry(
        id="d1",
        name="Diary",
        text=TEXT,
        attributes={"year": 2020, "kind": "private"},
        statements=(
            said("c2"),
            said("c1", PARIS),
            said("c3", FAMILY),
            said("c2", RAIN, coder="Bob"),
            said("c1", PARIS, coder="tagger 3", machine=True, score=0.75),
        ),
    ),
    DocumentEntry(id="d2", name="Empty", text="Nothing was said here."),
)
PARCEL = Parcel(program="Linewise", name="Trips", codes=CODES, coders=("ann@x.org", "Bob"), documents=DOCUMENTS)
LINES = Parcel(
    program="Linewise",
    name="Lines",
    codes=CODES,
    coders=("ann@x.org",),
    documents=(
        DocumentEntry(
            id="d1",
            name="Diary",
            text="It rained.\nThen sun 🙂.",
            units=((0, 10), (11, 22)),
            stretches=(Stretch(11, 22, "speaker", "Ann"),),
            statements=(said("c2", (0, 10)), said("c2", (16, 22)), said("c1", (5, 14), value="absent"), said("c3")),
            memos=(MemoEntry(text="sunny", subject="passage", start=16, end=19, coder="ann@x.org"),),
        ),
    ),
)


def write(name: str, path: Path, parcel: Parcel = PARCEL, **choices: object) -> Packed:
    form = next(one for one in FORMATS if one.name == name)
    return form.pack(path, parcel, chosen(form.choices, choices))


def read(path: Path, known: str | None = None) -> tuple[Contents, list[DocumentEntry], tuple[Loss, ...]]:
    """A file through recognition and its reader; rows that are wrong fail the test."""
    shape = detect(path)
    assert known is None or shape.format == known
    with READERS[shape.format].open(path, ReadOptions(encoding=shape.encoding or "utf-8")) as table:
        rows = list(table.rows)
        assert table.total == len(rows)
        assert [row.defect for row in rows] == [None] * len(rows)
        assert table.columns is not None
        assert all(set(row.cells) <= set(table.columns) for row in rows)
        return table.contents, [row.entry for row in rows if row.entry is not None], table.contents.losses()


def simple(contents: Contents, documents: Iterable[DocumentEntry], *fields: str) -> list[tuple[Any, ...]]:
    """Statements as comparable values: document, code by name, place, and the fields asked for."""
    names = {code.id: code.name for code in contents.codes}
    found = [
        (entry.id, names[one.code], one.start, one.end, *(getattr(one, name) for name in fields))
        for entry in documents
        for one in entry.statements
    ]
    return sorted(found, key=repr)


def expected(parcel: Parcel, *fields: str) -> list[tuple[Any, ...]]:
    return simple(Contents(codes=parcel.codes), parcel.documents, *fields)


def lines(path: Path, records: Iterable[Any]) -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    return path


def array(path: Path, records: list[Any]) -> Path:
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def what(losses: Iterable[Loss]) -> Mapping[str, int]:
    return {loss.what: loss.count for loss in losses}
