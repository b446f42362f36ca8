"""An import into a running project: all of a file or nothing, what is new and nothing twice, undone and redone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linewise.core.errors import BadInput, Conflict
from linewise.importing.plan import ImportPlan
from linewise.jobs import Cancelled
from linewise.workbench import Project
from tests.support.study import LINES, PLAN, logged, stored, study, table


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with study(database_url, tmp_path) as project:
        yield project


def texts(project: Project) -> list[str]:
    return [unit.text for unit in project.coding.units(limit=500).units]


def whole(project: Project) -> tuple[object, ...]:
    """All that an import could have left behind."""
    return project.state().seq, stored(project), texts(project), project.coding.units(search="line").total


def test_units_hold_what_the_file_says(project: Project) -> None:
    view = project.coding.unit(5)
    assert (view.text, view.external_id, view.attributes) == (LINES[5][1], "f", {"mood": "calm", "age": 77})
    assert [(one.origin, one.value) for one in view.codings] == [("import", "present")] * 2
    assert project.coding.unit(7).text == "Café au lait, and naïve jokes"
    assert [unit.twins for unit in project.coding.units().units] == [1, 1, 0, 1, 1, 0, 0, 0]
    assert [source.name for source in project.importing.sources()] == ["lines.csv"]


def test_the_same_file_again_changes_nothing(project: Project, tmp_path: Path) -> None:
    before = whole(project)
    again = project.importing.run(tmp_path / "lines.csv", PLAN)
    assert (again.already, again.documents, again.unchanged) == (True, 0, 8)
    assert again.source is not None and again.source.name == "lines.csv"
    renamed = table(tmp_path / "renamed.csv", [*LINES, LINES[0]][:8], columns=("id", "text", "mood", "age", "codes"))
    assert project.importing.run(renamed, PLAN).already
    assert whole(project) == before


def test_the_same_rows_in_another_file_change_nothing(project: Project, tmp_path: Path) -> None:
    before = whole(project)
    report = project.importing.run(table(tmp_path / "turned.csv", LINES[::-1]), PLAN)
    assert (report.documents, report.unchanged, report.source, report.already) == (0, 8, None, False)
    assert whole(project) == before


def test_a_grown_file_brings_only_its_new_rows(project: Project, tmp_path: Path) -> None:
    grown = table(
        tmp_path / "grown.csv",
        [*LINES, ("i", "A new line", "", "", "luck; Sport"), ("j", "We won the game", "", "", "")],
    )
    report = project.importing.run(grown, PLAN)
    assert (report.documents, report.units, report.unchanged) == (2, 2, 8)
    assert report.codes_created == ("Sport",)
    assert texts(project) == [row[1] for row in LINES] + ["A new line", "We won the game"]
    assert project.coding.unit(9).twins == 2
    assert project.auditing.verify().ok


def test_rows_without_ids_are_known_by_their_content_and_number(database_url: str, tmp_path: Path) -> None:
    plan = ImportPlan(text=("text",), encoding="utf-8")
    with study(database_url, tmp_path, rows=None) as project:
        first = table(tmp_path / "a.csv", [("", "one", "", "", ""), ("", "two", "", "", ""), ("", "one", "", "", "")])
        assert project.importing.run(first, plan).units == 3
        second = table(tmp_path / "b.csv", [("", text, "", "", "") for text in ("one", "one", "one", "three")])
        report = project.importing.run(second, plan)
        assert (report.units, report.unchanged) == (2, 2)
        assert sorted(texts(project)) == ["one", "one", "one", "three", "two"]


@pytest.mark.parametrize("row", [("c", "My daughter frowned", "calm", "30", ""), ("c", LINES[2][1], "calm", "31", "")])
def test_a_known_id_with_other_content_is_refused_and_nothing_kept(
    project: Project, tmp_path: Path, row: tuple[str, ...]
) -> None:
    before = whole(project)
    changed = table(tmp_path / "changed.csv", [("x", "A new line", "", "", "Novelty"), row])
    with pytest.raises(BadInput) as caught:
        project.importing.run(changed, PLAN)
    assert caught.value.where == {"file": "changed.csv", "row": 3, "column": "id"}
    assert caught.value.remedy
    assert whole(project) == before


def test_a_bad_row_leaves_nothing_of_the_rows_before_it(project: Project, tmp_path: Path) -> None:
    before = whole(project)
    bad = [(f"n{n}", f"Line {n}", "", str(n), "Novelty") for n in range(3000)] + [("last", "Line", "", "old", "")]
    with pytest.raises(BadInput) as caught:
        project.importing.run(table(tmp_path / "bad.csv", bad), PLAN)
    assert (caught.value.where["row"], caught.value.where["column"]) == (3002, "age")
    assert whole(project) == before


def test_a_dry_run_reports_and_keeps_nothing(project: Project, tmp_path: Path) -> None:
    before = whole(project)
    grown = table(tmp_path / "grown.csv", [*LINES, ("i", "A new line", "", "", "Sport")])
    dry = project.importing.run(grown, PLAN, dry_run=True)
    assert (dry.dry_run, dry.units, dry.unchanged, dry.codes_created, dry.source) == (True, 1, 8, ("Sport",), None)
    assert whole(project) == before
    assert project.importing.run(grown, PLAN).units == dry.units


def test_undo_hides_the_units_and_redo_brings_them_back(project: Project, tmp_path: Path) -> None:
    before = whole(project)
    report = project.importing.run(
        table(tmp_path / "more.csv", [("x", "A new line", "glad", "", "Novelty"), ("y", LINES[0][1], "", "", "")]), PLAN
    )
    after = whole(project)
    assert report.units == 2 and project.coding.unit(0).twins == 2
    project.undo()
    assert whole(project)[1:] == before[1:]
    assert project.coding.unit(0).twins == 1
    assert project.coding.progress().units == 8
    assert [card.code.name for card in project.grouping.codebook().codes] == ["luck", "family", "rest"]
    assert project.importing.sources()[0].name == "lines.csv" and len(project.importing.sources()) == 1
    project.redo()
    assert whole(project)[1:] == after[1:]
    assert project.auditing.verify().ok
    project.undo()
    again = project.importing.run(tmp_path / "more.csv", PLAN)
    assert (again.already, again.units) == (False, 2)
    assert texts(project)[-2:] == ["A new line", LINES[0][1]]


def test_an_import_on_which_something_rests_is_not_pulled_away(project: Project, tmp_path: Path) -> None:
    made = logged(project)[-1].seq

    def blocked() -> None:
        before = stored(project)
        with pytest.raises(Conflict) as caught:
            project.undo(made)
        assert caught.value.where["event"] == logged(project)[-1].seq
        assert stored(project) == before
        project.undo()

    project.coding.write(3, "sport")
    blocked()
    project.coding.mark(3, "done")
    blocked()
    project.exploring.write_memo("unit", "3", "Which game?")
    blocked()
    project.grouping.create("Kin", parents=[project.grouping.codebook().codes[0].code.id])
    blocked()
    project.importing.run(table(tmp_path / "more.csv", [("x", "A new line", "", "", "luck")]), PLAN)
    blocked()
    project.undo(made)
    assert texts(project) == []


def test_a_code_that_an_import_names_is_not_pulled_away(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path, rows=None) as project:
        project.grouping.create("Luck")
        made = logged(project)[-1].seq
        assert project.importing.run(table(tmp_path / "lines.csv"), PLAN).codes_created == ("family", "rest")
        with pytest.raises(Conflict) as caught:
            project.undo(made)
        assert caught.value.where["event"] == made + 1
        project.undo()
        project.undo()


def test_an_import_does_not_come_back_beside_its_own_rows(project: Project, tmp_path: Path) -> None:
    other = project.as_coder("Bo")
    more = table(tmp_path / "more.csv", [("x", "A new line", "", "", "")])
    project.importing.run(more, PLAN)
    project.undo()
    other.importing.run(
        table(tmp_path / "most.csv", [("w", "Another", "", "", ""), ("x", "A new line", "", "", "")]), PLAN
    )
    with pytest.raises(Conflict) as caught:
        project.redo()
    assert caught.value.where["event"] == logged(project)[-1].seq
    other.undo()
    project.redo()
    assert texts(project)[-1] == "A new line"


def test_a_note_does_not_come_back_to_a_unit_that_is_gone(project: Project, tmp_path: Path) -> None:
    other = project.as_coder("Bo")
    other.importing.run(table(tmp_path / "more.csv", [("x", "A new line", "", "", "")]), PLAN)
    project.coding.write(8, "novelty")
    project.undo()
    other.undo()
    with pytest.raises(Conflict):
        project.redo()
    other.redo()
    project.redo()
    assert project.coding.unit(8).notes[0].text == "novelty"


def test_codes_are_known_by_name_and_alias_and_after_a_merge(project: Project, tmp_path: Path) -> None:
    luck, family, _ = (card.code.id for card in project.grouping.codebook().codes)
    project.grouping.describe(family, aliases=["kin"])
    chance = project.grouping.create("Chance").code.id
    project.grouping.merge([luck], into=chance)
    rows = [("x", "One", "", "", "KIN"), ("y", "Two", "", "", "Luck"), ("z", "Three", "", "", "chance")]
    report = project.importing.run(table(tmp_path / "more.csv", rows), PLAN)
    assert (report.codes_created, report.codings) == ((), 3)
    assert [project.coding.unit(unit).codings[0].code for unit in (8, 9, 10)] == [family, chance, chance]
    assert {card.code.name: card.imported for card in project.grouping.codebook().codes}["Chance"] == 3


def test_progress_is_told_and_a_cancelled_import_leaves_nothing(project: Project, tmp_path: Path) -> None:
    before = whole(project)
    big = table(tmp_path / "big.csv", [(f"n{n}", f"Line {n}", "", "", "Novelty") for n in range(5000)])
    told: list[tuple[int, int]] = []

    def until_half(done: int, total: int) -> None:
        told.append((done, total))
        if done > total / 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        project.importing.run(big, PLAN, progress=until_half)
    assert len(told) > 1 and told == sorted(told) and {total for _, total in told} == {big.stat().st_size}
    assert whole(project) == before
    assert project.auditing.verify().ok
    job = project.importing.start(big, PLAN)
    board = project._desk.jobs
    ended = board.wait(job.id, timeout=60)
    assert (ended.state, ended.done) == ("done", big.stat().st_size)
    assert ended.result is not None and ended.result["units"] == 5000


def test_a_file_that_cannot_be_read_is_refused_by_name(project: Project, tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(BadInput) as caught:
            project.importing.run(path, PLAN)
        assert str(path.name) in str(caught.value.where["file"])
    with pytest.raises(BadInput):
        project.importing.run(table(tmp_path / "other.csv", [("a", "b")], columns=("x", "y")), PLAN)


def test_a_name_that_is_too_long_for_a_code_names_its_row(project: Project, tmp_path: Path) -> None:
    before = whole(project)
    rows = [("x", "One", "", "", "fine"), ("y", "Two", "", "", "x" * 300)]
    with pytest.raises(BadInput) as caught:
        project.importing.run(table(tmp_path / "long.csv", rows), PLAN)
    assert caught.value.where == {"file": "long.csv", "row": 3, "column": "codes"}
    assert whole(project) == before


def test_units_of_sentences_keep_their_offsets(database_url: str, tmp_path: Path) -> None:
    plan = ImportPlan(text=("text",), id="id", segmentation="sentence", encoding="utf-8")
    text = "First one. Second one!\n\nThird, with a café?"
    with study(database_url, tmp_path, rows=None) as project:
        project.importing.run(
            table(tmp_path / "a.csv", [("a", text, "", "", ""), ("b", "Second one!", "", "", "")]), plan
        )
        shown = project.coding.units().units
        assert [unit.text for unit in shown] == ["First one.", "Second one!", "Third, with a café?", "Second one!"]
        assert [text[unit.start : unit.end] for unit in shown[:3]] == [unit.text for unit in shown[:3]]
        assert [unit.document for unit in shown] == [0, 0, 0, 1]
        assert [unit.twins for unit in shown] == [0, 1, 0, 1]
        assert project.auditing.verify().ok
