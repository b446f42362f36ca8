"""Undo and redo as people use them: across restarts, in whole steps, each coder with a stack of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import linewise
from linewise.core.errors import Conflict, Forbidden, NotFound
from linewise.workbench import Project
from tests.support.study import logged, stored, study


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with study(database_url, tmp_path) as project:
        yield project


def notes(project: Project, unit: int) -> list[str]:
    return [note.text for note in project.coding.unit(unit).notes]


def test_undo_and_redo_outlive_the_process(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path) as project:
        project.coding.write(2, "family")
        project.coding.write(2, "kin")
    with linewise.open_workspace(database_url) as workspace:
        project = workspace.project("study")
        assert project.undo().words == "undid: changed a note"
        assert notes(project, 2) == ["family"]
    with linewise.open_workspace(database_url) as workspace:
        project = workspace.project("study")
        assert project.redo().words == "redid: changed a note"
        assert notes(project, 2) == ["kin"]
        assert [project.undo().target.kind for _ in range(3)] == ["note_changed", "note_written", "source_imported"]
        with pytest.raises(Conflict, match="nothing to undo"):
            project.undo()


def test_a_new_step_clears_what_could_be_redone(project: Project) -> None:
    project.coding.write(2, "family")
    project.undo()
    assert project.state().redo is not None
    project.coding.write(3, "sport")
    assert project.state().redo is None
    with pytest.raises(Conflict, match="nothing to redo"):
        project.redo()


def test_state_names_the_next_undo_and_redo(project: Project) -> None:
    project.coding.write(2, "family")
    project.coding.mark(3, "unsure")
    undo = project.state().undo
    assert undo is not None and undo.kind == "unit_marked"
    project.undo()
    undo, redo = project.state().undo, project.state().redo
    assert undo is not None and undo.kind == "note_written"
    assert redo is not None and redo.kind == "undone" and redo.title == "undid: marked a unit"


def test_a_bulk_action_is_one_step(project: Project) -> None:
    for unit, text in ((2, "luck; money"), (5, "luck"), (6, "family"), (7, "money")):
        project.coding.write(unit, text)
    before = stored(project)
    card = project.grouping.create("Fortune", norms=["luck", "money"])
    assert len(stored(project)["placement"]) - len(before["placement"]) == 4
    assert project.undo().target.detail["name"] == "Fortune"
    assert stored(project) == before
    project.redo()
    assert project.grouping.code(card.code.id).units == card.units


def test_twins_are_coded_in_one_step_and_taken_back_in_one(project: Project) -> None:
    project.coding.write(0, "luck")
    code = project.grouping.create("Fortune").code.id
    project.coding.code(0, {code: "present"})
    project.coding.mark(1, "done")
    for unit in (0, 1):
        view = project.coding.unit(unit)
        assert ([n.text for n in view.notes], view.mark) == (["luck"], "done")
        assert [c.value for c in view.codings if c.origin == "person"] == ["present"]
    for _ in range(4):
        project.undo()
    for unit in (0, 1):
        view = project.coding.unit(unit)
        assert (view.notes, view.mark) == ((), None)
        assert [c.origin for c in view.codings if c.origin == "person"] == []


def test_each_coder_undoes_their_own_steps(project: Project) -> None:
    other = project.as_coder("Bo")
    project.coding.write(2, "family")
    other.coding.write(2, "daughter")
    project.undo()
    assert notes(project, 2) == ["daughter"]
    other.undo()
    assert notes(project, 2) == []
    project.redo()
    assert notes(project, 2) == ["family"]
    assert other.state().redo is not None
    other.redo()
    assert sorted(notes(project, 2)) == ["daughter", "family"]


def test_several_coders_keep_their_own_codings_of_a_unit(project: Project) -> None:
    code = project.grouping.create("Kin").code.id
    other = project.as_coder("Bo")
    project.coding.code(2, {code: "present"})
    other.coding.code(2, {code: "absent"})
    said = {c.coder: c.value for c in project.coding.unit(2).codings if c.origin == "person"}
    assert said == {project.coder.id: "present", other.coder.id: "absent"}
    other.coding.code(2, {code: None})
    assert {c.coder for c in project.coding.unit(2).codings if c.origin == "person"} == {project.coder.id}


def test_a_note_belongs_to_whoever_wrote_it(project: Project) -> None:
    note = project.coding.write(2, "family").notes[0].id
    with pytest.raises(Forbidden):
        project.as_coder("Bo").coding.write(2, "my words", note=note)
    assert notes(project, 2) == ["family"]


def test_undo_of_a_note_that_another_session_changed_names_that_change(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path) as here, linewise.open_workspace(database_url) as elsewhere:
        there = elsewhere.project("study")
        note = here.coding.write(2, "family").notes[0].id
        written = logged(here)[-1].seq
        there.coding.write(2, "kin", note=note)
        before = stored(here)
        with pytest.raises(Conflict) as caught:
            here.undo(written)
        assert caught.value.where["event"] == written + 1
        assert f"Undo event {written + 1} first" in str(caught.value)
        assert stored(here) == before
        there.coding.write(2, "", note=note)
        with pytest.raises(NotFound):
            here.coding.write(2, "my family", note=note)


def test_an_event_in_the_middle_can_be_undone_when_nothing_rests_on_it(project: Project) -> None:
    project.coding.write(2, "family")
    seq = logged(project)[-1].seq
    project.coding.write(3, "sport")
    project.undo(seq)
    assert (notes(project, 2), notes(project, 3)) == ([], ["sport"])
    with pytest.raises(Conflict, match="undone already"):
        project.undo(seq)


@pytest.mark.parametrize("seq", [0, -1, 10_000, 2**40])
def test_an_event_that_does_not_exist_is_not_taken_for_the_last_one(project: Project, seq: int) -> None:
    project.coding.write(2, "family")
    with pytest.raises(NotFound):
        project.undo(seq)
    assert notes(project, 2) == ["family"]


def test_records_cannot_be_undone(project: Project) -> None:
    with pytest.raises(Conflict, match="cannot be undone"):
        project.undo(1)


def test_a_code_that_something_rests_on_is_not_pulled_away(project: Project) -> None:
    project.coding.write(2, "family")
    card = project.grouping.create("Kin")
    made = logged(project)[-1].seq

    def blocked_by(kind: str) -> None:
        with pytest.raises(Conflict) as caught:
            project.undo(made)
        assert caught.value.where["event"] == logged(project)[-1].seq
        assert logged(project)[-1].kind == kind
        project.undo()

    project.grouping.place(card.code.id, ["family"])
    blocked_by("open_codes_grouped")
    project.coding.code(4, {card.code.id: "absent"})
    blocked_by("units_coded")
    project.grouping.create("Daughters", parents=[card.code.id])
    blocked_by("code_created")
    project.exploring.write_memo("code", card.code.id, "too wide?")
    blocked_by("memo_written")
    project.undo(made)


def test_the_name_of_a_code_undone_is_free_but_not_for_two(project: Project) -> None:
    other = project.as_coder("Bo")
    project.grouping.create("Kin")
    project.undo()
    other.grouping.create("kin")
    with pytest.raises(Conflict) as caught:
        project.redo()
    assert caught.value.where["event"] == logged(project)[-1].seq


def test_undoing_a_merge_does_not_bring_back_a_name_that_is_taken(project: Project) -> None:
    kin, people = (project.grouping.create(name).code.id for name in ("Kin", "People"))
    project.grouping.merge([kin], into=people)
    merged = logged(project)[-1].seq
    project.grouping.create("Kin")
    with pytest.raises(Conflict) as caught:
        project.undo(merged)
    assert caught.value.where["event"] == merged + 1
    project.undo()
    project.undo(merged)
    assert [card.code.name for card in project.grouping.codebook().codes if card.code.name == "Kin"] == ["Kin"]


def test_a_withdrawn_note_does_not_come_back_beside_a_newer_one(project: Project) -> None:
    project.coding.write(2, "family")
    project.coding.write(2, "")
    withdrawn = logged(project)[-1].seq
    project.coding.write(2, "kin")
    with pytest.raises(Conflict) as caught:
        project.undo(withdrawn)
    assert caught.value.where["event"] == withdrawn + 1


def test_the_conflict_names_what_can_be_undone_not_what_was_undone_already(project: Project) -> None:
    project.coding.write(2, "family")
    card = project.grouping.create("Kin")
    made = logged(project)[-1].seq
    project.grouping.place(card.code.id, ["family"])
    project.grouping.unplace(card.code.id, ["family"])
    project.undo()
    with pytest.raises(Conflict) as caught:
        project.undo(made)
    assert caught.value.where["event"] == made + 1
    project.undo(made + 1)
    project.undo(made)
