"""An import cut into other units: offsets stay right, what people said goes along, and undo brings the same back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linewise.core.errors import BadInput, Conflict, NotFound
from linewise.core.nouns import Bookmark, Coding, Mark
from linewise.importing.plan import ImportPlan
from linewise.importing.recutting import Fit, Place, rebookmarked, recoded, reimported, remarked
from linewise.workbench import Project
from tests.interchange.documents import builders
from tests.support.study import stored, study, table

TALK = "First one here. Second one! A third?"
ROWS = (("1", TALK, "Ann"), ("2", "Only one.", "Bo"), ("3", "Alpha\nis here.\n\nBeta. Gamma.", "Cy"))
PLAN = ImportPlan(text=("text",), id="id", speaker="who", encoding="utf-8")


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with study(database_url, tmp_path, rows=None) as project:
        project.importing.run(table(tmp_path / "talks.csv", ROWS, columns=("id", "text", "who")), PLAN)
        yield project


def texts(project: Project) -> list[str]:
    return [unit.text for unit in project.coding.units(limit=100).units]


def units(project: Project) -> dict[str, Any]:
    return {unit.text: unit for unit in project.coding.units(limit=100).units}


def proved(project: Project) -> None:
    found = project.auditing.verify()
    assert found.ok, found.reason


def test_units_and_their_attributes_follow_the_new_cut(project: Project) -> None:
    report = project.importing.recut("talks.csv", "sentence")
    assert (report.before, report.units, report.same) == (3, 7, 1)
    assert texts(project) == [
        "First one here.",
        "Second one!",
        "A third?",
        "Only one.",
        "Alpha\nis here.",
        "Beta.",
        "Gamma.",
    ]
    found = units(project)
    assert found["Second one!"].attributes["speaker"] == "Ann" and found["Gamma."].attributes["speaker"] == "Cy"
    assert TALK[found["A third?"].start : found["A third?"].end] == "A third?"
    assert [unit.text for unit in project.coding.units(search="gamma", limit=5).units] == ["Gamma."]
    (source,) = project.importing.sources()
    assert source.units == 7 and source.documents == 3 and source.plan["segmentation"] == "sentence"
    proved(project)
    project.importing.recut(source.id, "whole")
    assert texts(project) == [text for _, text, _ in ROWS]
    assert units(project)[TALK].attributes["speaker"] == "Ann"
    proved(project)


def test_what_was_said_of_a_whole_goes_to_its_pieces_and_joins_again(project: Project) -> None:
    code = project.grouping.create("luck").code.id
    project.coding.write(0, "whole")
    project.coding.write(0, "part", start=16, end=27)
    project.coding.write(2, "far")
    project.coding.code(0, {code: "present"})
    project.coding.code(1, {code: "absent"})
    project.coding.mark(0, "done")
    project.coding.mark(1, "done")
    project.coding.bookmark(2)
    project.exploring.write_memo("unit", "2", "thought")
    before, page = stored(project), units(project)
    trial = project.importing.recut("talks.csv", "sentence", dry_run=True)
    assert stored(project) == before and units(project) == page
    report = project.importing.recut("talks.csv", "sentence")
    assert trial.unverified == report.unverified == 3 and trial.dry_run and not report.dry_run
    assert (report.notes, report.kept, report.marks, report.bookmarks, report.memos) == (3, 1, 1, 1, 1)
    assert report.left == 1, "the whole was done, its pieces are open again"
    found = units(project)
    assert [(note.text, note.start) for note in found["First one here."].notes] == [("whole", None)]
    assert [(note.text, note.start, note.end) for note in found["Second one!"].notes] == [("part", 0, 11)]
    assert [one.via for one in found["A third?"].codings] == ["import"]
    assert [(one.value, one.via) for one in found["Only one."].codings] == [("absent", "decision")]
    assert found["Only one."].mark == "done" and found["A third?"].mark is None
    assert found["Alpha\nis here."].bookmarked and project.exploring.memos()[0].about_id == str(
        found["Alpha\nis here."].id
    )
    assert project.grouping.code(code).imported == 3
    proved(project)
    after = stored(project)
    project.undo()
    assert stored(project) == before and units(project) == page
    assert project.grouping.code(code).imported == 0
    proved(project)
    project.redo()
    assert stored(project) == after and units(project) == found
    proved(project)
    project.importing.recut("talks.csv", "whole")
    again = units(project)[TALK]
    assert [(note.text, note.start, note.end) for note in again.notes] == [("whole", 0, 15), ("part", 16, 27)]
    proved(project)


def test_decisions_about_parts_join_in_the_whole(project: Project) -> None:
    luck, rest = project.grouping.create("luck").code.id, project.grouping.create("rest").code.id
    project.importing.recut("talks.csv", "sentence")
    first, second, third, *_ = (unit.id for unit in project.coding.units(limit=100).units)
    project.coding.code(second, {luck: "present", rest: "absent"})
    for one in (first, third):
        project.coding.code(one, {rest: "absent"})
        project.coding.mark(one, "done")
    project.coding.mark(second, "done")
    alpha = units(project)["Alpha\nis here."].id
    project.coding.code(alpha, {luck: "absent"})
    report = project.importing.recut("talks.csv", "whole")
    assert (report.joined, report.left, report.marks) == (4, 1, 3)
    said = {one.code: one.value for one in units(project)[TALK].codings}
    assert said == {luck: "present", rest: "absent"} and units(project)[TALK].mark == "done"
    assert not units(project)[ROWS[2][1]].codings, "one absent part says nothing of the whole"
    proved(project)


def test_a_document_keeps_its_structure(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path, rows=None) as project:
        path = builders.word(tmp_path / "anna.docx")
        plan = project.importing.preview(path).plan
        project.importing.run(path, plan.from_dict({**plan.to_dict(), "segmentation": "paragraph"}))
        before = {text: dict(unit.attributes) for text, unit in units(project).items()}
        project.importing.recut("anna.docx", "whole")
        assert len(texts(project)) == 1
        project.importing.recut("anna.docx", "paragraph")
        assert {text: dict(unit.attributes) for text, unit in units(project).items()} == before
        proved(project)


def test_what_the_import_claims_goes_by_its_passages(database_url: str, tmp_path: Path) -> None:
    rows = (("1", "One. Two.", "a;b"), ("2", "Three.", ""))
    with study(database_url, tmp_path, rows=None) as project:
        path = table(tmp_path / "coded.csv", rows, columns=("id", "text", "codes"))
        project.importing.run(path, ImportPlan(text=("text",), id="id", codes="codes", encoding="utf-8"))
        report = project.importing.recut("coded.csv", "sentence")
        assert report.imported == 4 and report.source.codings == 4
        assert project.exploring.frequencies() is not None
        assert {len(unit.codings) for text, unit in units(project).items() if text != "Three."} == {2}
        project.importing.recut("coded.csv", "whole")
        assert [len(unit.codings) for unit in units(project).values()] == [2, 0]
        proved(project)


def test_it_is_refused_where_others_rest_on_the_units(project: Project) -> None:
    project.grouping.create("luck")
    round = project.verifying.open(strategy="random", size=2).round
    with pytest.raises(Conflict, match="is open"):
        project.importing.recut("talks.csv", "sentence")
    project.verifying.decide(round.id, 0, state="skipped")
    project.verifying.close(round.id)
    with pytest.raises(Conflict, match="decided in rounds"):
        project.importing.recut("talks.csv", "sentence")


def test_what_makes_no_sense_is_said(project: Project, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        project.importing.recut("nothing.csv", "sentence")
    with pytest.raises(BadInput, match="not known"):
        project.importing.recut("talks.csv", "given")
    with pytest.raises(BadInput, match="no kind"):
        project.importing.recut("talks.csv", "word")  # type: ignore[arg-type]
    seq = project.state().seq
    assert project.importing.recut("talks.csv", "whole").units == 3 and project.state().seq == seq


def test_later_words_stand_in_the_way_of_undo_and_old_units_take_none(project: Project) -> None:
    project.coding.write(2, "early")
    written = project.state().seq
    project.coding.write(2, "")
    project.importing.recut("talks.csv", "sentence")
    cut = project.state().seq
    with pytest.raises(Conflict, match=f"event {cut}"):
        project.undo(written + 1)
    with pytest.raises(NotFound):
        project.coding.write(2, "too late")
    project.coding.write(units(project)["Beta."].id, "new")
    with pytest.raises(Conflict):
        project.undo(cut)
    project.undo()
    project.undo(cut)
    proved(project)


def test_another_import_that_says_things_of_the_units(project: Project, tmp_path: Path) -> None:
    plan = ImportPlan(text=("text",), id="id", speaker="who", codes="codes", encoding="utf-8")
    rows = tuple((*row, "luck") for row in ROWS)
    path = table(tmp_path / "coded.csv", rows, columns=("id", "text", "who", "codes"))
    assert project.importing.run(path, plan).codings == 3
    with pytest.raises(Conflict, match=r"coded\.csv"):
        project.importing.recut("talks.csv", "sentence")
    project.undo()
    project.importing.recut("talks.csv", "sentence")
    assert project.importing.run(path, plan).codings == 7
    with pytest.raises(Conflict):
        project.undo(project.state().seq - 1)
    proved(project)


cuts = st.lists(st.integers(1, 4), min_size=1, max_size=6)


@st.composite
def fits(draw: st.DrawFn) -> Fit:
    """Documents cut twice, with gaps now and then, as labels of speakers leave them."""
    fit, number = Fit(), 0
    for _ in range(draw(st.integers(1, 2))):
        both = []
        for base in (0, 1000):
            places, at = [], 0
            for width in draw(cuts):
                at += draw(st.integers(0, 1))
                places.append(Place(base + number, at, at + width))
                at, number = at + width, number + 1
            both.append(places)
        fit.add(*both)
    return fit


@settings(max_examples=200, deadline=None)
@given(fit=fits(), draw=st.data())
def test_everything_finds_a_place_inside_a_new_unit(fit: Fit, draw: st.DataObject) -> None:
    whole: set[int] = set()
    for old in fit.olds.values():
        start = draw.draw(st.integers(0, old.end - old.start - 1))
        end = draw.draw(st.integers(start + 1, old.end - old.start))
        unit, begin, finish = fit.span(old.unit, start, end)
        place = fit.news[unit]
        assert 0 <= begin < finish <= place.end - place.start
        if place.start <= old.start + start < place.end:
            assert place.start + begin == old.start + start and place.start + finish <= old.start + end
        unit, first, last = fit.whole(old.unit)
        if first is None or last is None:
            assert unit not in whole, "two notes on all of one unit"
            whole.add(unit)
        else:
            assert 0 <= first < last <= fit.news[unit].end - fit.news[unit].start


@settings(max_examples=200, deadline=None)
@given(fit=fits(), draw=st.data(), exclusive=st.booleans())
def test_no_decision_is_made_up(fit: Fit, draw: st.DataObject, exclusive: bool) -> None:
    values = st.sampled_from(["present", "absent", "unsure", None])
    said = {
        (old, code): value
        for old in fit.olds
        for code in ("x", "y")
        if (value := draw.draw(values)) and not (exclusive and value == "present" and code == "y")
    }
    codings = [
        Coding(unit=old, code=code, coder="a", value=value, at=f"{old:04}") for (old, code), value in said.items()
    ]
    outcome = recoded(fit, codings, exclusive=exclusive)
    assert len({one.key for one in outcome.codings}) == len(outcome.codings)
    assert outcome.kept + outcome.joined + outcome.left <= len(codings)
    for one in outcome.codings:
        parts = fit.over[one.unit]
        same = [old for old, relation in parts if relation == "same"]
        if same:
            assert [said.get((old, one.code)) for old in same] == [one.value]
            continue
        inside = [said.get((old, one.code)) for old, relation in parts if relation == "part"]
        if one.value == "absent":
            assert set(inside) == {"absent"} and all(relation in ("part", "beside") for _, relation in parts)
        else:
            assert one.value in inside and (one.value == "present" or "present" not in inside)
    # What was found anywhere is still found, or claimed, wherever it may have been.
    present = {(one.unit, one.code) for one in outcome.codings if one.value == "present"} | outcome.unverified
    for new, parts in fit.over.items():
        for old, _ in parts:
            for code in ("x", "y"):
                if said.get((old, code)) == "present":
                    assert (new, code) in present


@settings(max_examples=100, deadline=None)
@given(fit=fits(), draw=st.data())
def test_marks_bookmarks_and_claims(fit: Fit, draw: st.DataObject) -> None:
    states = {old: draw.draw(st.sampled_from(["done", "unsure", "skipped"])) for old in fit.olds}
    marks = [Mark(unit=old, coder="a", state=state, at="1") for old, state in states.items()]
    made, left = remarked(fit, marks)
    assert 0 <= left <= len(marks) and len({one.unit for one in made}) == len(made)
    for one in made:
        if one.state == "done":
            assert {states[old] for old, relation in fit.over[one.unit] if relation != "beside"} == {"done"}
    booked = rebookmarked(fit, [Bookmark(unit=old, coder="a", at="1") for old in fit.olds])
    assert {one.unit for one in booked} == set(fit.home.values())
    claims = reimported(fit, fit.news, {old: ["x"] for old in fit.olds}, [])
    touched = {new for new, parts in fit.over.items() if parts}
    assert set(claims) == touched


def test_a_passage_that_ends_before_a_piece_claims_nothing_of_it() -> None:
    fit = Fit()
    fit.add([Place(0, 0, 10)], [Place(1, 0, 4), Place(2, 5, 10)])
    assert reimported(fit, (1, 2), {0: ["x", "y"]}, [("x", 0, 3)]) == {1: {"x", "y"}, 2: {"y"}}
