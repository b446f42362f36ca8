"""The tray found by whatever one remembers of a line, grouped thousands at a time, and its proposals."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linewise.core.errors import BadInput
from linewise.workbench import Project
from tests.support.study import logged, study

LINES = (
    "I walked the dog",
    "Our dog barked",
    "The train was late",
    "Late again at work",
    "Nothing at all",
    "A quiet day",
)
NOTES = ("pets; long walk", "pets", "delay; trains", "delay", "emptiness; Zzz", "long walks")


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    rows = [(str(n), text, "", "", "") for n, text in enumerate(LINES)]
    with study(database_url, tmp_path, rows=rows) as project:
        for unit, text in enumerate(NOTES):
            project.coding.write(unit, text)
        yield project


def found(project: Project, search: str, **query: object) -> dict[str, tuple[str, ...]]:
    page = project.grouping.tray(search=search, **query)  # type: ignore[arg-type]
    assert set(project.grouping.norms(search=search, **query).norms) == {item.norm for item in page.items}  # type: ignore[arg-type]
    assert page.total == len(page.items)
    return {item.norm: item.matched for item in page.items}


def test_a_search_tells_where_it_was_found(project: Project) -> None:
    animals = project.grouping.create("Animals", norms=["pets"]).code.id
    assert found(project, "DOG") == {"pets": ("text",), "long walk": ("text",)}
    assert found(project, "trains") == {"trains": ("open_code", "note"), "delay": ("note",)}
    assert found(project, "anim") == {"pets": ("code",)}
    assert found(project, "late") == {"delay": ("text",), "trains": ("text",)}
    assert found(project, "late", within="note") == {}
    assert found(project, "trains", within="open_code") == {"trains": ("open_code", "note")}
    assert found(project, "%") == {}
    assert found(project, "dog", grouped=False) == {"long walk": ("text",)}
    project.grouping.describe(animals, name="Beasts")
    assert found(project, "anim") == {}


def test_the_examples_of_a_line_begin_with_what_matched(project: Project) -> None:
    (line,) = (item for item in project.grouping.tray(search="barked").items if item.norm == "pets")
    assert line.count == 2
    assert [example.text for example in line.examples] == ["Our dog barked", "I walked the dog"]


def test_the_open_codes_of_one_code_are_asked_for_without_walking_the_tray(project: Project) -> None:
    animals = project.grouping.create("Animals", norms=["pets"]).code.id
    other = project.grouping.create("Walking", norms=["long walk", "long walks"]).code.id
    assert [item.norm for item in project.grouping.tray(code=other, order="text").items] == ["long walk", "long walks"]
    project.grouping.merge([animals], into=other)
    for asked in (animals, other):
        assert project.grouping.norms(code=asked).norms == ("long walk", "long walks", "pets")


def test_open_codes_go_from_one_code_to_another_in_one_step(project: Project) -> None:
    left = project.grouping.create("Left", norms=["pets", "delay"]).code.id
    right = project.grouping.create("Right", norms=["delay"]).code.id
    assert project.grouping.move(left, right, ["pets", "delay", "trains"]).open_codes == 2
    assert project.grouping.norms(code=left).norms == ()
    assert project.grouping.norms(code=right).norms == ("delay", "pets")
    project.undo()
    assert project.grouping.norms(code=left).norms == ("delay", "pets")
    assert project.grouping.norms(code=right).norms == ("delay",)
    before = project.state().seq
    project.grouping.move(left, left, ["pets"])
    assert project.state().seq == before


def test_thousands_of_open_codes_go_into_a_code_at_once(project: Project) -> None:
    project.coding.write(5, "; ".join(f"oc {number}" for number in range(1500)))
    norms = project.grouping.norms(search="oc ", grouped=False).norms
    assert len(norms) == 1500
    assert project.grouping.create("All of them", norms=norms).open_codes == 1500
    assert project.grouping.norms(search="oc ", grouped=False).norms == ()
    project.undo()
    assert len(project.grouping.norms(search="oc ", grouped=False).norms) == 1500


def test_proposals_compare_words_while_there_is_no_encoder_and_follow_the_tray(project: Project) -> None:
    proposed = project.grouping.proposals()
    assert (proposed.by, proposed.open_codes, proposed.refused) == ("words", 7, 0)
    walks = next(one for one in proposed.items if "long walk" in {member.norm for member in one.members})
    assert {member.norm for member in walks.members} == {"long walk", "long walks"}
    assert walks.resembles is None
    project.grouping.create("Walking", norms=["long walk"])
    assert all("long walk" not in {m.norm for m in one.members} for one in project.grouping.proposals().items)


def test_a_proposal_turned_down_is_not_made_again_until_that_is_undone(project: Project) -> None:
    (walks,) = (one for one in project.grouping.proposals().items if one.members[0].norm.startswith("long"))
    norms = [member.norm for member in walks.members]
    project.grouping.refuse(norms)
    left = project.grouping.proposals()
    assert left.refused == 1
    assert all(set(norms) != {m.norm for m in one.members} for one in left.items)
    assert (logged(project)[-1].kind, project.state().seq) == ("proposal_refused", logged(project)[-1].seq)
    project.grouping.refuse(reversed(norms))
    assert project.grouping.proposals().refused == 1
    project.undo()
    assert walks in project.grouping.proposals().items
    with pytest.raises(BadInput):
        project.grouping.refuse(["long walk"])


def test_two_codes_are_compared_by_what_only_one_of_them_has(project: Project) -> None:
    pets = project.grouping.create("Pets", norms=["pets"]).code.id
    walks = project.grouping.create("Walks", norms=["long walk", "long walks"]).code.id
    seen = project.grouping.compare(pets, walks)
    assert [unit.id for unit in seen.left.units.units] == [1]
    assert [unit.id for unit in seen.right.units.units] == [5]
    assert [unit.id for unit in seen.both.units] == [0]
    assert (seen.left.units.total, seen.right.units.total, seen.both.total) == (1, 1, 1)
    assert [item.norm for item in seen.right.open_codes] == ["long walk", "long walks"]
    with pytest.raises(BadInput):
        project.grouping.compare(pets, pets)


def test_examples_and_counter_examples_belong_to_the_meaning(project: Project) -> None:
    pets = project.grouping.create("Pets", norms=["pets"], counter_examples=["A toy dog"]).code.id
    project.coding.code(3, {pets: "present"})
    card = project.grouping.describe(pets, counter_examples=["A toy dog", "A hot dog"])
    assert card.code.counter_examples == ("A toy dog", "A hot dog")
    assert card.stale == 1
