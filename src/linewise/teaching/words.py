"""Which words of a text move a code's score: those that a linear part counts exactly, the rest by leaving them out.

Leaving out is occlusion (Li, Monroe and Jurafsky 2016, "Understanding neural networks through representation
erasure"). It asks nothing of the model but scores, so it holds for every encoder and learner, and what it reports is
an effect that was seen, not a guess at the inside. Where a part of the score is a sum over words, that part is taken
as it is and only the rest is asked. Long texts are asked in stretches first, then word by word where it matters.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.learner import Floats

# How many parts are left out one by one: fewer the longer the text, because an encoding costs by its length.
MOST, FEWEST, WORTH = 48, 12, 1_600
# Words asked about together at first in a text without sentences, and how many stretches are looked into.
TOGETHER = 16
STRONGEST = 3
# How many words are worth a mark, and from which effect on: in log-odds, and beside the strongest.
MARKED = 6
LEAST = 0.12
BESIDE = 0.3

# A word with its marks, apostrophes and hyphens; where a script has no spaces, two characters at a time; a picture
# or the sign of a currency, which may say as much as a word.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_MARKS = r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
_PICTURES = r"\u2600-\u27bf\U0001f000-\U0001faff"
_WORD = re.compile(
    rf"[{_UNSPACED}]{{1,2}}"
    rf"|[^\W{_UNSPACED}](?:[^\W{_UNSPACED}]|[{_MARKS}])*(?:['’\-](?:[^\W_]|[{_MARKS}])+)*"
    rf"|[{_PICTURES}][\ufe0f\u200d{_PICTURES}]*|[$\u00a2-\u00a5\u20a0-\u20cf]"
)
_SENTENCE = re.compile(r"[^.!?。！？؟\n]+[.!?。！？؟\n]*\s*")

Span = tuple[int, int]


class Scoring(Protocol):
    """The log-odds of one code, by the model that is asked."""

    def __call__(self, texts: Sequence[str]) -> Floats:
        """One number a text, shape (n,)."""


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of the text (code points), and how far its presence moves the score: above 0 towards the code."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Moved:
    """The words that count most, in the order of the text; the score as it is, and without those that speak for it.

    `whole` is False where only the strongest sentences of a long text were looked into word by word.
    """

    words: tuple[Word, ...]
    score: float
    without: float
    whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A score in two parts: what each word of `words_of(text)` adds exactly, and what must be asked; one may lack."""

    exact: NDArray[np.float64] | None
    asked: Scoring | None


def moving_words(text: str, scoring: Scoring, parts: Parts | None = None) -> Moved:
    """What moves the score of a text; at most about 100 texts are scored for it.

    `parts` says how the score is made up, where that is known; else all of it is asked.
    """
    words, weights, whole = weighed_words(text, parts or Parts(None, scoring))
    marked = _phrases(text, _strongest(words, weights))
    speaking = [(word.start, word.end) for word in marked if word.weight > 0]
    scores = scoring([text, left_out(text, speaking)] if speaking else [text])
    return Moved(marked, float(scores[0]), float(scores[-1]), whole)


def weighed_words(text: str, parts: Parts) -> tuple[list[Span], NDArray[np.float64], bool]:
    """Words of a text and how far each moves the score: all of them, or (False) those of its strongest stretches."""
    words = words_of(text)
    effects = _Effects(text, words, parts)
    most = min(MOST, max(FEWEST, WORTH // max(1, len(words))))
    # What stretches would cost first, all words may cost at once.
    if len(words) <= 2 * most or parts.asked is None:
        return words, effects.of(words), True
    kept = _in_strongest(text, words, most, effects)
    return kept, effects.of(kept), False


def words_of(text: str) -> list[Span]:
    """The words of a text as spans."""
    return [found.span() for found in _WORD.finditer(text)]


def left_out(text: str, spans: Sequence[Span]) -> str:
    """The text without some stretches of it."""
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    return " ".join("".join(text[end:start] for end, start in zip(ends, starts, strict=True)).split())


class _Effects:
    """How far stretches of a text move the score."""

    def __init__(self, text: str, words: Sequence[Span], parts: Parts) -> None:
        self._text, self._asked = text, parts.asked
        self._starts = np.array([start for start, _ in words], dtype=np.int64)
        self._sums = None if parts.exact is None else np.concatenate([[0.0], np.cumsum(parts.exact)])

    def of(self, spans: Sequence[Span]) -> NDArray[np.float64]:
        """One number a span: what its words add exactly, and what is lost of the rest when it is left out."""
        found = np.zeros(len(spans))
        if self._asked is not None and spans:
            texts = [self._text, *(left_out(self._text, [span]) for span in spans)]
            scores = self._asked(texts).astype(np.float64)
            found += scores[0] - scores[1:]
        if self._sums is not None and spans:
            first, last = np.searchsorted(self._starts, np.array(spans, dtype=np.int64).T)
            found += self._sums[last] - self._sums[first]
        return found


def _in_strongest(text: str, words: list[Span], most: int, effects: _Effects) -> list[Span]:
    """The words of the stretches that move the score most, as many as may be asked; long stretches are cut again."""
    groups = _stretches(text, words, most)
    while True:
        weights = effects.of([(group[0][0], group[-1][1]) for group in groups])
        kept: list[list[Span]] = []
        for at in np.argsort(-np.abs(weights), kind="stable"):
            kept.append(groups[at])
            if sum(map(len, kept)) >= most or len(kept) == STRONGEST:
                break
        if sum(map(len, kept)) <= 2 * most:
            return sorted([word for group in kept for word in group][:most])
        size = -(-sum(map(len, kept)) // most)
        groups = [group[at : at + size] for group in kept for at in range(0, len(group), size)]


def _stretches(text: str, words: list[Span], most: int) -> list[list[Span]]:
    """The words in no more than `most` neighbourhoods: sentences, long ones cut, short ones together."""
    ends = [found.end() for found in _SENTENCE.finditer(text)]
    sentence = np.searchsorted(ends, [start for start, _ in words], side="right")
    pieces: list[list[Span]] = []
    for number in np.unique(sentence):
        first, last = np.searchsorted(sentence, [number, number + 1])
        pieces += [words[at : min(at + TOGETHER, last)] for at in range(first, last, TOGETHER)]
    step = -(-len(pieces) // most)
    return [list(chain.from_iterable(pieces[at : at + step])) for at in range(0, len(pieces), step)]


def _strongest(words: Sequence[Span], weights: NDArray[np.float64]) -> list[Word]:
    if not len(weights):
        return []
    least = max(LEAST, BESIDE * float(np.abs(weights).max()))
    order = [int(at) for at in np.argsort(-np.abs(weights), kind="stable")[:MARKED] if abs(weights[at]) >= least]
    return [Word(*words[at], float(weights[at])) for at in sorted(order)]


def _phrases(text: str, words: list[Word]) -> tuple[Word, ...]:
    """Neighbours that pull the same way are one phrase."""
    joined: list[Word] = words[:1]
    for one, other in pairwise(words):
        if text[one.end : other.start].strip() == "" and (one.weight > 0) == (other.weight > 0):
            last = joined.pop()
            joined.append(Word(last.start, other.end, last.weight + other.weight))
        else:
            joined.append(other)
    return tuple(joined)
