"""A simulated coder who says which words are the reason, and models taught with and without that."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpora import Corpus
from linewise.encoders import default_encoder
from linewise.encoders.attributing import Attributing
from linewise.teaching.attribution import Linear, direction
from linewise.teaching.learner import Context, Floats
from linewise.teaching.rationales import ALONE, CONTRAST, KEPT, Examples, Reasoned, Said, examples, lessons
from linewise.teaching.terrain import Terrain
from linewise.teaching.words import words_of
from linewise.workbench.models.training import default_learner

DECIDED = (60, 200)
TESTED = 1_500
# The coder's words: at most so many a text, how much they must weigh in the yardstick, how many of them are wrong.
WORDS, LEAST, WRONG = 2, 1.0, 0.25
LEANT_ON = 3
WAYS = (
    ("without", 0.0, 0.0, 0.0),
    ("with reasons", ALONE, CONTRAST, 0.0),
    ("and what is none", ALONE, CONTRAST, KEPT),
    ("what is none alone", 0.0, 0.0, KEPT),
)


def taught_by_words(corpus: Corpus, seeds: int) -> list[tuple[str, ...]]:
    """A row of the table for each number of decided texts."""
    coder = _Coder(corpus)
    found = []
    for decided in DECIDED:
        scores = np.array([coder.study(decided, seed) for seed in range(seeds)])
        gains = scores - scores[:, :1]
        error = gains.std(axis=0, ddof=1) / np.sqrt(seeds) if seeds > 1 else np.zeros(len(WAYS))
        cells = (
            f"{mean:.3f} ({gain:+.3f} ± {err:.3f})"
            for mean, gain, err in zip(scores.mean(axis=0)[1:], gains.mean(axis=0)[1:], error[1:], strict=True)
        )
        kind = "one a text" if corpus.exclusive else "several a text"
        found.append((corpus.name, kind, str(decided), f"{scores[:, 0].mean():.3f}", *cells))
    return found


class _Coder:
    """Knows the words that count by a yardstick taught with every label of the corpus."""

    def __init__(self, corpus: Corpus) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        self._corpus = corpus
        self._vectors = corpus.vectors()
        self._context = Context(terrain=Terrain.of(self._vectors))
        self._encoder = default_encoder(corpus.texts).encoder
        self._parts = Attributing.of(self._encoder)
        counter = TfidfVectorizer(min_df=2, sublinear_tf=True)
        weighed = counter.fit_transform(corpus.texts)
        self._analyze, self._term, self._idf = counter.build_analyzer(), counter.vocabulary_, counter.idf_
        fit = LogisticRegression(C=10, max_iter=300, class_weight="balanced")
        self._weights = np.stack([fit.fit(weighed, gold).coef_[0] for gold in corpus.gold.T])
        self._known: dict[str, Floats] = {}

    def study(self, decided: int, seed: int) -> list[float]:
        """How good a model is after so many decisions, in each of the ways."""
        corpus, rng = self._corpus, np.random.default_rng(seed)
        order = rng.permutation(len(corpus.texts))
        rows, test = order[:decided], order[decided:][:TESTED]
        labels = corpus.gold[rows].astype(np.float32)
        weights, groups = np.ones_like(labels), rows.astype(np.int64)
        plain = default_learner(exclusive=corpus.exclusive)
        first = plain.fit(self._vectors[rows], labels, weights, seed=seed, groups=groups, context=self._context)
        assert isinstance(first, Linear)
        said = [word for row in rows for word in self._said(int(row), first, rng)]
        found = []
        for _, alone, contrast, kept in WAYS:
            more = self._examples(said, alone, contrast, kept)
            learner = Reasoned(plain, more) if len(more.groups) else plain
            fitted = learner.fit(self._vectors[rows], labels, weights, seed=seed, groups=groups, context=self._context)
            found.append(_right(fitted.predict(self._vectors[test]), corpus.gold[test], exclusive=corpus.exclusive))
        return found

    def _said(self, row: int, model: Linear, rng: np.random.Generator) -> list[Said]:
        text = self._corpus.texts[row]
        words = words_of(text)
        codes = np.flatnonzero(self._corpus.gold[row])
        if not words or not len(codes):
            return []
        code = int(rng.choice(codes))
        worth = np.array([self._worth(text[start:end], code) for start, end in words])
        reasons = [int(at) for at in np.argsort(-worth)[:WORDS] if worth[at] > LEAST]
        reasons = [int(rng.integers(len(words))) if rng.random() < WRONG else at for at in reasons]
        counted = self._parts.parts(text, words)
        assert counted is not None
        vector = self._vectors[row].astype(np.float32)
        leaning = counted[:-1] @ self._parts.split(direction(model, vector, code).slope)[1]
        leant_on = [int(at) for at in np.argsort(-leaning)[:LEANT_ON] if leaning[at] > 0 and at not in reasons]
        none = [at for at in leant_on if worth[at] <= 0 or rng.random() < WRONG / 2]
        found = [Said(row, code, words[at], True) for at in set(reasons)]
        return found + [Said(row, code, words[at], False) for at in none]

    def _worth(self, word: str, code: int) -> float:
        terms = [self._term[term] for term in self._analyze(word) if term in self._term]
        return float(sum(self._weights[code, term] * self._idf[term] for term in terms))

    def _examples(self, said: Sequence[Said], alone: float, contrast: float, kept: float) -> Examples:
        texts = {one.unit: self._corpus.texts[one.unit] for one in said}
        learned = lessons(said, texts, {(one.unit, one.code): True for one in said})
        needed = {part for one in learned for part in (one.alone, one.without, one.kept) if part} - self._known.keys()
        fresh = sorted(needed)
        if fresh:
            self._known |= dict(zip(fresh, self._encoder.encode(fresh).astype(np.float32), strict=True))
        known = self._known | {one.whole: self._vectors[one.unit].astype(np.float32) for one in learned}
        groups = {one.unit: one.unit for one in learned}
        codes = len(self._corpus.codes)
        return examples(learned, known, groups, codes, alone=alone, contrast=contrast, kept=kept)


def _right(scores: Floats, gold: NDArray[np.bool_], *, exclusive: bool) -> float:
    """Accuracy of the likeliest code; macro-F1 at one half where a text may have several."""
    if exclusive:
        return float(gold[np.arange(len(gold)), scores.argmax(axis=1)].mean())
    said = scores >= 0.5
    hits, both = (said & gold).sum(axis=0), said.sum(axis=0) + gold.sum(axis=0)
    return float(np.mean(2 * hits / np.maximum(both, 1)))
