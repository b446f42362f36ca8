"""Two models on the same units: the intervals hold what they promise, and say nothing where nothing can be said."""

import numpy as np
import pytest
from numpy.typing import NDArray

from linewise.verifying.paired import f1_of, mcnemar, paired, share_difference

STUDIES = 2_000


@pytest.mark.parametrize(
    ("units", "right", "alike"), [(30, 0.7, 0.5), (60, 0.85, 0.8), (200, 0.6, 0.9), (40, 0.95, 0.0)]
)
def test_the_interval_of_a_difference_holds_in_nineteen_of_twenty_studies(
    units: int, right: float, alike: float
) -> None:
    rng = np.random.default_rng(units)
    first = rng.random((STUDIES, units)) < right
    second = np.where(rng.random((STUDIES, units)) < alike, first, rng.random((STUDIES, units)) < right - 0.05)
    true = (1 - alike) * -0.05
    only_first, only_second = (first & ~second).sum(axis=1), (second & ~first).sum(axis=1)
    found = [share_difference(int(a), int(b), units) for a, b in zip(only_first, only_second, strict=True)]
    held = np.mean([one.low <= true <= one.high for one in found])
    assert held >= 0.94


def test_an_interval_of_f1_holds_with_few_units_that_have_the_code() -> None:
    rng, studies, units = np.random.default_rng(0), 120, 80
    truth = rng.random((studies, units)) < 0.12
    chance = rng.random((studies, units))
    other = np.where(rng.random((studies, units)) < 0.7, chance, rng.random((studies, units)))
    first, second = (np.where(truth, drawn < found, drawn < 0.03) for drawn, found in ((chance, 0.6), (other, 0.75)))
    many = rng.random(2_000_000)
    have = rng.random(many.shape) < 0.12
    given = [np.where(have, many < found, many < 0.03) for found in (0.6, 0.75)]
    bad, good = (f1_of(have, one) for one in given)
    assert bad is not None and good is not None
    held = []
    for t, a, b in zip(truth, first, second, strict=True):
        (code,) = _paired(t[:, None], a[:, None], b[:, None]).codes
        if code.difference is not None:
            held.append(code.difference.low <= good - bad <= code.difference.high)
    assert len(held) > 80
    assert np.mean(held) >= 0.94


def _paired(truth: NDArray[np.bool_], first: NDArray[np.bool_], second: NDArray[np.bool_]):  # type: ignore[no-untyped-def]
    whole, asked = np.ones(len(truth), bool), np.ones(truth.shape, bool)
    return paired(truth, first, second, whole, asked, tuple(f"code {at}" for at in range(truth.shape[1])))


def test_only_units_that_one_has_right_and_the_other_wrong_count() -> None:
    truth = np.eye(3, dtype=bool)[np.arange(30) % 3]
    wrong = np.roll(truth, 1, axis=1)
    better = np.where(np.arange(30)[:, None] < 12, wrong, truth)
    worse = np.where(np.arange(30)[:, None] < 18, wrong, truth)
    found = _paired(truth, better, worse)
    assert (found.only_first, found.only_second) == (6, 0)
    assert found.difference is not None
    assert found.difference.value == pytest.approx(-0.2)
    assert found.difference.high < 0
    assert found.chance == pytest.approx(2 * 0.5**6)
    same = _paired(truth, better, better)
    assert same.chance == 1
    assert same.difference is not None and same.difference.low < 0 < same.difference.high


def test_rounds_about_one_code_count_for_that_code_alone() -> None:
    truth = np.array([[True, False]] * 6 + [[False, True]] * 6)
    whole = np.arange(12) < 8
    asked = np.array([[True, at < 8] for at in range(12)])
    found = paired(truth, truth, ~truth, whole, asked, ("a", "b"))
    assert found.units == 8
    assert [code.units for code in found.codes] == [12, 8]
    assert [code.present for code in found.codes] == [6, 2]
    assert found.codes[0].difference is not None
    assert found.codes[1].difference is None


def test_nothing_counted_is_nothing_said() -> None:
    empty = np.zeros((0, 2), bool)
    found = _paired(empty, empty, empty)
    assert found.units == 0
    assert found.difference is None and found.chance is None
    assert [code.first_f1 for code in found.codes] == [None, None]
    assert mcnemar(0, 0) == 1
