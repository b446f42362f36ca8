"""Promised precision: kept in nearly every simulated study, given up in words where too little is known."""

import numpy as np
import pytest

from linewise.applying.thresholds import GRID, promised_threshold


@pytest.mark.parametrize(("precision", "often"), [(0.8, 0.9), (0.9, 0.5), (0.95, 0.05)])
@pytest.mark.parametrize("boast", [0.0, 0.15], ids=["honest model", "model that overstates"])
def test_the_promise_is_broken_no_more_often_than_allowed(precision: float, often: float, boast: float) -> None:
    """Studies of 400 decisions each; the truth of every threshold is known from a corpus of 200,000."""
    risk, studies = 0.1, 500
    rng = np.random.default_rng(int(100 * precision + 1000 * boast))
    chance = rng.beta(0.5, 0.5, 200_000)
    truth = rng.random(len(chance)) < chance
    said = np.clip(chance + boast * (1 - chance), 0, 1).astype(np.float32)
    kept = {value: truth[said >= value].mean() for value in GRID}
    found = []
    for _ in range(studies):
        rows = rng.integers(0, len(chance), 400)
        found.append(promised_threshold(said[rows], truth[rows], precision=precision, risk=risk).value)
    promised = [value for value in found if value is not None]
    broken = sum(kept[value] < precision for value in promised)
    assert broken / studies <= risk + 2 * np.sqrt(risk * (1 - risk) / studies)
    assert len(promised) > studies * often, "a method that promises nothing keeps every promise"


def test_more_decisions_reach_further_down() -> None:
    rng = np.random.default_rng(0)
    chance = rng.beta(0.5, 0.5, 20_000)
    truth = rng.random(len(chance)) < chance
    reach = [promised_threshold(chance[:n].astype(np.float32), truth[:n]).value for n in (500, 2_000, 20_000)]
    assert all(value is not None for value in reach)
    assert reach[0] >= reach[1] >= reach[2]  # type: ignore[operator]
    assert reach[0] > reach[2]  # type: ignore[operator]


def test_too_few_decisions_are_called_too_few() -> None:
    found = promised_threshold(np.full(10, 0.99, np.float32), np.ones(10, bool))
    assert found.value is None
    assert (found.given, found.right) == (10, 10)
    assert "Too few decisions to promise 90%" in found.words


def test_a_model_that_is_often_wrong_gets_no_threshold() -> None:
    rng = np.random.default_rng(0)
    found = promised_threshold(np.full(500, 0.97, np.float32), rng.random(500) < 0.7)
    assert found.value is None
    assert "cannot be promised" in found.words


def test_no_decisions_at_all() -> None:
    found = promised_threshold(np.empty(0, np.float32), np.empty(0, bool))
    assert (found.value, found.given) == (None, 0)
