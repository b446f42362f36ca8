"""Memos speak of things, are found by what they say, and are kept once however often they are sent."""

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


def test_a_memo_speaks_of_what_its_text_names(project: Project) -> None:
    money = project.grouping.create("Money", aliases=["cash"]).code.id
    first = project.exploring.write_memo(
        "unit", "2", "Chance or luck?\nSee [[#0]], [[ money ]], [[cash]], [[#99]], [[x]]."
    )
    assert first.links == ("unit:0", f"code:{money}")
    second = project.exploring.write_memo("project", project.id, "As in [[chance or luck?]]: nothing new.")
    assert second.links == (f"memo:{first.id}",)
    assert [one.id for one in project.exploring.memos(speaks_of=f"code:{money}")] == [first.id]
    assert [one.id for one in project.exploring.memos(speaks_of=f"memo:{first.id}")] == [second.id]


def test_links_follow_the_text_and_those_given_by_hand_stay(project: Project) -> None:
    memo = project.exploring.write_memo("unit", "2", "See [[#0]].", links=["unit:5"])
    assert memo.links == ("unit:0", "unit:5")
    memo = project.exploring.write_memo("unit", "2", "See [[#3]].", memo=memo.id)
    assert memo.links == ("unit:3", "unit:5")
    memo = project.exploring.write_memo("unit", "2", "See [[#3]].", memo=memo.id, links=[])
    assert memo.links == ("unit:3",)
    project.undo()
    assert project.exploring.memos()[0].links == ("unit:3", "unit:5")
    for wrong, error in (("unit:99", BadInput), ("weather:1", BadInput), ("code:none", NotFound)):
        with pytest.raises(error):
            project.exploring.write_memo("unit", "2", "Hm.", links=[wrong])


def test_a_memo_that_is_sent_twice_is_kept_once(project: Project) -> None:
    for text in ("A thought.", "A thought."):
        project.exploring.write_memo("unit", "2", text, new="0123abc")
    assert [one.text for one in project.exploring.memos()] == ["A thought."]
    project.exploring.write_memo("unit", "2", "A second thought.", new="0123abc")
    assert [(one.id, one.text) for one in project.exploring.memos()] == [("0123abc", "A second thought.")]
    with pytest.raises(Forbidden):
        project.as_coder("Bo").exploring.write_memo("unit", "2", "Mine.", new="0123abc")


def test_memos_are_found_by_words_by_coder_and_in_an_order(project: Project) -> None:
    other = project.as_coder("Bo")
    code = project.grouping.codebook().codes[0].code.id
    for about, key, text in (
        ("unit", "10"[:1], "Größe of the coin"),
        ("code", code, "Too wide?"),
        ("unit", "0", "Coin"),
    ):
        project.exploring.write_memo(about, key, text)
    other.exploring.write_memo("unit", "5", "A coin, says Bo")

    def texts(**options: object) -> list[str]:
        return [one.text for one in project.exploring.memos(**options)]  # type: ignore[arg-type]

    assert texts(search="COIN") == ["Größe of the coin", "Coin", "A coin, says Bo"]
    assert texts(search="größe coin") == ["Größe of the coin"]
    assert texts(search='"the coin"') == ["Größe of the coin"]
    assert texts(search="coin nowhere") == []
    assert texts(coder=other.coder.id) == ["A coin, says Bo"]
    assert texts(order="newest", about="unit")[0] == "A coin, says Bo"
    assert texts(order="thing") == ["Too wide?", "Coin", "Größe of the coin", "A coin, says Bo"]
    with pytest.raises(BadInput):
        texts(order="sideways")


def test_things_tell_what_they_are_called_and_what_is_gone_is_left_out(project: Project) -> None:
    memo = project.exploring.write_memo("unit", "2", "Which daughter?\nThe younger one.")
    code = project.grouping.create("Kin", definition="Family of any kind.").code.id
    found = project.exploring.things(
        [
            "unit:2",
            f"code:{code}",
            f"memo:{memo.id}",
            f"project:{project.id}",
            f"coder:{memo.coder}",
            "unit:99",
            "code:x",
        ]
    )
    assert [(one.label, one.name) for one in found] == [
        ("#2", "unit 2"),
        ("Kin", "Kin"),
        ("Which daughter?", "Which daughter?"),
        ("study", "study"),
        ("Ann", "Ann"),
    ]
    assert [one.text for one in found[:2]] == ["My daughter smiled at me", "Family of any kind."]


def test_what_is_typed_behind_two_brackets_finds_codes_memos_and_units(project: Project) -> None:
    project.exploring.write_memo("unit", "2", "Family matters")
    project.grouping.create("Family of choice")
    offered = [one.name for one in project.exploring.offers("fam")]
    assert offered[0] == "family" and {"Family of choice", "Family matters"} <= set(offered)
    assert [one.reference for one in project.exploring.offers("#5")] == ["unit:5"]
    assert "unit:6" in [one.reference for one in project.exploring.offers("bus came")]
    assert project.exploring.offers("#99") == ()
