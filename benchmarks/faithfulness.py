"""Do the words that are marked move the score, and does a word on a word teach? On several corpora, from five seeds.

Faithfulness as DeYoung et al. 2020 (ERASER) measure it: *comprehensiveness* is what the probability loses when the
strongest words are taken away, *sufficiency* what it loses when they alone remain, each as the mean over the strongest
10, 20 and 50 % of the words. A small encoder is fair game: what is judged is whether the marks say what the model does.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from benchmarks import corpora
from benchmarks.corpora import Corpus
from benchmarks.ground import Ground
from benchmarks.page import table
from benchmarks.reasons import taught_by_words
from benchmarks.shown import shown
from linewise.encoders import default_encoder
from linewise.encoders.attributing import Attributing
from linewise.teaching.attribution import Linear
from linewise.teaching.learner import Context, Fitted, Floats
from linewise.teaching.terrain import Terrain
from linewise.teaching.words import Parts, left_out, moving_words, weighed_words, words_of
from linewise.workbench.models.training import default_learner

TITLE = "Receipts"
SEEDS, TAUGHT, EXPLAINED = 5, 400, 12
SHARES = (0.1, 0.2, 0.5)
WAYS = {
    "counted and left out": "exact for the words half, leaving out for the reading half: what is shown",
    "left out": "each word left out of the whole: what was shown before",
    "counted": "the exact half alone",
    "at random": "words drawn by lot",
}

PAGE = """The words that the page underlines, beside words drawn by lot. A model is taught {taught} random texts; for
{explained} others, and from each of {seeds} seeds, the words of its likeliest code are weighed in four ways. *Taken
away*: how much of the probability is lost without the strongest words (higher is better; ERASER's comprehensiveness).
*Alone*: how much is lost when only they remain (lower is better; sufficiency). Both are means over the strongest 10, 20
and 50 % of the words. *Time* is for one text nothing is known of, on this machine; what was looked into ahead is there
at once.

{faithful}

Of the words that are marked (the few strongest for the code), the page says what taking them away does. How often that
lowers the probability at all, and from where to where it goes on average:

{checks}

{ways}

## With the unit

{shown}

## Does a word on a word teach?

A simulated coder says of each text it decides which words are the reason: at most two, those that weigh most for the
true code in a TF-IDF regression taught with *all* labels; and of the three words on which the model leans most, which
are none. That coder is better than people are; so a quarter of the marks is replaced by a word drawn by lot. Accuracy
on 1,500 other texts (macro-F1 where texts have several codes), mean over {seeds} seeds; in brackets the difference and
its standard error:

{taught_by_words}

{left_out}"""


def run(ground: Ground, *, seeds: int = SEEDS) -> str:
    """The page as Markdown."""
    faithful, checks, learned = [], [], []
    for corpus in corpora.every():
        judged = list(_judged(corpus.distinct(), seeds))
        for way in WAYS:
            of = [one for one in judged if one.way == way]
            times = np.array([one.seconds for one in of]) * 1000
            time = "–" if way == "at random" else f"{np.median(times):.0f} / {np.percentile(times, 95):.0f} ms"
            faithful.append((corpus.name, way, _mean(of, "away"), _mean(of, "alone"), time))
        marked = [one.check for one in judged if one.check is not None]
        moved = np.mean([after < before for before, after in marked])
        before, after = np.mean(marked, axis=0)
        checks.append((corpus.name, len(marked), f"{moved:.1%}", f"{before:.1%} → {after:.1%}"))
        learned += taught_by_words(corpus.distinct(), seeds)
    return PAGE.format(
        taught=TAUGHT,
        explained=EXPLAINED,
        seeds=seeds,
        faithful=table(("corpus", "words weighed", "taken away", "alone", "time, median / p95"), faithful),
        checks=table(("corpus", "texts with words for it", "it moves", "probability"), checks),
        ways="\n".join(f"- *{way}*: {words}." for way, words in WAYS.items()),
        taught_by_words=table(
            ("corpus", "codes", "decided", "without", "with reasons", "and what is none", "what is none alone"), learned
        ),
        left_out=corpora.left_out(),
        shown=shown(ground.folder),
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """One text explained in one way: what is lost without the words and by them alone, the time, the check."""

    way: str
    away: float
    alone: float
    seconds: float
    check: tuple[float, float] | None = None


def _mean(of: Sequence[Judged], field: str) -> str:
    return f"{np.mean([getattr(one, field) for one in of]):.3f}"


def _judged(corpus: Corpus, seeds: int) -> Iterator[Judged]:
    vectors = corpus.vectors()
    encoder = default_encoder(corpus.texts).encoder
    parts, terrain = Attributing.of(encoder), Terrain.of(vectors)
    labels = corpus.gold.astype(np.float32)
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        rows = rng.permutation(len(corpus.texts))
        seen = rows[:TAUGHT]
        learner = default_learner(exclusive=corpus.exclusive)
        fitted = learner.fit(
            vectors[seen],
            labels[seen],
            np.ones_like(labels[seen]),
            seed=seed,
            groups=np.arange(len(seen)),
            context=Context(terrain=terrain),
        )
        assert isinstance(fitted, Linear)
        texts = [corpus.texts[row] for row in rows[TAUGHT:] if len(words_of(corpus.texts[row])) >= 4]
        for text in texts[:EXPLAINED]:
            yield from _explained(text, fitted, parts, encoder.encode, rng)


def _explained(
    text: str,
    fitted: Fitted,
    parts: Attributing,
    encode: Callable[[Sequence[str]], NDArray[np.float16]],
    rng: np.random.Generator,
) -> Iterator[Judged]:
    assert isinstance(fitted, Linear)
    column = int(fitted.predict(encode([text]))[0].argmax())

    def probability(texts: Sequence[str]) -> Floats:
        return fitted.predict(encode(texts))[:, column]

    def scoring(texts: Sequence[str]) -> Floats:
        p = np.clip(probability(texts).astype(np.float64), 1e-6, 1 - 1e-6)
        found: Floats = np.log(p / (1 - p)).astype(np.float32)
        return found

    def read(texts: Sequence[str]) -> Floats:
        assert parts.reading is not None
        return parts.reading.encode(texts).astype(np.float32)

    words = words_of(text)
    begun = perf_counter()
    both = parts.score(fitted, text, column, read)
    shown = weighed_words(text, both)
    ended = perf_counter()
    old = weighed_words(text, Parts(None, scoring))
    last = perf_counter()
    counted = weighed_words(text, Parts(both.exact, None))
    cheap = perf_counter()
    chance = (words, rng.random(len(words)), True)
    found = {
        "counted and left out": (shown, ended - begun),
        "left out": (old, last - ended),
        "counted": (counted, cheap - last),
        "at random": (chance, 0.0),
    }
    moved = moving_words(text, scoring, both)
    check = None
    if any(word.weight > 0 for word in moved.words):
        check = (_share(moved.score), _share(moved.without))
    for way, ((spans, weights, _), seconds) in found.items():
        strongest = [spans[at] for at in np.argsort(-weights, kind="stable")]
        tops = [sorted(strongest[: max(1, round(share * len(words)))]) for share in SHARES]
        kept = [" ".join(text[start:end] for start, end in top) for top in tops]
        scores = probability([text, *(left_out(text, top) for top in tops), *kept])
        away, alone = scores[0] - scores[1 : 1 + len(SHARES)], scores[0] - scores[1 + len(SHARES) :]
        shown_check = check if way == "counted and left out" else None
        yield Judged(way, float(away.mean()), float(alone.mean()), seconds, shown_check)


def _share(score: float) -> float:
    return float(1 / (1 + np.exp(-score)))
