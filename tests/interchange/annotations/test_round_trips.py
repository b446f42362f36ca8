"""What is written for annotation tools comes back equal, but for what the losses name."""

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from linewise.core.errors import BadInput
from linewise.core.exchange import CodeEntry, DocumentEntry, Parcel, Statement
from linewise.interchange.detect import detect
from linewise.interchange.formats import FORMATS
from linewise.interchange.labelled import labels
from linewise.interchange.packing import chosen
from linewise.interchange.readers import READERS
from linewise.interchange.table import ReadOptions
from tests.interchange.annotations.parcels import (
    CODES,
    DOCUMENTS,
    LINES,
    PARCEL,
    TEXT,
    expected,
    read,
    said,
    simple,
    what,
    write,
)

WHO = ("coder", "machine", "score")
ALL = ("label-studio", "doccano", "prodigy", "argilla", "spacy")


@pytest.mark.parametrize(
    ("name", "fields", "lost"),
    [
        ("label-studio", (*WHO,), set()),
        ("prodigy", (*WHO, "at", "value"), set()),
        ("argilla", ("machine", "score"), {"names of coders", "times"}),
    ],
)
def test_statements_come_back(tmp_path: Path, name: str, fields: tuple[str, ...], lost: set[str]) -> None:
    packed = write(name, tmp_path / "a.json")
    contents, found, losses = read(tmp_path / "a.json", name.replace("-", "_"))
    assert simple(contents, found, *fields) == expected(PARCEL, *fields)
    assert [(one.id, one.name, one.text, one.attributes) for one in found] == [
        (one.id, one.name, one.text, one.attributes) for one in DOCUMENTS
    ]
    assert lost <= set(what(packed.losses)) and not losses
    assert what(packed.losses)["definitions"] == 1
    assert packed.counts["documents"] == 2 and packed.counts["labels"] == 5


@pytest.mark.parametrize("name", ALL)
def test_what_was_read_is_written_and_read_as_the_same(tmp_path: Path, name: str) -> None:
    """Read ∘ write is the identity on what has come through once."""

    def through(parcel: Parcel, file: str) -> Parcel:
        write(name, tmp_path / file, parcel)
        contents, found, _ = read(tmp_path / file, name.replace("-", "_"))
        coders = tuple(sorted({one.coder for entry in found for one in entry.statements if not one.machine}))
        return Parcel(program="Linewise", codes=contents.codes, coders=coders, documents=tuple(found))

    once = through(PARCEL, "a.json")
    twice = through(once, "b.json")
    if name == "argilla":
        fields: tuple[str, ...] = ("machine", "score")
    else:
        fields = ("coder", "machine", "score", "at", "value")
    assert expected(once, *fields) == expected(twice, *fields)
    assert [entry.text for entry in once.documents] == [TEXT, "Nothing was said here."]
    assert [code.name for code in once.codes] == [code.name for code in twice.codes]


def test_doccano_together_and_apart(tmp_path: Path) -> None:
    packed = write("doccano", tmp_path / "a.jsonl")
    contents, found, _ = read(tmp_path / "a.jsonl", "doccano")
    people = [row for row in expected(PARCEL, "machine") if not row[-1]]
    assert simple(contents, found, "machine") == people
    assert what(packed.losses).items() >= {"predictions": 1, "names of coders": 2}.items()
    packed = write("doccano", tmp_path / "a.zip", people="apart")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert sorted(archive.namelist()) == ["Bob.jsonl", "ann@x.org.jsonl"]
    contents, found, _ = read(tmp_path / "a.zip", "doccano")
    assert simple(contents, found, "coder") == [row for row in expected(PARCEL, "coder") if row[-1] != "tagger 3"]
    assert [entry.name for entry in found] == ["Diary", "Empty"]
    assert "names of coders" not in what(packed.losses)


def test_a_pair_of_documents_with_one_id_does_not_lose_people_who_share_a_file_name(tmp_path: Path) -> None:
    parcel = Parcel(
        program="Linewise",
        codes=CODES,
        coders=("a/b", "a:b"),
        documents=(
            DocumentEntry(id="d", name="d", text="t", statements=(said("c1", coder="a/b"), said("c2", coder="a:b"))),
        ),
    )
    write("doccano", tmp_path / "a.zip", parcel, people="apart")
    contents, found, _ = read(tmp_path / "a.zip", "doccano")
    assert simple(contents, found, "coder") == [
        ("d", "Place", None, None, "a_b"),
        ("d", "Weather", None, None, "a_b 2"),
    ]


@pytest.mark.parametrize("name", ALL)
def test_units_as_records(tmp_path: Path, name: str) -> None:
    packed = write(name, tmp_path / "a.json", LINES, records="units")
    contents, found, _ = read(tmp_path / "a.json", name.replace("-", "_"))
    assert [(entry.id, entry.text) for entry in found] == [("d1:1", "It rained."), ("d1:2", "Then sun 🙂.")]
    assert [entry.attributes.get("speaker") for entry in found] == [None, "Ann"]
    present = [row[:4] for row in simple(contents, found, "value") if row[4] == "present"]
    assert present == [("d1:1", "Weather", None, None), ("d1:2", "Weather", 5, 11)]
    assert found[1].text[5:11] == "sun 🙂."
    assert what(packed.losses)["codes of whole documents"] == 1
    if name == "prodigy":
        absent = [row[:4] for row in simple(contents, found, "value") if row[4] == "absent"]
        assert absent == [("d1:1", "Place", 5, 10), ("d1:2", "Place", 0, 3)]
    elif name == "spacy":
        assert what(packed.losses)["passages said to be absent"] == 2
    else:
        assert what(packed.losses)["codes said to be absent"] == 2


def test_memos_go_to_label_studio_and_doccano(tmp_path: Path) -> None:
    write("label-studio", tmp_path / "a.json", LINES)
    _, (entry,), _ = read(tmp_path / "a.json")
    assert [(memo.text, memo.subject, memo.start, memo.end, memo.coder) for memo in entry.memos] == [
        ("sunny", "passage", 16, 19, "ann@x.org")
    ]
    write("doccano", tmp_path / "a.jsonl", LINES)
    _, (entry,), _ = read(tmp_path / "a.jsonl")
    assert [(memo.text, memo.subject) for memo in entry.memos] == [("sunny", "document")]


def test_every_format_takes_an_empty_project_and_hostile_words(tmp_path: Path) -> None:
    odd = Parcel(
        program="Linewise",
        codes=(CodeEntry(id="x", name="a\n]]><\"'&\x01\ud800", definition="\ud800"),),
        documents=(
            DocumentEntry(
                id="../../e\ud800",
                name="../x",
                text="half \ud83d here",
                attributes={"text": "x", "id": 1, "label": "\udc00", "deep": float("1e300")},
                statements=(Statement(code="x"), Statement(code="gone"), Statement(code="x", start=2, end=3)),
            ),
        ),
    )
    for form in FORMATS:
        if form.name not in (*ALL, "tags", "hugging-face"):
            continue
        for parcel in (Parcel(program="Linewise"), odd):
            packed = form.pack(tmp_path / "a.zip", parcel, chosen(form.choices, {}))
            assert (tmp_path / "a.zip").is_file()
            if parcel is odd and form.name != "tags":
                assert what(packed.losses)["statements without a code"] == 1


def test_codes_of_one_name_have_labels_of_their_own() -> None:
    codes = (
        CodeEntry(id="1", name="Good"),
        CodeEntry(id="2", name="Food"),
        CodeEntry(id="3", name="Good", parents=("2",)),
        CodeEntry(id="4", name="Food / Good"),
    )
    found = labels(codes)
    assert len(set(found.values())) == 4
    assert found["2"] == "Food" and found["4"] == "Food / Good" and found["1"] == "Good"


def test_tags_come_back_with_parents_and_aliases(tmp_path: Path) -> None:
    codes: tuple[CodeEntry, ...] = (
        CodeEntry(id="1", name="Food", codable=False),
        CodeEntry(id="2", name="Bread", aliases=("loaf",), parents=("1",), definition="baked", colour="#aabbcc"),
        CodeEntry(id="3", name="Rye", parents=("2", "1"), examples=("a; b",), not_when="wheat"),
    )
    write("tags", tmp_path / "a.json", Parcel(program="Linewise", codes=codes))
    contents, found, _ = read(tmp_path / "a.json", "tags")
    names = {code.id: code.name for code in contents.codes}
    assert found == []

    def plain(code: CodeEntry, known: dict[str, str]) -> tuple[Any, ...]:
        above = tuple(known[parent] for parent in code.parents)
        return code.name, code.aliases, above, code.definition, code.colour, code.examples, code.not_when, code.codable

    before = {code.id: code.name for code in codes}
    assert [plain(code, names) for code in contents.codes] == [plain(code, before) for code in codes]


def test_a_configuration_beside_the_tasks_brings_definitions_and_colours(tmp_path: Path) -> None:
    packed = write("label-studio", tmp_path / "a.zip", write="both")
    contents, found, losses = read(tmp_path / "a.zip", "label_studio")
    assert [(code.name, code.colour) for code in contents.codes] == [(code.name, code.colour) for code in CODES]
    assert contents.codes[0].definition == "Where, or whither Also called: Location"
    assert simple(contents, found, *WHO) == expected(PARCEL, *WHO) and not losses
    assert "definitions" not in what(packed.losses) and what(packed.losses)["fields of definitions"] == 1
    write("label-studio", tmp_path / "a.xml", write="config")
    assert (tmp_path / "a.xml").read_text().startswith("<View>")


def test_a_hostile_configuration_is_refused(tmp_path: Path) -> None:
    write("label-studio", tmp_path / "a.json")
    for config in ('<!DOCTYPE x [<!ENTITY a "b">]><View>&a;</View>', "<View><Labels>"):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.write(tmp_path / "a.json", "tasks.json")
            archive.writestr("config.xml", config)
        with pytest.raises(BadInput) as caught:
            read(tmp_path / "a.zip", "label_studio")
        assert caught.value.where and caught.value.remedy


@pytest.mark.parametrize("unpacked", [True, False], ids=["folder", "zip"])
def test_a_data_set_of_hugging_face_is_read_as_a_folder_or_as_the_zip(tmp_path: Path, unpacked: bool) -> None:
    more = (said("c1"), said("c3", value="absent"), said("c2", coder="m", machine=True, score=0.5))
    first = replace(DOCUMENTS[0], statements=(*DOCUMENTS[0].statements, *more))
    write("hugging-face", tmp_path / "a.zip", replace(PARCEL, documents=(first, DOCUMENTS[1])), records="documents")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "set")
    assert (tmp_path / "set" / "README.md").read_text().startswith('---\npretty_name: "Trips"\n')
    path = tmp_path / ("set" if unpacked else "a.zip")
    shape = detect(path)
    with READERS[shape.format].open(path, ReadOptions()) as table:
        one, two = [row.cells for row in table.rows]
    assert (one["id"], one["document"], one["text"], one["year"], two["year"]) == ("d1", "Diary", TEXT, 2020, None)
    assert (one["labels"], two["labels"], one["absent"]) == (["Place", "Weather"], [], ['Family <&"> é'])
    assert (one["predicted"], one["scores"]) == (["Weather"], [0.5])
    assert {TEXT[span["start"] : span["end"]]: span["label"] for span in one["spans"]} == {  # type: ignore[index,attr-defined]
        "Paris": "Place", "👩‍👩‍👧": "Family <&\"> é", "It rained": "Weather",
    }  # fmt: skip
    write("hugging-face", tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert archive.namelist() == ["README.md", "data/train-00000-of-00001.parquet"]
        assert '- name: "label"\n    dtype:\n      class_label:' in archive.read("README.md").decode()
