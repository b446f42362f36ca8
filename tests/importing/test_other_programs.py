"""Projects of other programs: codes, statements about passages and memos arrive unverified, and only what is new."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import linewise
from linewise.core.exchange import CodeEntry
from linewise.core.nouns import Coder, Memo
from linewise.storage import documents
from linewise.workbench import Project
from linewise.workbench.intake.codebook import Codebook
from linewise.workbench.outgoing.composing import compose

LETTERS = "I lost my job 😀 in May.\n\nMy sister helped me.\n\nNow I bake bread."


def task(*results: dict[str, object], id: int = 1, text: str = LETTERS, **more: object) -> dict[str, object]:
    """A task of Label Studio with one person's annotation."""
    annotation = {"id": id * 10, "completed_by": {"email": "anna@example.org"}, "result": list(results)}
    return {"id": id, "data": {"text": text}, "annotations": [annotation], **more}


def span(start: int, end: int, *labels: str, id: str = "s1") -> dict[str, object]:
    value = {"start": start, "end": end, "text": LETTERS[start:end], "labels": list(labels)}
    return {"id": id, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def export(path: Path, *tasks: dict[str, object]) -> Path:
    path.write_text(json.dumps(list(tasks)), encoding="utf-8")
    return path


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with linewise.open_workspace(database_url) as workspace:
        yield workspace.create("letters", coder="Lea")


HELP = LETTERS.index("My sister"), LETTERS.index(" me.") + 4


def test_units_carry_the_codes_of_the_passages_that_touch_them(project: Project, tmp_path: Path) -> None:
    report = project.importing.run(
        export(tmp_path / "out.json", task(span(*HELP, "Help"), span(2, 13, "Loss", id="s2")))
    )
    units = project.coding.units().units
    assert [unit.text for unit in units] == LETTERS.split("\n\n")
    names = {card.code.id: card.code.name for card in project.grouping.codebook().codes}
    said = [{names[one.code] for one in unit.codings} for unit in units]
    assert said == [{"Loss"}, {"Help"}, set()]
    assert {one.origin for unit in units for one in unit.codings} == {"import"}
    passage = units[1].passages[0]
    assert units[1].text[passage.start : passage.end] == "My sister helped me."
    assert (passage.coder, passage.machine) == ("anna@example.org", False)
    assert (report.statements, report.units, report.codes_created) == (2, 3, ("Help", "Loss"))
    assert project.auditing.verify().ok


def test_an_import_counts_as_no_decision_of_a_person(project: Project, tmp_path: Path) -> None:
    project.importing.run(export(tmp_path / "out.json", task(span(*HELP, "Help"))))
    assert project.coding.progress().decided == 0
    assert project.coding.progress().coded == 0


def test_a_later_export_brings_only_what_is_new_about_a_known_text(project: Project, tmp_path: Path) -> None:
    project.importing.run(export(tmp_path / "out.json", task(span(*HELP, "Help"))))
    again = export(tmp_path / "out.json", task(span(*HELP, "Help"), span(2, 13, "Loss", id="s2")))
    report = project.importing.run(again)
    assert (report.documents, report.unchanged, report.statements) == (0, 1, 1)
    units = project.coding.units().units
    assert [len(unit.passages) for unit in units] == [1, 1, 0]
    assert [len(unit.codings) for unit in units] == [1, 1, 0]
    assert project.importing.run(again).already
    assert project.auditing.verify().ok
    project.undo()
    assert [len(unit.passages) for unit in project.coding.units().units] == [0, 1, 0]
    project.redo()
    assert [len(unit.passages) for unit in project.coding.units().units] == [1, 1, 0]


def test_a_code_is_known_again_after_it_was_renamed_here(project: Project, tmp_path: Path) -> None:
    tags = tmp_path / "tags.json"
    tags.write_text(
        json.dumps([{"tag": "help", "aliases": ["support"], "parents": []}, {"tag": "sister", "parents": ["help"]}])
    )
    project.importing.run(tags)
    known = {card.code.name: card.code for card in project.grouping.codebook().codes}
    assert known["help"].aliases == ("support",)
    assert known["sister"].parents == (known["help"].id,)
    project.grouping.describe(known["help"].id, name="Support by others")
    tags.write_text(
        json.dumps([{"tag": "help", "aliases": ["support"], "parents": []}, {"tag": "friend", "parents": ["help"]}])
    )
    assert project.importing.run(tags).codes_created == ("friend",)


def test_a_dry_run_says_the_same_and_keeps_nothing(project: Project, tmp_path: Path) -> None:
    file = export(tmp_path / "out.json", task(span(*HELP, "Help")))
    tried = project.importing.run(file, dry_run=True)
    assert (tried.statements, tried.codes_created, tried.source) == (1, ("Help",), None)
    assert project.grouping.codebook().codes == ()
    done = project.importing.run(file)
    assert (done.statements, done.units) == (tried.statements, tried.units)


def test_replaying_the_log_gives_the_same_project(project: Project, tmp_path: Path) -> None:
    project.importing.run(export(tmp_path / "out.json", task(span(*HELP, "Help"))))
    proof = project.auditing.verify()
    assert proof.ok, proof
    with project._desk.store.writing() as connection:
        connection.exec_driver_sql("UPDATE imported_span SET coder = 'somebody else'")
    assert not project.auditing.verify().ok


def test_units_of_documents_are_found_by_their_places(project: Project, tmp_path: Path) -> None:
    project.importing.run(export(tmp_path / "out.json", task(span(*HELP, "Help"))))
    with project._desk.reading() as (connection, facts):
        places = documents.places(connection, project._desk.project_no, [0])
        assert [LETTERS[start:end] for _, start, end in places[0]] == LETTERS.split("\n\n")
        assert [coder.name for coder in facts.find(Coder)] == ["Lea"]
        assert not list(facts.find(Memo))


def test_numbers_that_two_files_share_do_not_make_their_codes_one(project: Project, tmp_path: Path) -> None:
    entries = (CodeEntry(id="1", name="Help"), CodeEntry(id="1", name="Loss"))
    with project._desk.reading() as (_, facts):
        book = Codebook(facts, earlier={("1", "Help"): "elsewhere"})
        book.take(entries[1:])
        assert [code.name for code in book.made] == ["Loss"]
    for number, label in enumerate(("Help", "Loss")):
        project.importing.run(export(tmp_path / f"{label}.json", task(span(*HELP, label), text=f"{LETTERS} {number}")))
    ids = [entry.id for entry in compose(project._desk).documents]
    assert len(set(ids)) == len(ids) == 2


def test_a_project_that_went_through_another_program_is_known_again(project: Project, tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text("text,age\n" + "\n".join(f"line {number},{number}" for number in range(3)))
    project.importing.run(tmp_path / "lines.csv")
    help_ = project.grouping.create("Help").code
    project.coding.code(1, {help_.id: "present"})
    project.exporting.run(tmp_path / "there.qdpx")
    project.grouping.describe(help_.id, name="Support")
    report = project.importing.run(tmp_path / "there.qdpx")
    assert (report.documents, report.unchanged, report.codes_created) == (0, 3, ())
    assert [len(unit.passages) for unit in project.coding.units().units] == [0, 1, 0]
    assert {one.origin for one in project.coding.unit(1).codings} == {"person", "import"}
