"""A fitted linear model: one score a code from a vector, and the probability that the score stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.learner import Floats, Vectors
from linewise.teaching.packing import pack, unpack

# Rows converted to 32 bits at a time: few enough that they are still in the processor's cache when they are multiplied.
CHUNK = 1_024
SIGN_AND_REST = np.int32(-0x70000001)
# The most that a code may be given of which only words are known: below one half, so that it is never coded by itself.
MODEST = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """Coefficients (d, codes) and intercepts (codes,) after calibration, so that scores are log-odds.

    With `exclusive` the taught codes share one probability, by softmax; otherwise each has its own, by the logistic
    function. A code that is not `taught` answers with its `prior` whatever the text, unless it is known `by_words`:
    then its head was made from what is written about it, ranks texts, and never answers with more than MODEST.
    `chosen` is what the learner chose by itself.
    """

    coefficients: Floats
    intercepts: Floats
    taught: NDArray[np.bool_]
    priors: Floats
    exclusive: bool
    by_words: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    chosen: Mapping[str, object] = field(default_factory=dict)

    def scores(self, vectors: Vectors) -> Floats:
        """Log-odds (n, codes); with `exclusive`, up to a constant of the row."""
        found = np.empty((len(vectors), len(self.intercepts)), np.float32)
        for start in range(0, len(vectors), CHUNK):
            np.matmul(singles(vectors[start : start + CHUNK]), self.coefficients, out=found[start : start + CHUNK])
        found += self.intercepts
        return found

    def predict(self, vectors: Vectors) -> Floats:
        """Probabilities (n, codes)."""
        scores = self.scores(vectors)
        guesses = np.broadcast_to(self.priors, scores.shape)
        if self.by_words.any():
            guesses = np.where(self.by_words, MODEST * sigmoid(scores), guesses)
        if self.exclusive:
            shares = softmax(np.where(self.taught, scores, -np.inf)) if self.taught.any() else np.zeros_like(scores)
            guesses = np.where(self.taught, 0, guesses)
            total = guesses.sum(axis=1, keepdims=True)
            # Codes without examples never take more than they may alone, however many they are.
            guesses = guesses * np.minimum(1, MODEST / np.maximum(total, 1e-12)) if self.by_words.any() else guesses
            found = np.where(self.taught, shares * (1 - guesses.sum(axis=1, keepdims=True)), guesses)
        else:
            found = np.where(self.taught, sigmoid(scores), guesses)
        return found.astype(np.float32, copy=False)

    def to_bytes(self) -> bytes:
        arrays = {
            "coefficients": self.coefficients,
            "intercepts": self.intercepts,
            "taught": self.taught,
            "priors": self.priors,
            "by_words": self.by_words,
        }
        return pack("linear model", {"exclusive": self.exclusive, "chosen": dict(self.chosen)}, arrays)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Heads":
        meta, arrays = unpack("linear model", data)
        return cls(**arrays, exclusive=meta["exclusive"], chosen=meta.get("chosen", {}))


def singles(vectors: Vectors) -> Floats:
    """Finite vectors in 32 bits; from 16 bits four times as fast as NumPy converts them, bit for bit the same.

    The exponents of the two formats stand at the same end and differ by 112 in what they count from.
    """
    if vectors.dtype != np.float16:
        return vectors.astype(np.float32, copy=False)
    bits = np.ascontiguousarray(vectors).view(np.int16).astype(np.int32)
    bits <<= 13
    bits &= SIGN_AND_REST
    found: Floats = bits.view(np.float32)
    found *= np.float32(2.0**112)
    return found


def sigmoid(scores: Floats) -> Floats:
    """The logistic function, without overflow."""
    found: Floats = np.float32(0.5) * (np.tanh(np.float32(0.5) * scores) + np.float32(1))
    return found


def softmax(scores: Floats) -> Floats:
    """Shares that sum to 1 along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    found: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return found
