"""A fitted linear model: one score a code from a vector, and the probability that the score stands for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.teaching.learner import Floats, Vectors
from linewise.teaching.packing import pack, unpack

# Rows converted to 32 bits at a time: bounds memory when a million units are scored.
CHUNK = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """Coefficients (d, codes) and intercepts (codes,) after calibration, so that scores are log-odds.

    With `exclusive` the taught codes share one probability, by softmax; otherwise each has its own, by the logistic
    function. A code that is not `taught` answers with its `prior` whatever the text.
    """

    coefficients: Floats
    intercepts: Floats
    taught: NDArray[np.bool_]
    priors: Floats
    exclusive: bool

    def scores(self, vectors: Vectors) -> Floats:
        """Log-odds (n, codes); with `exclusive`, up to a constant of the row."""
        found = np.empty((len(vectors), len(self.intercepts)), np.float32)
        for start in range(0, len(vectors), CHUNK):
            rows = vectors[start : start + CHUNK].astype(np.float32, copy=False)
            found[start : start + CHUNK] = rows @ self.coefficients + self.intercepts
        return found

    def predict(self, vectors: Vectors) -> Floats:
        """Probabilities (n, codes)."""
        scores = self.scores(vectors)
        if self.exclusive:
            shares = softmax(np.where(self.taught, scores, -np.inf)) if self.taught.any() else np.zeros_like(scores)
            left = 1 - float(self.priors[~self.taught].sum())
            found = np.where(self.taught, shares * left, self.priors)
        else:
            found = np.where(self.taught, sigmoid(scores), self.priors)
        return found.astype(np.float32, copy=False)

    def to_bytes(self) -> bytes:
        arrays = {
            "coefficients": self.coefficients,
            "intercepts": self.intercepts,
            "taught": self.taught,
            "priors": self.priors,
        }
        return pack("linear model", {"exclusive": self.exclusive}, arrays)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Heads":
        meta, arrays = unpack("linear model", data)
        return cls(**arrays, exclusive=meta["exclusive"])


def sigmoid(scores: Floats) -> Floats:
    """The logistic function, without overflow."""
    found: Floats = np.float32(0.5) * (np.tanh(np.float32(0.5) * scores) + np.float32(1))
    return found


def softmax(scores: Floats) -> Floats:
    """Shares of each row that sum to 1."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = powers / powers.sum(axis=1, keepdims=True)
    return found
