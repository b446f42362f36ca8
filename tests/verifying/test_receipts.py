"""Receipts as people get them: words at once, words on words, what a code means, texts that are tried."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import linewise
from linewise.core.errors import BadInput, NotFound
from linewise.workbench import Project
from linewise.workbench.remembering import Remembered
from tests.support.moments import NAME, make_moments
from tests.support.study import logged


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_moments(tmp_path_factory.mktemp("receipts") / "made.linewise", texts=150, noted=60)


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Iterator[Project]:
    where = tmp_path / "moments.linewise"
    where.write_bytes(made.read_bytes())
    with linewise.open_workspace(where) as workspace:
        yield workspace.project(NAME)


def codes(project: Project) -> dict[str, str]:
    return {card.code.name: card.code.id for card in project.grouping.codebook().codes if card.code.status == "active"}


def readings(project: Project) -> int:
    return len(project._desk.cache.readings._held)


def test_a_text_is_read_once_for_all_codes_and_models(project: Project) -> None:
    unit = project.coding.units(status="unread", limit=1).units[0]
    found = project.verifying.reasons(unit.id)
    assert found.how == "both"
    project._desk.cache.ahead.wait()
    known = readings(project)
    assert known > len(unit.text.split())
    for code in codes(project).values():
        other = project.verifying.reasons(unit.id, code)
        assert other.code == code
    # Only what is left without the words for it is new, once a code.
    assert readings(project) <= known + len(codes(project))
    known = readings(project)
    project.teaching.train()
    assert project.verifying.reasons(unit.id).model != found.model
    assert readings(project) <= known + 2


def test_the_check_says_what_taking_the_words_away_does(project: Project) -> None:
    for unit in project.coding.units(status="unread", limit=6).units:
        found = project.verifying.reasons(unit.id)
        speaking = [word for word in found.words if word.weight > 0]
        assert bool(speaking) == ("%" in found.check)
        if speaking:
            left = project.teaching.try_text(_without(unit.text, speaking), code=found.code)
            sure = next(one.confidence for one in left.codes if one.code == found.code)
            assert sure == pytest.approx(found.without, abs=2e-3)


def _without(text: str, words: list) -> str:  # type: ignore[type-arg]
    for word in reversed(words):
        text = text[: word.start] + text[word.end :]
    return " ".join(text.split())


def test_what_comes_next_in_the_round_is_looked_into_before_it_is_asked_for(project: Project) -> None:
    view = project.verifying.open(size=6, seed=1)
    first, *rest = view.items
    project.verifying.reasons(first.unit.id, first.predictions[0].code, view.round.model)
    project._desk.cache.ahead.wait()
    known = readings(project)
    for item in rest:
        project.verifying.reasons(item.unit.id, None, view.round.model)
    assert readings(project) == known


def test_words_on_words_are_kept_changed_undone_and_taken_back(project: Project) -> None:
    code = codes(project)["Affection"]
    unit = project.coding.units(status="unread", limit=1).units[0]
    end = len(unit.text.split()[0])
    given = project.verifying.give_reason(unit.id, code, 0, end)
    assert (given.word, given.verdict) == (unit.text[:end], "for")
    assert project.verifying.give_reason(unit.id, code, 0, end) == given
    again = project.verifying.give_reason(unit.id, code, 0, end, "against")
    assert (again.id, again.verdict) == (given.id, "against")
    assert project.verifying.reasons(unit.id, code).said == (again,)
    project.undo()
    assert project.verifying.given_reasons(unit.id)[0].verdict == "for"
    project.undo()
    assert project.verifying.given_reasons(code=code) == ()
    project.redo()
    project.verifying.withdraw_reason(given.id)
    assert project.verifying.given_reasons() == ()
    project.undo()
    assert project.verifying.given_reasons() == (given,)
    kinds = [event.kind for event in logged(project) if "rationale" in event.kind]
    assert kinds == ["rationale_given", "rationale_given", "rationale_withdrawn"]
    assert project.auditing.verify().ok


def test_words_must_be_there_and_the_code_in_use(project: Project) -> None:
    code = codes(project)["Affection"]
    with pytest.raises(BadInput):
        project.verifying.give_reason(0, code, 5, 5)
    with pytest.raises(BadInput):
        project.verifying.give_reason(0, code, 0, 100_000)
    with pytest.raises(NotFound):
        project.verifying.give_reason(10_000, code, 0, 1)
    with pytest.raises(NotFound):
        project.verifying.give_reason(0, "no such code", 0, 1)


def test_the_next_model_learns_from_words(project: Project) -> None:
    code = codes(project)["Affection"]
    word = "girlfriend"
    read = project.coding.units(status="read", limit=100).units
    has = [unit for unit in read if any(one.code == code and one.value == "present" for one in unit.codings)]
    for unit in has[:8]:
        start = unit.text.index(unit.text.split()[0])
        project.coding.code(unit.id, {code: "present"})
        project.verifying.give_reason(unit.id, code, start, start + len(unit.text.split()[0]))
    card = project.teaching.train()
    assert card.recipe["rationales"] == 24, word


def test_nearest_say_who_said_what_and_where_they_part_from_the_model(project: Project) -> None:
    unit = project.coding.units(status="unread", limit=1).units[0]
    found = project.verifying.nearest(unit.id, 8)
    assert all(one.coders == ("me",) and set(one.by) == set(one.codes) for one in found)
    for one in found:
        assert one.agreement in ("same", "partly", "differs")
        assert (one.agreement == "same") == (not one.missing and not one.other)
    view = project.verifying.open(size=4, blind_share=1.0, seed=3)
    blind = project.verifying.nearest(view.items[0].unit.id, 3)
    assert all((one.agreement, one.missing, one.other) == ("", (), ()) for one in blind)


def test_a_text_is_tried_and_nothing_is_kept(project: Project) -> None:
    seq = project.state().seq
    found = project.teaching.try_text("My girlfriend 🎂 and I went to the park, قضيت يوما جميلا")
    assert {one.code for one in found.codes} == set(codes(project).values())
    shares = [one.confidence for one in found.codes]
    assert shares == sorted(shares, reverse=True)
    assert all(found.text[one.start : one.end] == one.text for one in found.words)
    assert len(found.nearest) == 3 and found.nearest[0].agreement
    other = codes(project)["Nature"]
    assert project.teaching.try_text(found.text, code=other).code == other
    assert project.state().seq == seq
    for bad in ("", "  \n", "a" * 5_001):
        with pytest.raises(BadInput):
            project.teaching.try_text(bad)


def test_what_a_code_means_is_counted_and_its_border_shown(project: Project) -> None:
    found = project.teaching.meaning(codes(project)["Affection"])
    assert found.counted and found.looked > 50
    assert found.words and any(one.weight > 0 for one in found.words)
    away = [abs(one.confidence - 0.5) for one in found.boundary]
    assert len(away) == 3 and away == sorted(away)


def test_codes_taken_for_one_another_come_with_a_text_of_either_side(project: Project) -> None:
    view = project.verifying.open(size=30, strategy="margin", seed=5)
    names = codes(project)
    for item in view.items:
        said = next((one.code for one in item.predictions if one.suggested), names["Affection"])
        other = names["Nature"] if said != names["Nature"] else names["Affection"]
        project.verifying.decide(view.round.id, item.position, state="corrected", codes=(other,))
    pairs = [one for code in names.values() for one in project.teaching.meaning(code).mistaken]
    assert pairs
    assert all(one.taken is not None or one.missed is not None for one in pairs)


def test_what_one_thread_makes_others_wait_for() -> None:
    known, made = Remembered(most=2), []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    threads = [threading.Thread(target=lambda: known.one("a", make)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    with pytest.raises(ZeroDivisionError):
        known.one("b", lambda: 1 // 0)
    assert known.one("b", lambda: 3) == 3
    known.one("c", lambda: 4)
    assert known.one("a", lambda: 5) == 5
