"""Prevalence: the interval holds in simulated studies, with good, useless and misleading models, for rare codes too."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from linewise.applying.prevalence import ENOUGH, Draws, Estimate, prevalence
from linewise.workbench import Project
from tests.web.server import make_study

Floats = NDArray[np.float64]
Model = Callable[[np.random.Generator, NDArray[np.bool_]], Floats]

UNITS, STUDIES = 3_000, 500
# What chance alone takes from 95 % in so many studies, one time in a hundred.
SLACK = 2.33 * (0.95 * 0.05 / STUDIES) ** 0.5


def good(rng: np.random.Generator, truth: NDArray[np.bool_]) -> Floats:
    return np.where(truth, rng.beta(6, 2, len(truth)), rng.beta(1, 12, len(truth)))


def nearly_perfect(rng: np.random.Generator, truth: NDArray[np.bool_]) -> Floats:
    return np.where(rng.random(len(truth)) < 0.98, truth, ~truth) * 0.96 + 0.02


def blind_to_some(rng: np.random.Generator, truth: NDArray[np.bool_]) -> Floats:
    return np.where(truth & (rng.random(len(truth)) < 0.7), 0.95, 0.02)


def noise(rng: np.random.Generator, truth: NDArray[np.bool_]) -> Floats:
    return rng.random(len(truth))


def wrong(rng: np.random.Generator, truth: NDArray[np.bool_]) -> Floats:
    return np.where(truth, rng.beta(1, 9, len(truth)), rng.beta(9, 1, len(truth)))


def study(rng: np.random.Generator, share: float, model: Model, draws: int) -> tuple[float, Estimate]:
    truth = rng.random(UNITS) < share
    said = model(rng, truth)
    rows = rng.choice(UNITS, draws, replace=False)
    whole, nothing = np.ones(draws), np.zeros(draws)
    return truth.mean(), prevalence(Draws(truth[rows], said[rows], np.full(draws, said.mean()), whole, nothing))


@pytest.mark.parametrize("share", [0.01, 0.05, 0.2, 0.5])
@pytest.mark.parametrize("model", [good, nearly_perfect, blind_to_some, noise, wrong])
def test_the_interval_holds_whatever_the_model_and_however_rare_the_code(share: float, model: Model) -> None:
    rng = np.random.default_rng(round(1000 * share))
    for draws in (60, 200):
        found = [study(rng, share, model, draws) for _ in range(STUDIES)]
        held = sum(one.low <= truth <= one.high for truth, one in found) / STUDIES
        assert held >= 0.95 - SLACK, f"{held:.1%} of the intervals from {draws} draws held"


def test_over_all_studies_the_promise_is_kept() -> None:
    rng = np.random.default_rng(7)
    models = (good, nearly_perfect, blind_to_some, noise, wrong)
    found = [study(rng, rng.uniform(0.005, 0.6), models[at % 5], int(rng.integers(40, 300))) for at in range(2_500)]
    assert sum(one.low <= truth <= one.high for truth, one in found) / len(found) >= 0.94


def test_a_good_model_is_worth_many_draws_and_a_bad_one_none() -> None:
    rng = np.random.default_rng(1)
    helped = [study(rng, 0.3, good, 150)[1] for _ in range(50)]
    alone = [study(rng, 0.3, wrong, 150)[1] for _ in range(50)]
    assert all(one.method == "model" and one.worth > 2 * one.draws for one in helped)
    assert all(one.method == "draws" and one.worth == one.draws for one in alone)
    assert np.mean([one.high - one.low for one in helped]) < 0.7 * np.mean([one.high - one.low for one in alone])


def test_a_rare_code_is_told_from_the_draws_alone() -> None:
    truth = np.zeros(200, bool)
    truth[:4] = True
    said = np.where(truth, 0.9, 0.1)
    found = prevalence(Draws(truth, said, np.full(200, 0.1), np.ones(200), np.zeros(200)))
    assert (found.method, found.present, found.share) == ("draws", 4, 0.02)
    assert found.low < 0.01 and found.high > 0.045


def test_what_was_read_before_counts_as_it_was_read() -> None:
    """A quarter of the corpus is known, half of that has the code; the draws speak for the other three quarters."""
    truth = np.arange(40) < 10
    found = prevalence(Draws(truth, np.zeros(40), np.zeros(40), np.full(40, 0.75), np.full(40, 0.125)))
    assert found.share == pytest.approx(0.125 + 0.75 * 0.25)
    assert found.low >= 0.125 and found.high <= 0.875


def test_no_draws_say_nothing() -> None:
    nothing = np.empty(0)
    found = prevalence(Draws(np.empty(0, bool), nothing, nothing, nothing, nothing))
    assert (found.share, found.low, found.high, found.method) == (None, 0.0, 1.0, "none")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make_study(tmp_path) as workspace:
        yield workspace.project("Happy moments")


def test_a_projects_draws_stand_for_what_was_unread_when_they_were_drawn(project: Project) -> None:
    units = project.coding.units(limit=100).units
    code, other = (project.grouping.create(name).code.id for name in ("at home", "outdoors"))
    with_it, without, unsaid = [unit.id for unit in units if not unit.notes and not unit.twins][:3]
    project.coding.code(with_it, {code: "present"})
    project.coding.mark(without, "done")
    project.coding.code(unsaid, {other: "present"})
    opened = project.verifying.open(strategy="random", size=6, audit_share=1.0)
    for item in opened.items:
        codes = [code] if item.position < 2 else []
        project.verifying.decide(opened.round.id, item.position, state="corrected", codes=codes)
    project.verifying.close(opened.round.id)
    found = project.applying.prevalence()
    row = next(one for one in found.codes if one.code == code)
    grouped = sum(all(piece.codes for note in unit.notes for piece in note.pieces) for unit in units if unit.notes)
    assert (row.draws, row.present) == (6, 2)
    spoken = (2 + grouped) / len(units)
    assert row.share == pytest.approx(1 / len(units) + (1 - spoken) * 2 / 6), "unknown is not absent"
    assert not found.enough and f"6 of the {ENOUGH}" in found.words


def test_a_code_made_later_asks_for_draws_of_its_own(project: Project) -> None:
    opened = project.verifying.open(strategy="random", size=4, audit_share=1.0)
    for item in opened.items:
        project.verifying.decide(opened.round.id, item.position, state="corrected", codes=[])
    late = project.grouping.create("thought of later").code.id
    row = next(one for one in project.applying.prevalence().codes if one.code == late)
    assert (row.share, row.draws) == (None, 0)
    assert "since there is this code" in row.words
