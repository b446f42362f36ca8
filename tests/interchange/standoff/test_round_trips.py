"""What we write for another program we read back, and twice is as once."""

from dataclasses import replace
from pathlib import Path

import pytest

from linewise.core.exchange import CodeEntry, DocumentEntry, MemoEntry, Parcel, Statement
from linewise.interchange.formats.brat import BRAT
from linewise.interchange.formats.cas import CAS
from linewise.interchange.formats.qualcoder import QUALCODER
from linewise.interchange.formats.taguette import TAGUETTE, TAGUETTE_CODEBOOK
from linewise.interchange.packing import Format
from tests.interchange.standoff.sample import (
    CODES,
    DOCUMENT,
    PARCEL,
    STATEMENTS,
    TEXT,
    again,
    bare,
    read,
    said,
    tree,
    write,
)

FORMATS = (TAGUETTE, QUALCODER, BRAT, CAS)
formats = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)


@formats
def test_texts_and_passages_come_back_exactly(form: Format, tmp_path: Path) -> None:
    path = tmp_path / f"out{form.suffix}"
    packed = write(form, path)
    contents, documents, losses = read(path)
    first, second = documents
    assert (first.name, first.text) == ("First", TEXT)
    assert said(contents, first) == said(PARCEL, DOCUMENT)
    assert (second.name, second.text) == ("Second", "Plain.")
    assert [one.value for one in second.statements] == ["present"]
    assert packed.counts and losses == ()
    times = {one.at[:19] for one in first.statements if one.coder == "Ann Lee"}
    assert times == {"2024-05-01T10:00:00"}


@formats
def test_written_twice_it_is_the_same(form: Format, tmp_path: Path) -> None:
    write(form, tmp_path / f"a{form.suffix}")
    once = again(tmp_path / f"a{form.suffix}")
    write(form, tmp_path / f"b{form.suffix}", once)
    twice = again(tmp_path / f"b{form.suffix}")
    assert bare(twice) == bare(once)


def test_codebooks_keep_what_each_program_has(tmp_path: Path) -> None:
    expected = tree(CODES)
    found = {}
    for form in FORMATS:
        write(form, tmp_path / f"x{form.suffix}")
        found[form.name] = tree(read(tmp_path / f"x{form.suffix}")[0].codes)
    without_colours = {name: (above, about, "", codable) for name, (above, about, _, codable) in expected.items()}
    assert found["taguette"] == without_colours
    parents = {name: one[0] for name, one in expected.items()}
    assert {name: one[0] for name, one in found["qualcoder"].items()} == parents
    assert {name: one[0] for name, one in found["brat"].items()} == parents
    assert found["brat"]["Joy"][2] == found["qualcoder"]["Joy"][2] == "#aa5500"
    assert found["qualcoder"]["Joy"][1] == found["uima-cas"]["Joy"][1] == "Being glad."


@formats
def test_what_cannot_be_said_is_named(form: Format, tmp_path: Path) -> None:
    statements = (
        replace(STATEMENTS[0], value="absent"),
        replace(STATEMENTS[1], value="unsure"),
        replace(STATEMENTS[2], score=0.7),
        Statement(code="nowhere", start=0, end=2),
    )
    parcel = Parcel(program="Linewise", codes=CODES, documents=[replace(DOCUMENT, statements=statements)])
    packed = write(form, tmp_path / f"x{form.suffix}", parcel)
    whats = {loss.what: loss.count for loss in packed.losses}
    assert whats["codes said to be absent"] == whats["codes said to be unsure"] == whats["scores of predictions"] == 1
    assert whats["statements without a code"] == 1
    documents = read(tmp_path / f"x{form.suffix}")[1]
    assert [one.machine for one in documents[0].statements] == [True]


@formats
def test_line_ends_of_windows_and_blank_lines(form: Format, tmp_path: Path) -> None:
    text = "One\r\ntwo\r\n\r\nthree\n\n\n\nfour\n last "
    start = text.index("two")
    statement = Statement(code="c1", start=start, end=start + len("two\r\n\r\nthree"), coder="Bo")
    parcel = Parcel(
        program="Linewise",
        codes=(CodeEntry(id="c1", name="Joy"),),
        documents=[DocumentEntry(id="d", name="Windows", text=text, statements=(statement,))],
    )
    packed = write(form, tmp_path / f"x{form.suffix}", parcel)
    _, (entry,), _ = read(tmp_path / f"x{form.suffix}")
    plain = form is TAGUETTE
    assert entry.text == (text.replace("\r\n", "\n") if plain else text)
    assert any("line ends of Windows" in loss.what for loss in packed.losses) is plain
    (one,) = entry.statements
    assert entry.text[one.start : one.end] == ("two\n\nthree" if plain else "two\r\n\r\nthree")


@formats
def test_names_that_no_file_or_table_takes(form: Format, tmp_path: Path) -> None:
    parcel = Parcel(
        program="Linewise",
        name="../../etc/\0x",
        codes=(CodeEntry(id="a", name="Same"), CodeEntry(id="b", name="Same"), CodeEntry(id="c", name="  ")),
        documents=[
            DocumentEntry(id="1", name="../a\\b:c", text="abc \ud800\0 def", statements=(Statement(code="b"),)),
            DocumentEntry(id="2", name="../a\\b:c", text="abc", statements=(Statement(code="c", start=0, end=1),)),
            DocumentEntry(
                id="3", name="", text="x" * 9, statements=(Statement(code="a", start=0, end=9, coder="../r"),)
            ),
        ],
    )
    write(form, tmp_path / f"x{form.suffix}", parcel)
    contents, documents, _ = read(tmp_path / f"x{form.suffix}")
    assert len(documents) == 3
    assert sum(code.codable for code in contents.codes) == 3
    assert {one.coder for one in documents[2].statements} == {"../r"}
    assert not any(path.name == "r.xmi" for path in tmp_path.parent.iterdir())


def test_notes_and_open_codes_of_passages(tmp_path: Path) -> None:
    memos = (
        MemoEntry(text="surprise; gain", subject="passage", start=0, end=9, coder="Bo", open_codes=True),
        MemoEntry(text="Look again.", subject="passage", start=3, end=9, coder="Ann Lee"),
    )
    parcel = Parcel(program="Linewise", codes=CODES, documents=[replace(DOCUMENT, memos=memos)])
    for form, opened in ((BRAT, True), (CAS, True), (QUALCODER, False)):
        write(form, tmp_path / f"x{form.suffix}", parcel)
        found = read(tmp_path / f"x{form.suffix}")[1][0].memos
        assert {(one.text, one.start, one.end, one.coder) for one in found} == {
            (one.text, one.start, one.end, one.coder) for one in memos
        }
        assert any(one.open_codes for one in found) is opened


def test_codebook_for_taguette(tmp_path: Path) -> None:
    packed = write(TAGUETTE_CODEBOOK, tmp_path / "codes.csv")
    lines = (tmp_path / "codes.csv").read_text("utf-8").splitlines()
    assert lines == [
        "tag,description,number of highlights,number of documents",
        "Feelings.Joy,Being glad.,3,2",
        "Dr\u2024 Who & co,A dot.,1,1",
        "Dr\u2024 Who & co.你好,,1,1",
    ]
    without_colours = {name: (above, about, "", codable) for name, (above, about, _, codable) in tree(CODES).items()}
    assert tree(read(tmp_path / "codes.csv")[0].codes) == without_colours
    assert packed.counts == {"tags": 3}
