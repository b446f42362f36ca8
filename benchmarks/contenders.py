"""Heads that were tried: each turns some labelled rows of a corpus into probabilities for all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpora import Corpus
from linewise.learners import LinearLearner, SoftmaxLearner
from linewise.learners.heads import sigmoid, softmax
from linewise.learners.selecting import Tuning
from linewise.teaching.learner import Context, Floats
from linewise.teaching.terrain import Terrain

NEIGHBOURS, WALKS = 15, 8
Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Field:
    """A corpus as heads see it: vectors, gold labels, and what follows from all vectors together."""

    corpus: Corpus

    @cached_property
    def vectors(self) -> NDArray[np.float16]:
        """(texts, d) by the default encoder."""
        return self.corpus.vectors()

    @cached_property
    def gold(self) -> Floats:
        return self.corpus.gold.astype(np.float32)

    @cached_property
    def terrain(self) -> Terrain:
        return Terrain.of(self.vectors)

    @cached_property
    def along(self) -> Floats:
        """Vectors along the corpus' directions, scaled with power 0.5."""
        centred = self.vectors.astype(np.float32) - self.terrain.centre
        return np.asarray(centred @ self.terrain.scaled(0.5, keep=0.99), np.float32)

    @cached_property
    def tfidf(self):  # type: ignore[no-untyped-def]
        """Words and pairs of words, (texts, terms), sparse."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2).fit_transform(self.corpus.texts)

    @cached_property
    def graph(self):  # type: ignore[no-untyped-def]
        """Nearest neighbours (texts, texts), weighted by likeness and scaled on both sides, sparse."""
        from scipy.sparse import csr_matrix, diags

        rows = self.along / np.maximum(np.linalg.norm(self.along, axis=1, keepdims=True), 1e-6)
        near = np.empty((len(rows), NEIGHBOURS), np.int64)
        like = np.empty(near.shape, np.float32)
        for first in range(0, len(rows), 2_000):
            likeness = rows[first : first + 2_000] @ rows.T
            likeness[np.arange(len(likeness)), first + np.arange(len(likeness))] = -2
            near[first : first + 2_000] = np.argpartition(-likeness, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
            like[first : first + 2_000] = np.take_along_axis(likeness, near[first : first + 2_000], axis=1)
        at = np.repeat(np.arange(len(rows)), NEIGHBOURS)
        joined = csr_matrix((np.maximum(like, 0).ravel() ** 3, (at, near.ravel())), shape=(len(rows), len(rows)))
        joined = joined.maximum(joined.T)
        scale = diags(1 / np.sqrt(np.asarray(joined.sum(axis=1)).ravel() + 1e-9))
        return scale @ joined @ scale

    def taught(self, rows: Rows, learner: LinearLearner | SoftmaxLearner, *, knowing: bool = True) -> Floats:
        """What one of our learners makes of rows, with or without knowing the corpus."""
        context = Context(terrain=self.terrain) if knowing else Context()
        weights = np.ones((len(rows), self.gold.shape[1]), np.float32)
        return learner.fit(self.vectors[rows], self.gold[rows], weights, seed=0, context=context).predict(self.vectors)

    def logistic(self, features, rows: Rows, c: float) -> Floats:  # type: ignore[no-untyped-def]
        """Log-odds (texts, codes) by scikit-learn: multinomial where codes exclude one another, else one a code."""
        from sklearn.linear_model import LogisticRegression

        found = np.full(self.gold.shape, -8.0, np.float32)
        if self.corpus.exclusive:
            gold = self.gold[rows].argmax(axis=1)
            if len(np.unique(gold)) < 2:
                return found
            fitted = LogisticRegression(C=c, max_iter=300).fit(features[rows], gold)
            scores = fitted.decision_function(features)
            found[:, fitted.classes_] = scores if scores.ndim == 2 else np.stack([-scores / 2, scores / 2], axis=1)
            return found
        for column in range(self.gold.shape[1]):
            gold = self.gold[rows, column] > 0.5
            if gold.any() and not gold.all():
                found[:, column] = (
                    LogisticRegression(C=c, max_iter=300).fit(features[rows], gold).decision_function(features)
                )
        return found

    def probable(self, scores: Floats) -> Floats:
        """Probabilities (texts, codes) from log-odds."""
        return softmax(scores) if self.corpus.exclusive else sigmoid(scores)


def ours(field: Field, rows: Rows) -> Floats:
    """The learner that projects are taught with."""
    return field.taught(rows, SoftmaxLearner() if field.corpus.exclusive else LinearLearner())


def fixed(power: float, penalty: float) -> Callable[[Field, Rows], Floats]:
    """The same with the tuning given instead of chosen."""

    def head(field: Field, rows: Rows) -> Floats:
        tuning = Tuning(power, penalty)
        return field.taught(rows, SoftmaxLearner(tuning) if field.corpus.exclusive else LinearLearner(tuning))

    return head


def before(field: Field, rows: Rows) -> Floats:
    """Ridge-penalised regression on the vectors as they come: what Linewise did at first, without its calibration."""
    return field.probable(field.logistic(field.vectors.astype(np.float32), rows, 5.0))


def on_words(field: Field, rows: Rows) -> Floats:
    """TF-IDF and logistic regression."""
    return field.probable(field.logistic(field.tfidf, rows, 10.0))


def with_words(field: Field, rows: Rows) -> Floats:
    """The mean of our log-odds and those of TF-IDF with logistic regression, 2 to 1."""
    own: Floats = np.log(np.clip(ours(field, rows), 1e-6, 1 - 1e-6))
    if not field.corpus.exclusive:
        own -= np.log1p(-np.exp(own))
    both = (2 * own + field.logistic(field.tfidf, rows, 10.0)) / 3
    return field.probable(both.astype(np.float32, copy=False))


def kernel(field: Field, rows: Rows) -> Floats:
    """A radial kernel between texts along the corpus' directions, exact, and logistic regression on it."""
    own, squares = field.along[rows], np.square(field.along).sum(axis=1)
    near = np.exp(-0.5 * (squares[:, None] + squares[rows] - 2 * field.along @ own.T)).astype(np.float32)
    spread, turns = np.linalg.eigh(near[rows].astype(np.float64))
    kept = spread > 1e-5 * spread[-1]
    features = near @ (turns[:, kept] / np.sqrt(spread[kept])).astype(np.float32)
    return field.probable(field.logistic(features, rows, 10.0))


def spread(field: Field, rows: Rows) -> Floats:
    """Our probabilities, evened out over the graph of nearest neighbours with the labels held (label propagation)."""
    start = ours(field, rows)
    start[rows] = field.gold[rows]
    found = start.copy()
    for _ in range(WALKS):
        found = 0.4 * (field.graph @ found) + 0.6 * start
    return found / found.sum(axis=1, keepdims=True) if field.corpus.exclusive else np.clip(found, 0, 1)


def self_trained(field: Field, rows: Rows) -> Floats:
    """Our learner again, all other texts added with its own probabilities as labels, together half as heavy."""
    soft = ours(field, rows)
    soft[rows] = field.gold[rows]
    weights = np.full(soft.shape, 0.5 * len(rows) / len(soft), np.float32)
    weights[rows] = 1
    learner = (SoftmaxLearner if field.corpus.exclusive else LinearLearner)(Tuning(1.0, 0.15))
    context = Context(terrain=field.terrain)
    return learner.fit(field.vectors, soft, weights, seed=0, context=context).predict(field.vectors)


HEADS: Mapping[str, Callable[[Field, Rows], Floats]] = {
    "Linewise": ours,
    "before: ridge on the vectors": before,
    "corpus not known (power 0)": fixed(0.0, 0.1),
    "power 1, penalty 0.1": fixed(1.0, 0.1),
    "power 0.5, penalty 0.3": fixed(0.5, 0.3),
    "radial kernel": kernel,
    "spread over neighbours": spread,
    "self-training": self_trained,
    "TF-IDF and logistic regression": on_words,
    "Linewise and TF-IDF averaged": with_words,
}
