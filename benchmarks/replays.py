"""Replays of ways to read a corpus, for the pages that compare them: ours, and those of others, by the same counting.

Each replay is kept in the folder of temporary files once it was made, so that a run that stops goes on where it was.
"""

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

import numpy as np

import linewise
from benchmarks.corpora import Corpus
from linewise.teaching.terrain import Terrain
from linewise.verifying.pool import Floats, Ints
from linewise.verifying.replay import Known, Pace, Point, Predict, Reading, Teach, replay
from linewise.workbench.models.simulating import teacher

Runs = list[list[Point]]

# Rounds grow by a fifth of what was read, so that a replay needs some twenty fits; what is asked for lies between.
GROWTH = 0.2
RANDOM_TFIDF = "random, TF-IDF + logistic regression"
ACTIVEML = "scikit-activeml, margin"
CHOOSING = (
    "replay",
    "mixing",
    "rounds",
    "uncertainty",
    "doubt",
    "combined",
    "committee",
    "spreading",
    "diversity",
    "hunting",
    "cold",
    "surprisal",
)


@dataclass(frozen=True)
class Ground:
    """A corpus ready to be replayed: its vectors, its gold, which of its texts are equal."""

    corpus: Corpus

    @cached_property
    def known(self) -> Known:
        return Known(
            vectors=self.corpus.vectors(),
            gold=self.corpus.gold.astype(np.float32),
            twins=self.corpus.twins,
            exclusive=self.corpus.exclusive,
            texts=self.corpus.texts,
            names=self.corpus.codes,
        )

    @cached_property
    def terrain(self) -> Terrain:
        return Terrain.of(self.known.vectors)

    @property
    def units(self) -> int:
        return len(self.corpus.texts)

    def pace(self, until: float, audit_share: float = 0.0) -> Pace:
        """Rounds of 50 as the product has them, on small corpora smaller ones, later growing."""
        return Pace(first=max(10, min(50, self.units // 50)), growth=GROWTH, until=until, audit_share=audit_share)

    def runs(self, way: str, seeds: range, *, until: float, goal: float | None = None, audit: float = 0.0) -> Runs:
        """One replay of a way to read for each seed, kept for the next time; with LINEWISE_KEPT only those kept."""
        made = [self._run(way, seed, until, goal, audit) for seed in seeds]
        return [run for run in made if run]

    def _run(self, way: str, seed: int, until: float, goal: float | None, audit_share: float) -> list[Point]:
        pace = self.pace(until, audit_share)
        texts = hashlib.sha256("\0".join(self.corpus.texts).encode()).hexdigest()
        asked = [texts, self.corpus.codes, way, seed, asdict(pace), goal, _version(way)]
        name = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:20]
        kept = Path(tempfile.gettempdir()) / "linewise-replays" / f"{name}.json"
        if kept.exists():
            return [Point(**{**one, "found": tuple(one["found"])}) for one in json.loads(kept.read_text())]
        if os.environ.get("LINEWISE_KEPT"):
            return []
        start = time.process_time()
        points = list(self._points(way, seed, pace, goal))
        told = f"  {self.corpus.name}: {way}, seed {seed}: {points[-1].read:,} read, {points[-1].whole:.3f} right"
        print(f"{told}, {time.process_time() - start:.0f} s of CPU", flush=True)
        kept.parent.mkdir(exist_ok=True)
        whole = kept.with_suffix(f".{os.getpid()}")
        whole.write_text(json.dumps([asdict(point) for point in points]))
        whole.replace(kept)
        return points

    def _points(self, way: str, seed: int, pace: Pace, goal: float | None) -> Iterator[Point]:
        if way == RANDOM_TFIDF:
            return replay(*_tfidf(self.corpus), seed=seed, pace=pace, goal=goal)
        if way == ACTIVEML:
            return _activeml(self.known, seed, pace, goal)
        teach = teacher(self.terrain, exclusive=self.known.exclusive)
        return replay(self.known, way, teach, seed=seed, pace=pace, goal=goal)


def has_activeml() -> bool:
    """Whether scikit-activeml is at hand."""
    return find_spec("skactiveml") is not None


@cache
def _version(way: str) -> str:
    """What a kept replay was made with: our own are made anew by every version of the learner and of choosing."""
    if way in (RANDOM_TFIDF, ACTIVEML):
        return "1"
    folder = Path(linewise.__file__).parent
    files = [*sorted((folder / "learners").glob("*.py")), folder / "teaching" / "terrain.py"]
    files += [folder / "verifying" / f"{name}.py" for name in CHOOSING]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _tfidf(corpus: Corpus) -> tuple[Known, str, Teach]:
    """What many do: words weighed by rarity, logistic regression, units drawn by lot.

    The replay hands rows of vectors about; here a row is its own number.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2).fit_transform(corpus.texts)
    numbers = np.arange(len(corpus.texts))[:, None]
    known = Known(numbers, corpus.gold.astype(np.float32), corpus.twins, corpus.exclusive)  # type: ignore[arg-type]

    def teach(rows: Ints, labels: Floats, groups: Ints, seed: int) -> Predict:
        model = _logistic(matrix[rows[:, 0]], labels, exclusive=corpus.exclusive)
        return lambda asked: model(matrix[asked[:, 0]])

    return known, "random", teach  # type: ignore[return-value]


def _logistic(x: object, labels: Floats, *, exclusive: bool) -> Callable[[object], Floats]:
    """scikit-learn's logistic regression as it comes (C = 10), one for all codes or one a code."""
    from sklearn.linear_model import LogisticRegression

    codes = labels.shape[1]
    if exclusive:
        model = LogisticRegression(C=10, max_iter=300).fit(x, labels.argmax(axis=1))

        def shares(asked: object) -> Floats:
            found = np.zeros((asked.shape[0], codes), np.float32)  # type: ignore[attr-defined]
            found[:, model.classes_] = model.predict_proba(asked)
            return found

        return shares
    taught = [code for code in range(codes) if 0 < labels[:, code].sum() < len(labels)]
    models = [LogisticRegression(C=10, max_iter=300).fit(x, labels[:, code] > 0.5) for code in taught]

    def each(asked: object) -> Floats:
        found = np.zeros((asked.shape[0], codes), np.float32)  # type: ignore[attr-defined]
        for code, model in zip(taught, models, strict=True):
            found[:, code] = model.predict_proba(asked)[:, 1]
        return found

    return each


def _activeml(known: Known, seed: int, pace: Pace, goal: float | None) -> Iterator[Point]:
    """scikit-activeml's own loop: margin sampling around logistic regression, on our vectors, the first round by lot.

    It knows nothing of equal texts; it is given each text once, and its answers are carried over as ours are.
    """
    from skactiveml.classifier import SklearnClassifier
    from skactiveml.pool import RandomSampling, UncertaintySampling
    from skactiveml.utils import MISSING_LABEL
    from sklearn.linear_model import LogisticRegression

    x, codes = known.vectors.astype(np.float32), np.arange(known.gold.shape[1])
    gold, reading = known.gold.argmax(axis=1).astype(float), Reading(known)
    labels = np.full(len(x), MISSING_LABEL)
    learner = SklearnClassifier(LogisticRegression(C=10, max_iter=300), classes=codes, random_state=seed)
    by_lot = RandomSampling(random_state=seed)
    by_margin = UncertaintySampling(method="margin_sampling", random_state=seed)
    asked: list[int] = []
    while len(asked) < pace.until * len(x) and len(reading.unread):
        _, first = np.unique(known.twins[reading.unread], return_index=True)
        candidates = reading.unread[np.sort(first)]
        size = min(pace.size(len(asked), len(x)), len(candidates))
        query = {"X": x, "y": labels, "candidates": candidates, "batch_size": size}
        rows = by_margin.query(**query, clf=learner, fit_clf=False) if asked else by_lot.query(**query)
        for row in rows.tolist():
            asked.append(row)
            labels[row] = gold[row]
            reading.answer(row)
        learner.fit(x[asked], labels[asked])
        point = reading.point(learner.predict_proba(x[reading.unread]).astype(np.float32))
        yield point
        if goal is not None and point.whole >= goal:
            return
