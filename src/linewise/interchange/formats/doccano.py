"""doccano: texts with labels and passages, one a line; together in one file, or a zip with one file a person.

What doccano calls text classification, sequence labeling, or intent detection and slot filling, by what there is.
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from linewise.core.exchange import Parcel, Statement
from linewise.interchange.labelled import RECORDS, Labelled, Piece, about, line, plain, writing
from linewise.interchange.packing import Choice, Format, Packed, Value

_PEOPLE = Choice(
    name="people",
    title="Whose labels",
    default="together",
    among=("together", "apart"),
    words="together: one file, who said what is lost; apart: a zip with one file a person, as doccano itself writes.",
)
_KIND = Choice(
    name="task",
    title="Labels on",
    default="auto",
    among=("auto", "texts", "passages", "both"),
    words="The kind of doccano project: text classification, sequence labeling, or both; auto: by what there is.",
)
_OPEN_FILES = 200
_OWN = ("id", "text", "label", "cats", "entities", "Comments", "document")


def _pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
    labelled = Labelled(parcel, choices["records"])
    kind = choices["task"] if choices["task"] != "auto" else _kind(parcel, choices["records"])
    people: dict[str, None] = {}
    if choices["people"] == "together":
        with writing(path) as file:
            for piece in labelled:
                said = list(_said(piece, labelled))
                people |= dict.fromkeys(one.coder for one in said)
                file.write(_row(piece, said, [about(memo) for memo in piece.memos], kind, labelled))
        labelled.losses.add("names of coders", "one file of doccano does not say whose labels they are", len(people))
        labelled.losses.add("times", "doccano writes none", labelled.counts["labels"])
    else:
        _apart(path, labelled, kind)
    labelled.counts.pop("memos", None)
    labelled.lost_about_codes()
    labelled.lost_memos(passages=False)
    return Packed(dict(labelled.counts), labelled.losses())


def _apart(path: Path, labelled: Labelled, kind: Value) -> None:
    names: dict[str, str] = {}
    with TemporaryDirectory(dir=path.parent) as folder, ExitStack() as stack:
        files: dict[str, IO[str]] = {}

        def file_of(coder: str) -> IO[str]:
            if coder not in names:
                names[coder] = _file_name(coder, names.values())
            if coder not in files:
                if len(files) >= _OPEN_FILES:
                    files.pop(next(iter(files))).close()
                opened = (Path(folder) / names[coder]).open("a", encoding="utf-8", newline="\n")
                files[coder] = stack.enter_context(opened)
            return files[coder]

        for coder in labelled.parcel.coders:
            file_of(coder)
        for piece in labelled:
            said = list(_said(piece, labelled))
            coders = dict.fromkeys([*(one.coder for one in said), *(memo.coder for memo in piece.memos)])
            for coder in coders or {next(iter(names), "all"): None}:
                own = [one for one in said if one.coder == coder]
                memos = [about(memo) for memo in piece.memos if memo.coder == coder]
                file_of(coder).write(_row(piece, own, memos, kind, labelled))
        for opened in files.values():
            opened.flush()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names.values():
                archive.write(Path(folder) / name, name)


def _file_name(coder: str, used: Iterable[str]) -> str:
    stem = "".join(sign if sign.isalnum() or sign in " .-_@" else "_" for sign in coder).strip(" .")[:80] or "unknown"
    name, again = f"{stem}.jsonl", 2
    while name.casefold() in {one.casefold() for one in used}:
        name, again = f"{stem} {again}.jsonl", again + 1
    return name


def _said(piece: Piece, labelled: Labelled) -> Iterator[Statement]:
    for one in piece.statements:
        if one.machine:
            labelled.losses.add("predictions", "doccano's labels are those of people")
        elif one.value != "present":
            labelled.losses.add(f"codes said to be {one.value}", "doccano says only what is there")
        else:
            yield one


def _row(piece: Piece, said: Iterable[Statement], memos: list[str], kind: Value, labelled: Labelled) -> str:
    texts = list(dict.fromkeys(labelled.labels[one.code] for one in said if one.start is None))
    passages = list(
        dict.fromkeys((one.start, one.end, labelled.labels[one.code]) for one in said if one.start is not None)
    )
    row: dict[str, Any] = {"id": piece.id, "text": piece.text, "document": piece.document}
    if kind == "texts":
        row["label"] = texts
        labelled.losses.add("passages", "the labels are on whole texts", len(passages))
    elif kind == "passages":
        row["label"] = passages
        labelled.losses.add("codes of whole texts", "the labels are on passages", len(texts))
    else:
        row |= {"cats": texts, "entities": passages}
    return line(row | {"Comments": memos} | plain(piece.attributes, without=_OWN))


def _kind(parcel: Parcel, by: Value) -> str:
    """Which kind of project holds everything that is said."""
    whole = passage = False
    for piece in Labelled(parcel, by):
        for one in piece.statements:
            whole, passage = whole or one.start is None, passage or one.start is not None
        if whole and passage:
            return "both"
    return "passages" if passage else "texts"


DOCCANO = Format(
    name="doccano",
    title="doccano",
    suffix=".doccano.jsonl",
    group="programs",
    words="Texts with labels and labelled passages, one a line, ready to be imported into a project.",
    pack=_pack,
    choices=(RECORDS, _KIND, _PEOPLE),
)
