"""What a learner makes of the corpus around the labelled texts, and of what is written about codes."""

import numpy as np

from linewise.learners import Heads, LinearLearner, SoftmaxLearner
from linewise.learners.heads import MODEST
from linewise.learners.selecting import Tuning
from linewise.teaching.learner import Context
from linewise.teaching.packing import pack
from linewise.teaching.terrain import Terrain

CODES, DIMENSIONS = 3, 60


def corpus(rows: int = 1_500, seed: int = 0):  # type: ignore[no-untyped-def]
    """Texts whose codes differ along three wide directions of the corpus, among many narrow ones of noise."""
    rng = np.random.default_rng(seed)
    gold = rng.integers(CODES, size=rows)
    wide = np.linalg.qr(rng.normal(size=(DIMENSIONS, CODES)))[0].T
    vectors = 1.2 * wide[gold] + 0.35 * rng.normal(size=(rows, DIMENSIONS))
    return vectors.astype(np.float32), gold, wide.astype(np.float32)


def test_knowing_the_corpus_makes_few_labels_worth_more() -> None:
    vectors, gold, _ = corpus()
    labels, terrain = np.eye(CODES, dtype=np.float32)[gold], Terrain.of(vectors)
    plain: list[float] = []
    knowing: list[float] = []
    for seed in range(5):
        rows = np.random.default_rng(seed).permutation(len(gold))[:15]
        for found, context in ((plain, Context()), (knowing, Context(terrain=terrain))):
            learner = SoftmaxLearner(tuning=Tuning())
            model = learner.fit(vectors[rows], labels[rows], np.ones((15, CODES), np.float32), seed=0, context=context)
            found.append(float((model.predict(vectors).argmax(axis=1) == gold).mean()))
    assert np.mean(knowing) > np.mean(plain) + 0.02


def test_a_terrain_is_the_covariance_of_the_corpus() -> None:
    vectors, *_ = corpus()
    terrain = Terrain.of(vectors)
    back = (terrain.axes * terrain.spread) @ terrain.axes.T
    assert np.allclose(back, np.cov(vectors.T, bias=True), atol=1e-3)
    assert np.isclose(np.square((vectors - terrain.centre) @ terrain.scaled(1.0)).sum(axis=1).mean(), 1, atol=1e-3)
    assert terrain.scaled(1.0, keep=0.5).shape[1] < terrain.scaled(1.0).shape[1] == DIMENSIONS


def test_the_tuning_chosen_is_told_and_may_be_kept() -> None:
    vectors, gold, _ = corpus(300)
    labels, weights = np.eye(CODES, dtype=np.float32)[gold], np.ones((300, CODES), np.float32)
    for learner in (LinearLearner(), SoftmaxLearner()):
        model = learner.fit(vectors, labels, weights, seed=0)
        kept = learner.settled(model)
        assert kept.tuning == Tuning.of(model.chosen) is not None
        assert learner.tuning is None


def test_rows_that_are_not_trusted_teach_but_do_not_calibrate() -> None:
    vectors, gold, _ = corpus(400)
    labels, weights = np.eye(CODES, dtype=np.float32)[gold], np.ones((400, CODES), np.float32)
    trusted = np.arange(400) >= 250
    for learner in (LinearLearner(tuning=Tuning()), SoftmaxLearner(tuning=Tuning())):
        model = learner.fit(vectors, labels, weights, seed=0, context=Context(trusted=trusted))
        assert model.chosen["calibrated_on"] == 150
        nobody = learner.fit(vectors, labels, weights, seed=0, context=Context(trusted=np.zeros(400, bool)))
        assert nobody.chosen["calibrated_on"] == 0
        assert (nobody.predict(vectors).argmax(axis=1) == gold).mean() > 0.8


def test_words_alone_rank_texts_and_never_code_one() -> None:
    vectors, gold, wide = corpus()
    terrain = Terrain.of(vectors)
    words = np.where(np.arange(CODES)[:, None] < 2, wide, np.nan).astype(np.float32)
    empty = np.empty((0, CODES), np.float32)
    for learner in (LinearLearner(), SoftmaxLearner()):
        context = Context(terrain=terrain, words=words)
        model = learner.fit(vectors[:0], empty, empty, seed=0, context=context)
        scores = Heads.from_bytes(model.to_bytes()).predict(vectors)
        assert model.by_words.tolist() == [True, True, False]
        assert not model.taught.any()
        assert scores[:, :2].max() <= MODEST + 1e-6
        assert scores[:, 2].max() <= 0.5
        for code in (0, 1):
            first = np.argsort(-scores[:, code])[:100]
            assert (gold[first] == code).mean() > 0.9


def test_a_code_known_by_words_leaves_the_rest_to_the_codes_with_examples() -> None:
    vectors, gold, wide = corpus()
    labels = np.eye(CODES, dtype=np.float32)[gold]
    rows = np.flatnonzero(gold < 2)[:80]
    words = np.stack([wide[0], wide[1], wide[2]])
    context = Context(terrain=Terrain.of(vectors), words=words)
    model = SoftmaxLearner().fit(vectors[rows], labels[rows], np.ones((80, CODES), np.float32), seed=0, context=context)
    scores = model.predict(vectors)
    assert model.by_words.tolist() == [False, False, True]
    assert np.allclose(scores.sum(axis=1), 1, atol=1e-5)
    assert scores[:, 2].max() <= MODEST + 1e-6
    assert scores[gold == 2, 2].mean() > 2 * scores[gold != 2, 2].mean()


def test_a_model_of_an_earlier_version_still_loads() -> None:
    arrays = {
        "coefficients": np.ones((4, 2), np.float32),
        "intercepts": np.zeros(2, np.float32),
        "taught": np.array([True, False]),
        "priors": np.array([0.5, 0.2], np.float32),
    }
    model = Heads.from_bytes(pack("linear model", {"exclusive": False}, arrays))
    assert model.predict(np.zeros((1, 4), np.float32)).tolist() == [[0.5, float(np.float32(0.2))]]
    assert model.chosen == {}
