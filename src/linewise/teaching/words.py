"""Which words of a text move a code's score: each is left out in turn, and the rest scored anew.

Occlusion (Li, Monroe and Jurafsky 2016, "Understanding neural networks through representation erasure"). It asks
nothing of the model but scores, so it holds for every encoder and learner, and what it reports is an effect that was
seen, not a guess at the inside. Long texts are asked sentence by sentence first, then word by word where it matters.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.learner import Floats

# How many parts are left out one by one, and how long texts may be for that many: an encoding costs by its length.
MOST = 48
LONG = 1_200
MOST_OF_LONG = 24
# How many words are worth a mark, and from which effect on: in log-odds, and beside the strongest.
MARKED = 6
LEAST = 0.12
BESIDE = 0.3

# A word with its apostrophes and hyphens; where a script has no spaces, two characters at a time.
_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{1,2}"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+(?:['’\-][^\W_]+)*"
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


def moving_words(text: str, scoring: Scoring) -> Moved:
    """What moves the score of a text; at most about 100 texts are scored for it."""
    words, most = words_of(text), MOST if len(text) <= LONG else MOST_OF_LONG
    whole = len(words) <= most
    if not whole:
        words = _in_strongest(text, words, most, scoring)
    score, weights = _effects(text, words, scoring)
    marked = _phrases(text, _strongest(words, weights))
    speaking = [(word.start, word.end) for word in marked if word.weight > 0]
    without = float(scoring([left_out(text, speaking)])[0]) if speaking else score
    return Moved(marked, score, without, whole)


def words_of(text: str) -> list[Span]:
    """The words of a text as spans."""
    return [found.span() for found in _WORD.finditer(text)]


def left_out(text: str, spans: Sequence[Span]) -> str:
    """The text without some stretches of it."""
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    return " ".join("".join(text[end:start] for end, start in zip(ends, starts, strict=True)).split())


def _effects(text: str, spans: Sequence[Span], scoring: Scoring) -> tuple[float, NDArray[np.float64]]:
    scores = scoring([text, *(left_out(text, [span]) for span in spans)]).astype(np.float64)
    return float(scores[0]), scores[0] - scores[1:]


def _in_strongest(text: str, words: list[Span], most: int, scoring: Scoring) -> list[Span]:
    """The words of the sentences that move the score most, as many as may be asked."""
    sentences = _joined([found.span() for found in _SENTENCE.finditer(text)], most)
    _, weights = _effects(text, sentences, scoring)
    kept: list[Span] = []
    for at in np.argsort(-np.abs(weights), kind="stable"):
        start, end = sentences[at]
        kept += [word for word in words if start <= word[0] < end][: most - len(kept)]
        if len(kept) >= most:
            break
    return sorted(kept)


def _joined(spans: list[Span], most: int) -> list[Span]:
    """No more than `most` spans: neighbours are asked together."""
    step = -(-len(spans) // most)
    return [(spans[at][0], spans[min(at + step, len(spans)) - 1][1]) for at in range(0, len(spans), step)]


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
