"""One small study as a parcel: people, a model, groups of codes, and a text that is hard to count in."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from linewise.core.exchange import CodeEntry, DocumentEntry, Loss, MemoEntry, Parcel, Statement, Stretch
from linewise.interchange.detect import detect
from linewise.interchange.packing import Format, Packed, chosen
from linewise.interchange.readers import READERS
from linewise.interchange.table import Contents, ReadOptions

TEXT = (
    "Interview 🙂 one\n\nI am so happy 😀😀 today.\nTe\u0301le\u0301phone & <tags>, two  spaces.\n\n"
    "Γειά σου, 你好 👩\u200d👩\u200d👧."
)


def at(part: str, text: str = TEXT) -> tuple[int, int]:
    """Where these words stand."""
    start = text.index(part)
    return start, start + len(part)


def says(code: str, part: str, coder: str = "Ann Lee", text: str = TEXT, **more: Any) -> Statement:
    start, end = at(part, text)
    return Statement(code=code, start=start, end=end, coder=coder, **more)


CODES = (
    CodeEntry(id="g", name="Feelings", codable=False),
    CodeEntry(id="c1", name="Joy", definition="Being glad.", parents=("g",), colour="#aa5500"),
    CodeEntry(id="c2", name="Dr. Who & co", definition="A dot."),
    CodeEntry(id="c3", name="你好", parents=("c2",), colour="#00aa00"),
)
STATEMENTS = (
    says("c1", "so happy 😀😀 today", at="2024-05-01T10:00:00+00:00"),
    says("c2", "Te\u0301le\u0301phone", "Bo"),
    says("c3", "你好 👩\u200d👩\u200d👧", "", machine=True),
    says("c1", "today.\nTe\u0301", "Bo"),
)
DOCUMENT = DocumentEntry(
    id="d1",
    name="First",
    text=TEXT,
    attributes={"age": 31, "city": "Łódź"},
    stretches=(Stretch(*at("Interview 🙂 one"), "part", "heading"),),
    statements=STATEMENTS,
    memos=(
        MemoEntry(
            text="Note this.", subject="passage", coder="Ann Lee", start=at("two  spaces")[0], end=at("spaces")[1]
        ),
    ),
)
PARCEL = Parcel(
    program="Linewise",
    name="Study",
    codes=CODES,
    coders=("Ann Lee", "Bo"),
    documents=(DOCUMENT, DocumentEntry(id="d2", name="Second", text="Plain.", statements=(Statement(code="c1"),))),
    memos=(MemoEntry(text="All about it.", title="Plan", coder="Ann Lee"),),
)


def write(form: Format, path: Path, parcel: Parcel = PARCEL, **given: Any) -> Packed:
    return form.pack(path, parcel, chosen(form.choices, given))


def read(path: Path) -> tuple[Contents, list[DocumentEntry], tuple[Loss, ...]]:
    """What a file is taken for, and everything in it."""
    with READERS[detect(path).format].open(path, ReadOptions()) as table:
        rows = list(table.rows)
        assert all(row.defect is None for row in rows), rows
        return table.contents, [row.entry for row in rows if row.entry is not None], table.contents.losses()


def again(path: Path) -> Parcel:
    """A file as a parcel, to be written again."""
    contents, documents, _ = read(path)
    coders = dict.fromkeys(one.coder for entry in documents for one in entry.statements if one.coder)
    return Parcel(
        program=contents.program, codes=contents.codes, coders=tuple(coders), documents=documents, memos=contents.memos
    )


def tree(codes: Iterable[CodeEntry]) -> dict[str, tuple[tuple[str, ...], str, str, bool]]:
    """Names with their parents' names, definition, colour and whether they can be coded."""
    names = {code.id: code.name for code in codes}
    return {
        code.name: (tuple(names[one] for one in code.parents), code.definition, code.colour, code.codable)
        for code in codes
    }


def said(contents: Contents | Parcel, entry: DocumentEntry) -> set[tuple[object, ...]]:
    """What is said of a document, codes by name and passages by their words."""
    names: Mapping[str, str] = {code.id: code.name for code in contents.codes}
    return {
        (names[one.code], entry.text[one.start : one.end], one.start, one.coder, one.machine, one.comment)
        for one in entry.statements
    }


def bare(parcel: Parcel) -> Parcel:
    """A parcel without what tells two writings of it apart."""
    documents = [
        replace(
            entry,
            id="",
            statements=tuple(
                sorted((replace(one, id="", passage="") for one in entry.statements), key=lambda one: repr(one))
            ),
            memos=tuple(replace(memo, id="", subject_id="") for memo in entry.memos),
        )
        for entry in parcel.documents
    ]
    return replace(parcel, documents=documents, memos=tuple(replace(memo, id="") for memo in parcel.memos))
