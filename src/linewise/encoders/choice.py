"""Which encoder a project gets, and how a fitted one is kept and found again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import BadInput, Broken, NotFound, NotReady
from linewise.encoders.folder import files
from linewise.encoders.hybrid import Hybrid
from linewise.encoders.lexical import Lexical, fit_lexical
from linewise.encoders.minilm import MiniLM
from linewise.encoders.transformer import Transformer
from linewise.teaching.encoder import Encoder
from linewise.teaching.packing import pack, unpack

FALLBACK = "Only the words of the corpus are compared, not their meaning; accuracy is lower."
HOW = "Write default, lexical, folder:PATH, or hub:NAME."


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
    notice: str | None = None
    try:
        meaning = MiniLM.load(weights, threads=threads)
    except NotReady as error:
        notice = f"{error} {FALLBACK}"
    if meaning is None:
        return Choice(fit_lexical(texts, seed=seed), notice)
    return with_words(meaning, texts, seed=seed)


def with_words(meaning: Encoder, texts: Iterable[str], *, seed: int = 0) -> Choice:
    """An encoder of meaning joined with the words of the corpus, or alone, with a notice, where it has too few."""
    try:
        return Choice(Hybrid(meaning, fit_lexical(texts, seed=seed)))
    except BadInput as error:
        return Choice(meaning, f"{error} Until then only the meaning of the texts is compared.")


def chosen_encoder(source: str, texts: Iterable[str], *, seed: int = 0, words: bool = True) -> Choice:
    """The encoder that a person asked for: "default", "lexical", "folder:PATH" or "hub:NAME".

    A model by name is joined with the words of the corpus unless `words` is False. Raises BadInput for a source that
    is none of these, and what loading the model raises.
    """
    kind, _, place = source.partition(":")
    match kind, bool(place):
        case "default", False:
            return default_encoder(texts, seed=seed)
        case "lexical", False:
            return Choice(fit_lexical(texts, seed=seed))
        case "folder" | "hub", True:
            if (kind == "folder") is not Path(place).expanduser().is_dir():
                if kind == "folder":
                    raise NotFound(f"There is no folder {place}.", remedy="Check its path.")
                raise BadInput(f"{place} is a folder of this machine.", remedy=f"Write folder:{place}.")
            model = Transformer.load(place)
            return with_words(model, texts, seed=seed) if words else Choice(model)
    raise BadInput(f"{source} names no encoder.", remedy=HOW)


def dump(encoder: Encoder) -> bytes:
    """A fitted encoder as bytes. Weights that come with a package, or from a hub or folder, are named by fingerprint;
    those of a model tuned on the project (`own`) are kept with it."""
    parts = (encoder.first, encoder.second) if isinstance(encoder, Hybrid) else (encoder,)
    meta: dict[str, object] = {"fingerprint": encoder.fingerprint}
    arrays: dict[str, NDArray[Any]] = {}
    for part in parts:
        if isinstance(part, MiniLM):
            meta["meaning"] = True
        elif isinstance(part, Lexical):
            arrays["words"] = np.frombuffer(part.to_bytes(), np.uint8)
        elif isinstance(part, Transformer):
            meta["transformer"] = {"place": part.place, "own": part.own}
            if part.own:
                arrays |= _packed(part.layout.root)
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
    meaning: Encoder | None = None
    if meta.get("meaning"):
        meaning = MiniLM.load(weights, threads=threads)
    elif "transformer" in meta:
        meaning = _transformer(meta["transformer"], arrays, threads)
    encoder = Hybrid(meaning, words, meta["share"]) if meaning and words else meaning or words
    if encoder is None:
        raise Broken("A stored encoder holds nothing.", remedy="Encode the corpus again.")
    if encoder.fingerprint != meta["fingerprint"]:
        raise NotReady(
            "This project's vectors were made by another version of the encoder.", remedy="Encode the corpus again."
        )
    return encoder


def _packed(root: Path) -> dict[str, NDArray[np.uint8]]:
    return {f"file/{one.relative_to(root).as_posix()}": np.fromfile(one, np.uint8) for one in files(root)}


def _transformer(kept: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], threads: int | None) -> Transformer:
    place = str(kept["place"])
    if not kept["own"]:
        try:
            return Transformer.load(place, threads=threads)
        except NotFound as error:
            raise NotReady(
                f"The model {place}, which this project reads with, is no longer there.",
                remedy="Put it back, or choose another encoder: linewise teach encoder use default.",
            ) from error
    # Windows cannot remove files that are still mapped into memory; they go with the machine's temporary files then.
    with TemporaryDirectory(prefix="linewise-", ignore_cleanup_errors=True) as folder:
        for name, data in arrays.items():
            if name.startswith("file/"):
                path = Path(folder, name.removeprefix("file/"))
                if ".." in path.parts or not path.is_relative_to(folder):
                    raise Broken("A stored encoder names a file outside its own folder.")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data.tobytes())
        return Transformer.load(folder, threads=threads, own=True, name=place)
