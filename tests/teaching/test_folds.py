"""Cross-fitting: every text is judged by a model that has seen neither it nor its twins."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from linewise.learners import LinearLearner
from linewise.teaching.folds import cross_fit, deal_folds
from tests.support.happydb import Happy


@given(st.integers(0, 1000), st.integers(2, 40), st.integers(2, 5))
@settings(max_examples=60, deadline=None)
def test_twins_share_a_fold_and_every_fold_gets_its_part(seed: int, rows: int, folds: int) -> None:
    rng = np.random.default_rng(seed)
    labels = (rng.random((rows, 3)) < 0.2).astype(np.float32)
    groups = rng.integers(0, rows, rows)
    dealt = deal_folds(labels, folds, seed=seed, groups=groups)
    for group in np.unique(groups):
        assert len(set(dealt[groups == group])) == 1
    sizes = [len(set(groups[dealt == fold])) for fold in range(folds)]
    assert max(sizes) - min(sizes) <= 1


def test_a_rare_code_is_spread_over_the_folds() -> None:
    labels = np.zeros((300, 2), np.float32)
    labels[:, 0] = 1
    labels[[3, 4, 5], 1] = 1
    for seed in range(20):
        assert sorted(deal_folds(labels, 3, seed=seed)[[3, 4, 5]]) == [0, 1, 2]


@dataclass
class Rote:
    """A learner that knows by heart what it was shown, and nothing else: it finds out any leak."""

    recipe: Mapping[str, object]

    def fit(self, vectors, labels, weights, *, seed, groups=None, context=None):  # type: ignore[no-untyped-def]
        seen = {row.tobytes() for row in vectors}

        class Known:
            taught = np.ones(labels.shape[1], bool)

            def predict(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
                known = [[row.tobytes() in seen] * labels.shape[1] for row in vectors]
                return np.array(known, np.float32)

            def to_bytes(self) -> bytes:
                return b""

        return Known()


def test_nothing_a_model_has_seen_is_judged_by_it() -> None:
    texts = np.random.default_rng(0).integers(0, 30, 120)
    vectors = texts[:, None].astype(np.float32)
    labels = np.ones((120, 2), np.float32)
    found = cross_fit(Rote({}), vectors, labels, labels, folds=5, groups=texts, seed=1)
    assert not found.any()
    assert cross_fit(Rote({}), vectors, labels, labels, folds=5, seed=1).any(), "without groups twins do leak"


def test_held_out_answers_are_as_good_as_answers_to_new_texts(happy: Happy, vectors: NDArray[np.float16]) -> None:
    labels, learner = happy.labels, LinearLearner()
    gaps = []
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(len(labels))
        taught, fresh = order[:600], order[600:]
        weights = np.ones_like(labels[taught])
        held_out = cross_fit(learner, vectors[taught], labels[taught], weights, seed=seed)
        model = learner.fit(vectors[taught], labels[taught], weights, seed=seed)
        guessed = (held_out.argmax(axis=1) == happy.gold[taught]).mean()
        gaps.append(guessed - (model.predict(vectors[fresh]).argmax(axis=1) == happy.gold[fresh]).mean())
    assert abs(np.mean(gaps)) < 0.03


def test_one_text_alone_cannot_be_held_out() -> None:
    vectors, labels = np.ones((2, 3), np.float32), np.ones((2, 1), np.float32)
    assert np.isnan(cross_fit(LinearLearner(), vectors, labels, labels, groups=np.zeros(2, np.int64))).all()
