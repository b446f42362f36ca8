"""Codebooks alone, in the ways that programs write them."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from linewise.core.errors import BadInput
from linewise.core.exchange import CodeEntry, Parcel
from linewise.interchange.detect import detect
from linewise.interchange.formats.refi import schema
from linewise.interchange.preview import preview
from linewise.interchange.readers.refi.words import colour, described, guid, undescribed
from tests.interchange.refi.parcels import full, members, original, read, write

ONE = "1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294"
TWO = "2FF58B12-6F6F-4B0C-8BE5-BBDC91F55294"


def book(path: Path, *, space: str = "urn:QDA-XML:codebook:1.0", rest: str = "<Sets/>", mark: str = "") -> Path:
    codes = (
        f'<Code guid="{{{ONE.lower()}}}" name="Feelings" isCodable="false"><Description>all of them</Description>'
        f'<Code guid="{TWO}" name="joy" isCodable="1" color="#fa0"/></Code>'
    )
    head = f'{mark}<?xml version="1.0"?>\n<CodeBook xmlns="{space}" origin="Other 1">'
    path.write_text(f"{head}<Codes>{codes}</Codes>{rest}</CodeBook>", encoding="utf-8")
    return path


@pytest.mark.parametrize("space", ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:0:4", "urn:QDA-XML:codebook:1:0"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_namespace_is_read(space: str, mark: str, tmp_path: Path) -> None:
    path = book(tmp_path / "a.qdc", space=space, mark=mark)
    came, losses = read(path)
    assert came.codes == (
        CodeEntry(id=ONE, name="Feelings", definition="all of them", codable=False),
        CodeEntry(id=TWO, name="joy", colour="#FFAA00", parents=(ONE,)),
    )
    assert not list(came.documents) and losses == ()
    seen = preview(path)
    assert seen.beside is not None and seen.beside.code_count == 2 and seen.rows == ()


def test_a_codebook_comes_back_and_keeps_its_groups(tmp_path: Path) -> None:
    own = guid("{aaaaaaaa-0000-4000-8000-000000000001}")
    group = f'<Sets><Set guid="{own}" name="g"><MemberCode guid="{TWO}"/></Set></Sets>'
    path = book(tmp_path / "a.qdc", rest=group)
    came, losses = read(path)
    assert [one.what for one in losses] == ["groups of codes"]
    write(tmp_path / "b.qdc", replace(came, originals=(original(path),)))
    root = etree.parse(tmp_path / "b.qdc").getroot()
    assert root.find(f".//{{{schema.SPACES['Codebook']}}}MemberCode").get("guid") == TWO
    again, _ = read(tmp_path / "b.qdc")
    assert again.codes == came.codes
    write(tmp_path / "b.qdpx", replace(came, originals=(original(path),)))
    assert f'<MemberCode targetGUID="{TWO}"/>'.encode() in members(tmp_path / "b.qdpx")["project.qde"]
    write(tmp_path / "c.qdc", replace(again, originals=(original(tmp_path / "b.qdc"),)))
    assert (tmp_path / "c.qdc").read_bytes() == (tmp_path / "b.qdc").read_bytes()


def test_what_is_said_of_a_code_comes_back_without_a_side_file(tmp_path: Path) -> None:
    write(tmp_path / "a.qdc", full())
    came, _ = read(tmp_path / "a.qdc")
    joy = next(code for code in came.codes if code.name.startswith("joy"))
    assert joy.use_when == "said so" and joy.examples == ("great!", "so glad") and joy.aliases == ("happiness",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "Use when: never",
        "a\n\nUse when: x\n\nmore words",
        "a\n\nExamples: \n\nb",
        "\n\nUse when: z",
        "a | b",
    ],
)
def test_a_description_of_others_is_never_changed(text: str) -> None:
    code = undescribed(CodeEntry(id="a", name="a"), text)
    assert described(code) == text


def test_no_codes_make_no_codebook(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no codes"):
        write(tmp_path / "a.qdc", Parcel(program="Linewise"))
    path = tmp_path / "b.qdc"
    path.write_text('<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes/></CodeBook>')
    with pytest.raises(BadInput, match="no codes"):
        read(path)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("#ABC", "#AABBCC"),
        ("#aabbccdd", "#AABBCC"),
        ("aabbcc", "#AABBCC"),
        ("rgb(1, 2,255)", "#0102FF"),
        ("rgba(1,2,3,0.5)", "#010203"),
        ("rgb(1,2,256)", ""),
        ("red", ""),
        (None, ""),
    ],
)
def test_colours_of_any_kind(given: str | None, wanted: str) -> None:
    assert colour(given) == wanted


def test_other_xml_is_not_taken_for_a_codebook(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("<Project>words about a project</Project>")
    assert detect(path).format not in ("qdpx", "qdc")
