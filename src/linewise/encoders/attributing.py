"""What each word of a text adds to its vector: exact where the encoder counts words, asked for where it reads.

The lexical encoder sums over the terms t of a text (words, word pairs, character n-grams). With the weight z_t that a
term has in it and its row P_t of the projection, the folded vector is u = Σ z_t P_t, and the encoder gives l = u / |u|.
Any direction w therefore splits without rest: l·w = Σ_t (z_t / |u|) P_t·w. A term's part is dealt out evenly to its
occurrences, and an occurrence's evenly to the words it touches. What touches no word (runs of punctuation) is kept
apart. Three lengths are held as this text has them: those of the two tf-idf blocks inside z, and |u|. So the parts say
exactly how the score is made up as it stands; taking a word away changes the lengths as well, and they do not say that.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.encoders.hybrid import Hybrid
from linewise.encoders.lexical import PIECES, SHARES, WORDS, Lexical
from linewise.teaching.attribution import Linear, direction
from linewise.teaching.encoder import Encoder
from linewise.teaching.learner import Floats
from linewise.teaching.words import Parts, words_of

_TOKEN = re.compile(r"\b\w\w+\b")
_CHUNK = re.compile(r"\S+")

Span = tuple[int, int]
Ints = NDArray[np.int64]
# Which term, and from where to where it stands in the text.
Occurrences = tuple[Ints, Ints, Ints]


@dataclass(frozen=True)
class Attributing:
    """An encoder in two parts: `lexical` is taken apart exactly, `reading` must be asked with words left out."""

    lexical: Lexical | None
    reading: Encoder | None
    share: float = 1.0

    @classmethod
    def of(cls, encoder: Encoder) -> "Attributing":
        """An encoder that holds no lexical part is all `reading`."""
        if isinstance(encoder, Lexical):
            return cls(encoder, None)
        if isinstance(encoder, Hybrid) and isinstance(encoder.second, Lexical):
            return cls(encoder.second, encoder.first, encoder.share)
        return cls(None, encoder)

    def parts(self, text: str, words: Sequence[Span]) -> Floats | None:
        """Vectors (words + 1, d) that sum to the lexical vector of the text, the last one of what touches no word.

        All zero for a text without known terms; None without a lexical part.
        """
        return None if self.lexical is None else _parts(self.lexical, text, words)

    def vectors(self, texts: Sequence[str], read: Callable[[Sequence[str]], Floats]) -> Floats:
        """The encoder's vectors (n, d) of texts, before they are rounded; `read` gives those of the reading part."""
        lexical = [_parts(self.lexical, text, ())[0] for text in texts] if self.lexical is not None else None
        reading = read(texts) if self.reading is not None else None
        if lexical is None or reading is None:
            alone = np.stack(lexical) if lexical is not None else reading
            assert alone is not None
            return alone.astype(np.float32)
        return np.stack([np.concatenate(self._joined(*pair)) for pair in zip(reading, lexical, strict=True)])

    def _joined(self, reading: Floats, lexical: Floats) -> tuple[Floats, Floats]:
        of_reading, of_lexical = self.factors(reading, lexical)
        return np.float32(of_reading) * reading, np.float32(of_lexical) * lexical

    def factors(self, reading: Floats | None, lexical: Floats | None) -> tuple[float, float]:
        """What the vectors of the two parts are multiplied by in the joined one, which has length 1."""
        if reading is None or lexical is None:
            return 1.0, 1.0
        length = max(float(np.hypot(np.linalg.norm(reading), self.share * np.linalg.norm(lexical))), 1e-6)
        return 1 / length, self.share / length

    def score(self, model: Linear, text: str, column: int, read: Callable[[Sequence[str]], Floats]) -> Parts:
        """The log-odds of one code in a text in two parts: what its words add exactly, and what must be asked.

        The factors of the two vectors, and the shares of rivals, are held as this text has them.
        """
        counted = self.parts(text, words_of(text))
        reading = read([text])[0] if self.reading is not None else None
        of_reading, of_counted = self.factors(reading, None if counted is None else counted.sum(axis=0))
        slope = direction(model, self.vectors([text], read)[0], column).slope
        to_reading, to_counted = self.split(slope)

        def asked(texts: Sequence[str]) -> Floats:
            scores: Floats = (of_reading * (read(texts) @ to_reading)).astype(np.float32)
            return scores

        exact = None if counted is None else of_counted * (counted[:-1].astype(np.float64) @ to_counted)
        return Parts(exact, asked if reading is not None else None)

    def split(self, vector: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """A vector (d,) of the joined space as (of the reading part, of the lexical part)."""
        at = self.reading.dimensions if self.reading is not None else 0
        return vector[:at], vector[at:]


def _parts(encoder: Lexical, text: str, words: Sequence[Span]) -> Floats:
    from scipy.sparse import csr_matrix

    known_words, known_pieces = encoder.numbers
    lowered, origin = _lowered(text)
    found = np.zeros((len(words) + 1, encoder.dimensions), np.float64)
    blocks = (
        (_in_words(lowered, known_words), 0, SHARES[0]),
        (_in_pieces(lowered, known_pieces), len(known_words), SHARES[1]),
    )
    for (terms, starts, ends), first, share in blocks:
        if not len(terms):
            continue
        known, term, counts = np.unique(terms, return_inverse=True, return_counts=True)
        raw = (1 + np.log(counts)) * encoder.idf[first + known].astype(np.float64)
        weights = share * raw / np.linalg.norm(raw) / counts
        rows, occurrence, of = _touched(origin[starts], origin[ends - 1] + 1, words, len(text))
        of_term = term[occurrence]
        dealt = csr_matrix((weights[of_term] / of, (rows, of_term)), shape=(len(words) + 1, len(known)))
        found += dealt @ encoder.projection[first + known].astype(np.float64)
    length = float(np.linalg.norm(found.sum(axis=0)))
    return (found / length).astype(np.float32) if length > 1e-6 else np.zeros(found.shape, np.float32)


def _lowered(text: str) -> tuple[str, Ints]:
    """The text in small letters, and from which code point of the text each of its code points came."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered, np.arange(len(text), dtype=np.int64)
    return lowered, np.repeat(np.arange(len(text), dtype=np.int64), [len(letter.lower()) for letter in text])


def _in_words(text: str, known: Mapping[str, int]) -> Occurrences:
    """Known words and pairs of words, found as the counter of words finds them."""
    tokens = [(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]
    shortest, longest = WORDS["ngram_range"]
    return _columns(
        [
            (known[term], tokens[at][1], tokens[at + size - 1][2])
            for size in range(shortest, longest + 1)
            for at in range(len(tokens) - size + 1)
            if (term := " ".join(word for word, _, _ in tokens[at : at + size])) in known
        ]
    )


def _in_pieces(text: str, known: Mapping[str, int]) -> Occurrences:
    """Known n-grams of characters inside what stands between spaces, padded by a space on both sides."""
    shortest, longest = PIECES["ngram_range"]
    found = []
    for chunk in _CHUNK.finditer(text):
        start, end = chunk.span()
        padded = f" {chunk.group()} "
        # A padded word no longer than the n-gram counts once, and longer n-grams are not asked for.
        for size in range(shortest, min(longest, len(padded)) + 1):
            for at in range(len(padded) - size + 1):
                if (term := padded[at : at + size]) in known:
                    found.append((known[term], max(start, start + at - 1), min(start + at - 1 + size, end)))
    return _columns(found)


def _columns(found: Sequence[tuple[int, int, int]]) -> Occurrences:
    columns = np.array(found, dtype=np.int64).reshape(-1, 3).T
    return columns[0], columns[1], columns[2]


def _touched(starts: Ints, ends: Ints, words: Sequence[Span], length: int) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """(row of a word, occurrence, how many words share it) for every word that an occurrence touches.

    `words` are in order and apart; what touches none goes to the row after the last.
    """
    inside = np.full(length, -1, dtype=np.int64)
    for row, (start, end) in enumerate(words):
        inside[start:end] = row
    is_in = inside >= 0
    first = np.full(length + 1, len(words), dtype=np.int64)
    following = np.minimum.accumulate(np.where(is_in, np.arange(length), length)[::-1])[::-1]
    first[:-1] = np.where(following < length, inside[np.minimum(following, length - 1)], len(words))
    before = np.maximum.accumulate(np.where(is_in, np.arange(length), -1))
    last = np.where(before >= 0, inside[np.maximum(before, 0)], -1)
    low, high = first[starts], last[ends - 1]
    many = np.maximum(high - low + 1, 0)
    alone = many == 0
    low, many = np.where(alone, len(words), low), np.where(alone, 1, many)
    occurrence = np.repeat(np.arange(len(starts)), many)
    step = np.arange(len(occurrence)) - np.repeat(np.cumsum(many) - many, many)
    return low[occurrence] + step, occurrence, many[occurrence].astype(np.float64)
