"""UIMA CAS in XMI and JSON, as dkpro-cassis (the standard's own library for Python) writes and reads it."""

import io
import json
import zipfile
from pathlib import Path

import cassis
import pytest

from linewise.core.errors import BadInput
from linewise.interchange.formats.cas import CAS
from tests.interchange.standoff.sample import PARCEL, STATEMENTS, TEXT, at, read, write

SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
POS = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS"
STRING = "uima.cas.String"


def types() -> cassis.TypeSystem:
    found = cassis.TypeSystem()
    found.create_type(SENTENCE)
    pos = found.create_type(POS)
    found.create_feature(pos, "PosValue", STRING)
    mood = found.create_type("webanno.custom.Mood")
    for name, kind in (
        ("value", STRING),
        ("comment", STRING),
        ("strong", "uima.cas.Boolean"),
        ("about", "uima.cas.TOP"),
    ):
        found.create_feature(mood, name, kind)
    found.create_feature(mood, "labels", "uima.cas.StringArray", elementType=STRING, multipleReferencesAllowed=False)
    found.create_type("webanno.custom.Quote")
    return found


def cas(*, moods: tuple[tuple[str, dict[str, object]], ...] = ()) -> cassis.Cas:
    system = types()
    made = cassis.Cas(system)
    made.sofa_string = TEXT
    made.sofa_mime = "text/plain"
    for part in ("Interview 🙂 one", "I am so happy 😀😀 today."):
        begin, end = at(part)
        made.add(system.get_type(SENTENCE)(begin=begin, end=end))
    made.add(system.get_type(POS)(begin=0, end=9, PosValue="NN"))
    for part, features in moods:
        begin, end = at(part)
        made.add(system.get_type("webanno.custom.Mood")(begin=begin, end=end, **features))
    return made


MOODS = (
    ("happy 😀😀", {"value": "Joy", "comment": "clear", "strong": True}),
    ("today", {"value": "Time"}),
    ("Γειά", {"comment": "A note alone."}),
)


@pytest.mark.parametrize("kind", ["xmi", "json", "zip"])
def test_what_cassis_writes(tmp_path: Path, kind: str) -> None:
    made = cas(moods=MOODS)
    begin, end = at("two")
    made.add(made.typesystem.get_type("webanno.custom.Quote")(begin=begin, end=end))
    path = tmp_path / f"doc.{kind}"
    if kind == "json":
        made.to_json(path)
    elif kind == "xmi":
        made.to_xmi(path)
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("doc.xmi", made.to_xmi())
            archive.writestr("TypeSystem.xml", made.typesystem.to_xml())
    contents, (entry,), losses = read(path)
    assert entry.text == TEXT and entry.name == "doc"
    names = {code.id: code.name for code in contents.codes}
    assert {(names[one.code], entry.text[one.start : one.end], one.comment) for one in entry.statements} == {
        ("Joy", "happy 😀😀", "clear; strong: true"),
        ("Time", "today", ""),
        ("Quote", "two", ""),
    }
    assert [(memo.text, entry.text[memo.start : memo.end]) for memo in entry.memos] == [("A note alone.", "Γειά")]
    assert entry.units is not None
    assert [TEXT[start:until] for start, until in entry.units] == ["Interview 🙂 one", "I am so happy 😀😀 today."]
    assert {loss.what: loss.count for loss in losses} == {"annotations of grammar": 1}


def test_a_list_of_labels_and_a_link(tmp_path: Path) -> None:
    made = cas()
    system = made.typesystem
    begin, end = at("today")
    target = system.get_type("webanno.custom.Quote")(begin=0, end=9)
    made.add(target)
    array = system.get_type("uima.cas.StringArray")
    mood = system.get_type("webanno.custom.Mood")
    made.add(mood(begin=begin, end=end, labels=array(elements=["calm", "12"]), about=target))
    for kind in ("json", "zip"):
        path = tmp_path / f"doc.{kind}"
        if kind == "json":
            made.to_json(path)
        else:
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("doc.xmi", made.to_xmi())
                archive.writestr("TypeSystem.xml", system.to_xml())
        contents, (entry,), losses = read(path)
        names = {code.id: code.name for code in contents.codes}
        assert sorted(names[one.code] for one in entry.statements) == ["12", "Quote", "calm"]
        assert {loss.what: loss.count for loss in losses}["links between annotations"] == 1


def test_what_we_write_cassis_reads(tmp_path: Path) -> None:
    path = tmp_path / "study.zip"
    write(CAS, path)
    with zipfile.ZipFile(path) as archive:
        system = cassis.load_typesystem(io.BytesIO(archive.read("TypeSystem.xml")))
        files = [name for name in archive.namelist() if name.endswith(".xmi")]
        assert "annotation/First/Ann Lee.xmi" in files
        found = []
        for name in files:
            loaded = cassis.load_cas_from_xmi(io.BytesIO(archive.read(name)), typesystem=system)
            if "First" in name:
                assert loaded.sofa_string == TEXT
                assert next(one.get_covered_text() for one in loaded.select(SENTENCE)) == "Interview 🙂 one"
                found += [(one.code, one.get_covered_text()) for one in loaded.select("webanno.custom.Code")]
        names = {code.id: code.name for code in PARCEL.codes}
        assert sorted(found) == sorted((names[one.code], TEXT[one.start : one.end]) for one in STATEMENTS)
        tags = json.loads(archive.read("tagset.json"))["tags"]
        assert tags[0] == {"tag_name": "Joy", "tag_description": "Being glad."}


def test_named_entities_instead(tmp_path: Path) -> None:
    write(CAS, tmp_path / "study.zip", layer="NamedEntity")
    contents, documents, _ = read(tmp_path / "study.zip")
    assert {code.name for code in contents.codes} >= {"Joy", "你好"}
    assert len(documents[0].statements) == len(STATEMENTS)


def test_an_exported_project_with_several_coders(tmp_path: Path) -> None:
    path = tmp_path / "project.zip"
    features = [
        {"name": "value", "tag_set": {"name": "Moods", "tags": [{"tag_name": "Calm", "tag_description": "Still."}]}}
    ]
    with zipfile.ZipFile(path, "w") as archive:
        project = {"name": "P", "layers": [{"name": "webanno.custom.Mood", "features": features}]}
        archive.writestr("exportedproject.json", json.dumps(project))
        archive.writestr("source/one.txt", TEXT)
        archive.writestr("annotation_ser/one.txt/ann.ser", b"\xac\xed")
        for folder, coder, word in (
            ("annotation", "ann", "Joy"),
            ("annotation", "bo", "Calm"),
            ("curation", "CURATION_USER", "Joy"),
        ):
            inner = io.BytesIO()
            with zipfile.ZipFile(inner, "w") as nested:
                nested.writestr(f"{coder}.xmi", cas(moods=(("today", {"value": word}),)).to_xmi())
                nested.writestr("TypeSystem.xml", types().to_xml())
            archive.writestr(f"{folder}/one.txt/{coder}.zip", inner.getvalue())
    contents, (entry,), _ = read(path)
    assert entry.name == "one.txt"
    names = {code.id: (code.name, code.definition) for code in contents.codes}
    assert {(names[one.code], one.coder) for one in entry.statements} == {
        (("Joy", ""), "ann"),
        (("Calm", "Still."), "bo"),
        (("Joy", ""), "CURATION_USER"),
    }


def test_a_project_without_readable_annotations(tmp_path: Path) -> None:
    path = tmp_path / "project.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("exportedproject.json", "{}")
        archive.writestr("annotation_ser/one.txt/ann.ser", b"\xac\xed")
    with pytest.raises(BadInput, match="no annotations"):
        read(path)


@pytest.mark.parametrize(
    "content",
    [
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"></xmi:XMI>',
        '<!DOCTYPE x [<!ENTITY a "b">]><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"/>',
        '{"%TYPES": {}, "%FEATURE_STRUCTURES": [{"%TYPE": "uima.cas.Sofa"}]}',
        '{"%TYPES": 3, "%FEATURE_STRUCTURES": {"a": {"%TYPE": "uima.cas.Sofa", "sofaString": 4}}}',
    ],
)
def test_files_without_a_text(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.xmi").write_text(content)
    with pytest.raises(BadInput) as caught:
        read(tmp_path / "a.xmi")
    assert caught.value.remedy and caught.value.where["file"] == "a.xmi"


def test_offsets_that_lead_nowhere(tmp_path: Path) -> None:
    structures = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": "a 😀 b"},
        *(
            {"%ID": 2 + at, "%TYPE": "webanno.custom.X", "@sofa": 1, "begin": begin, "end": end, "value": "v"}
            for at, (begin, end) in enumerate(((-5, 99), (3, 1), (0, 10**12), (2, 3), ("x", None), (5, 6)))
        ),
    ]
    (tmp_path / "a.json").write_text(json.dumps({"%TYPES": {}, "%FEATURE_STRUCTURES": structures}))
    _, (entry,), losses = read(tmp_path / "a.json")
    assert {entry.text[one.start : one.end] for one in entry.statements} == {"a 😀 b", "b"}
    assert sum(loss.count for loss in losses) == 2


def test_an_archive_of_models_of_software_is_none(tmp_path: Path) -> None:
    path = tmp_path / "model.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "model.xmi", '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:uml="http://www.omg.org/UML"/>'
        )
    with pytest.raises(BadInput, match="archive"):
        read(path)
