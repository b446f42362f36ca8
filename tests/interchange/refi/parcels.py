"""Parcels to write, and files read back into parcels."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from linewise.core.exchange import (
    CodeEntry,
    DocumentEntry,
    Loss,
    MemoEntry,
    Original,
    Parcel,
    Statement,
    Stretch,
)
from linewise.interchange.detect import detect
from linewise.interchange.formats.refi_codebook import FORMAT as CODEBOOK
from linewise.interchange.formats.refi_project import FORMAT as PROJECT
from linewise.interchange.packing import Packed, chosen
from linewise.interchange.readers import READERS
from linewise.interchange.table import ReadOptions

EMOJI = "Grüße 👩‍👩‍👧 sagt sie.\n\nשלום עולם\n\ne\u0301te\u0301 — 𝒳 und 🎉 zuletzt"
CODED = "🎉"


def read(path: Path) -> tuple[Parcel, tuple[Loss, ...]]:
    """A file as its reader gives it, and what it could not give."""
    shape = detect(path)
    assert shape.format in ("qdpx", "qdc")
    with READERS[shape.format].open(path, ReadOptions()) as table:
        documents = [row.entry for row in table.rows]
        assert None not in documents
        contents = table.contents
        entries = tuple(one for one in documents if one is not None)
        coders = dict.fromkeys(said.coder for one in entries for said in one.statements if not said.machine)
        parcel = Parcel(
            program="Linewise",
            name="study",
            codes=contents.codes,
            coders=tuple(coders),
            documents=entries,
            memos=contents.memos,
        )
        return parcel, contents.losses()


def write(path: Path, parcel: Parcel, **given: object) -> Packed:
    """Write a project, or a codebook where the name says so."""
    form = CODEBOOK if path.suffix == ".qdc" else PROJECT
    return form.pack(path, parcel, chosen(form.choices, given))


def original(path: Path) -> Original:
    """A file as the project keeps it."""
    data = path.read_bytes()
    return Original(name=path.name, format=path.suffix[1:], open=lambda: io.BytesIO(data))


def members(path: Path) -> dict[str, bytes]:
    """What is inside of an archive."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def archive(path: Path, inside: Mapping[str, bytes | str]) -> Path:
    """An archive with these members, in this order."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in inside.items():
            out.writestr(name, data)
    return path


def full() -> Parcel:
    """A parcel with everything that one can hold."""
    start = EMOJI.index(CODED)
    units = ((0, EMOJI.index("\n")), (EMOJI.index("ש"), EMOJI.index("\n\ne")), (EMOJI.index("e\u0301"), len(EMOJI)))
    statements = (
        Statement(code="joy", start=start, end=start + 1, coder="Ann", at="2026-11-01T10:00:00.250000+00:00"),
        Statement(code="joy", start=start, end=start + 1, coder="Ben", at="2026-11-02T10:00:00Z", comment="Look!"),
        Statement(code="small", start=0, end=5, coder="heads 3", machine=True, score=0.83),
        Statement(code="grief", start=0, end=5, coder="Ann", value="absent"),
        Statement(code="small", coder="Ann", at="2026-11-03T10:00:00Z"),
        Statement(code="grief", start=0, end=5, coder="Ben", value="unsure", at="2026-11-03T10:00:00Z"),
    )
    memos = (
        MemoEntry(text="Strange", subject="passage", start=0, end=5, coder="Ann", at="2026-11-01T11:00:00Z"),
        MemoEntry(text="joy; relief", subject="passage", start=0, end=5, coder="Ann", open_codes=True, id="n1"),
        MemoEntry(text="A long talk.", subject="document", title="Setting", coder="Ben"),
    )
    documents = (
        DocumentEntry(
            id="d1",
            name="Interview\n1 <&> \u0001",
            text=EMOJI,
            attributes={
                "age": 34,
                "score": 0.5,
                "mixed": "x",
                "told": True,
                "day": "2026-11-21",
                "document groups": "north; young",
                "case": "Maria",
                "empty": None,
            },
            stretches=(Stretch(0, 5, "heading", "Part › One"), Stretch(0, len(EMOJI), "page", 2)),
            statements=statements,
            memos=memos,
            units=units,
        ),
        DocumentEntry(
            id="d2",
            name="windows",
            text="one line\r\nand another 🎉\r\nend",
            attributes={"age": 7, "mixed": 5, "document groups": "north"},
            statements=(Statement(code="joy", start=22, end=23, coder="Ann"),),
        ),
        DocumentEntry(id="d3", name="empty", text=""),
        DocumentEntry(id="d4", name="line feed", text="\n"),
    )
    return Parcel(
        program="Linewise",
        name="study",
        codes=(
            CodeEntry(id="feelings", name="Feelings", codable=False),
            CodeEntry(
                id="joy",
                name="joy\t& <bliss>",
                definition="Being glad.\n\nIn any way.",
                use_when="said so",
                not_when="only polite",
                examples=("great!", "so glad"),
                counter_examples=("thanks",),
                aliases=("happiness",),
                parents=("feelings",),
                colour="#ff8800",
            ),
            CodeEntry(id="grief", name="grief", parents=("feelings",), colour="#ABC"),
            CodeEntry(id="small", name="small", parents=("feelings", "joy")),
        ),
        coders=("Ann", "Ben", "Cem"),
        documents=documents,
        memos=(
            MemoEntry(text="Why does this matter?", title="Plan", coder="Ann", at="2026-11-01T09:00:00.5Z"),
            MemoEntry(text="Watch this one.", subject="code", subject_id="joy", coder="Ben"),
        ),
    )
