"""Two encoders by the same decisions: paired, out of sample, and no difference claimed where there is none."""

import numpy as np
from numpy.typing import NDArray

from linewise.learners import LinearLearner
from linewise.teaching.contest import answers, contest

UNITS, CODES = 120, 3


def told(seed: int, *, sharp: float = 1.5) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
    """Labels, and probabilities that follow them as far as `sharp` says."""
    chance = np.random.default_rng(seed)
    labels = (chance.random((UNITS, CODES)) < 0.4).astype(np.float32)
    moved = sharp * (2 * labels - 1) + chance.normal(0, 1.5, labels.shape)
    return labels, (1 / (1 + np.exp(-moved))).astype(np.float32), np.arange(UNITS)


def test_an_encoder_beside_itself_shows_no_difference() -> None:
    labels, scores, groups = told(0)
    found = contest(labels, ~np.isnan(labels), scores, scores, groups=groups, exclusive=False, seed=0)
    assert found is not None
    for gap in (found.right, found.loss):
        assert gap.first == gap.second
        assert gap.difference == gap.low == gap.high == 0


def test_a_clearly_better_one_is_told_as_such_from_either_side() -> None:
    labels, good, groups = told(1, sharp=3)
    bad = told(2, sharp=0)[1]
    said = np.ones_like(labels, bool)
    found = contest(labels, said, bad, good, groups=groups, exclusive=False, seed=0)
    other = contest(labels, said, good, bad, groups=groups, exclusive=False, seed=0)
    assert found is not None and other is not None
    assert found.right.low > 0.1 and found.loss.high < 0
    assert other.right.high < -0.1 and other.loss.low > 0
    assert found.right.difference == -other.right.difference


def test_where_codes_exclude_one_another_units_right_are_counted() -> None:
    labels = np.eye(4, dtype=np.float32)[np.arange(40) % 4]
    right, wrong = labels * 0.8 + 0.05, np.roll(labels, 1, axis=1) * 0.8 + 0.05
    half = np.where((np.arange(40) < 20)[:, None], right, wrong)
    found = contest(labels, labels >= 0, half, right, groups=np.arange(40), exclusive=True, seed=0)
    assert found is not None
    assert (found.measure, found.units) == ("units right", 40)
    assert (found.right.first, found.right.second) == (0.5, 1.0)


def test_what_was_not_asked_or_not_answered_does_not_count() -> None:
    labels, scores, groups = told(3)
    labels[:30, 0], scores[30:40] = np.nan, np.nan
    said = np.ones_like(labels, bool)
    said[40:50] = False
    found = contest(labels, said, scores, scores, groups=groups, exclusive=False, seed=0)
    assert found is not None
    assert found.units == UNITS - 20
    assert (
        contest(labels[:19], said[:19], scores[:19], scores[:19], groups=groups[:19], exclusive=False, seed=0) is None
    )


def test_equals_are_called_different_as_rarely_as_promised() -> None:
    wrong = 0
    for seed in range(100):
        labels, first, groups = told(seed)
        chance = np.random.default_rng(1_000 + seed)
        swap = chance.random(UNITS) < 0.5
        other = np.where(swap[:, None], told(seed)[1], chance.permuted(first, axis=1))
        one, two = np.where(swap[:, None], first, other), np.where(swap[:, None], other, first)
        flip = chance.random(UNITS) < 0.5
        a, b = np.where(flip[:, None], one, two), np.where(flip[:, None], two, one)
        found = contest(labels, labels >= 0, a, b, groups=groups, exclusive=False, seed=seed)
        assert found is not None
        wrong += found.right.low > 0 or found.right.high < 0
    assert wrong <= 12


def test_no_unit_is_answered_by_a_learner_that_saw_it_or_its_twin() -> None:
    chance = np.random.default_rng(0)
    vectors = chance.normal(size=(60, 40)).astype(np.float32)
    vectors[30:] = vectors[:30]
    labels = (chance.random((30, 1)) < 0.5).astype(np.float32)
    labels = np.vstack([labels, labels])
    groups = np.tile(np.arange(30), 2)
    held, nothing = np.ones(60, bool), np.zeros(60, bool)
    scores = answers(
        LinearLearner(), vectors, labels, np.ones_like(labels), groups=groups, held_out=held, shaped=nothing, seed=0
    )
    right = ((scores > 0.5) == (labels > 0.5)).mean()
    assert 0.2 < right < 0.8, "labels without any pattern cannot be known unless a twin was seen"
