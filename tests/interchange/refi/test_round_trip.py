"""What goes out is valid, says everything, and comes back equal, whoever had it in between."""

import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from linewise.core.exchange import CodeEntry, DocumentEntry, MemoEntry, Parcel, Statement
from linewise.interchange.formats.refi import schema
from tests.interchange.refi import dialects
from tests.interchange.refi.dialects import FEAR, HOPE, MEDIA, TEXT, WORDS, id_of, words
from tests.interchange.refi.parcels import CODED, EMOJI, archive, full, members, original, read, write


def xml_of(path: Path) -> Any:
    return etree.fromstring(members(path)["project.qde"])


def found(root: Any, name: str) -> list[Any]:
    return list(root.iter(f"{{{schema.SPACES['Project']}}}{name}"))


@pytest.mark.parametrize("given", [{}, {"positions": "utf16"}, {"whole": False}])
def test_a_full_parcel_comes_back(given: dict[str, object], tmp_path: Path) -> None:
    first, second = tmp_path / "first.qdpx", tmp_path / "second.qdpx"
    parcel = full()
    parcel = replace(parcel, documents=[one for one in parcel.documents if one.text.strip()])
    write(first, parcel, **given)
    came, losses = read(first)
    assert losses == ()
    write(second, came, **given)
    assert _without_silent(members(first)) == members(second)
    third = tmp_path / "third.qdpx"
    write(third, replace(came, originals=(original(first),)), **given)
    assert members(third) == members(first)


def _without_silent(inside: dict[str, bytes]) -> dict[str, bytes]:
    """Who said nothing at all is a user of the file, but not of what is read from it."""
    lines = inside["project.qde"].split(b"\n")
    return {**inside, "project.qde": b"\n".join(line for line in lines if b'name="Cem"' not in line)}


def test_everything_that_a_parcel_holds_is_there_again(tmp_path: Path) -> None:
    parcel = full()
    write(tmp_path / "a.qdpx", parcel)
    came, _ = read(tmp_path / "a.qdpx")
    before, after = next(iter(parcel.documents)), next(iter(came.documents))
    codes = {code.id: code.name for code in came.codes}
    assert after.text == EMOJI
    assert (after.units, after.stretches) == (before.units, before.stretches)
    assert after.attributes == {name: value for name, value in before.attributes.items() if value is not None}

    def told(entry: DocumentEntry, names: dict[str, str]) -> set[tuple[object, ...]]:
        return {
            (names[one.code], one.start, one.end, one.value, one.coder, one.machine, one.score, one.at, one.comment)
            for one in entry.statements
        }

    plain = {code.id: " ".join(code.name.split()) for code in parcel.codes}
    assert told(after, codes) == told(before, plain)
    notes = {(one.text, one.title, one.start, one.end, one.coder, one.at, one.open_codes) for one in after.memos}
    assert notes == {
        (one.text, one.title, one.start, one.end, one.coder, one.at, one.open_codes) for one in before.memos
    }
    joy = next(code for code in came.codes if code.name == "joy & <bliss>")
    wanted = parcel.codes[1]
    for name in ("definition", "use_when", "not_when", "examples", "counter_examples", "aliases"):
        assert getattr(joy, name) == getattr(wanted, name)
    small = next(code for code in came.codes if code.name == "small")
    assert [codes[one] for one in small.parents] == ["Feelings", "joy & <bliss>"]
    assert {(one.text, one.subject) for one in came.memos} == {(one.text, one.subject) for one in parcel.memos}


def test_passages_fit_the_text_that_is_written(tmp_path: Path) -> None:
    for unit, width in (("codepoints", "utf-32-le"), ("utf16", "utf-16-le")):
        path = tmp_path / f"{unit}.qdpx"
        write(path, full(), positions=unit, whole=False)
        inside = members(path)
        size = 4 if unit == "codepoints" else 2
        seen = 0
        for source in found(xml_of(path), "TextSource"):
            stored = inside[f"sources/{source.get('guid')}.txt"]
            assert b"\r" not in stored and not stored.startswith(b"\xef\xbb\xbf")
            text = stored.decode().encode(width)
            for one in found(source, "PlainTextSelection"):
                start, end = (int(one.get(edge)) * size for edge in ("startPosition", "endPosition"))
                assert text[start:end].decode(width) == one.get("name")
                seen += one.get("name") == CODED
        assert seen == 2


def test_what_has_no_place_is_named(tmp_path: Path) -> None:
    packed = write(tmp_path / "a.qdpx", full())
    counts = {one.what: one.count for one in packed.losses}
    assert counts["statements that a code is absent or unsure"] == 2
    assert counts["confidences"] == 1
    assert counts["texts with other line ends"] == 1
    assert packed.counts["documents"] == 4 and packed.counts["codings"] == 5
    bare = write(tmp_path / "b.qdpx", full(), side=False)
    assert "linewise.jsonl" not in members(tmp_path / "b.qdpx")
    assert all("side file" in one.reason for one in bare.losses if one.what == "confidences")
    came, _ = read(tmp_path / "b.qdpx")
    assert {one.value for document in came.documents for one in document.statements} == {"present"}


def test_a_side_file_that_does_not_fit_is_not_used(tmp_path: Path) -> None:
    path = write_and_change(tmp_path, lambda text: text.replace("Grüße", "Gruß, "))
    came, _ = read(path)
    assert next(iter(came.documents)).units is None
    broken = archive(
        tmp_path / "b.qdpx", {**members(path), "linewise.jsonl": b'{"linewise":1}\n{"id":"X","text":[]}\n\xff'}
    )
    assert len(list(read(broken)[0].documents)) == 2


def write_and_change(folder: Path, change: Any) -> Path:
    write(folder / "a.qdpx", full())
    inside = members(folder / "a.qdpx")
    return archive(
        folder / "changed.qdpx",
        {name: change(data.decode()) if name.endswith(".txt") else data for name, data in inside.items()},
    )


def test_models_are_users_that_say_so(tmp_path: Path) -> None:
    write(tmp_path / "a.qdpx", full())
    users = {one.get("name"): one.get("guid") for one in found(xml_of(tmp_path / "a.qdpx"), "User")}
    assert set(users) == {"Ann", "Ben", "Cem", "model: heads 3"}
    by = [
        one
        for one in found(xml_of(tmp_path / "a.qdpx"), "Coding")
        if one.get("creatingUser") == users["model: heads 3"]
    ]
    assert len(by) == 1


def edited(came: Parcel, path: Path) -> Parcel:
    """The imported interview after some work: codings gone, changed, new; memos too; a code gone; another text new."""
    documents = []
    for entry in came.documents:
        if entry.id != TEXT:
            continue
        first, second, *others = entry.statements
        start, end = words()[2]
        fresh = (
            replace(second, code=FEAR),
            Statement(code=FEAR, start=start, end=end, coder="Ben", at="2026-11-21T10:00:00Z"),
            Statement(code=HOPE, start=2, end=60, coder="Ben"),
            Statement(code=FEAR, coder="heads 1", machine=True, score=0.5),
        )
        memos = (MemoEntry(text="new", subject="passage", start=start, end=end, coder="Ben"),)
        documents.append(
            replace(
                entry,
                statements=(*others, *fresh),
                memos=memos,
                attributes={**entry.attributes, "age": 35, "fresh": "x"},
            )
        )
        del first
    documents.append(DocumentEntry(id="new", name="added", text="Hello there", attributes={"age": 3}))
    return replace(came, documents=documents, memos=(), originals=(original(path),))


def test_work_goes_into_an_imported_project(tmp_path: Path) -> None:
    path = dialects.maxqda(tmp_path / "came.qdpx")
    came, _ = read(path)
    packed = write(tmp_path / "out.qdpx", edited(came, path))
    again, _ = read(tmp_path / "out.qdpx")
    entries = {one.name: one for one in again.documents}
    assert set(entries) == {"interview", "added"}
    entry = entries["interview"]
    assert entry.id == TEXT
    said = {(one.code, one.start, one.end, one.coder) for one in entry.statements}
    places = words()
    expected = {(HOPE, *place, "Ann") for place in places[2:]}
    expected |= {
        (FEAR, *places[1], "Ann"),
        (FEAR, *places[2], "Ben"),
        (HOPE, 2, 60, "Ben"),
        (FEAR, None, None, "heads 1"),
    }
    assert said == expected
    assert [(memo.text, memo.coder) for memo in entry.memos] == [("new", "Ben")]
    assert entry.attributes == {"age": 35, "text": "Ålesund", "fresh": "x", "document groups": "wave 1"}
    assert entries["added"].attributes == {"age": 3}
    lost = {one.what: one.count for one in packed.losses}
    assert lost["texts of an imported project"] == 1
    variables = {one.get("name"): one.get("guid") for one in found(xml_of(tmp_path / "out.qdpx"), "Variable")}
    assert variables["age"] == id_of("age")


def test_what_is_not_known_goes_on(tmp_path: Path) -> None:
    path = dialects.film(tmp_path / "came.qdpx")
    came, _ = read(path)
    place = words()[0]
    work = replace(
        next(iter(came.documents)),
        statements=(
            *next(iter(came.documents)).statements,
            Statement(code=FEAR, start=place[0], end=place[1], coder="Ben"),
        ),
    )
    write(tmp_path / "out.qdpx", replace(came, documents=[work], originals=(original(path),)), positions="utf16")
    inside, before = members(tmp_path / "out.qdpx"), members(path)
    for name in (f"sources/{MEDIA}.mp4", f"sources/{id_of('pic')}.jpg"):
        assert inside[name] == before[name]
    root = xml_of(tmp_path / "out.qdpx")
    assert [one.get("guid") for one in found(root, "VideoSelection")] == [id_of("vs")]
    again, _ = read(tmp_path / "out.qdpx")
    entry = next(iter(again.documents))
    assert (FEAR, *place, "Ben") in {(one.code, one.start, one.end, one.coder) for one in entry.statements}
    assert {(one.start, one.value) for one in entry.stretches} == {
        (one.start, one.value) for one in next(iter(came.documents)).stretches
    }


def test_references_to_what_is_gone_are_dropped(tmp_path: Path) -> None:
    path = dialects.atlas(tmp_path / "came.qdpx")
    came, _ = read(path)
    kept = [replace(one, statements=()) for one in came.documents if one.id == MEDIA]
    codes = tuple(code for code in came.codes if code.id == FEAR)
    packed = write(tmp_path / "out.qdpx", replace(came, codes=codes, documents=kept, originals=(original(path),)))
    root = xml_of(tmp_path / "out.qdpx")
    assert [one.get("guid") for one in found(root, "PDFSelection")] == [id_of("twice"), id_of("alone")]
    assert [one.get("name") for one in found(root, "Set")] == ["feelings", "first wave"]
    assert not found(root, "MemberSource") and not found(root, "MemberCode")
    assert found(root, "Vertex")[0].get("representedGUID") is None
    assert {one.what: one.count for one in packed.losses}["references to what is gone"] == 3


def test_what_the_standard_does_not_know_is_kept_beside(tmp_path: Path) -> None:
    odd = dialects.text_source("").replace("<TextSource ", '<TextSource weight="3" rank="x" ')
    codes = dialects.codebook().replace('color="#46AA00"', 'color="rgb(70, 170, 0)"')
    extra = f'<Sources>{odd}</Sources><Cases/><Sets/><Links><Link guid="{id_of("l")}" strength="9"/></Links><Theory/>'
    path = archive(
        tmp_path / "came.qdpx",
        {"project.qde": dialects.project(codes + extra, origin="odd"), f"sources/{TEXT}.txt": WORDS},
    )
    came, losses = read(path)
    assert came.codes[0].colour == "#46AA00"
    assert {one.what: one.count for one in losses}["elements that the standard does not know"] == 1
    packed = write(tmp_path / "out.qdpx", replace(came, originals=(original(path),)))
    assert b'weight=\\"3\\"' in members(tmp_path / "out.qdpx")["linewise.jsonl"]
    lost = {one.what: one.count for one in packed.losses}
    assert lost["elements and attributes that the standard does not know"] == 4
    again, _ = read(tmp_path / "out.qdpx")
    write(tmp_path / "twice.qdpx", replace(again, originals=(original(tmp_path / "out.qdpx"),)))
    assert members(tmp_path / "twice.qdpx") == members(tmp_path / "out.qdpx")


def test_codes_whose_parents_go_in_a_circle_are_written(tmp_path: Path) -> None:
    codes = (
        CodeEntry(id="a", name="a", parents=("b",)),
        CodeEntry(id="b", name="b", parents=("a",)),
        CodeEntry(id="c", name="c", parents=("c", "gone")),
    )
    write(tmp_path / "a.qdpx", Parcel(program="Linewise", codes=codes))
    came, _ = read(tmp_path / "a.qdpx")
    assert {code.name for code in came.codes} == {"a", "b", "c"}


class Many:
    """Many documents, made when they are asked for."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __iter__(self) -> Iterator[DocumentEntry]:
        for number in range(self._count):
            said = (Statement(code="a", start=0, end=7, coder="Ann", at="2026-11-21T10:00:00Z"),)
            yield DocumentEntry(
                id=f"d{number}",
                name=f"row {number}",
                text=f"Answer {number} 🎉",
                attributes={"n": number},
                statements=said,
            )


def test_thousands_of_texts_take_seconds_and_little_memory(tmp_path: Path) -> None:
    parcel = Parcel(program="Linewise", codes=(CodeEntry(id="a", name="a"),), documents=Many(1_000))
    began = time.process_time()
    write(tmp_path / "a.qdpx", parcel)
    came, losses = read(tmp_path / "a.qdpx")
    assert time.process_time() - began < 10
    documents = list(came.documents)
    assert len(documents) == 1_000 and losses == ()
    assert documents[999].text == "Answer 999 🎉" and documents[999].attributes == {"n": 999}
    tracemalloc.start()
    write(tmp_path / "b.qdpx", replace(parcel, documents=Many(500)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 32 * 2**20
