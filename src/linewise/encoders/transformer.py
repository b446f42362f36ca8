"""Any sentence-transformers or Hugging Face model, by name or folder, computed with PyTorch (the extra `torch`).

The folder's own pooling and layers are followed (Reimers and Gurevych 2019, "Sentence-BERT"); a plain encoder gets the
mean of its tokens. Only safetensors are read and no code of a model is ever run, so that a model from anywhere can be
tried.
"""

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import BadInput, Broken, NotReady
from linewise.encoders.folder import MAX_TOKENS, Layout, digest, read_folder
from linewise.encoders.hub import place_of

EXTRA = 'Install the extra: pip install "linewise[torch]".'
# Tokens of a batch with its padding: on a processor a layer's values should stay in its cache, a GPU wants much more.
BATCH_TOKENS = {"cpu": 1_024, "cuda": 32_768, "mps": 8_192}
CHUNK = 4_096
ROBERTAS = ("roberta", "xlm-roberta", "camembert", "mpnet", "longformer")
# Weights that a plain encoder may lack, because pooling does not use them.
SPARE = ("pooler.", "lm_head.", "cls.", "vocab_", "decoder.", "position_ids")


@dataclass(frozen=True)
class Transformer:
    """A transformer with its pooling. `place` is what was named; `own` says that its weights are kept with the project.

    `threads` batches are computed side by side on a processor, one core each; other devices take one at a time.
    """

    place: str
    layout: Layout
    fingerprint: str
    dimensions: int
    max_tokens: int
    parameters: int
    device: str
    threads: int
    own: bool
    tokenizer: Any
    model: Any
    layers: tuple[Any, ...]

    @classmethod
    def load(
        cls, place: str | Path, *, threads: int | None = None, device: str = "auto", own: bool = False, name: str = ""
    ) -> "Transformer":
        """The model in a folder, or of that name on the Hugging Face hub, in 32 bits; `device` as PyTorch names it.

        Raises NotReady when PyTorch is missing or the hub cannot be reached, NotFound when there is no such model, and
        BadInput when it is one that cannot be used.
        """
        for needed in ("torch", "transformers"):
            if find_spec(needed) is None:
                raise NotReady("Models by name need PyTorch, which is not installed.", remedy=EXTRA)
        root = place_of(place)
        layout = read_folder(root)
        chosen = _device(device)
        tokenizer, model = _load(layout)
        layers = tuple(_layer(one.folder, one.activation, one.bias) for one in layout.dense)
        for part in (model, *layers):
            part.eval().requires_grad_(False).to(chosen)
        limit = min(tokenizer.model_max_length, _positions(model.config), layout.max_tokens or MAX_TOKENS)
        width = layers[-1][0].out_features if layers else model.config.hidden_size * len(layout.pooling)
        return cls(
            place=name or (str(root) if Path(place).expanduser().is_dir() else str(place)),
            layout=layout,
            fingerprint=digest(root),
            dimensions=int(width),
            max_tokens=int(limit),
            parameters=sum(weights.numel() for part in (model, *layers) for weights in part.parameters()),
            device=chosen,
            threads=threads or os.cpu_count() or 1,
            own=own,
            tokenizer=tokenizer,
            model=model,
            layers=layers,
        )

    @property
    def name(self) -> str:
        return Path(self.place).name if Path(self.place).is_absolute() else self.place

    @property
    def licence(self) -> str:
        return self.layout.licence

    @property
    def languages(self) -> tuple[str, ...]:
        return self.layout.languages

    def encode(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """Vectors (n, dimensions); a text is read up to its `max_tokens`-th token. Equal texts are computed once."""
        distinct = list(dict.fromkeys(texts))
        row_of = {text: row for row, text in enumerate(distinct)}
        found = np.zeros((len(distinct), self.dimensions), np.float16)
        for first in range(0, len(distinct), CHUNK):
            tokens = self._tokens(distinct[first : first + CHUNK])
            for rows, vectors in self._embedded(tokens):
                found[np.add(rows, first)] = vectors
        return found[[row_of[text] for text in texts]]

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        said = [self.layout.prompt + (text.lower() if self.layout.lower else text) for text in texts]
        made = self.tokenizer(said, truncation=True, max_length=self.max_tokens, return_attention_mask=False)
        return list(made["input_ids"])

    def _embedded(self, tokens: Sequence[Sequence[int]]) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        budget = BATCH_TOKENS.get(self.device.split(":")[0], BATCH_TOKENS["cpu"])

        def work(rows: list[int]) -> tuple[list[int], NDArray[np.float32]]:
            return rows, self._embed([tokens[row] for row in rows])

        if self.device == "cpu":
            with ThreadPoolExecutor(self.threads, initializer=_one_core) as pool:
                yield from pool.map(work, _batches(tokens, budget))
        else:
            yield from map(work, _batches(tokens, budget))

    def _embed(self, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        import torch

        lengths = torch.tensor([len(pieces) for pieces in tokens])
        ids = torch.full((len(tokens), max(1, int(lengths.max()))), self.tokenizer.pad_token_id or 0)
        for row, pieces in enumerate(tokens):
            ids[row, : len(pieces)] = torch.tensor(pieces)
        mask = (torch.arange(ids.shape[1]) < lengths[:, None]).to(torch.int64)
        ids, mask = ids.to(self.device), mask.to(self.device)
        with torch.inference_mode():
            hidden = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
            pooled = torch.cat([_pool(hidden, mask, mode) for mode in self.layout.pooling], dim=1)
            for layer in self.layers:
                pooled = layer(pooled)
            normed = torch.nn.functional.normalize(pooled.float(), dim=1)
        vectors: NDArray[np.float32] = normed.cpu().numpy()
        return vectors


def _pool(hidden: Any, mask: Any, mode: str) -> Any:
    """One vector a text (n, d) out of its tokens' vectors (n, tokens, d)."""
    import torch

    shown = mask[:, :, None].to(hidden.dtype)
    match mode:
        case "cls":
            return hidden[:, 0]
        case "lasttoken":
            return hidden[torch.arange(len(hidden)), mask.sum(1).clamp(min=1) - 1]
        case "max":
            return hidden.masked_fill(shown == 0, -1e9).max(1).values
        case "weightedmean":
            weighed = shown * torch.arange(1, hidden.shape[1] + 1, device=hidden.device)[None, :, None]
            return (hidden * weighed).sum(1) / weighed.sum(1).clamp(min=1e-9)
        case "mean_sqrt_len_tokens":
            return (hidden * shown).sum(1) / shown.sum(1).clamp(min=1e-9).sqrt()
    return (hidden * shown).sum(1) / shown.sum(1).clamp(min=1e-9)


def _load(layout: Layout) -> tuple[Any, Any]:
    import torch
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    quiet: Any = logging
    quiet.set_verbosity_error()
    quiet.disable_progress_bar()
    safe: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = AutoTokenizer.from_pretrained(layout.body, **safe)
        model, report = AutoModel.from_pretrained(
            layout.body, use_safetensors=True, dtype=torch.float32, output_loading_info=True, **safe
        )
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
        said = str(error).strip().splitlines() or [type(error).__name__]
        raise BadInput(
            f"The model in {layout.root.name} cannot be loaded: {said[0]}",
            remedy="Name another model, or install what this one asks for.",
        ) from error
    lost = [key for key in report["missing_keys"] if not any(part in key for part in SPARE)]
    if model.config.is_encoder_decoder:
        model, lost = model.get_encoder(), [key for key in lost if key.startswith("encoder.")]
    if lost:
        raise Broken(
            f"The model in {layout.root.name} lacks weights, {lost[0]} among them: it would answer by chance.",
            remedy="Save or download the model again.",
        )
    if tokenizer.pad_token_id is None and tokenizer.eos_token is not None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer, model


def _layer(folder: Path, activation: str, bias: bool) -> Any:
    import torch
    from safetensors.torch import load_file

    weights = load_file(folder / "model.safetensors")
    rows, columns = weights["linear.weight"].shape
    linear = torch.nn.Linear(columns, rows, bias=bias)
    linear.load_state_dict({key.removeprefix("linear."): value.float() for key, value in weights.items()})
    return torch.nn.Sequential(linear, getattr(torch.nn, activation)())


def _positions(config: Any) -> int:
    """How many tokens a model has positions for; RoBERTa and its kin keep the first two for themselves."""
    known = getattr(config, "max_position_embeddings", None) or 1_000_000
    return int(known) - 2 if config.model_type in ROBERTAS else int(known)


def _device(asked: str) -> str:
    import torch

    if asked != "auto":
        return asked
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _batches(tokens: Sequence[Sequence[int]], budget: int) -> Iterator[list[int]]:
    """Rows of similar length together, the longest first, each batch of at most `budget` tokens with its padding."""
    batch: list[int] = []
    for row in sorted(range(len(tokens)), key=lambda row: -len(tokens[row])):
        if batch and len(tokens[batch[0]]) * (len(batch) + 1) > budget:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _one_core() -> None:
    """Each thread of the pool uses one core, and lets everything else on this machine go first."""
    import torch

    torch.set_num_threads(1)
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
