"""Applying: codes are given from their threshold on, and a unit is settled only when nothing is left to ask."""

import numpy as np
from hypothesis import given as given_values
from hypothesis import strategies as st
from numpy.typing import NDArray

from linewise.applying.coded import given, settled
from linewise.learners import LinearLearner
from tests.support.happydb import Happy

THRESHOLDS = np.array([0.9, 0.8, 0.95], np.float32)


def test_a_code_is_given_from_its_own_threshold_on() -> None:
    scores = np.array([[0.9, 0.79, 0.1], [0.89, 0.8, 0.96]], np.float32)
    assert given(scores, THRESHOLDS, exclusive=False).tolist() == [[True, False, False], [False, True, True]]


def test_an_exclusive_codebook_gives_one_code_at_most() -> None:
    scores = np.array([[0.5, 0.3, 0.2], [0.92, 0.05, 0.03], [0.1, 0.85, 0.05]], np.float32)
    low = np.array([0.2, 0.2, 0.2], np.float32)
    assert given(scores, low, exclusive=True).sum(axis=1).tolist() == [1, 1, 1]
    assert settled(scores, THRESHOLDS, exclusive=True).tolist() == [False, True, True]


def test_a_unit_is_settled_when_every_code_is_surely_there_or_surely_not() -> None:
    thresholds = np.array([0.9, 0.9], np.float32)
    scores = np.array([[0.95, 0.02], [0.95, 0.3], [0.02, 0.05], [0.5, 0.5]], np.float32)
    assert settled(scores, thresholds, exclusive=False).tolist() == [True, False, True, False]


@given_values(st.integers(0, 1000), st.integers(0, 30), st.integers(1, 4), st.booleans())
def test_pieces_of_a_corpus_are_coded_as_the_whole(seed: int, units: int, codes: int, exclusive: bool) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.random((units, codes)).astype(np.float32)
    thresholds = rng.random(codes).astype(np.float32)
    whole = given(scores, thresholds, exclusive=exclusive)
    parts = [given(part, thresholds, exclusive=exclusive) for part in np.array_split(scores, 3)]
    assert np.array_equal(whole, np.vstack(parts))


def test_what_is_given_at_a_confidence_is_right_about_that_often(happy: Happy, vectors: NDArray[np.float16]) -> None:
    labels = happy.labels
    model = LinearLearner().fit(vectors[:700], labels[:700], np.ones_like(labels[:700]), seed=0)
    scores = model.predict(vectors[700:])
    reach = []
    for confidence in (0.7, 0.9):
        found = given(scores, np.full(labels.shape[1], confidence, np.float32), exclusive=False)
        assert labels[700:][found].mean() > confidence
        reach.append(int(found.sum()))
    assert reach[0] > reach[1] > 50
