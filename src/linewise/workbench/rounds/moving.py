"""The words that move a model's scores: what its encoder can tell of them exactly, and what it must be asked."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import NotReady
from linewise.core.facts import need
from linewise.core.nouns import Encoding, Model
from linewise.encoders.attributing import Attributing
from linewise.storage import artefacts, reading
from linewise.storage.lineage import lineage
from linewise.teaching.attribution import Linear, direction
from linewise.teaching.learner import Fitted, Floats
from linewise.teaching.words import Moved, moving_words, words_of
from linewise.verifying.views import How
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.models import registry, training

# Probabilities nearer to 0 or 1 than this are as good as certain.
CERTAIN = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Mover:
    """A model with its encoder at hand. `codes` are what its columns stand for now, `names` those in use."""

    desk: Desk
    model: Model
    encoding: Encoding
    parts: Attributing
    fitted: Fitted
    codes: tuple[str, ...]
    names: dict[str, str]

    def column(self, code: str) -> int:
        """Where the code stands; NotReady when the model does not know it."""
        if code not in self.codes:
            raise NotReady("The model does not know this code.", remedy="Teach again first.")
        return self.codes.index(code)

    @property
    def how(self) -> How:
        """How the words of a text are weighed: counted exactly, by leaving each out, or each half in its way."""
        if self.parts.lexical is None or not isinstance(self.fitted, Linear):
            return "left out"
        return "counted" if self.parts.reading is None else "both"

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Vectors (n, d); what the reading part makes of a text is remembered."""
        return self.parts.vectors(texts, self._read)

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Shape (n, codes)."""
        return self.fitted.predict(self.vectors(texts))

    def likeliest(self, probabilities: Floats) -> list[int]:
        """Columns of codes in use, the likeliest first; `probabilities` are those of one text."""
        return [int(at) for at in np.argsort(-probabilities, kind="stable") if self.codes[at] in self.names]

    def moved(self, text: str, column: int) -> Moved:
        """The words of a text that move the score of a code."""

        def scoring(texts: Sequence[str]) -> Floats:
            p = np.clip(self.probabilities(texts)[:, column].astype(np.float64), CERTAIN, 1 - CERTAIN)
            scores: Floats = np.log(p / (1 - p)).astype(np.float32)
            return scores

        if not isinstance(self.fitted, Linear):
            return moving_words(text, scoring)
        return moving_words(text, scoring, self.parts.score(self.fitted, text, column, self._read))

    def exactly(self, text: str, vector: Floats, column: int) -> NDArray[np.float64]:
        """What each word of a text adds to the log-odds through the part of the encoder that counts words.

        `vector` (d,) is the encoder's for this text, so that nothing need be read.
        """
        counted = self.parts.parts(text, words_of(text))
        assert counted is not None and isinstance(self.fitted, Linear)
        slope = self.parts.split(direction(self.fitted, vector, column).slope)[1]
        read = self.parts.split(vector.astype(np.float64))[0].astype(np.float32)
        length = np.sqrt(max(1.0 - float(read @ read), 0.0)) if self.parts.reading is not None else 1.0
        found: NDArray[np.float64] = length * (counted[:-1].astype(np.float64) @ slope)
        return found

    def _read(self, texts: Sequence[str]) -> Floats:
        reader = self.parts.reading
        assert reader is not None
        keys = [(self.encoding.id, hashlib.blake2b(text.encode(), digest_size=16).digest(), text) for text in texts]
        by_key = {key[:2]: key[2] for key in keys}
        known = self.desk.cache.readings.many(
            list(by_key), lambda fresh: list(reader.encode([by_key[key] for key in fresh]))
        )
        return np.stack([known[key[:2]] for key in keys]).astype(np.float32)


def mover(desk: Desk, model: str | None = None) -> Mover:
    """The model in use, or the one with this id; NotReady without one, or when it was taught on another encoder."""
    with desk.reading() as (connection, facts):
        found = need(facts, Model, model) if model is not None else registry.in_use(facts)
        known = encoding.current(facts)
        if found is None:
            raise NotReady("There is no model yet.", remedy="Teach one first.")
        if known is None or found.encoding != known.id:
            raise NotReady("This model was taught on another encoder.", remedy="Teach again first.")
        shape = lineage(connection, desk.project_no)
        names = {one.id: one.name for one in reading.active_codes(connection, desk.project_no)}
        codes = tuple(shape.now(one) for one in found.codes)
    used, encoder = encoding.at_hand(desk)
    fitted = desk.cache.reasons.one((found.id, "fitted"), lambda: _fitted(desk, found))
    return Mover(desk, found, used, Attributing.of(encoder), fitted, codes, names)


def _fitted(desk: Desk, model: Model) -> Fitted:
    with desk.reading() as (connection, _):
        return training.restore(artefacts.unseal(connection, desk.project_no, model.artefact))
