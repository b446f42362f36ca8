"""Whether a model means what it says: measured on answers whose probabilities are known to be true, or not."""

import numpy as np
import pytest

from linewise.teaching.reliability import calibration, measured, reliability


def test_true_probabilities_show_no_more_error_than_chance() -> None:
    rng = np.random.default_rng(0)
    errors, chances = [], []
    for _ in range(200):
        stated = rng.beta(2, 1, 300).astype(np.float32)
        found = reliability(stated, rng.random(300) < stated)
        assert found is not None
        errors.append(float(str(found["error"])))
        chances.append(float(str(found["chance"])))
    assert np.mean(errors) == pytest.approx(np.mean(chances), rel=0.08)


def test_bins_hold_equally_many_and_their_intervals_the_truth() -> None:
    rng = np.random.default_rng(1)
    inside = of = 0
    for _ in range(100):
        stated = rng.random(240).astype(np.float32)
        kept = measured(
            stated[:, None],
            (rng.random((240, 1)) < stated[:, None]) * 1.0,
            ["a"],
            of="audit",
            units=240,
            exclusive=False,
        )
        view = calibration("m", 1, kept)
        assert view is not None
        assert {one.answers for one in view.bins} == {20}
        inside += sum(one.low <= one.stated <= one.high for one in view.bins)
        of += len(view.bins)
    assert inside / of >= 0.94


def test_overconfidence_is_seen_and_said() -> None:
    rng = np.random.default_rng(2)
    stated = np.full((400, 2), 0.05, np.float32)
    best = rng.integers(2, size=400)
    stated[np.arange(400), best] = 0.95
    truth = np.where(rng.random(400) < 0.7, best, 1 - best)
    view = calibration(
        "m", 3, measured(stated, np.eye(2, dtype=np.float32)[truth], ["a", "b"], of="folds", units=400, exclusive=True)
    )
    assert view is not None
    assert (view.answers, view.source) == (400, "folds")
    assert view.error == pytest.approx(0.25, abs=0.05)
    assert "less often than it says" in view.words
    assert "no sample of the corpus" in view.words
    assert [one.code for one in view.codes] == ["a", "b"]


def test_unknown_cells_and_too_few_answers_say_nothing() -> None:
    labels = np.full((30, 1), np.nan)
    kept = measured(np.full((30, 1), 0.5, np.float32), labels, ["a"], of="audit", units=0, exclusive=False)
    assert calibration("m", 1, kept) is None
    assert calibration("m", 1, None) is None
    assert reliability(np.full(5, 0.5, np.float32), np.ones(5, bool)) is None
