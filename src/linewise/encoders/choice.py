"""Which encoder a project gets, and how a fitted one is kept and found again."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from linewise.core.errors import BadInput, Broken, NotReady
from linewise.encoders.hybrid import Hybrid
from linewise.encoders.lexical import Lexical, fit_lexical
from linewise.encoders.minilm import MiniLM
from linewise.teaching.encoder import Encoder
from linewise.teaching.packing import pack, unpack

FALLBACK = "Only the words of the corpus are compared, not their meaning; accuracy is lower."


@dataclass(frozen=True, slots=True)
class Choice:
    """An encoder, and what to tell the person when it is not the one that was wanted."""

    encoder: Encoder
    notice: str | None = None


def default_encoder(
    texts: Iterable[str], *, seed: int = 0, weights: Path | None = None, threads: int | None = None
) -> Choice:
    """The hybrid encoder fitted on `texts`, or what can be had of it, with a notice saying what is missing and why.

    Raises BadInput when neither half can be had: no weights, and no words in the texts.
    """
    meaning: MiniLM | None = None
    words: Lexical | None = None
    notice: str | None = None
    try:
        meaning = MiniLM.load(weights, threads=threads)
    except NotReady as error:
        notice = f"{error} {FALLBACK}"
    try:
        words = fit_lexical(texts, seed=seed)
    except BadInput as error:
        if meaning is None:
            raise
        return Choice(meaning, f"{error} Until then only the meaning of the texts is compared.")
    return Choice(words if meaning is None else Hybrid(meaning, words), notice)


def dump(encoder: Encoder) -> bytes:
    """A fitted encoder as bytes; weights that come with a package are named by fingerprint, not copied."""
    parts = (encoder.first, encoder.second) if isinstance(encoder, Hybrid) else (encoder,)
    meta: dict[str, object] = {"fingerprint": encoder.fingerprint}
    arrays = {}
    for part in parts:
        if isinstance(part, MiniLM):
            meta["meaning"] = True
        elif isinstance(part, Lexical):
            arrays["words"] = np.frombuffer(part.to_bytes(), np.uint8)
        else:
            raise BadInput(f"The encoder {part.name} cannot be stored.")
    if isinstance(encoder, Hybrid):
        meta["share"] = encoder.share
    return pack("encoder", meta, arrays)


def load(data: bytes, *, weights: Path | None = None, threads: int | None = None) -> Encoder:
    """The encoder that `dump` kept, with the same fingerprint.

    Raises NotReady when its weights are missing, broken, or others than those it was kept with.
    """
    meta, arrays = unpack("encoder", data)
    words = Lexical.from_bytes(arrays["words"].tobytes()) if "words" in arrays else None
    meaning = MiniLM.load(weights, threads=threads) if meta.get("meaning") else None
    encoder = Hybrid(meaning, words, meta["share"]) if meaning and words else meaning or words
    if encoder is None:
        raise Broken("A stored encoder holds nothing.", remedy="Encode the corpus again.")
    if encoder.fingerprint != meta["fingerprint"]:
        raise NotReady(
            "This project's vectors were made by another version of the encoder.", remedy="Encode the corpus again."
        )
    return encoder
