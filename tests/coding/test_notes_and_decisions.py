"""Notes, spans, marks and decisions: what is kept, what follows, what is refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linewise.core.errors import BadInput, Conflict, LinewiseError, NotFound
from linewise.workbench import Project
from tests.support.study import logged, study


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with study(database_url, tmp_path) as project:
        yield project


def pieces(project: Project, unit: int) -> list[list[str]]:
    return [[piece.text for piece in note.pieces] for note in project.coding.unit(unit).notes]


def values(project: Project, unit: int) -> dict[str, str]:
    """What this coder decided about a unit."""
    codings = project.coding.unit(unit).codings
    return {one.code: one.value for one in codings if one.via == "decision" and one.coder == project.coder.id}


def test_a_note_is_split_changed_and_withdrawn(project: Project) -> None:
    first = project.coding.write(2, "family; joy\n love").notes[0]
    assert [piece.text for piece in first.pieces] == ["family", "joy", "love"]
    second = project.coding.write(2, "joy; family; pride").notes[0]
    assert second.id == first.id
    kept = {piece.text: piece.id for piece in first.pieces}
    assert {piece.text: piece.id == kept.get(piece.text) for piece in second.pieces} == {
        "joy": True,
        "family": True,
        "pride": False,
    }
    assert project.coding.write(2, " ").notes == ()
    assert [event.kind for event in logged(project)[-3:]] == ["note_written", "note_changed", "note_withdrawn"]


def test_writing_the_same_again_is_no_event(project: Project) -> None:
    project.coding.write(2, "family")
    project.coding.mark(2, "done")
    before = project.state().seq
    project.coding.write(2, " family ")
    project.coding.mark(2, "done")
    project.coding.write(6, "")
    assert project.state().seq == before


def test_notes_on_spans_stand_beside_the_note_on_the_unit(project: Project) -> None:
    project.coding.write(5, "evening")
    span = project.coding.write(5, "calm", start=2, end=7).notes[1]
    project.coding.write(5, "reading", start=23, end=27)
    view = project.coding.unit(5)
    assert [(n.text, n.start, n.end) for n in view.notes] == [
        ("evening", None, None),
        ("calm", 2, 7),
        ("reading", 23, 27),
    ]
    assert view.text[2:7] == "quiet"
    changed = project.coding.write(5, "stillness", note=span.id)
    assert [(n.text, n.start, n.end) for n in changed.notes][1] == ("stillness", 2, 7)


@pytest.mark.parametrize(
    ("start", "end"), [(0, None), (None, 3), (3, 3), (5, 2), (-1, 2), (0, 28), (27, 28), (0, 2**40)]
)
def test_a_span_must_lie_in_the_text(project: Project, start: int | None, end: int | None) -> None:
    assert len(project.coding.unit(5).text) == 27
    with pytest.raises(BadInput):
        project.coding.write(5, "calm", start=start, end=end)
    assert project.coding.unit(5).notes == ()


def test_a_span_counts_code_points(project: Project) -> None:
    assert project.coding.unit(7).text[0:4] == "Café"
    assert project.coding.write(7, "drink", start=0, end=4).notes[0].end == 4


@pytest.mark.parametrize("text", ["a\x00b", "half \ud83d a character", "x" * 20_001])
def test_a_note_that_cannot_be_kept_is_refused(project: Project, text: str) -> None:
    with pytest.raises(BadInput):
        project.coding.write(2, text)
    assert project.coding.unit(2).notes == ()


@pytest.mark.parametrize("unit", [8, -1, 2**40])
def test_a_unit_that_is_not_there_takes_nothing(project: Project, unit: int) -> None:
    for act in (
        lambda: project.coding.unit(unit),
        lambda: project.coding.write(unit, "luck"),
        lambda: project.coding.mark(unit, "done"),
    ):
        with pytest.raises(NotFound):
            act()


def test_what_is_written_later_goes_where_the_latest_equal_piece_sits(project: Project) -> None:
    project.coding.write(2, "family")
    kin = project.grouping.create("Kin", norms=["family"]).code.id
    (piece,) = project.coding.write(3, " FAMILY ").notes[0].pieces
    assert piece.codes == (kin,)
    view = project.coding.unit(3)
    assert [(one.code, one.via, one.origin) for one in view.codings] == [(kin, "grouping", "person")]
    project.grouping.unplace(kin, ["family"])
    assert project.coding.write(5, "family").notes[0].pieces[0].codes == ()
    project.grouping.place(kin, ["family"])
    people = project.grouping.create("People", norms=["family"]).code.id
    assert set(project.coding.write(6, "family").notes[0].pieces[0].codes) == {kin, people}


def test_placing_follows_merges_and_leaves_retired_codes_out(project: Project) -> None:
    project.coding.write(2, "family; luck")
    kin = project.grouping.create("Kin", norms=["family"]).code.id
    people = project.grouping.create("People").code.id
    fortune = project.grouping.create("Fortune", norms=["luck"]).code.id
    project.grouping.merge([kin], into=people)
    project.grouping.retire(fortune)
    view = project.coding.write(6, "family; luck")
    assert [piece.codes for piece in view.notes[0].pieces] == [(people,), ()]


def test_twins_get_the_same_note_unless_they_have_words_of_their_own(project: Project) -> None:
    project.change(code_twins=False)
    project.coding.write(1, "my own words")
    project.change(code_twins=True)
    project.coding.write(0, "luck")
    assert [pieces(project, unit) for unit in (0, 1)] == [[["luck"]], [["my own words"]]]
    project.coding.write(3, "sport")
    project.coding.write(4, "sport; noise")
    assert [pieces(project, unit) for unit in (3, 4)] == [[["sport", "noise"]]] * 2
    project.coding.write(3, "")
    assert [pieces(project, unit) for unit in (3, 4)] == [[], []]


def test_decisions_are_said_renewed_and_taken_back(project: Project) -> None:
    kin, rest = (project.grouping.create(name).code.id for name in ("Kin", "Leisure"))
    project.coding.code(5, {kin: "present", rest: "absent"})
    assert values(project, 5) == {kin: "present", rest: "absent"}
    project.coding.code(5, {kin: "unsure", rest: None})
    assert values(project, 5) == {kin: "unsure"}
    with pytest.raises(NotFound):
        project.coding.code(5, {"nothing": "present"})


def test_in_an_exclusive_codebook_one_code_takes_the_place_of_another(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path, exclusive=True) as project:
        kin, rest = (project.grouping.create(name).code.id for name in ("Kin", "Leisure"))
        project.coding.code(5, {kin: "present"})
        project.coding.code(5, {rest: "present"})
        assert values(project, 5) == {rest: "present"}
        project.undo()
        assert values(project, 5) == {kin: "present"}
        with pytest.raises(Conflict):
            project.coding.code(5, {kin: "present", rest: "present"})


def test_after_a_merge_a_person_can_still_change_their_mind(project: Project) -> None:
    kin, people = (project.grouping.create(name).code.id for name in ("Kin", "People"))
    project.coding.code(5, {kin: "present"})
    project.coding.code(6, {kin: "present"})
    project.grouping.merge([kin], into=people)
    assert values(project, 5) == {people: "present"}
    project.coding.code(5, {people: "absent"})
    assert values(project, 5) == {people: "absent"}
    project.coding.code(6, {people: None})
    assert values(project, 6) == {}


def test_a_decision_on_a_merged_or_retired_code(project: Project) -> None:
    kin, people, rest = (project.grouping.create(name).code.id for name in ("Kin", "People", "Leisure"))
    project.grouping.merge([kin], into=people)
    project.coding.code(5, {kin: "present"})
    assert values(project, 5) == {people: "present"}
    project.coding.code(5, {rest: "present"})
    project.grouping.retire(rest)
    with pytest.raises(Conflict):
        project.coding.code(6, {rest: "present"})
    project.coding.code(6, {rest: "absent"})
    project.coding.code(5, {rest: None})
    assert values(project, 5) == {people: "present"}


def test_suggestions_begin_with_what_is_typed_most_used_first(project: Project) -> None:
    for unit, text in ((2, "money; My family"), (5, "money"), (6, "monkey; more money"), (7, "100%; _x_")):
        project.coding.write(unit, text)
    kin = project.grouping.create("Kin", norms=["my family"]).code.id
    assert [(s.text, s.count) for s in project.coding.suggest("MON")] == [
        ("money", 2),
        ("monkey", 1),
        ("more money", 1),
    ]
    assert [(s.text, s.codes) for s in project.coding.suggest("my fam")] == [("My family", (kin,))]
    assert [s.text for s in project.coding.suggest("%")] == ["100%"]
    assert [s.text for s in project.coding.suggest("_x")] == ["_x_"]
    assert len(project.coding.suggest("", limit=2)) == 2
    assert project.coding.suggest("nothing like it") == ()


def test_progress_counts_what_the_filters_find(project: Project) -> None:
    project.change(code_twins=False)
    code = project.grouping.create("Kin").code.id
    project.coding.write(2, "family; joy")
    project.coding.code(2, {code: "present"})
    project.coding.code(3, {code: "absent"})
    project.coding.mark(4, "unsure")
    project.coding.mark(5, "skipped")
    project.coding.mark(6, "done")
    project.grouping.place(code, ["family"])
    found = project.coding.progress()

    def total(status: str) -> int | None:
        return project.coding.units(status=status).total

    assert (found.units, found.read, found.left) == (8, 5, 3)
    assert (found.noted, found.decided, found.unsure, found.skipped) == (1, 3, 1, 1)
    assert (found.open_codes, found.ungrouped) == (2, 1)
    assert [total(status) for status in ("unread", "noted", "decided", "unsure", "skipped")] == [3, 1, 3, 1, 1]
    theirs = project.as_coder("Bo").coding.progress()
    assert (theirs.read, theirs.left, theirs.open_codes) == (0, 8, 2)


HOSTILE = ["\x00", "\ud800", "%", "'; DROP TABLE unit; --", "x" * 5000, "unit:1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_from_outside_breaks_a_look_up(project: Project, text: str) -> None:
    for act in (
        lambda: project.coding.suggest(text),
        lambda: project.grouping.tray(search=text),
        lambda: project.coding.units(search=text),
        lambda: project.coding.units(attributes={text: text}),
        lambda: project.coding.units(order=f"attribute:{text}"),
        lambda: project.coding.units(after=text),
        lambda: project.coding.units(status=text),
        lambda: project.coding.units(code=text),
        lambda: project.grouping.code(text),
        lambda: project.exploring.memos(text, text),
        lambda: project.auditing.history(f"note:{text}"),
        lambda: project.coding.write(2, "luck", note=text),
    ):
        try:
            act()
        except LinewiseError as error:
            assert error.message
    assert project.coding.progress().units == 8
