"""Bookmarks, saved views, running texts, values, and notes that two people change at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from linewise.coding.saved import asked_by
from linewise.core.errors import BadInput, Conflict, Forbidden, NotFound
from linewise.importing.plan import ImportPlan
from linewise.workbench import Project
from tests.support.study import logged, study

STORY = "First it rained.  Then the sun came out!\n\nWe went for a walk 😀. It was good."


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with study(database_url, tmp_path) as project:
        yield project


def ids(project: Project, **query: Any) -> list[int]:
    return [unit.id for unit in project.coding.units(**query).units]


def test_a_bookmark_is_found_again_and_taken_back(project: Project) -> None:
    assert project.coding.bookmark(0).bookmarked
    project.coding.bookmark(5)
    project.coding.bookmark(5)
    assert ids(project, status="bookmarked") == [0, 5]
    assert project.coding.units(status="bookmarked").total == 2
    assert not project.coding.unit(1).bookmarked, "a twin is another place"
    project.undo()
    assert ids(project, status="bookmarked") == [0]
    assert not project.coding.bookmark(0, on=False).bookmarked
    assert [event.kind for event in logged(project)[-1:]] == ["unit_bookmarked"]
    assert ids(project.as_coder("Bo"), status="bookmarked") == []


def test_units_are_found_by_what_was_and_was_not_said_of_them(project: Project) -> None:
    bo = project.as_coder("Bo")
    bo.coding.write(6, "late; bus")
    project.coding.write(2, "family; Joy")
    project.coding.mark(3, "skipped")
    assert ids(project, status="annotated") == [2, 6]
    assert ids(project, status="coded") == [2]
    assert ids(project, status="read") == [2, 3, 4]
    assert ids(project, piece="joy") == [2]
    assert ids(project, piece="BUS") == [6]
    progress = project.coding.progress()
    assert (progress.read, progress.coded, progress.left) == (3, 1, 5)


def test_imported_codes_wait_until_the_coder_answers_them(project: Project) -> None:
    assert ids(project, status="imported") == [0, 2, 5]
    codes = {card.code.name: card.code.id for card in project.grouping.codebook().codes}
    project.coding.code(5, {codes["rest"]: "present"})
    assert ids(project, status="imported") == [0, 2, 5], "one of its two codes is not answered"
    project.coding.code(5, {codes["family"]: "absent"})
    project.coding.code(2, {codes["family"]: "present"})
    assert ids(project, status="imported") == [0]
    project.grouping.merge([codes["luck"]], into=codes["rest"])
    project.coding.code(0, {codes["rest"]: "absent"})
    assert ids(project, status="imported") == []


def test_values_of_an_attribute_come_with_their_units(project: Project) -> None:
    assert [(one.value, one.units) for one in project.coding.values("mood")] == [
        ("calm", 2),
        ("glad", 2),
        ("loud", 1),
        ("sad", 1),
    ]
    assert [one.value for one in project.coding.values("mood", search="LA")] == ["glad"]
    assert [one.value for one in project.coding.values("mood", limit=1)] == ["calm"]
    project.undo()
    assert project.coding.values("mood") == ()


def test_a_view_is_saved_applied_renamed_overwritten_and_removed(project: Project) -> None:
    made = project.coding.save_view("sad ones", {"attributes": {"mood": "sad"}, "columns": ["age"]})
    assert ids(project, query=asked_by(made)) == [6]
    with pytest.raises(Conflict):
        project.coding.save_view("Sad  Ones", {})
    renamed = project.coding.save_view("low", view=made.id)
    assert (renamed.name, renamed.query) == ("low", made.query)
    project.coding.save_view(query={"order": "length", "descending": True}, view=made.id)
    assert ids(project, query=asked_by(project.coding.view("LOW")))[0] == 7
    project.undo()
    assert project.coding.view("low").query == made.query
    project.coding.withdraw_view(made.id)
    assert project.coding.views() == ()
    project.coding.save_view("low", {"search": "bus"})
    with pytest.raises(Conflict):
        project.undo(logged(project)[-2].seq)
    with pytest.raises(NotFound):
        project.coding.view("high")


def test_a_view_keeps_only_what_it_knows_and_belongs_to_its_maker(project: Project) -> None:
    with pytest.raises(BadInput):
        project.coding.save_view("odd", {"limit": 3})
    with pytest.raises(BadInput):
        project.coding.save_view("  ", {})
    with pytest.raises(BadInput):
        project.coding.save_view("nothing")
    made = project.coding.save_view("mine", {})
    bo = project.as_coder("Bo")
    assert [view.name for view in bo.coding.views()] == ["mine"]
    with pytest.raises(Forbidden):
        bo.coding.withdraw_view(made.id)
    with pytest.raises(Forbidden):
        bo.coding.save_view("his", view=made.id)


def test_a_note_changed_elsewhere_meanwhile_is_not_written_over(project: Project) -> None:
    project.coding.write(2, "family", expected="")
    with pytest.raises(Conflict) as refused:
        project.coding.write(2, "joy", expected="")
    assert refused.value.where["present"] == "family"
    assert project.coding.unit(2).notes[0].text == "family"
    project.coding.write(2, "family", expected="")
    assert project.coding.write(2, "family; joy", expected=" family").notes[0].text == "family; joy"
    with pytest.raises(Conflict):
        project.coding.write(2, "", expected="family")
    assert project.coding.write(2, "", expected="family; joy").notes == ()


def test_a_note_on_words_that_was_taken_away_meanwhile_is_told(project: Project) -> None:
    (note,) = project.coding.write(5, "calm", start=2, end=7).notes
    project.coding.write(5, "", note=note.id)
    with pytest.raises(Conflict) as refused:
        project.coding.write(5, "still", note=note.id, expected="calm")
    assert refused.value.where["present"] == ""
    assert project.coding.write(5, "", note=note.id, expected="calm").notes == ()


def test_a_document_is_its_units_and_what_stands_between_them(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path, rows=None) as project:
        file = tmp_path / "stories.csv"
        file.write_text(f'id,text\n1,"One. Two."\n2,"{STORY}"\n3,Three.\n', encoding="utf-8")
        plan = ImportPlan(text=("text",), id="id", segmentation="sentence", encoding="utf-8")
        project.importing.run(file, plan)
        shown = project.coding.document(4)
        assert shown.external_id == "2"
        assert [unit.id for unit in shown.units] == [2, 3, 4, 5]
        text = "".join(f"{lead}{unit.text}" for lead, unit in zip(shown.between, shown.units, strict=True))
        assert text == STORY
        assert (shown.before, shown.after) == (None, None)
        whole = project.coding.document(6)
        assert (len(whole.units), whole.between) == (1, ("",))
        with pytest.raises(NotFound):
            project.coding.document(7)


def test_a_long_document_is_shown_in_parts(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path, rows=None) as project:
        file = tmp_path / "book.csv"
        lines = "\n".join(f"Line {number}" for number in range(400))
        file.write_text(f'text\n"{lines}"\n', encoding="utf-8")
        project.importing.run(file, ImportPlan(text=("text",), segmentation="line", encoding="utf-8"))
        shown = project.coding.document(200)
        assert (shown.before, shown.units[0].id, shown.units[-1].id, shown.after) == (49, 50, 350, 351)
        assert set(shown.between) == {"\n"}
        first = project.coding.document(0)
        assert (first.before, first.units[0].id, first.units[-1].id, first.after) == (None, 0, 150, 151)
