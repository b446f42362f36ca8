"""Through a whole project of Linewise and out again."""

from pathlib import Path

import linewise
from tests.interchange.refi import dialects
from tests.interchange.refi.dialects import MEDIA, TEXT, WORDS, id_of, words
from tests.interchange.refi.parcels import members, read


def test_a_project_goes_through_linewise_and_comes_out_as_it_was(tmp_path: Path) -> None:
    came = dialects.atlas(tmp_path / "came.qdpx")
    study = linewise.open(tmp_path / "study.linewise")
    report = study.importing.run(came)
    assert report.documents == 2 and report.statements == len(words()) + 1
    assert report.memos == 1 and set(report.codes_created) == {"hope", "fear"}
    study.exporting.run(tmp_path / "out.qdpx")
    before, after = read(came)[0], read(tmp_path / "out.qdpx")[0]
    codes = {code.id: (code.name, code.definition, code.parents) for code in before.codes}
    assert {code.id: (code.name, code.definition, code.parents) for code in after.codes} == codes
    for one, other in zip(before.documents, after.documents, strict=True):
        assert (one.id, one.name, one.text, one.attributes) == (other.id, other.name, other.text, other.attributes)
        assert {(said.id, said.code, said.start, said.end, said.coder, said.passage) for said in one.statements} == {
            (said.id, said.code, said.start, said.end, said.coder, said.passage) for said in other.statements
        }
    inside = members(tmp_path / "out.qdpx")
    assert inside[f"sources/{MEDIA}.pdf"] == members(came)[f"sources/{MEDIA}.pdf"]
    for own in ("graph", "set", "group", "alone"):
        assert id_of(own).encode() in inside["project.qde"]
    assert inside[f"sources/{TEXT}.txt"] == WORDS.encode()


def test_work_comes_out_and_in_again(tmp_path: Path) -> None:
    study = linewise.open(tmp_path / "study.linewise")
    study.importing.run(dialects.nvivo_windows(tmp_path / "came.qdpx"))
    unit = study.coding.units(limit=1).units[0]
    grief = study.grouping.create("grief")
    study.coding.code(unit.id, {grief.code.id: "present"})
    study.exporting.run(tmp_path / "out.qdpx")
    other = linewise.open(tmp_path / "other.linewise")
    report = other.importing.run(tmp_path / "out.qdpx")
    assert "grief" in report.codes_created
    assert report.statements == 2 * len(words()) + 1
    again = other.importing.run(tmp_path / "out.qdpx")
    assert again.already
    people = tmp_path / "people.qdpx"
    study.exporting.run(people, choices={"include": "people"})
    said = [one for document in read(people)[0].documents for one in document.statements]
    assert len(said) == 1


def test_codes_alone_come_in(tmp_path: Path) -> None:
    path = tmp_path / "codes.qdc"
    path.write_text(dialects.QDC, encoding="utf-8")
    study = linewise.open(tmp_path / "study.linewise")
    report = study.importing.run(path)
    assert report.documents == 0 and set(report.codes_created) == {"hope", "fear"}
