"""QualCoder's project folders, old and new."""

import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest

from linewise.core.errors import BadInput
from linewise.core.exchange import Stretch
from linewise.interchange.formats.qualcoder import QUALCODER
from linewise.interchange.formats.qualcoder_schema import SCHEMA
from tests.interchange.standoff.databases import qualcoder
from tests.interchange.standoff.sample import CODES, TEXT, at, read, write

DAY = "2024-03-01 09:30:00"


def coding(code: int, part: str, number: int, **more: object) -> dict[str, object]:
    start, end = at(part)
    row = {
        "ctid": number,
        "cid": code,
        "fid": 1,
        "seltext": part,
        "pos0": start,
        "pos1": end,
        "owner": "ann",
        "date": DAY,
    }
    return {**row, "memo": "", **more}


def rows() -> dict[str, list[dict[str, object]]]:
    return {
        "source": [
            {
                "id": 1,
                "name": "one.docx",
                "fulltext": TEXT,
                "mediapath": "/docs/one.docx",
                "memo": "Rushed.",
                "owner": "bo",
            },
            {"id": 2, "name": "photo", "fulltext": None, "mediapath": "/images/p.jpg", "memo": ""},
            {"id": 3, "name": "two", "fulltext": "Plain words.", "mediapath": None},
            {"id": 4, "name": "void", "fulltext": " ", "mediapath": None},
        ],
        "code_cat": [
            {"catid": 1, "name": "Feelings", "memo": "How it feels.", "supercatid": None},
            {"catid": 2, "name": "Joy", "memo": "", "supercatid": 1},
        ],
        "code_name": [
            {"cid": 1, "name": "Joy", "memo": "Being glad.", "catid": 2, "color": "#AA5500"},
            {"cid": 2, "name": "Delight", "memo": "", "supercid": 1, "color": "#00AA00"},
        ],
        "code_text": [
            coding(1, "so happy 😀😀", 1, memo="clear", important=1),
            coding(2, "today", 2, owner="Linewise model"),
            # As a release that counted as Qt does would have stored it.
            {**coding(1, "你好", 3), "pos0": at("你好")[0] + 3, "pos1": at("你好")[1] + 3},
            {**coding(9, "today", 4)},
            {**coding(1, "two", 5), "pos0": "x"},
        ],
        "annotation": [{"fid": 1, "pos0": 0, "pos1": 9, "memo": "A start.", "owner": "bo", "date": DAY}],
        "cases": [{"caseid": 1, "name": "Ann", "memo": "Met twice."}, {"caseid": 2, "name": "Bo", "memo": ""}],
        "case_text": [
            {"caseid": 1, "fid": 1, "pos0": 0, "pos1": len(TEXT)},
            {"caseid": 2, "fid": 1, "pos0": 0, "pos1": 9},
        ],
        "attribute_type": [
            {"name": "age", "caseOrFile": "case", "valuetype": "numeric"},
            {"name": "place", "caseOrFile": "file", "valuetype": "character"},
        ],
        "attribute": [
            {"name": "age", "attr_type": "case", "value": "31", "id": 1},
            {"name": "age", "attr_type": "case", "value": "old", "id": 2},
            {"name": "place", "attr_type": "file", "value": "Łódź", "id": 1},
            {"name": "place", "attr_type": "file", "value": "", "id": 3},
        ],
        "journal": [{"jid": 1, "name": "Week 1", "jentry": "Began.", "owner": "bo", "date": DAY}],
        "code_image": [{"imid": 1, "id": 2, "cid": 1}],
    }


def test_a_project_folder(tmp_path: Path) -> None:
    contents, documents, losses = read(qualcoder(tmp_path / "study.qda", rows()))
    first, second = documents
    assert contents.program == "QualCoder 3.6"
    assert (first.name, first.text, second.text) == ("one.docx", TEXT, "Plain words.")
    names = {code.id: code.name for code in contents.codes}
    assert [
        (names[one.code], TEXT[one.start : one.end], one.coder, one.machine, one.comment) for one in first.statements
    ] == [
        ("Joy", "so happy 😀😀", "ann", False, "clear"),
        ("Delight", "today", "", True, ""),
        ("Joy", "你好", "ann", False, ""),
    ]
    assert first.statements[0].at == "2024-03-01T09:30:00"
    codes = {code.id: (code.parents, code.definition, code.colour, code.codable) for code in contents.codes}
    assert codes == {
        "qualcoder:category:Feelings": ((), "How it feels.", "", False),
        "qualcoder:category:Joy": (("qualcoder:category:Feelings",), "", "", False),
        "qualcoder:Joy": (("qualcoder:category:Joy",), "Being glad.", "#aa5500", True),
        "qualcoder:Delight": (("qualcoder:Joy",), "", "#00aa00", True),
    }
    assert first.attributes == {"age": 31, "case": "Ann", "place": "Łódź"} and second.attributes == {}
    assert first.stretches == (Stretch(0, 9, "case", "Bo"), Stretch(0, 9, "age", "old"))
    assert [(memo.subject, memo.text, memo.start) for memo in first.memos] == [
        ("passage", "A start.", 0),
        ("document", "Rushed.", None),
    ]
    assert [(memo.title, memo.text) for memo in contents.memos] == [("Case: Ann", "Met twice."), ("Week 1", "Began.")]
    assert {loss.what: loss.count for loss in losses} == {
        "codings of pictures": 1,
        "pictures, audio and video": 1,
        "sources without text": 1,
        "codings without a code": 1,
        "codings of nothing": 1,
        "marks of importance": 1,
    }


def test_the_same_as_zip_and_as_database_alone(tmp_path: Path) -> None:
    folder = qualcoder(tmp_path / "study.qda", rows())
    archive = shutil.make_archive(str(tmp_path / "study"), "zip", tmp_path, "study.qda")
    expected = read(folder)
    for path in (Path(archive), folder / "data.qda"):
        assert read(path)[1] == expected[1]


def test_the_first_version(tmp_path: Path) -> None:
    """No row numbers of codings, no sub-codes, no importance."""
    schema = [
        one.replace("ctid integer primary key, ", "")
        .replace(", avid integer, important integer", "")
        .replace(", supercid integer", "")
        for one in SCHEMA
    ]
    given = {
        "source": rows()["source"][:1],
        "code_name": rows()["code_name"][:1],
        "code_text": [{k: v for k, v in coding(1, "today", 1).items() if k != "ctid"}],
    }
    for row in given["code_name"]:
        row.pop("supercid", None)
    _, (entry,), losses = read(qualcoder(tmp_path / "old.qda", given, schema))
    assert [TEXT[one.start : one.end] for one in entry.statements] == ["today"] and losses == ()


def test_what_we_write_has_what_the_program_asks_for(tmp_path: Path) -> None:
    """The folders, the mark by which it knows its files, and everything that version 17 of its database holds."""
    write(QUALCODER, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert {"Study.qda/images/", "Study.qda/audio/", "Study.qda/video/", "Study.qda/documents/"} <= set(
            archive.namelist()
        )
        archive.extractall(tmp_path)
    connection = sqlite3.connect(tmp_path / "Study.qda" / "data.qda")
    about, version, coder = connection.execute("select about, databaseversion, codername from project").fetchone()
    assert "QualCoder" in about and version == "v17" and coder == "Ann Lee"
    words = connection.execute(
        "select seltext, substr(fulltext, pos0 + 1, pos1 - pos0) from code_text join source on fid = id"
    )
    assert all(stored == said for stored, said in words)
    tree = connection.execute(
        "select c.name, k.name, p.name from code_name c left join code_cat k on c.catid = k.catid "
        "left join code_name p on c.supercid = p.cid order by c.cid"
    ).fetchall()
    assert tree == [("Joy", "Feelings", None), ("Dr. Who & co", None, None), ("你好", None, "Dr. Who & co")]
    assert len(CODES) == 4
    connection.close()


def test_not_a_project(tmp_path: Path) -> None:
    (tmp_path / "a.qda").mkdir()
    (tmp_path / "a.qda" / "data.qda").write_text("nothing")
    with pytest.raises(BadInput, match="cannot be read") as caught:
        read(tmp_path / "a.qda")
    assert caught.value.where["file"] == "a.qda"
