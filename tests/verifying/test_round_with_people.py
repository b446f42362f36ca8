"""A round as a person meets it: undo in one step, one code at a time, blind answers, reasons and like units."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import linewise
from linewise.core.errors import Conflict, NotFound
from linewise.workbench import Project
from tests.support.moments import NAME, make_moments
from tests.support.study import logged, study


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_moments(tmp_path_factory.mktemp("moments") / "made.linewise", texts=150, noted=60)


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Iterator[Project]:
    where = tmp_path / "moments.linewise"
    where.write_bytes(made.read_bytes())
    with linewise.open_workspace(where) as workspace:
        yield workspace.project(NAME)


def codes(project: Project) -> dict[str, str]:
    return {card.code.name: card.code.id for card in project.grouping.codebook().codes if card.code.status == "active"}


def decisions(project: Project, unit: int) -> dict[str, str]:
    return {one.code: one.value for one in project.coding.unit(unit).codings if one.via == "decision"}


def test_a_decision_with_new_codes_is_one_event_and_one_undo(project: Project) -> None:
    view = project.verifying.open(size=3, seed=1)
    before = codes(project)
    seq = project.state().seq
    unit = view.items[0].unit.id
    found = project.verifying.decide(view.round.id, 0, state="corrected", new_codes=("Good news", "good  NEWS", "Cats"))
    after = codes(project)
    assert set(after) - set(before) == {"Good news", "Cats"}
    assert set(found.codes) == {after["Good news"], after["Cats"]}
    assert [event.kind for event in logged(project) if event.seq > seq and event.actor != "system"] == ["unit_decided"]
    project.undo()
    assert codes(project) == before
    assert decisions(project, unit) == {}
    assert project.verifying.round(view.round.id).items[0].state == "pending"
    project.redo()
    assert decisions(project, unit)[after["Cats"]] == "present"


def test_audit_units_cannot_be_told_until_they_are_decided(project: Project) -> None:
    view = project.verifying.open(strategy="margin", size=10, audit_share=0.5, seed=2)
    assert len({item.reason for item in view.items}) == 1
    assert {item.audit for item in view.items} == {None}
    told = [project.verifying.decide(view.round.id, item.position) for item in view.items]
    assert sum(bool(item.audit) for item in told) == 5
    assert all(("random" in item.reason) == item.audit for item in told)


def test_one_code_is_asked_about_and_nothing_is_implied_of_the_others(project: Project) -> None:
    code = codes(project)["Affection"]
    before = {band.name: band.units for band in project.verifying.bands(code)}
    assert sum(before.values()) > 50
    view = project.verifying.open(strategy="likely", code=code, size=4)
    assert view.round.audit_share == 0
    assert all(item.predictions[0].code == code for item in view.items)
    shares = [item.predictions[0].confidence for item in view.items]
    assert shares == sorted(shares, reverse=True) or len(shares) < 2 or max(shares) >= 0.5
    one, other, doubtful, passed = (item.unit.id for item in view.items)
    project.verifying.decide(view.round.id, 0, state="corrected", codes=(code,))
    project.verifying.decide(view.round.id, 1, state="corrected")
    project.verifying.decide(view.round.id, 2, state="unsure")
    project.verifying.decide(view.round.id, 3, state="skipped")
    assert decisions(project, one) == {code: "present"}
    assert decisions(project, other) == {code: "absent"}
    assert decisions(project, doubtful) == {code: "unsure"}
    assert project.coding.unit(one).mark is None
    project.verifying.close(view.round.id)
    again = project.verifying.open(strategy="likely", code=code, size=200)
    assert not {one, other, doubtful, passed} & {item.unit.id for item in again.items}
    project.verifying.close(again.round.id)
    # What was answered about one code is open still to a round about another.
    rest = project.verifying.open(strategy="likely", code=codes(project)["Achievement"], size=200)
    assert {one, other} <= {item.unit.id for item in rest.items}


def test_figures_of_rounds_about_one_code_count_for_that_code_alone(project: Project) -> None:
    code = codes(project)["Affection"]
    view = project.verifying.open(strategy="random", code=code, size=8, audit_share=1.0)
    for item in view.items:
        project.verifying.decide(view.round.id, item.position, state="corrected", codes=(code,))
    audit = project.verifying.close(view.round.id).audit
    assert audit.accuracy.of == 0
    assert {one.code: one.recall.of for one in audit.codes if one.recall.of} == {code: 8}


def test_a_blind_unit_keeps_its_secret_until_it_was_answered(project: Project) -> None:
    view = project.verifying.open(size=6, blind_share=1.0, seed=3)
    assert all(item.blind and not item.predictions for item in view.items)
    other = codes(project)["Nature"]
    first = project.verifying.decide(view.round.id, 0, state="corrected", codes=(other,), unaided=True)
    assert (first.state, first.unaided) == ("pending", (other,))
    assert first.predictions
    assert decisions(project, first.unit.id) == {}
    said = tuple(one.code for one in first.predictions if one.suggested)
    last = project.verifying.decide(view.round.id, 0, state="corrected", codes=said)
    assert (last.state, last.codes, last.unaided) == ("accepted", said, (other,))
    with pytest.raises(Conflict):
        project.verifying.decide(view.round.id, 0, state="corrected", codes=(other,), unaided=True)
    # Accepting what is not shown accepts nothing.
    unseen = project.verifying.decide(view.round.id, 1, state="accepted")
    assert unseen.codes == ()
    found = project.verifying.influence()
    assert (found.to_model.hits, found.blind.of) == (1, 2)
    assert project.verifying.close(view.round.id).influence == found


def test_settings_give_the_blind_share(project: Project) -> None:
    project.change(blind_share=0.5)
    assert sum(item.blind for item in project.verifying.open(size=10).items) == 5


def test_reasons_name_words_of_the_text_and_what_is_left_without_them(project: Project) -> None:
    unit = project.coding.units(status="unread", limit=1).units[0]
    found = project.verifying.reasons(unit.id)
    assert found.code in codes(project).values()
    assert all(unit.text[word.start : word.end] == word.text for word in found.words)
    if any(word.weight > 0 for word in found.words):
        assert found.without < found.confidence
    assert found == project.verifying.reasons(unit.id, found.code)
    with pytest.raises(NotFound):
        project.verifying.reasons(10_000)
    with pytest.raises(NotFound):
        project.verifying.reasons(unit.id, "no such code")


def test_nearest_are_units_that_people_decided_most_similar_first(project: Project) -> None:
    unit = project.coding.units(status="unread", limit=1).units[0]
    found = project.verifying.nearest(unit.id, 5)
    alike = [one.similarity for one in found]
    assert len(found) == 5 and alike == sorted(alike, reverse=True)
    assert all(one.codes and one.unit.id != unit.id for one in found)


def test_advice_is_given_from_the_first_moment_on(project: Project) -> None:
    assert project.verifying.advice().verdict == "early"
    view = project.verifying.open(strategy="random", size=40)
    for item in view.items:
        project.verifying.decide(view.round.id, item.position)
    project.verifying.close(view.round.id)
    project.teaching.train()
    newest = project.verifying.state().newest
    assert newest is not None and newest.accuracy.of == 40
    assert project.verifying.advice().verdict != "early"


def test_a_code_means_to_the_model_what_its_surest_texts_say(project: Project) -> None:
    code = codes(project)["Affection"]
    found = project.teaching.meaning(code)
    assert len(found.typical) == 3
    assert found.words and any(word.weight > 0 for word in found.words)
    said = " ".join(project.coding.unit(unit.id).text for unit in found.typical).casefold()
    assert any(word.text in said for word in found.words)
    assert found.mistaken == ()
    view = project.verifying.open(strategy="likely", code=code, size=1)
    other = codes(project)["Achievement"]
    answered = project.verifying.decide(view.round.id, 0, state="corrected", codes=(other,))
    if answered.predictions[0].suggested:
        assert [(one.code, one.units) for one in project.teaching.meaning(code).mistaken] == [(other, 1)]


def test_rounds_about_one_code_and_new_codes_hold_in_every_database(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path) as project:
        code = project.grouping.create("Sunshine").code.id
        view = project.verifying.open(strategy="random", code=code, size=3, seed=1)
        project.verifying.decide(view.round.id, 0, state="corrected", codes=(code,))
        project.verifying.decide(view.round.id, 1, state="skipped")
        told = project.verifying.decide(view.round.id, 2, state="corrected", new_codes=("Weather",))
        assert decisions(project, told.unit.id) == {code: "absent", codes(project)["Weather"]: "present"}
        project.undo()
        assert "Weather" not in codes(project)
        assert decisions(project, told.unit.id) == {}
        project.verifying.close(view.round.id)
        left = {item.unit.id for item in project.verifying.open(strategy="random", code=code, size=9).items}
        assert not left & {view.items[0].unit.id, view.items[1].unit.id}
        assert project.verifying.advice().next == "teach"
        assert project.verifying.influence().difference is None
        assert project.auditing.verify().ok
