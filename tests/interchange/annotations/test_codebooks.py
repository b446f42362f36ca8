"""Codebooks without documents: lists of tags, tables of codes; and tables that only look like one."""

import json
from pathlib import Path

import pytest

from linewise.core.errors import BadInput
from linewise.core.exchange import CodeEntry, Parcel
from linewise.interchange.detect import detect
from linewise.interchange.formats.codebook_table import CSV
from linewise.interchange.packing import chosen
from linewise.interchange.preview import preview
from linewise.interchange.read import reading
from tests.interchange.annotations.parcels import array, read


def codes(path: Path, known: str, content: str) -> tuple[CodeEntry, ...]:
    path.write_bytes(content.encode())
    return read(path, known)[0].codes


def test_a_list_of_tags_with_aliases_and_parents(tmp_path: Path) -> None:
    tags = [
        {"tag": "rye", "aliases": ["rye-bread", "roggen"], "parents": ["bread", "grain"]},
        {"tag": "bread", "aliases": [], "parents": ["food"]},
        {"tag": "grain", "aliases": [], "parents": ["grain"]},
    ]
    found = {code.id: code for code in read(array(tmp_path / "a.json", tags), "tags")[0].codes}
    assert found["rye"].aliases == ("rye-bread", "roggen") and found["rye"].parents == ("bread", "grain")
    assert found["bread"].parents == ("food",) and not found["food"].codable and found["food"].parents == ()
    assert found["grain"].parents == ()


def test_a_codebook_alone_is_a_file_without_rows(tmp_path: Path) -> None:
    path = array(tmp_path / "a.json", [{"tag": "rye", "aliases": [], "parents": []}])
    seen = preview(path)
    assert (seen.rows, seen.sampled, seen.estimated_rows, seen.exact) == ((), 0, 0, True)
    assert seen.beside is not None and seen.beside.codes == ("rye",)
    with reading(path, seen.plan) as (contents, rows):
        assert list(rows) == [] and [code.name for code in contents.codes] == ["rye"]


def test_codebooks_of_taguette(tmp_path: Path) -> None:
    content = 'tag,description,number of highlights,number of documents\r\nrye,"dark, sour",3,1\r\nbread,,0,0\r\n'
    found = codes(tmp_path / "a.csv", "codebook", content)
    assert [(code.name, code.definition) for code in found] == [("rye", "dark, sour"), ("bread", "")]
    assert codes(tmp_path / "b.csv", "codebook", "tag,description\nrye,dark\n")[0].definition == "dark"


def test_a_table_of_codes_with_everything(tmp_path: Path) -> None:
    content = (
        "\ufeffName;Parent;Definition;Colour;Aliases;Use when;Not when;Examples\r\n"
        'rye;bread;"\'=dark";#aa8855;roggen | x;"sour; dark";wheat;"a\nb"\r\n'
        "bread;;;red;;;;\r\n"
    )
    rye, bread = codes(tmp_path / "a.csv", "codebook", content)
    assert rye == CodeEntry(
        id="rye", name="rye", definition="=dark", use_when="sour; dark", not_when="wheat", examples=("a", "b"),
        aliases=("roggen | x",), parents=("bread",), colour="#aa8855",
    )  # fmt: skip
    assert (bread.colour, bread.parents, bread.codable) == ("", (), True)


def test_our_own_table_of_codes_comes_back(tmp_path: Path) -> None:
    codes_ = (
        CodeEntry(id="1", name="Food", codable=False, colour="#112233"),
        CodeEntry(id="2", name="Drink", aliases=("beverage", "draught")),
        CodeEntry(id="3", name="Milk", parents=("1", "2"), definition="=white", examples=("a; b", "c"), not_when="oat"),
        CodeEntry(id="4", name="Oat", parents=("3",), use_when="oat", counter_examples=("hay",)),
    )
    CSV.pack(tmp_path / "a.csv", Parcel(program="Linewise", codes=codes_), chosen(CSV.choices, {}))
    assert {code.id: code for code in read(tmp_path / "a.csv", "codebook")[0].codes} == {one.id: one for one in codes_}


def test_codes_of_one_name_and_circles_do_no_harm(tmp_path: Path) -> None:
    found = codes(tmp_path / "a.csv", "codebook", "code,parent,definition\na,b,1\nb,a,2\na,,3\n")
    assert [(code.id, code.parents) for code in found] == [("a", ("b",)), ("b", ("a",)), ("a'", ())]


@pytest.mark.parametrize(
    "content",
    [
        "name,description\nrye,dark\n",
        "name,description,category\nrye,dark bread,food\n",
        "tag,text\nrye,some words\n",
        "id,tag,description,extra\n1,rye,dark,x\n",
        "text,parent,colour\na,b,c\n",
        "name,parents\nAnn,Bob and Cy\n",
    ],
)
def test_tables_that_only_look_like_codebooks(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.csv").write_text(content)
    assert detect(tmp_path / "a.csv").format == "csv"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", "tag,description\n,dark\n", "a code without a name"),
        ("a.csv", "tag,description\n", "no codes|no rows"),
        ("a.json", json.dumps([{"tag": "", "parents": []}]), "a code without a name"),
        ("a.json", json.dumps([{"tag": "a", "parents": []}] * 60)[:-1] + ", 5]", "a tag should be an object"),
    ],
)
def test_codebooks_that_cannot_be_read(tmp_path: Path, name: str, content: str, says: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(BadInput, match=says) as caught:
        preview(tmp_path / name)
    assert caught.value.where["file"] == name and caught.value.remedy


def test_more_codes_than_a_codebook_has_are_refused(tmp_path: Path) -> None:
    for name, content in (
        ("a.csv", "tag,description\n" + "".join(f"t{n},d\n" for n in range(20_002))),
        ("a.json", json.dumps([{"tag": f"t{n}", "parents": []} for n in range(20_002)])),
    ):
        (tmp_path / name).write_text(content)
        with pytest.raises(BadInput, match="more than 20,000 codes"):
            preview(tmp_path / name)
