"""Projects as other programs write them arrive with the passages that were marked there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from linewise.core.exchange import DocumentEntry, Loss, Parcel
from tests.interchange.refi import dialects
from tests.interchange.refi.dialects import DIALECTS, FEAR, HOPE, MEDIA, TEXT, WORDS, id_of, words
from tests.interchange.refi.parcels import archive, original, read, write


def only(parcel: Parcel, own: str = TEXT) -> DocumentEntry:
    return next(one for one in parcel.documents if one.id == own)


def named(losses: tuple[Loss, ...], what: str) -> Loss:
    return next(one for one in losses if one.what == what)


@pytest.mark.parametrize(("build", "name"), DIALECTS, ids=[name for _, name in DIALECTS])
def test_every_coded_word_arrives(build: Callable[[Path], Path], name: str, tmp_path: Path) -> None:
    parcel, _ = read(build(tmp_path / name))
    entry = only(parcel)
    assert entry.text == WORDS
    found = {(one.start, one.end) for one in entry.statements if one.code == HOPE}
    assert found == set(words())
    assert {one.coder for one in entry.statements} == {"Ann"}
    hope = next(code for code in parcel.codes if code.id == HOPE)
    assert (hope.name, hope.definition, hope.colour) == ("hope", "looking ahead", "#46AA00")


@pytest.mark.parametrize(("build", "name"), DIALECTS, ids=[name for _, name in DIALECTS])
def test_what_came_goes_out_and_comes_back_equal(build: Callable[[Path], Path], name: str, tmp_path: Path) -> None:
    came = build(tmp_path / name)
    parcel, _ = read(came)
    kept = Parcel(
        program="Linewise", name="study", codes=parcel.codes, documents=parcel.documents, memos=parcel.memos,
        originals=(original(came),),
    )  # fmt: skip
    out = tmp_path / "out.qdpx"
    write(out, kept)
    again, _ = read(out)
    assert list(again.documents) == list(parcel.documents)
    assert (again.codes, again.memos) == (parcel.codes, parcel.memos)


def test_nvivo_for_windows_has_one_passage_a_span(tmp_path: Path) -> None:
    parcel, losses = read(dialects.nvivo_windows(tmp_path / "a.qdpx"))
    entry = only(parcel)
    assert len(entry.statements) == 2 * len(words())
    assert len({one.passage for one in entry.statements}) == len(words())
    assert entry.attributes == {"case": "Maria"}
    assert not entry.memos
    said = named(losses, "passages, by how positions are counted")
    assert "UTF-16" in said.reason and said.count == 2 * len(words())


def test_atlas_ti_counts_line_ends_as_one_and_says_pdf_passages_once(tmp_path: Path) -> None:
    parcel, losses = read(dialects.atlas(tmp_path / "a.qdpx"))
    paper = only(parcel, MEDIA)
    assert [(one.start, one.end) for one in paper.statements] == [words()[3]]
    assert named(losses, "passages of pictures, PDF pages, sound or film").count == 1
    assert named(losses, "codings of pictures, PDF pages, sound or film").count == 1
    assert "counted as one" in named(losses, "passages, by how positions are counted").reason
    assert only(parcel).attributes == {"document groups": "first wave"}
    assert [memo.title for memo in parcel.memos] == ["Plan"]
    kept = {one.what for one in losses if one.kept}
    assert {"groups of codes or notes", "networks (drawings of how things relate)"} <= kept


def test_maxqda_has_comments_and_variables_by_cases(tmp_path: Path) -> None:
    parcel, _ = read(dialects.maxqda(tmp_path / "a.qdpx"))
    entry = only(parcel)
    assert entry.attributes == {"age": 34, "text": "Ålesund", "document groups": "wave 1"}
    assert [(memo.text, memo.start) for memo in entry.memos] == [("a comment", words()[5][0])]
    assert [one.name for one in parcel.documents] == ["interview", "interview"]


def test_the_reading_is_judged_where_the_program_is_unknown(tmp_path: Path) -> None:
    _, losses = read(dialects.inclusive(tmp_path / "a.qdpx"))
    assert "last character included" in named(losses, "passages, by how positions are counted").reason
    _, losses = read(dialects.qualcoder(tmp_path / "b.qdpx"))
    assert "counted as one" in named(losses, "passages, by how positions are counted").reason


def test_few_passages_leave_the_programs_own_way(tmp_path: Path) -> None:
    start, end = words()[9]
    counted = dialects.units(WORDS)
    said = dialects.selection(counted(start), counted(end), dialects.coding(HOPE))
    xml = dialects.project(dialects.codebook() + f"<Sources>{dialects.text_source(said)}</Sources>", origin="unknown")
    parcel, losses = read(archive(tmp_path / "a.qdpx", {"project.qde": xml, f"sources/{TEXT}.txt": WORDS}))
    assert [(one.start, one.end) for one in only(parcel).statements] == [(counted(start), counted(end))]
    assert "code points" in named(losses, "passages, by how positions are counted").reason


def test_transcripts_have_times_and_films_stay(tmp_path: Path) -> None:
    parcel, losses = read(dialects.film(tmp_path / "a.qdpx"))
    entry = only(parcel)
    times = [(one.start, one.value) for one in entry.stretches]
    assert times == [(0, "00:00:00.000"), (WORDS.index("but"), "00:00:02.260"), (WORDS.index("My"), "01:02:03.004")]
    said = {(one.code, one.start, one.end) for one in entry.statements}
    assert said == {(HOPE, WORDS.index("but"), WORDS.index("My")), (FEAR, None, None)}
    assert named(losses, "pictures, sound and film without a text").count == 1
    assert named(losses, "codings of pictures, PDF pages, sound or film").count == 1


def test_missing_and_odd_texts_are_named(tmp_path: Path) -> None:
    sources = "".join(
        dialects.text_source(inside, name=name, path=f"internal://{own}.txt", own=own)
        for name, own, inside in (
            ("gone", id_of(1), dialects.selection(0, 4, dialects.coding(HOPE, 1))),
            ("latin", id_of(2), dialects.selection(0, 99, dialects.coding(HOPE, 2))),
            ("empty", id_of(3), ""),
            ("point", id_of(4), dialects.selection(2, 2, dialects.coding(HOPE, 4))),
            ("dead", id_of(5), dialects.selection(0, 1, dialects.coding(id_of("no code"), 5))),
            ("twin", id_of(5), ""),
        )
    )
    inside = {
        "project.qde": dialects.project(dialects.codebook() + f"<Sources>{sources}</Sources>", origin="x"),
        f"sources/{id_of(2)}.txt": "Grüße aus Köln".encode("cp1252"),
        f"sources/{id_of(3)}.txt": "",
        f"sources/{id_of(4)}.txt": "a point",
        f"sources/{id_of(5)}.txt": "x y",
    }
    parcel, losses = read(archive(tmp_path / "a.qdpx", inside))
    documents = {one.name: one for one in parcel.documents}
    assert set(documents) == {"latin", "point", "dead", "twin"}
    assert documents["latin"].text == "Grüße aus Köln"
    assert (documents["latin"].statements[0].start, documents["latin"].statements[0].end) == (0, 14)
    assert (documents["point"].statements[0].start, documents["point"].statements[0].end) == (2, 2)
    assert not documents["dead"].statements
    assert len({one.id for one in documents.values()}) == 4
    counts = {one.what: one.count for one in losses}
    expected = {
        "texts that are not there": 1,
        "codings of sources without a text": 1,
        "empty texts": 1,
        "passages that reach beyond their text": 1,
        "passages of no length": 1,
        "codings with a code that the file does not have": 1,
        "documents with the id of another": 1,
        "texts that are not UTF-8": 1,
    }
    assert counts == expected
    assert "gone" in named(losses, "texts that are not there").reason
