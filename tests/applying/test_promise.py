"""A promise on a project: what is shown is what applying keeps, and one step takes it back."""

from collections.abc import Iterator

import pytest

from linewise.core.errors import BadInput, NotReady
from linewise.core.nouns import ItemState
from linewise.demo import happydb_gold
from linewise.workbench import Project, Workspace
from tests.support.moments import NAME, make_moments


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """200 texts, two rounds with half of each drawn at random, answered from the gold labels."""
    where = make_moments(tmp_path_factory.mktemp("promise") / "study.linewise", texts=260, noted=60)
    gold = happydb_gold()
    with Workspace(where) as workspace:
        project = workspace.project(NAME)
        known = {card.code.name.lower().replace(" ", "_"): card.code.id for card in project.grouping.codebook().codes}
        for seed in (1, 2):
            opened = project.verifying.open(strategy="random", size=45, audit_share=1.0, seed=seed)
            for item in opened.items:
                right = known.get(gold[str(item.unit.external_id)])
                state: ItemState = "corrected"
                codes = [right] if right else []
                project.verifying.decide(opened.round.id, item.position, state=state, codes=codes)
            project.verifying.close(opened.round.id)
            for job in workspace.jobs.list():
                workspace.jobs.wait(job.id)
            project.teaching.train()
        yield project


def test_without_audit_units_nothing_is_promised_and_it_says_why(tmp_path_factory: pytest.TempPathFactory) -> None:
    where = make_moments(tmp_path_factory.mktemp("none") / "study.linewise", texts=60, noted=40)
    with Workspace(where) as workspace:
        project = workspace.project(NAME)
        found = project.applying.promise(0.9)
        assert not found.possible and found.audit == 0 and "Verify a round" in found.words
        with pytest.raises(NotReady, match="nothing can be promised"):
            project.applying.run(precision=0.9)
        with pytest.raises(NotReady, match="Too few units drawn at random"):
            project.verifying.figures("newest")


def test_what_is_promised_is_what_is_applied_and_kept(project: Project) -> None:
    found = project.applying.promise(0.6, scope="together")
    assert found.audit == 90 and found.looks == 2 and found.possible
    assert found.human + found.settled + found.left == found.units
    assert any("taken together" in one for one in found.promised)
    done = project.applying.run(precision=0.6, scope="together")
    assert done.coded == found.settled
    assert done.promise["precision"] == 0.6 and done.promise["scope"] == "together"
    assert {one.threshold for one in found.codes} == {found.group} == set(done.thresholds.values())
    shown = project.applying.state().coverage
    assert shown is not None and shown.machine == found.settled and "Held to 60% right" in shown.words
    project.undo()
    assert project.applying.state().application is None


def test_codes_that_are_not_promised_are_left_to_people(project: Project) -> None:
    found = project.applying.promise(0.75)
    given = {one.code: one.units for one in found.codes}
    for one in found.codes:
        assert (one.threshold is None) == (one.by == "none")
        assert one.by != "none" or (given[one.code] == 0 and "left to people" in one.words)
    with pytest.raises(BadInput, match="cannot both"):
        project.applying.run(precision=0.9, confidence=0.9)
    with pytest.raises(BadInput, match="cannot be promised"):
        project.applying.promise(1.5)


def test_a_stricter_promise_covers_no_more(project: Project) -> None:
    settled = [project.applying.promise(one, scope="together").settled for one in (0.55, 0.7, 0.95)]
    assert settled == sorted(settled, reverse=True)
    surer = project.applying.promise(0.6, risk=0.01, scope="together").settled
    assert surer <= project.applying.promise(0.6, scope="together").settled


def test_figures_forecast_and_advice_agree_on_the_model_in_use(project: Project) -> None:
    figures = project.verifying.figures("newest")
    assert figures.units == 90
    assert {one.name for one in figures.measures} == {"exact", "micro_f1", "macro_f1", "hamming"}
    for one in figures.codes:
        assert one.f1 is None or one.f1_low <= one.f1 <= one.f1_high
    ahead = project.verifying.forecast(0.99)
    assert ahead.audit == 90 and ahead.target == 0.99 and ahead.points[0].more == 0
    assert abs(ahead.points[0].share - (figures.accuracy.share or 0)) < 0.05
    assert any("answer" in reason and "alike" in reason for reason in project.verifying.advice().reasons)
