"""The hierarchy: order, nesting, several parents, and counts that roll up without counting twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linewise.core.errors import BadInput, Conflict
from linewise.core.facts import MemoryFacts
from linewise.core.nouns import Code
from linewise.grouping.arranging import arrange, shown_under
from linewise.workbench import Project
from tests.support.study import logged, study


def code(name: str, position: int, *parents: str) -> Code:
    return Code(id=name, name=name, position=position, parents=parents, created_at="", defined_at="")


def book(*codes: Code) -> MemoryFacts:
    return MemoryFacts(codes)


def after(facts: MemoryFacts, **asked: object) -> dict[str | None, list[str]]:
    """The tree as it is shown once the codes are arranged."""
    draft = arrange(facts, **asked)  # type: ignore[arg-type]
    for step in draft.changes:
        facts.put(step.family, step.key, step.before, step.after)
    known = {one.id: one for one in facts.find(Code, status="active")}
    tree: dict[str | None, list[str]] = {}
    for parent in (None, *sorted(known)):
        if below := [one.id for one in shown_under(known.values(), known, parent)]:
            tree[parent] = below
    return tree


def test_codes_move_together_in_the_order_given() -> None:
    facts = book(*(code(name, place) for place, name in enumerate("abcde")))
    assert after(facts, codes=["e", "a"], before="c") == {None: ["b", "e", "a", "c", "d"]}
    assert after(facts, codes=["e"]) == {None: ["b", "a", "c", "d", "e"]}
    assert after(facts, codes=["c", "d"], under="a") == {None: ["b", "a", "e"], "a": ["c", "d"]}
    assert after(facts, codes=["e"], under="a", before="d") == {None: ["b", "a"], "a": ["c", "e", "d"]}


def test_only_codes_between_the_old_and_the_new_place_change() -> None:
    facts = book(*(code(name, place * 10) for place, name in enumerate("abcdef")))
    draft = arrange(facts, codes=["c"], before="b")
    assert {step.key for step in draft.changes} == {"b", "c"}
    assert arrange(facts, codes=["b"], before="c").changes == ()


def test_other_parents_are_kept_when_a_code_is_shown_elsewhere() -> None:
    facts = book(code("a", 0), code("b", 1), code("c", 2), code("d", 3, "a", "b"))
    assert after(facts, codes=["d"], under="c") == {None: ["a", "b", "c"], "c": ["d"]}
    assert facts.get(Code, "d").parents == ("c", "b")  # type: ignore[union-attr]
    assert after(facts, codes=["d"], under="b") == {None: ["a", "b", "c"], "b": ["d"]}
    assert facts.get(Code, "d").parents == ("b",)  # type: ignore[union-attr]
    assert after(facts, codes=["d"]) == {None: ["a", "b", "c", "d"]}
    assert facts.get(Code, "d").parents == ()  # type: ignore[union-attr]


def test_a_circle_is_refused_with_the_reason() -> None:
    facts = book(code("Joy", 0), code("Delight", 1, "Joy"), code("Glee", 2, "Delight"))
    with pytest.raises(BadInput, match="“Joy” cannot go under “Glee”, because “Glee” is already under “Joy”"):
        arrange(facts, codes=["Joy"], under="Glee")
    with pytest.raises(BadInput, match="cannot go under itself"):
        arrange(facts, codes=["Joy"], under="Joy")
    with pytest.raises(BadInput):
        arrange(facts, codes=[])


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with study(database_url, tmp_path, twins=False) as project:
        for unit, text in enumerate(("luck; money", "luck", "money; rest", "rest")):
            project.coding.write(unit, text)
        yield project


def test_many_codes_move_in_one_step_that_one_undo_takes_back(project: Project) -> None:
    ids = [project.grouping.create(name).code.id for name in "ABCD"]
    project.grouping.arrange([ids[3], ids[2]], under=ids[0])
    cards = {card.code.name: card.code for card in project.grouping.codebook().codes}
    assert cards["D"].parents == cards["C"].parents == (ids[0],)
    assert cards["D"].position < cards["C"].position
    assert logged(project)[-1].kind == "codes_arranged"
    project.undo()
    assert all(card.code.parents == () for card in project.grouping.codebook().codes)
    project.grouping.retire(ids[1])
    with pytest.raises(Conflict):
        project.grouping.arrange([ids[2]], under=ids[1])


def test_counts_roll_up_without_counting_twice(project: Project) -> None:
    """Unit 0 has both open codes, "luck" sits in both codes below: each counts once above."""
    top = project.grouping.create("Fortune").code.id
    left = project.grouping.create("Windfall", norms=["luck", "money"], parents=[top]).code.id
    right = project.grouping.create("Chance", norms=["luck"], parents=[top]).code.id
    card = project.grouping.code(top)
    assert (card.open_codes, card.open_codes_below, card.units) == (0, 2, 3)
    assert [project.grouping.code(one).open_codes for one in (left, right)] == [2, 1]
    for card in project.grouping.codebook().codes:
        assert project.grouping.code(card.code.id) == card
