"""Models side by side, pinned, restored: nothing is lost, and figures are out of sample or none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import linewise
from linewise.core.errors import BadInput, NotFound, NotReady
from linewise.core.nouns import Model
from linewise.workbench import Project
from linewise.workbench.models.judging import unseen
from linewise.workbench.rounds.measuring import Rounds
from tests.support.study import logged
from tests.support.words import NAME, codes, decide_round, make_words

ROUND = 30


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small study with one model."""
    return make_words(tmp_path_factory.mktemp("small") / "study.linewise")


@pytest.fixture(scope="module")
def made(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study with a round drawn at random behind it, and a model from before and from after it."""
    where = tmp_path_factory.mktemp("models") / "study.linewise"
    where.write_bytes(small.read_bytes())
    with linewise.open_workspace(where) as workspace:
        decide_round(workspace.project(NAME), ROUND)
        workspace.project(NAME).teaching.train()
    return where


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Iterator[Project]:
    where = tmp_path / "study.linewise"
    where.write_bytes(made.read_bytes())
    with linewise.open_workspace(where) as workspace:
        yield workspace.project(NAME)


def in_use(project: Project) -> int:
    (card,) = (card for card in project.teaching.models() if card.current)
    return card.number


def test_two_models_are_compared_on_units_that_neither_had_seen(project: Project) -> None:
    first, *_, last = sorted(project.teaching.models(), key=lambda card: card.number)
    found = project.teaching.compare(first.id, str(last.number))
    assert (found.first.id, found.second.id) == (first.id, last.id)
    assert found.figures is not None
    assert found.figures.units == ROUND
    assert found.figures.difference is not None
    assert found.figures.difference.low <= found.figures.difference.value <= found.figures.difference.high
    assert (
        found.figures.second.hits - found.figures.first.hits
    ) == found.figures.only_second - found.figures.only_first
    assert any(f"learned from {ROUND} more decisions" in sentence for sentence in found.differences)
    assert any(f"{ROUND} units only model {last.number}" in sentence for sentence in found.differences)
    assert 0 < found.parted <= found.looked_at == 150
    given = [
        {one.code for one in side if one.suggested} for one in found.disagreements for side in (one.first, one.second)
    ]
    assert all(a != b for a, b in zip(given[::2], given[1::2], strict=True))
    back = project.teaching.compare(last.id, first.id).figures
    assert back is not None and back.difference is not None
    assert back.difference.low == pytest.approx(-found.figures.difference.high)


def test_what_a_model_learned_from_is_never_what_it_is_judged_by(project: Project) -> None:
    desk = project._desk
    with desk.reading() as (_, facts):
        models = sorted(facts.find(Model), key=lambda model: model.number)
        items = Rounds(facts, facts.find(linewise.core.nouns.Round)).audit()
    old, new = unseen(desk, models[0], items), unseen(desk, models[-1], items)
    own = project.teaching.predict([item.unit for item in items], model=models[0].id)
    assert (old == own).all()
    told = project.teaching.predict([item.unit for item in items], model=models[-1].id)
    assert (abs(new - told).max(axis=1) > 0.01).mean() > 0.9


def test_without_a_unit_new_to_both_nothing_is_said(small: Path, tmp_path: Path) -> None:
    where = tmp_path / "study.linewise"
    where.write_bytes(small.read_bytes())
    with linewise.open_workspace(where) as workspace:
        project = workspace.project(NAME)
        project.teaching.train(seed=11)
        found = project.teaching.compare("1", "2")
        assert found.figures is None
        assert "No unit drawn at random" in found.words
        assert "Both learned from the same statements." in found.differences
        with pytest.raises(BadInput, match="same model"):
            project.teaching.compare("1", "1")
        with pytest.raises(NotFound):
            project.teaching.compare("1", "99")


def test_a_pinned_model_predicts_everywhere_while_newer_ones_are_taught(project: Project) -> None:
    newest = in_use(project)
    assert project.teaching.pin("1").pinned
    assert in_use(project) == 1
    first = next(card for card in project.teaching.models() if card.number == 1)
    assert not project.teaching.train().current
    assert in_use(project) == 1
    view = project.verifying.open(size=4)
    assert view.round.model == first.id
    assert project.verifying.reasons(view.items[0].unit.id).model == first.id
    assert project.applying.run(confidence=0.6).model == first.id
    assert "pinned" in project.teaching.state().advice
    assert project.teaching.unpin().number == newest + 1 == in_use(project)


def test_pinning_is_undone_and_redone_in_one_step(project: Project) -> None:
    newest = in_use(project)
    project.teaching.pin("1")
    seq = project.state().seq
    project.teaching.pin("1")
    assert project.state().seq == seq
    project.teaching.pin("2")
    assert [card.number for card in project.teaching.models() if card.pinned] == [2]
    assert project.undo().words == "undid: pinned a model"
    assert in_use(project) == 1
    project.undo()
    assert in_use(project) == newest
    project.redo()
    assert in_use(project) == 1
    assert [event.kind for event in logged(project)][-2:] == ["undone", "redone"]
    assert project.auditing.verify().ok


def test_an_older_model_serves_after_its_codes_were_merged_renamed_and_retired(project: Project) -> None:
    known = codes(project)
    kept, merged, retired, *_ = known
    project.grouping.describe(known[kept], name="Another name")
    project.grouping.merge([known[merged]], into=known[kept])
    project.grouping.retire(known[retired])
    project.teaching.train()
    project.teaching.pin("1")
    standing = set(codes(project).values())
    view = project.verifying.open(size=6)
    assert {one.code for item in view.items for one in item.predictions} <= standing
    assert project.verifying.reasons(view.items[0].unit.id, code=known[kept]).code == known[kept]
    project.applying.run(confidence=0.5)
    found = project.teaching.compare("1", str(in_use(project) and project.teaching.models()[0].number))
    assert any("merged since" in sentence and merged in sentence for sentence in found.differences)
    assert any("Retired since" in sentence and retired in sentence for sentence in found.differences)
    assert {one.code for side in found.disagreements for one in (*side.first, *side.second)} <= standing
    assert found.figures is not None
    assert {one.code for one in found.figures.codes} == standing


def test_a_model_that_is_not_there_cannot_be_pinned(project: Project) -> None:
    with pytest.raises(NotFound):
        project.teaching.pin("99")


def test_nothing_is_compared_or_pinned_before_there_is_a_model(tmp_path: Path) -> None:
    with linewise.open_workspace(tmp_path / "empty.linewise") as workspace:
        project = workspace.create("Nothing yet")
        with pytest.raises(NotReady, match="no model"):
            project.teaching.unpin()
        with pytest.raises(NotReady, match="no model"):
            project.teaching.export_model(tmp_path / "model")
