"""Pre-training on the corpus itself: Gururangan et al. 2020, "Don't stop pretraining".

The encoder learns the corpus' own words by finding hidden ones (masking.py). The loss is taken over hidden pieces only,
and only for them are scores of the vocabulary computed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from linewise.core.errors import BadInput
from linewise.encoders.tuning.backbone import Backbone
from linewise.encoders.tuning.masking import Alphabet, hide
from linewise.encoders.tuning.recipe import Schedule
from linewise.encoders.tuning.tasks import Reading, Tensor, split, trained
from linewise.encoders.tuning.tokens import Ints, sorted_batches

LEAST_HELD = 20
# A head that comes without weights first learns alone for this share of the steps, lest it shake the encoder.
ALONE = 0.1
JUDGED_PIECES = 2_048


@dataclass(slots=True, kw_only=True)
class Adapting(Reading):
    """A masked language model over the encoder; `fresh` when its head came without weights and is tied anew."""

    head: Any
    fresh: bool
    alphabet: Alphabet

    @classmethod
    def of(cls, backbone: Backbone, texts: Sequence[str], schedule: Schedule, *, most: int, seed: int) -> "Adapting":
        """Over distinct texts; raises BadInput for an encoder whose tokenizer cannot hide words."""
        tokenizer = backbone.tokenizer
        if tokenizer.mask_token_id is None:
            raise BadInput(
                f"{backbone.base} has no piece that hides words.", remedy="Tune it without pre-training on the corpus."
            )
        head, fresh = _head(backbone)
        tokens = backbone.tokens(texts, most)
        learned, held = split(np.arange(len(texts)), schedule.held, seed=seed, least=LEAST_HELD)
        plain = np.setdiff1d(np.arange(len(tokenizer)), tokenizer.all_special_ids)
        return cls(
            backbone=backbone,
            tokens=tokens,
            learned=learned,
            held=held,
            batch=schedule.batch,
            seed=seed,
            modules=[head],
            head=head,
            fresh=fresh,
            alphabet=Alphabet(int(tokenizer.mask_token_id), plain),
        )

    def weights(self) -> dict[str, Tensor]:
        found = trained(self.backbone, words=True)
        table = self.backbone.model.get_input_embeddings().weight
        seen = {id(value) for value in found.values()} | {id(table)}
        own = {name: value for name, value in self.head.named_parameters() if id(value) not in seen}
        return {**found, **{f"head.{name}" if self.fresh else f"top.{name}": value for name, value in own.items()}}

    def loss(self, rows: Ints, step: int, steps: int) -> Tensor:
        import torch

        alone = self.fresh and step < ALONE * steps
        with torch.set_grad_enabled(not alone):
            found, target = self._hidden(rows, np.random.default_rng([self.seed, 1, step]))
        return torch.nn.functional.cross_entropy(self._scores(found).float(), target)

    def judge(self) -> float | None:
        """Loss a hidden piece; the same pieces are hidden each time."""
        import torch

        total, pieces = 0.0, 0
        for number, at in enumerate(sorted_batches(self.tokens.lengths[self.held], JUDGED_PIECES)):
            found, target = self._hidden(self.held[at], np.random.default_rng([self.seed, 2, number]))
            scores = self._scores(found).float()
            total += float(torch.nn.functional.cross_entropy(scores, target, reduction="sum"))
            pieces += len(target)
        return total / pieces if pieces else None

    def _hidden(self, rows: Ints, chance: np.random.Generator) -> tuple[Tensor, Tensor]:
        """The encoder's vectors of the pieces to be found (k, width), and which pieces they were (k,)."""
        pieces, real, words = self.tokens.rows(rows)
        shown, chosen = hide(pieces, words, self.alphabet, chance)
        hidden = self.backbone.hidden(self.tensor(shown), self.tensor(real))
        return hidden[self.tensor(chosen)], self.tensor(pieces[chosen])

    def _scores(self, found: Tensor) -> Tensor:
        return self.head(found)


def _head(backbone: Backbone) -> tuple[Any, bool]:
    """The base's own masked-language-model head over this encoder, or a fresh one tied to its table of words."""
    from torch import nn
    from transformers import AutoModelForMaskedLM

    try:
        whole, report = AutoModelForMaskedLM.from_pretrained(
            backbone.layout.body, local_files_only=True, use_safetensors=True, output_loading_info=True
        )
    except ValueError:
        whole, report = None, {"missing_keys": ["head"]}
    body = whole.base_model_prefix if whole is not None else ""
    missing = [key for key in report["missing_keys"] if not key.startswith(f"{body}.")]
    if whole is None or missing:
        return _fresh(backbone).to(backbone.device), True
    whole.to(backbone.device)
    for name in ("cls", "lm_head"):
        if hasattr(whole, name):
            return _tied(getattr(whole, name), backbone), False
    if hasattr(whole, "vocab_transform"):
        parts = (whole.vocab_transform, nn.GELU(), whole.vocab_layer_norm, whole.vocab_projector)
        return _tied(nn.Sequential(*parts), backbone), False
    return _fresh(backbone).to(backbone.device), True


def _tied(head: Any, backbone: Backbone) -> Any:
    """The head with the encoder's own table of words in the place of its copy."""
    table = backbone.model.get_input_embeddings().weight
    for module in head.modules():
        own = getattr(module, "weight", None)
        if own is not None and tuple(own.shape) == tuple(table.shape):
            module.weight = table
    return head


def _fresh(backbone: Backbone) -> Any:
    """A head that begins as the identity: what is near a word's own vector scores high from the first step."""
    from torch import nn

    table = backbone.model.get_input_embeddings().weight
    mixing = nn.Linear(backbone.width, table.shape[1])
    nn.init.eye_(mixing.weight)
    nn.init.zeros_(mixing.bias)
    scores = nn.Linear(table.shape[1], table.shape[0])
    nn.init.zeros_(scores.bias)
    scores.weight = table
    return nn.Sequential(mixing, nn.LayerNorm(table.shape[1]), scores)
