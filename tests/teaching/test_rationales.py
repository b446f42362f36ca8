"""Words on words as something to learn from: what is learned of them, where it belongs, and that it helps."""

import numpy as np
import pytest
from numpy.typing import NDArray

from linewise.learners import LinearLearner
from linewise.teaching.folds import cross_fit
from linewise.teaching.learner import NOTHING_MORE, Context, Fitted, Floats, Vectors
from linewise.teaching.rationales import Examples, Reasoned, Said, examples, lessons

TEXT = "my brother ate cake"


def test_lessons_are_the_words_alone_and_the_text_without_them() -> None:
    said = [Said(3, 1, (3, 10), True), Said(3, 1, (15, 19), False), Said(3, 0, (0, 2), True)]
    (one,) = lessons(said, {3: TEXT}, {(3, 1): True})
    assert (one.alone, one.without, one.kept) == ("brother", "my ate cake", "my brother ate")


def test_what_coders_disagree_about_and_codes_not_there_teach_nothing() -> None:
    said = [Said(3, 1, (3, 10), True), Said(3, 1, (0, 10), False)]
    assert lessons(said, {3: TEXT}, {(3, 1): True}) == []
    assert lessons(said[:1], {3: TEXT}, {(3, 1): False}) == []


def test_overlapping_words_are_put_together() -> None:
    said = [Said(3, 1, (3, 10), True), Said(3, 1, (0, 6), True)]
    (one,) = lessons(said, {3: TEXT}, {(3, 1): True})
    assert one.alone == "my brother"


def test_rows_know_only_their_code_and_belong_to_their_group() -> None:
    (one,) = lessons([Said(3, 1, (3, 10), True), Said(3, 1, (15, 19), False)], {3: TEXT}, {(3, 1): True})
    known = {text: np.full(4, at, np.float32) for at, text in enumerate((one.whole, one.alone, one.without, one.kept))}
    found = examples([one], known, {3: 77}, 3, alone=1.0, contrast=0.3, kept=0.5)
    assert found.groups.tolist() == [77] * 4
    assert np.isnan(found.labels[:, [0, 2]]).all()
    assert found.labels[:, 1].tolist() == [1, 1, 0, 1]
    assert found.weights[:, 1].tolist() == pytest.approx([1.0, 0.3, 0.3, 0.5])
    assert np.allclose(found.vectors[1], known[one.whole] - known[one.without])
    assert np.allclose(found.vectors[2], -found.vectors[1])


def world(rng: np.random.Generator, rows: int) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Texts of words: word 0 means code 0; word 1 goes along with it in what was read, and nowhere else."""
    words = rng.random((rows, 30)) < 0.15
    label = rng.random(rows) < 0.4
    words[:, 0] = label
    words[:, 1] = label
    return _vectors(words), label[:, None].astype(np.float32), words


def _vectors(words: NDArray[np.bool_]) -> Floats:
    found = words.astype(np.float32)
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-6)
    return found


def taught_by(words: NDArray[np.bool_], label: Floats) -> Examples:
    rows, codes = np.flatnonzero(label[:, 0] > 0.5), 1
    alone, without = np.zeros_like(words[rows]), words[rows].copy()
    alone[:, 0], without[:, 0] = True, False
    beyond = _vectors(words[rows]) - _vectors(without)
    kept = words[rows].copy()
    kept[:, 1] = False
    stacked = np.vstack([_vectors(alone), beyond, -beyond, _vectors(kept)])
    labels = np.repeat([1.0, 1.0, 0.0, 1.0], len(rows)).astype(np.float32)[:, None]
    weights = np.repeat([1.0, 0.3, 0.3, 0.5], len(rows)).astype(np.float32)[:, None]
    return Examples(stacked, labels, weights[:, :codes], np.tile(rows, 4).astype(np.int64))


def test_a_model_that_was_told_the_reason_is_not_misled_by_what_goes_along_with_it() -> None:
    rng = np.random.default_rng(0)
    x, y, words = world(rng, 80)
    groups = np.arange(80)
    plain = LinearLearner().fit(x, y, np.ones_like(y), seed=0, groups=groups)
    told = Reasoned(LinearLearner(), taught_by(words, y)).fit(x, y, np.ones_like(y), seed=0, groups=groups)
    other = rng.random((2_000, 30)) < 0.15
    truth = rng.random(2_000) < 0.4
    other[:, 0], other[:, 1] = truth, rng.random(2_000) < 0.4
    tested = _vectors(other)

    def right(model: Fitted) -> float:
        return float(((model.predict(tested)[:, 0] > 0.5) == truth).mean())

    assert right(plain) < 0.9
    assert right(told) > right(plain) + 0.05


class Watching:
    """A learner that keeps what it was given."""

    def __init__(self) -> None:
        self.recipe: dict[str, object] = {"learner": "watching"}
        self.given: list[tuple[NDArray[np.int64], Context]] = []

    def fit(
        self,
        vectors: Vectors,
        labels: Floats,
        weights: Floats,
        *,
        seed: int,
        groups: NDArray[np.int64] | None = None,
        context: Context = NOTHING_MORE,
    ) -> Fitted:
        assert groups is not None and len(vectors) == len(labels) == len(weights) == len(groups)
        self.given.append((groups, context))
        return LinearLearner().fit(vectors, labels, weights, seed=seed, groups=groups, context=context)

    def settled(self, fitted: Fitted) -> "Watching":
        return self


def test_no_copy_is_judged_on_a_unit_whose_examples_it_saw_and_nothing_is_calibrated_on_them() -> None:
    rng = np.random.default_rng(1)
    x, y, words = world(rng, 60)
    watching = Watching()
    reasoned = Reasoned(watching, taught_by(words, y))
    assert reasoned.recipe["rationales"] == len(reasoned.examples.groups)
    cross_fit(reasoned.settled(None), x, y, np.ones_like(y), folds=4, groups=np.arange(60), seed=0)  # type: ignore[arg-type]
    assert len(watching.given) == 4
    for groups, context in watching.given:
        assert context.trusted is not None
        own, more = groups[context.trusted], groups[~context.trusted]
        assert len(own) == 45 and len(more) > 0
        assert set(more.tolist()) <= set(own.tolist())
