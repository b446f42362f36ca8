"""The codebook: open codes into codes, codes into one another, and nothing lost or invalidated on the way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from linewise.core.errors import BadInput, Conflict, LinewiseError, NotFound
from linewise.grouping.views import Part
from linewise.workbench import Project
from tests.support.study import logged, study


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    """Five notes with eight open codes of six kinds, on units that are no twins."""
    rows = [(str(n), f"Line number {n}", "", "", "") for n in range(9)]
    with study(database_url, tmp_path, rows=rows) as project:
        for unit, text in enumerate(("luck; money", "Luck", "family; kids", "kids", "rest; luck")):
            project.coding.write(unit, text)
        yield project


def make(project: Project, name: str, *norms: str, **fields: Any) -> str:
    return project.grouping.create(name, norms=norms, **fields).code.id


def tray(project: Project, **query: Any) -> list[tuple[str, int]]:
    return [(item.norm, item.count) for item in project.grouping.tray(**query).items]


def units(project: Project, code: str) -> list[int]:
    return [unit.id for unit in project.grouping.units(code).units]


def test_the_tray_lists_equal_open_codes_once(project: Project) -> None:
    assert tray(project) == [("luck", 3), ("kids", 2), ("family", 1), ("money", 1), ("rest", 1)]
    assert [norm for norm, _ in tray(project, order="text")] == ["family", "kids", "luck", "money", "rest"]
    assert [norm for norm, _ in tray(project, order="recent")][:2] in (["rest", "luck"], ["luck", "rest"])
    (luck, *_) = project.grouping.tray().items
    assert luck.text in ("luck", "Luck")
    assert next((e.unit, e.text, e.note) for e in luck.examples) == (0, "Line number 0", "luck; money")


@pytest.mark.parametrize("order", ["count", "text", "recent"])
@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_pages_of_the_tray_show_every_line_once(project: Project, order: str, limit: int) -> None:
    found: list[str] = []
    after = None
    for _ in range(9):
        page = project.grouping.tray(order=order, limit=limit, after=after)
        found += [item.norm for item in page.items]
        assert page.total == 5
        after = page.next
        if after is None:
            break
    assert found == [item.norm for item in project.grouping.tray(order=order).items]


def test_the_tray_is_searched_and_emptied_by_grouping(project: Project) -> None:
    make(project, "Fortune", "luck", "money")
    assert [norm for norm, _ in tray(project, grouped=False)] == ["kids", "family", "rest"]
    assert [norm for norm, _ in tray(project, grouped=True)] == ["luck", "money"]
    assert [norm for norm, _ in tray(project, search="KID")] == ["kids", "family"]
    assert [norm for norm, _ in tray(project, search="%")] == []
    with pytest.raises(BadInput):
        project.grouping.tray(order="colour")
    with pytest.raises(BadInput):
        project.grouping.tray(limit=0)


def test_create_place_and_unplace(project: Project) -> None:
    fortune = make(project, " Good   fortune ", "LUCK", definition="It came unasked.", use_when="chance")
    card = project.grouping.code(fortune)
    assert (card.code.name, card.open_codes, card.units) == ("Good fortune", 1, 3)
    assert units(project, fortune) == [0, 1, 4]
    before = project.state().seq
    project.grouping.place(fortune, ["luck", "nothing like it"])
    assert project.state().seq == before
    assert project.grouping.place(fortune, ["money", "rest"]).open_codes == 3
    card = project.grouping.unplace(fortune, ["luck", "rest"])
    assert (card.open_codes, card.units) == (1, 1)
    assert ("luck", 3) in tray(project, grouped=False)


def test_an_open_code_may_sit_in_several_codes(project: Project) -> None:
    fortune, wealth = make(project, "Fortune", "luck", "money"), make(project, "Wealth", "money")
    item = next(item for item in project.grouping.tray().items if item.norm == "money")
    assert set(item.codes) == {fortune, wealth}
    project.grouping.unplace(wealth, ["money"])
    assert units(project, fortune) == [0, 1, 4]


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\x00b"])
def test_a_code_needs_a_name(project: Project, name: str) -> None:
    with pytest.raises(BadInput):
        project.grouping.create(name)


def test_two_codes_in_use_never_share_a_name(project: Project) -> None:
    kin, rest = make(project, "Kin"), make(project, "Leisure")
    for act in (
        lambda: project.grouping.create("  kin "),
        lambda: project.grouping.describe(rest, name="KIN"),
        lambda: project.grouping.split(rest, [Part(name="Kin")]),
    ):
        with pytest.raises(Conflict):
            act()
    with pytest.raises(LinewiseError):
        project.grouping.split(rest, [Part(name="One"), Part(name="ONE")])
    project.grouping.retire(kin)
    make(project, "Kin")
    with pytest.raises(Conflict):
        project.grouping.restore(kin)


def test_renaming_leaves_codings_alone_and_redefining_makes_them_stale(project: Project) -> None:
    kin = make(project, "Kin", "family")
    project.coding.code(5, {kin: "present"})
    project.coding.code(6, {kin: "absent"})
    project.grouping.describe(kin, name="Relatives", colour="#123456", aliases=["folks"])
    assert project.grouping.code(kin).stale == 0
    card = project.grouping.describe(kin, definition="By blood or by law.")
    assert (card.stale, card.code.definition) == (2, "By blood or by law.")
    assert [unit.id for unit in project.grouping.stale(kin).units] == [5, 6]
    assert project.grouping.stale().total == 2
    project.coding.code(5, {kin: "present"})
    project.coding.code(6, {kin: "present"})
    assert project.grouping.code(kin).stale == 0
    assert project.grouping.stale(kin).total == 0


def test_the_worklist_of_stale_codings_follows_merges(project: Project) -> None:
    kin, people = make(project, "Kin"), make(project, "People")
    project.coding.code(5, {kin: "present"})
    project.grouping.merge([kin], into=people)
    project.grouping.describe(people, definition="Anybody near.")
    assert project.grouping.code(people).stale == 1
    assert [unit.id for unit in project.grouping.stale(people).units] == [5]
    project.coding.code(5, {people: "present"})
    assert project.grouping.stale(people).total == 0


def test_a_merged_code_is_followed_everywhere(project: Project) -> None:
    fortune, wealth, gains = make(project, "Fortune", "luck"), make(project, "Wealth", "money"), make(project, "Gains")
    project.coding.code(6, {fortune: "present"})
    project.coding.code(7, {wealth: "absent"})
    project.grouping.merge([fortune], into=wealth)
    card = project.grouping.merge([wealth], into=gains)
    assert set(card.code.aliases) == {"Fortune", "Wealth"}
    assert (card.open_codes, card.units, card.absent) == (2, 4, 1)
    assert project.grouping.code(fortune).code.id == gains
    assert units(project, gains) == [0, 1, 4, 6]
    assert [unit.id for unit in project.coding.units(code=fortune).units] in ([], [0, 1, 4, 6])
    assert {one.code for one in project.coding.unit(6).codings} == {gains}
    assert {piece.codes for piece in project.coding.unit(0).notes[0].pieces} == {(gains,)}
    assert project.coding.write(8, "luck").notes[0].pieces[0].codes == (gains,)
    assert {item.codes for item in project.grouping.tray(grouped=True).items} == {(gains,)}
    assert [(f.code, f.human) for f in project.exploring.frequencies()] == [(gains, 5)]
    project.grouping.unplace(gains, ["luck"])
    assert units(project, gains) == [0, 6]
    for code in (fortune, wealth):
        with pytest.raises(Conflict):
            project.grouping.describe(code, name="Other")


def test_a_merge_needs_another_code_that_is_in_use(project: Project) -> None:
    kin, rest = make(project, "Kin"), make(project, "Leisure")
    with pytest.raises(BadInput):
        project.grouping.merge([kin], into=kin)
    with pytest.raises(NotFound):
        project.grouping.merge(["nothing"], into=kin)
    project.grouping.retire(rest)
    with pytest.raises(Conflict):
        project.grouping.merge([kin], into=rest)


def test_parents_form_no_circle(project: Project) -> None:
    top = make(project, "Top")
    middle = make(project, "Middle", parents=[top])
    bottom = make(project, "Bottom", parents=[middle])
    assert project.grouping.code(bottom).ancestors == (middle, top)
    for parents in ([bottom], [middle], [top]):
        with pytest.raises(BadInput):
            project.grouping.describe(top, parents=parents)
    with pytest.raises(NotFound):
        project.grouping.describe(top, parents=["nothing"])
    side = make(project, "Side")
    assert project.grouping.describe(bottom, parents=[middle, side]).ancestors == (middle, side, top)


def test_a_merge_makes_no_circle_of_parents(project: Project) -> None:
    """The lowest takes in the highest: what stood between them stays above the one that remains."""
    top = make(project, "Top")
    middle = make(project, "Middle", parents=[top])
    bottom = make(project, "Bottom", parents=[middle])
    other = make(project, "Other", parents=[top])
    project.grouping.merge([top], into=bottom)
    cards = {card.code.id: card for card in project.grouping.codebook().codes}
    assert cards[bottom].ancestors == (middle,)
    assert cards[middle].ancestors == ()
    assert cards[other].ancestors == (bottom, middle)


def test_redo_makes_no_circle_of_parents(project: Project) -> None:
    one, two = make(project, "One"), make(project, "Two")
    other = project.as_coder("Bo")
    project.grouping.describe(one, parents=[two])
    project.undo()
    other.grouping.describe(two, parents=[one])
    with pytest.raises(Conflict) as caught:
        project.redo()
    assert caught.value.where["event"] == logged(project)[-1].seq


def test_a_code_below_a_retired_one_can_still_be_described(project: Project) -> None:
    top = make(project, "Top")
    bottom = make(project, "Bottom", parents=[top])
    project.grouping.retire(top)
    assert project.grouping.describe(bottom, definition="Still here.").code.definition == "Still here."
    with pytest.raises(Conflict):
        project.grouping.describe(make(project, "Other"), parents=[top])


def test_retire_and_restore(project: Project) -> None:
    kin = make(project, "Kin", "family")
    project.coding.code(5, {kin: "present"})
    assert project.grouping.retire(kin).code.status == "retired"
    assert units(project, kin) == [2, 5]
    assert project.coding.progress().codes == 0
    with pytest.raises(Conflict):
        project.grouping.place(kin, ["kids"])
    assert project.grouping.restore(kin).units == 2


def test_split_moves_what_is_named_and_keeps_the_rest(project: Project) -> None:
    wide = make(project, "Wide", "luck", "money", "family", "kids")
    project.coding.code(6, {wide: "present"})
    project.coding.code(7, {wide: "absent"})
    parts = [Part(name="Kin", norms=("family", "kids"), units=(6,)), Part(name="Fortune", norms=("luck",))]
    kin, fortune = sorted(project.grouping.split(wide, parts), key=lambda card: card.code.name == "Fortune")
    assert (kin.code.name, kin.open_codes, kin.units) == ("Kin", 2, 3)
    assert (fortune.open_codes, fortune.units) == (1, 3)
    assert fortune.code.parents == (wide,)
    rest = project.grouping.code(wide)
    assert (rest.open_codes, rest.absent, rest.code.status) == (1, 1, "active")
    project.undo()
    assert project.grouping.code(wide).open_codes == 4
    project.grouping.split(wide, parts, retire=True)
    assert project.grouping.code(wide).code.status == "retired"
    assert all(card.ancestors == () for card in project.grouping.codebook().codes)
    with pytest.raises(BadInput):
        project.grouping.split(make(project, "Empty"), [])


def test_split_takes_along_what_was_decided_under_a_merged_name(project: Project) -> None:
    kin, people = make(project, "Kin"), make(project, "People")
    project.coding.code(5, {kin: "present", people: "absent"})
    project.coding.code(6, {kin: "present"})
    project.grouping.merge([kin], into=people)
    (near,) = project.grouping.split(people, [Part(name="Near", units=(5, 6))])
    codings = [one for unit in (5, 6) for one in project.coding.unit(unit).codings]
    said = [(one.code, one.value) for one in codings if one.via == "decision"]
    assert said == [(near.code.id, "present")] * 2


def test_impact_tells_beforehand_what_then_happens(project: Project) -> None:
    fortune, wealth = make(project, "Fortune", "luck"), make(project, "Wealth", "money", "rest")
    project.coding.code(6, {fortune: "present"})
    project.coding.code(7, {fortune: "absent"})
    project.coding.code(8, {wealth: "present"})
    impact = project.grouping.impact

    told = impact("place", codes=[wealth], norms=["kids", "family", "money"])
    before = project.grouping.code(wealth)
    assert (told.open_codes, told.notes, told.units, told.codings) == (2, 2, 2, 0)
    after = project.grouping.place(wealth, ["kids", "family", "money"])
    assert after.open_codes - before.open_codes == told.open_codes
    assert after.units - before.units == told.units

    told = impact("unplace", codes=[wealth], norms=["kids", "luck"])
    assert (told.open_codes, told.notes, told.units) == (1, 2, 2)
    after = project.grouping.unplace(wealth, ["kids", "luck"])
    assert after.open_codes == 3

    told = impact("merge", codes=[fortune], into=wealth)
    before, gone = project.grouping.code(wealth), project.grouping.code(fortune)
    assert (told.open_codes, told.codings) == (gone.open_codes, 2)
    assert told.units == gone.units + gone.absent
    after = project.grouping.merge([fortune], into=wealth)
    assert after.open_codes == before.open_codes + told.open_codes
    assert after.absent == before.absent + 1

    told = impact("retire", codes=[wealth])
    card = project.grouping.code(wealth)
    assert (told.open_codes, told.units, told.codings) == (card.open_codes, card.units + card.absent, 3)

    parts = [Part(name="Kin", norms=("family",), units=(6,))]
    told = impact("split", codes=[wealth], parts=parts)
    (kin,) = project.grouping.split(wealth, parts)
    assert (told.open_codes, told.codings, told.units) == (kin.open_codes, 1, kin.units)


def test_impact_says_it_in_sentences(project: Project) -> None:
    fortune = make(project, "Fortune", "luck")
    assert "stay as they are" in " ".join(project.grouping.impact("rename", codes=[fortune]).sentences)
    sentences = project.grouping.impact("retire", codes=[fortune]).sentences
    assert "“Fortune”" in sentences[0] and sentences[-1] == "You can undo this at any time."
    with pytest.raises(NotFound):
        project.grouping.impact("retire", codes=["nothing"])
    with pytest.raises(BadInput):
        project.grouping.impact("retire")


def test_only_known_fields_describe_a_code(project: Project) -> None:
    kin = make(project, "Kin")
    with pytest.raises(BadInput):
        project.grouping.describe(kin, status="merged")
    before = project.state().seq
    assert project.grouping.describe(kin, name="Kin", definition="").code.name == "Kin"
    assert project.state().seq == before


def test_the_version_of_the_codebook_moves_with_it_alone(project: Project) -> None:
    version = project.grouping.codebook().version
    project.coding.mark(3, "done")
    assert project.grouping.codebook().version == version
    make(project, "Kin")
    assert project.grouping.codebook().version == project.state().seq
