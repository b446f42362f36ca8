"""Looking across the corpus: how often, what together, and what people thought about it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linewise.core.errors import BadInput, Forbidden, NotFound
from linewise.workbench import Project
from tests.support.study import study


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with study(database_url, tmp_path) as project:
        yield project


def test_frequencies_tell_people_from_imports(project: Project) -> None:
    codes = {card.code.name: card.code.id for card in project.grouping.codebook().codes}
    assert set(codes) == {"luck", "family", "rest"}
    project.coding.code(6, {codes["family"]: "present", codes["rest"]: "absent"})
    project.coding.write(3, "kin")
    project.grouping.place(codes["family"], ["kin"])
    found = {one.code: (one.human, one.machine, one.imported) for one in project.exploring.frequencies()}
    assert found == {codes["luck"]: (0, 0, 1), codes["family"]: (3, 0, 2), codes["rest"]: (0, 0, 1)}


def test_codes_that_people_found_in_the_same_units(project: Project) -> None:
    codes = [card.code.id for card in project.grouping.codebook().codes]
    for unit in (5, 6):
        project.coding.code(unit, {codes[0]: "present", codes[1]: "present", codes[2]: "absent"})
    assert [(one.a, one.b, one.units) for one in project.exploring.together()] == [(*sorted(codes[:2]), 2)]


def test_memos_are_written_changed_and_withdrawn(project: Project) -> None:
    memo = project.exploring.write_memo("unit", "2", " Which daughter? ")
    project.exploring.write_memo("project", project.id, "Read the rest aloud.")
    assert memo.text == "Which daughter?"
    assert [one.text for one in project.exploring.memos("unit", "2")] == ["Which daughter?"]
    changed = project.exploring.write_memo("unit", "2", "The younger one.", memo=memo.id)
    assert (changed.id, changed.about_id) == (memo.id, "2")
    project.exploring.withdraw_memo(memo.id)
    assert [one.about for one in project.exploring.memos()] == ["project"]
    project.undo()
    assert [one.text for one in project.exploring.memos("unit")] == ["The younger one."]


def test_a_memo_belongs_to_whoever_wrote_it(project: Project) -> None:
    memo = project.exploring.write_memo("unit", "2", "Mine.").id
    other = project.as_coder("Bo")
    with pytest.raises(Forbidden):
        other.exploring.write_memo("unit", "2", "Ours.", memo=memo)
    with pytest.raises(Forbidden):
        other.exploring.withdraw_memo(memo)
    assert [one.text for one in project.exploring.memos()] == ["Mine."]


@pytest.mark.parametrize(
    ("about", "about_id", "text", "error"),
    [
        ("unit", "99", "x", BadInput),
        ("unit", "-1", "x", BadInput),
        ("unit", "two", "x", BadInput),
        ("code", "nothing", "x", NotFound),
        ("weather", "1", "x", BadInput),
        ("unit", "2", "  ", BadInput),
        ("unit", "2", "a\x00b", BadInput),
    ],
)
def test_a_memo_needs_a_text_and_something_to_be_about(
    project: Project, about: str, about_id: str, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        project.exploring.write_memo(about, about_id, text)
    assert project.exploring.memos() == ()


def test_the_history_of_a_unit_holds_all_that_was_said_about_it(project: Project) -> None:
    code = project.grouping.codebook().codes[0].code.id
    project.coding.write(2, "family")
    project.coding.code(2, {code: "present"})
    project.coding.mark(2, "done")
    project.exploring.write_memo("unit", "2", "Hm.")
    project.undo()
    history = project.auditing.history("unit:2")
    assert [(change.family, change.kind) for change in history] == [
        ("note", "note_written"),
        ("open_code", "note_written"),
        ("coding", "units_coded"),
        ("mark", "unit_marked"),
        ("memo", "memo_written"),
        ("memo", "undone"),
    ]
    assert {change.actor for change in history} == {"Ann"}
    log = project.auditing.log(subject="unit:2", limit=2)
    assert [entry.kind for entry in log.entries] == ["undone", "memo_written"]
    assert [e.kind for e in project.auditing.log(subject="unit:2", after=log.next).entries] == [
        "unit_marked",
        "units_coded",
        "note_written",
    ]


def test_any_past_state_can_be_looked_at(project: Project) -> None:
    project.grouping.create("Kin")
    then = project.state().seq
    project.coding.write(2, "family")
    project.grouping.create("Leisure")
    past, now = project.auditing.at(seq=then), project.auditing.at()
    assert ([code.name for code in past.codes][-1], past.notes, past.units) == ("Kin", 0, 8)
    assert ([code.name for code in now.codes][-1], now.notes) == ("Leisure", 1)
    assert project.auditing.at(time=past.at).seq == then
    assert project.auditing.at(time="2999-01-01") == now
    with pytest.raises(NotFound):
        project.auditing.at(time="1999-01-01")
    with pytest.raises(BadInput):
        project.auditing.at(time="yesterday")
