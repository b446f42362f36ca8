"""The port to learners: whatever turns vectors and human codings into probabilities of codes."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Vectors = NDArray[np.float16] | NDArray[np.float32]


@runtime_checkable
class Fitted(Protocol):
    """What a learner made of its training set."""

    @property
    def taught(self) -> NDArray[np.bool_]:
        """Shape (codes,): False for a code without both present and absent examples; it answers with its prior."""

    def predict(self, vectors: Vectors) -> Floats:
        """Calibrated probabilities (n, codes) that each code is present."""

    def to_bytes(self) -> bytes:
        """Everything `predict` needs, equal bytes for equal models, readable without running code."""


@runtime_checkable
class Learner(Protocol):
    """Fits one model to all codes at once."""

    @property
    def recipe(self) -> Mapping[str, object]:
        """The choices that, with a training set and a seed, decide the model: JSON values only."""

    def fit(
        self, vectors: Vectors, labels: Floats, weights: Floats, *, seed: int, groups: NDArray[np.int64] | None = None
    ) -> Fitted:
        """Learn from vectors (n, d), labels (n, codes) and weights (n, codes).

        A label is 1 for present, 0 for absent, between them where coders disagree, NaN where unknown. Rows with the
        same group (twins) are never on both sides of a split made while fitting.
        """
