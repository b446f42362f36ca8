"""BRAT stand-off collections: as folders and zips, with every kind of line."""

import zipfile
from pathlib import Path

import pytest

from linewise.core.errors import BadInput
from linewise.interchange.detect import detect
from linewise.interchange.formats.brat import BRAT
from linewise.interchange.readers import READERS
from linewise.interchange.table import ReadOptions
from tests.interchange.standoff.sample import PARCEL, read, write

CONF = """[entities]
!Living
    Person
    Plant|plant
        Tree
----------
# a remark
<X>=a
[relations]
Part-of\tArg1:<ENTITY>, Arg2:<ENTITY>
[events]
Grow\tTheme:Plant
[attributes]
Negation\tArg:<ENTITY>
"""
VISUAL = """[labels]
Person | Person or people | Pers | P
[drawing]
SPAN_DEFAULT\tfgColor:black, bgColor:white
Tree\tbgColor:#00FF00, fgColor:black
"""


def collection(folder: Path, text: str, ann: str, name: str = "doc") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.ann").write_bytes(ann.encode())
    return folder


def said(path: Path) -> list[tuple[str, str, str]]:
    _, (entry,), _ = read(path)
    return [(one.code.removeprefix("brat:"), entry.text[one.start : one.end], one.comment) for one in entry.statements]


def test_every_kind_of_line(tmp_path: Path) -> None:
    text = "Old 🌳 oaks and Ann grow here.\n"
    ann = (
        "T1\tTree 4 10\t🌳 oaks\n"
        "T2\tPerson 15 18\tAnn\n"
        "T3\tGrow 19 23\tgrow\n"
        "E1\tGrow:T3 Theme:T1\n"
        "A1\tNegation E1\n"
        "A2\tConfidence T2 High\n"
        "M1\tSpeculation T1\n"
        "N1\tReference T2 Wikipedia:534366\tAnn of Green Gables\n"
        "#1\tAnnotatorNotes T1\tA fine tree\n"
        "R1\tPart-of Arg1:T1 Arg2:T2\n"
        "*\tEquiv T1 T2\n"
        "#2\tAnnotatorNotes R1\tof a relation\n"
        "nonsense\n"
        "T9\tTree 400 500\tfar\n"
    )
    folder = collection(tmp_path / "c", text, ann)
    (folder / "annotation.conf").write_text(CONF)
    (folder / "visual.conf").write_text(VISUAL)
    contents, (entry,), losses = read(folder)
    assert entry.name == "doc" and entry.text == text
    assert said(folder) == [
        ("Tree", "🌳 oaks", "A fine tree; Speculation"),
        ("Person", "Ann", "Confidence: High; Reference: Wikipedia:534366 (Ann of Green Gables)"),
        ("Grow", "grow", "Negation"),
    ]
    codes = {code.name: (code.parents, code.colour, code.codable) for code in contents.codes}
    assert codes == {
        "Living": ((), "", False),
        "Person or people": (("brat:Living",), "", True),
        "Plant": (("brat:Living",), "", True),
        "Tree": (("brat:Plant",), "#00ff00", True),
        "Grow": ((), "", True),
    }
    assert {loss.what: loss.count for loss in losses} == {
        "arguments of events": 1,
        "relations": 2,
        "attributes and notes of relations": 1,
        "lines that could not be read": 2,
    }


def test_discontinuous_and_over_line_ends(tmp_path: Path) -> None:
    text = "North and South America\nare\n\nlarge"
    ann = "T1\tPlace 0 5;16 23\tNorth America\nT2\tClaim 16 23;24 27;29 34\tAmerica are large\n"
    folder = collection(tmp_path / "c", text, ann)
    _, (entry,), _ = read(folder)
    assert said(folder) == [("Place", "North", ""), ("Place", "America", ""), ("Claim", "America\nare\n\nlarge", "")]
    one, two, three = entry.statements
    assert one.passage == two.passage != three.passage and one.id != two.id


@pytest.mark.parametrize("counted", ["as written", "line ends as one", "without the mark"])
def test_ways_of_counting(tmp_path: Path, counted: str) -> None:
    text = "\ufeffOne\r\ntwo 😀\r\nthree four"
    as_counted = {"as written": text, "line ends as one": text.replace("\r\n", "\n"), "without the mark": text[1:]}[
        counted
    ]
    lines = []
    for number, word in enumerate(("two 😀", "three", "four"), 1):
        start = as_counted.index(word)
        lines.append(f"T{number}\tX {start} {start + len(word)}\t{word}")
    folder = collection(tmp_path / "c", text, "\r\n".join(lines))
    assert [words for _, words, _ in said(folder)] == ["two 😀", "three", "four"]
    assert read(folder)[1][0].text == text[1:]


def test_in_a_zip_with_folders(tmp_path: Path) -> None:
    path = tmp_path / "c.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("all/a/1.txt", "abc")
        archive.writestr("all/a/1.ann", "T1\tX 0 1\ta\n")
        archive.writestr("all/b/1.txt", "abc")
        archive.writestr("all/b/1.ann", "")
        archive.writestr("__MACOSX/all/a/._1.ann", "\0\1")
        archive.writestr("all/b/2.ann", "T1\tX 0 1\ta\n")
    _, documents, losses = read(path)
    assert [entry.name for entry in documents] == ["all/a/1", "all/b/1"]
    assert [len(entry.statements) for entry in documents] == [1, 0]
    assert [loss.what for loss in losses] == ["annotations without a text"]


def test_a_text_that_is_not_utf8_is_a_bad_row(tmp_path: Path) -> None:
    folder = collection(tmp_path / "c", "abc", "T1\tX 0 1\ta\n")
    (folder / "bad.txt").write_bytes(b"caf\xe9")
    with READERS[detect(folder).format].open(folder, ReadOptions()) as table:
        rows = list(table.rows)
    assert [row.defect for row in rows] == ["bad.txt: 'bad.txt' is not UTF-8 (line 1)", None]


def test_a_folder_of_plain_texts_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("abc")
    (tmp_path / "b.ann").write_text("")
    try:
        assert detect(tmp_path).format != "brat"
    except BadInput as error:
        assert error.remedy


def test_what_brat_asks_of_the_files_it_reads(tmp_path: Path) -> None:
    """Its rules: types of ASCII letters, digits, dashes; quotes equal to the words, pieces joined by a space."""
    write(BRAT, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        text = archive.read("First.txt").decode()
        lines = archive.read("First.ann").decode().split("\n")
        conf = archive.read("annotation.conf").decode()
    types = {line.strip("\t!") for line in conf.split("\n") if line and not line.startswith("[")}
    marked = 0
    for line in filter(None, lines):
        number, about, words = line.split("\t")
        if not number.startswith("T"):
            continue
        kind, _, places = about.partition(" ")
        spans = [tuple(map(int, place.split(" "))) for place in places.split(";")]
        assert kind in types and kind.isascii()
        assert " ".join(text[start:end] for start, end in spans) == words
        marked += 1
    assert marked == sum(len(entry.statements) + len(entry.memos) for entry in list(PARCEL.documents)[:1])


@pytest.mark.parametrize(
    "ann",
    [
        "T1\tX 0 99999999999999999999\ta",
        "T1\tX 2 1\ta",
        "T1\tX\ta",
        "T1\tX 0 1;0 1;" + "0 1;" * 40_000,
        "T",
        "#1\tX",
    ],
)
def test_lines_that_break_the_rules(tmp_path: Path, ann: str) -> None:
    folder = collection(tmp_path / "c", "abc", ann + "\n")
    _, (entry,), losses = read(folder)
    assert entry.statements == () and losses
