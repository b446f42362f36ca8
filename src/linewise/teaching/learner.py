"""The port to learners: whatever turns vectors and human codings into probabilities of codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from linewise.teaching.terrain import Terrain

Floats = NDArray[np.float32]
Vectors = NDArray[np.float16] | NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Context:
    """What a learner may know beside the labelled rows; whatever is None is not known.

    `terrain` is how all texts of the corpus lie, labelled or not. `words` (codes, d) holds, for each code, a vector of
    what people wrote about it, NaN for a code of which nothing is written. `trusted` (n,) is False for rows whose
    labels have shaped the vectors: they teach, but no probability is calibrated on them.
    """

    terrain: "Terrain | None" = None
    words: Floats | None = None
    trusted: NDArray[np.bool_] | None = None

    def of(self, rows: NDArray[np.bool_]) -> "Context":
        """The same for some of the rows."""
        trusted = None if self.trusted is None else self.trusted[rows]
        return Context(terrain=self.terrain, words=self.words, trusted=trusted)


NOTHING_MORE = Context()


@runtime_checkable
class Fitted(Protocol):
    """What a learner made of its training set."""

    @property
    def taught(self) -> NDArray[np.bool_]:
        """Shape (codes,): False for a code without both present and absent examples; it answers with its prior."""

    @property
    def chosen(self) -> Mapping[str, object]:
        """What the learner chose by itself on these data: JSON values only, a part of the model's recipe."""

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
        self,
        vectors: Vectors,
        labels: Floats,
        weights: Floats,
        *,
        seed: int,
        groups: NDArray[np.int64] | None = None,
        context: Context = NOTHING_MORE,
    ) -> Fitted:
        """Learn from vectors (n, d), labels (n, codes) and weights (n, codes).

        A label is 1 for present, 0 for absent, between them where coders disagree, NaN where unknown. Rows with the
        same group (twins) are never on both sides of a split made while fitting.
        """

    def settled(self, fitted: Fitted) -> "Learner":
        """This learner with the choices that it made for `fitted`: quicker, for copies that know a little less."""
