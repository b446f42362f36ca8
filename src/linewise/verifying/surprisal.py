"""How surprising each word of a text is, given the word before it, under the language of the corpus itself.

A language model of the web would know more; this one needs no download and knows the corpus. Word pairs are
interpolated with single words by the Witten-Bell rule (1991), so that a pair seen once is no certainty.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linewise.verifying.pool import Floats

WORD = re.compile(r"\w+(?:['’]\w+)*")
DIMENSIONS = 256
SHARE = 0.15
SHOWN = 3


@dataclass(frozen=True, slots=True, eq=False)
class Surprises:
    """Vectors (n, 256) of length 1 (0 for a text without words) and the most surprising words of each text."""

    vectors: Floats
    words: list[tuple[str, ...]]


def surprises(texts: Sequence[str]) -> Surprises:
    """What is surprising in each text, as a vector.

    As in ALPS only some of the words count, 15 % there drawn by lot, here the most surprising (at least three); each
    stands in the vector where a hash of the word puts it (Weinberger et al. 2009), as large as its surprise in bits.
    """
    read = [WORD.findall(text.lower()) for text in texts]
    single = Counter(word for words in read for word in words)
    pairs = Counter(pair for words in read for pair in zip(["", *words], words, strict=False))
    before = Counter(first for first, _ in pairs.elements())
    kinds = Counter(first for first, _ in pairs)
    total, different = sum(single.values()), len(single)
    vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
    shown: list[tuple[str, ...]] = []
    places: dict[
        str, tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]]]
    ] = {}
    for row, words in enumerate(read):
        bits: dict[str, float] = {}
        for first, word in zip(["", *words], words, strict=False):
            alone = (single[word] + 1) / (total + different + 1)
            chance = (pairs[first, word] + kinds[first] * alone) / (before[first] + kinds[first])
            bits[word] = max(bits.get(word, 0.0), float(-np.log2(chance)))
        kept = sorted(bits, key=lambda word: (-bits[word], word))[: max(SHOWN, round(SHARE * len(words)))]
        for word in kept:
            at, sign = places.get(word) or places.setdefault(word, _places(word))
            vectors[row, at] += sign * bits[word]
        shown.append(tuple(kept[:SHOWN]))
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return Surprises(np.asarray(vectors / np.where(length > 0, length, 1), np.float32), shown)


def _places(
    word: str,
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Four places and signs that depend on the word alone, the same in every run."""
    from hashlib import blake2b

    digest = np.frombuffer(blake2b(word.encode(), digest_size=8).digest(), np.uint8).astype(np.int64)
    return digest[:4], np.where(digest[4:] < 128, 1, -1)
