"""Memos of an imported project are changed, taken away and added in the file that they came in."""

from dataclasses import replace
from pathlib import Path

from linewise.core.exchange import MemoEntry, Parcel
from tests.interchange.refi.parcels import full, members, original, read, write


def came(folder: Path) -> tuple[Path, Parcel]:
    path = folder / "came.qdpx"
    write(path, full())
    return path, read(path)[0]


def after(folder: Path, path: Path, parcel: Parcel) -> Parcel:
    write(folder / "out.qdpx", replace(parcel, originals=(original(path),)))
    return read(folder / "out.qdpx")[0]


def texts(parcel: Parcel) -> set[tuple[str, str, str]]:
    told = [(one.text, one.title, one.coder) for document in parcel.documents for one in document.memos]
    return {*told, *((one.text, one.title, one.coder) for one in parcel.memos)}


def test_a_memo_that_is_taken_away_is_gone(tmp_path: Path) -> None:
    path, parcel = came(tmp_path)
    first, *others = parcel.documents
    kept = replace(first, memos=tuple(one for one in first.memos if one.text != "Strange"))
    plan = tuple(one for one in parcel.memos if one.title != "Plan")
    again = after(tmp_path, path, replace(parcel, documents=[kept, *others], memos=plan))
    assert texts(again) == texts(parcel) - {("Strange", "", "Ann"), ("Why does this matter?", "Plan", "Ann")}
    assert b"Strange" not in members(tmp_path / "out.qdpx")["project.qde"]


def test_memos_that_are_changed_keep_their_ids(tmp_path: Path) -> None:
    path, parcel = came(tmp_path)
    first, *others = parcel.documents
    changed = replace(
        first, memos=tuple(replace(one, text=f"{one.text} Or not?") if one.title else one for one in first.memos)
    )
    memos = tuple(replace(one, text="Something else", title="") for one in parcel.memos)
    again = after(tmp_path, path, replace(parcel, documents=[changed, *others], memos=memos))
    now = next(iter(again.documents))
    assert {one.id: one.text for one in now.memos} == {one.id: one.text for one in changed.memos}
    assert {one.id: (one.text, one.subject) for one in again.memos} == {
        one.id: ("Something else", one.subject) for one in parcel.memos
    }


def test_new_memos_join(tmp_path: Path) -> None:
    path, parcel = came(tmp_path)
    joy = next(code for code in parcel.codes if code.name.startswith("joy"))
    new = (
        MemoEntry(text="about joy", subject="code", subject_id=joy.id, coder="Cem"),
        MemoEntry(text="about all", coder="Cem"),
    )
    again = after(tmp_path, path, replace(parcel, memos=(*parcel.memos, *new)))
    assert texts(again) == texts(parcel) | {("about joy", "", "Cem"), ("about all", "", "Cem")}
    assert {one.subject for one in again.memos if one.text == "about joy"} == {"code"}
