"""An exported model at work: texts in, codes out, in the manner of scikit-learn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import BadInput, Broken, NotReady
from linewise.encoders import load
from linewise.learners import Heads
from linewise.portable import folder
from linewise.portable.manifest import AGAIN, ENCODER, HEADS, WEIGHTS, ExportedCode, Manifest
from linewise.teaching.encoder import Encoder
from linewise.teaching.learner import Fitted
from linewise.teaching.packing import unpack

CHUNK = 8_192


@dataclass(frozen=True, eq=False)
class TaughtModel:
    """A model that codes texts as the project it was taught in would.

    `classes_` are the codes' names in the order of the columns, `codebook` what stands in each code's entry,
    `thresholds` the probability from which `predict` gives each, by name.
    """

    manifest: Manifest
    _encoder: Encoder
    _heads: Fitted

    @property
    def classes_(self) -> NDArray[np.str_]:
        return np.array([code.name for code in self.manifest.codes], dtype=np.str_)

    @property
    def codebook(self) -> tuple[ExportedCode, ...]:
        return self.manifest.codes

    @property
    def exclusive(self) -> bool:
        """Whether a text has one code, and not any number of them."""
        return self.manifest.exclusive

    @property
    def thresholds(self) -> Mapping[str, float]:
        return {code.name: code.threshold for code in self.manifest.codes}

    def predict_proba(self, texts: Iterable[str]) -> NDArray[np.float32]:
        """How likely each code is in each text: (texts, codes), calibrated; rows sum to 1 at most where codes exclude
        one another, and to anything where they do not."""
        listed = _texts(texts)
        parts = [self._chunk(listed[first : first + CHUNK]) for first in range(0, len(listed), CHUNK)]
        return np.concatenate(parts) if parts else np.empty((0, len(self.manifest.codes)), np.float32)

    def predict(self, texts: Iterable[str]) -> NDArray[np.str_] | NDArray[np.int64]:
        """The codes of each text.

        Where codes exclude one another, their names (texts,), empty for a text of which the model is not sure enough;
        otherwise 1 for each code given and 0 for the others (texts, codes), as scikit-learn has several labels.
        """
        given = self._given(self.predict_proba(texts))
        if not self.exclusive:
            return given.astype(np.int64)
        names = np.append(self.classes_, "")
        found: NDArray[np.str_] = names[np.where(given.any(axis=1), given.argmax(axis=1), len(names) - 1)]
        return found

    def codes(self, texts: Iterable[str]) -> list[tuple[str, ...]]:
        """The names of the codes of each text, whether codes exclude one another or not, the likeliest first."""
        scores = self.predict_proba(texts)
        names = [code.name for code in self.manifest.codes]
        return [
            tuple(names[at] for at in np.argsort(-row, kind="stable").tolist() if held[at])
            for row, held in zip(scores, self._given(scores), strict=True)
        ]

    def __repr__(self) -> str:
        many = len(self.manifest.codes)
        return f"<{self.manifest.title}: {many} code{'s' * (many != 1)}, by {self.manifest.encoder.name}>"

    def _chunk(self, texts: list[str]) -> NDArray[np.float32]:
        scores = self._heads.predict(self._encoder.encode(texts))
        # As the project stores them, so that both decide alike to the last text.
        scores = scores.astype(np.float16).astype(np.float32)
        return np.stack([scores[:, code.columns].max(axis=1) for code in self.manifest.codes], axis=1)

    def _given(self, scores: NDArray[np.float32]) -> NDArray[np.bool_]:
        reached = scores >= np.array([code.threshold for code in self.manifest.codes], np.float32)
        if self.exclusive and scores.size:
            reached &= np.arange(scores.shape[1]) == scores.argmax(axis=1)[:, None]
        return np.asarray(reached)


def load_model(path: str | Path, *, fetch: bool = False) -> TaughtModel:
    """The model in a folder or zip that `linewise teach export` wrote, ready to predict.

    Nothing in it is run, and everything is checked before it is used. `fetch` allows an encoder that is named only to
    be fetched from its hub. Raises NotFound, BadInput for something else than a model, Broken for one that was damaged
    or tampered with, and NotReady where weights are missing.
    """
    with folder.opened(Path(path).expanduser()) as (manifest, place):
        data = folder.content(place, manifest, ENCODER)
        _check_reach(data, fetch=fetch)
        weights = folder.checked(place, manifest, WEIGHTS) if WEIGHTS in manifest.files else None
        try:
            encoder = load(data, weights=weights)
            heads = Heads.from_bytes(folder.content(place, manifest, HEADS))
            found = heads.predict(encoder.encode(["A text to see that all fits together."]))
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
            raise Broken("The parts of the model do not fit together.", remedy=AGAIN) from error
    if encoder.fingerprint != manifest.encoder.fingerprint or found.shape != (1, manifest.columns):
        raise Broken("The model is not the one that its manifest describes.", remedy=AGAIN)
    if not np.isfinite(found).all() or not manifest.codes:
        raise Broken("The model gives no probabilities.", remedy=AGAIN)
    return TaughtModel(manifest, encoder, heads)


def _check_reach(data: bytes, *, fetch: bool) -> None:
    """Refuse an encoder that would be fetched from somewhere, unless that is allowed."""
    meta, _ = unpack("encoder", data)
    named = meta.get("transformer")
    if isinstance(named, dict) and not named.get("own") and not fetch:
        raise NotReady(
            f"This model reads by {named.get('place')}, which is not inside it.",
            remedy="Allow it to be fetched, load_model(path, fetch=True), or export the model complete.",
        )


def _texts(texts: Iterable[str]) -> list[str]:
    if isinstance(texts, str | bytes):
        raise BadInput("One text alone is no list of texts.", remedy="Write predict([text]).")
    listed = list(texts)
    for at, text in enumerate(listed):
        if not isinstance(text, str):
            raise BadInput(f"There is no text but {type(text).__name__}.", remedy="Leave out what is missing.", row=at)
    return listed
