"""The learners: probabilities mean what they say, unknown labels mean nothing, few examples bring no surprise."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from linewise.core.errors import Broken
from linewise.learners import Heads, LinearLearner, SoftmaxLearner
from linewise.teaching.learner import Fitted, Learner
from tests.support.happydb import Happy

LEARNERS: list[Learner] = [LinearLearner(), SoftmaxLearner()]
TAUGHT = 700


def ones(labels: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.ones_like(labels)


@pytest.mark.parametrize("learner", LEARNERS)
def test_what_it_learned_from_some_texts_holds_for_others(
    learner: Learner, happy: Happy, vectors: NDArray[np.float16]
) -> None:
    labels = happy.labels
    model = learner.fit(vectors[:TAUGHT], labels[:TAUGHT], ones(labels[:TAUGHT]), seed=0)
    assert isinstance(learner, Learner)
    assert isinstance(model, Fitted)
    found = model.predict(vectors[TAUGHT:])
    gold = happy.gold[TAUGHT:]
    most_frequent = np.bincount(gold).max() / len(gold)
    assert (found.argmax(axis=1) == gold).mean() > most_frequent + 0.25


@pytest.mark.parametrize("learner", LEARNERS)
def test_its_probabilities_come_true_as_often_as_they_say(
    learner: Learner, happy: Happy, vectors: NDArray[np.float16]
) -> None:
    labels = happy.labels
    model = learner.fit(vectors[:TAUGHT], labels[:TAUGHT], ones(labels[:TAUGHT]), seed=0)
    said, came = model.predict(vectors[TAUGHT:]).ravel(), labels[TAUGHT:].ravel()
    edges = np.array([0, 0.05, 0.2, 0.4, 0.6, 0.8, 1.01])
    for low, high in pairwise(edges):
        within = (said >= low) & (said < high)
        assert within.sum() > 20
        assert abs(said[within].mean() - came[within].mean()) < 0.1


@pytest.mark.parametrize("learner", LEARNERS)
def test_equal_training_sets_and_seeds_give_equal_bytes_and_the_bytes_give_the_model_back(
    learner: Learner, happy: Happy, vectors: NDArray[np.float16]
) -> None:
    labels = happy.labels[:200]
    one, other = (learner.fit(vectors[:200], labels, ones(labels), seed=3) for _ in range(2))
    assert one.to_bytes() == other.to_bytes()
    back = Heads.from_bytes(one.to_bytes())
    assert np.array_equal(back.predict(vectors), one.predict(vectors))
    with pytest.raises(Broken):
        Heads.from_bytes(one.to_bytes()[:-4])


def test_unknown_labels_change_nothing(happy: Happy, vectors: NDArray[np.float16]) -> None:
    labels = happy.labels[:300].copy()
    some = np.random.default_rng(0).random(labels.shape) < 0.4
    masked = np.where(some, np.nan, labels).astype(np.float32)
    weightless = np.where(some, 0, 1).astype(np.float32)
    by_label = LinearLearner().fit(vectors[:300], masked, ones(labels), seed=0)
    # The same cells, known but without weight: the label there may say anything.
    lying = np.where(some, 1 - labels, labels).astype(np.float32)
    by_weight = LinearLearner().fit(vectors[:300], np.where(some, np.nan, lying), weightless, seed=0)
    assert np.allclose(by_label.predict(vectors), by_weight.predict(vectors), atol=1e-4)


def test_a_code_is_learned_from_those_rows_that_know_it(happy: Happy, vectors: NDArray[np.float16]) -> None:
    """A code made late is known in few units; the others' units must not dilute it."""
    labels = happy.labels[:600].copy()
    alone = LinearLearner().fit(vectors[:200], labels[:200], ones(labels[:200]), seed=0)
    labels[200:, 0] = np.nan
    among = LinearLearner().fit(vectors[:600], labels, ones(labels), seed=0)
    one, other = alone.predict(vectors[600:])[:, 0], among.predict(vectors[600:])[:, 0]
    assert np.corrcoef(one, other)[0, 1] > 0.97


@pytest.mark.parametrize("learner", LEARNERS)
def test_a_code_without_examples_is_said_untaught_and_never_given(
    learner: Learner, happy: Happy, vectors: NDArray[np.float16]
) -> None:
    labels = happy.labels[:200].copy()
    labels = np.hstack([labels, np.zeros((200, 1)), np.full((200, 1), np.nan)]).astype(np.float32)
    model = learner.fit(vectors[:200], labels, ones(labels), seed=0)
    assert model.taught.tolist() == [*(happy.labels[:200].any(axis=0)), False, False]
    found = model.predict(vectors)
    assert np.isfinite(found).all()
    assert found[:, -2:].max() < 0.05


def test_a_code_seen_only_as_present_is_not_taken_for_certain(vectors: NDArray[np.float16]) -> None:
    labels = np.ones((5, 1), np.float32)
    model = LinearLearner().fit(vectors[:5], labels, ones(labels), seed=0)
    assert not model.taught.any()
    assert model.predict(vectors).max() <= 0.5


def test_one_example_of_each_kind_is_enough_to_begin(happy: Happy, vectors: NDArray[np.float16]) -> None:
    first, other = int(np.flatnonzero(happy.gold == 0)[0]), int(np.flatnonzero(happy.gold == 1)[0])
    labels = np.array([[1], [0]], np.float32)
    model = LinearLearner().fit(vectors[[first, other]], labels, ones(labels), seed=0)
    assert model.taught.all()
    assert np.diff(model.predict(vectors[[other, first]])[:, 0]) > 0


def test_exclusive_probabilities_share_one(happy: Happy, vectors: NDArray[np.float16]) -> None:
    labels = happy.labels[:300]
    found = SoftmaxLearner().fit(vectors[:300], labels, ones(labels), seed=0).predict(vectors)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-4)


def test_knowing_only_what_a_unit_is_not_teaches_the_exclusive_learner(
    happy: Happy, vectors: NDArray[np.float16]
) -> None:
    labels = happy.labels[:700].copy()
    taught = SoftmaxLearner().fit(vectors[:60], labels[:60], ones(labels[:60]), seed=0)
    only_not = labels.copy()
    only_not[60:] = np.where(labels[60:] == 1, np.nan, 0)
    hide = np.random.default_rng(0).random(only_not[60:].shape) < 0.3
    only_not[60:][hide] = np.nan
    more = SoftmaxLearner().fit(vectors[:700], only_not, ones(only_not), seed=0)
    gold = happy.gold[700:]
    right = [(model.predict(vectors[700:]).argmax(axis=1) == gold).mean() for model in (taught, more)]
    assert right[1] > right[0] + 0.05


@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(1, 4), st.booleans())
@settings(max_examples=60, deadline=None)
def test_whatever_is_known_and_unknown_probabilities_are_probabilities(
    seed: int, rows: int, codes: int, exclusive: bool
) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(rows, 6)).astype(np.float16)
    labels = rng.choice(np.array([0, 1, np.nan, 2 / 3], np.float32), (rows, codes))
    weights = rng.choice(np.array([0, 0.3, 1], np.float32), (rows, codes))
    learner: Learner = SoftmaxLearner() if exclusive else LinearLearner()
    model = learner.fit(vectors, labels, weights, seed=seed, groups=rng.integers(0, 5, rows))
    found = model.predict(vectors)
    assert found.dtype == np.float32
    assert np.isfinite(found).all() and found.min() >= 0 and found.max() <= 1
    if exclusive:
        assert found.sum(axis=1).max() <= 1 + 1e-4
