"""What all stages have in common: an encoder, texts as word pieces, and some of them held out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from linewise.encoders.tuning.backbone import Backbone
from linewise.encoders.tuning.tokens import Ints, Tokens, batches

Tensor = Any


@dataclass(slots=True, kw_only=True)
class Reading:
    """Texts before an encoder; `learned` and `held` are rows of `tokens`."""

    backbone: Backbone
    tokens: Tokens
    learned: Ints
    held: Ints
    batch: int
    seed: int
    modules: list[Any] = field(default_factory=list)

    @property
    def width(self) -> int:
        return self.backbone.width

    def batches(self, epoch: int) -> Sequence[Ints]:
        """Rows of similar length together, all of them once."""
        lengths = self.tokens.lengths[self.learned]
        return [self.learned[rows] for rows in batches(lengths, self.batch, seed=(self.seed, epoch))]

    def mode(self, *, training: bool) -> None:
        for module in (self.backbone.model, *self.modules):
            module.train(training)

    def read(self, rows: Ints) -> tuple[Tensor, Tensor]:
        """Pieces and mask of some rows, on the encoder's device."""
        pieces, real, _ = self.tokens.rows(rows)
        return self.tensor(pieces), self.tensor(real)

    def tensor(self, array: Any) -> Tensor:
        import torch

        return torch.from_numpy(np.ascontiguousarray(array)).to(self.backbone.device)


def split(groups: Ints, share: float, *, seed: int, least: int) -> tuple[Ints, Ints]:
    """Rows to learn from and rows to hold out, twins on one side; none are held out where they would be too few."""
    rows = np.arange(len(groups))
    distinct = np.unique(groups)
    size = round(share * len(distinct))
    if size < least:
        return rows, rows[:0]
    chosen = np.random.default_rng(seed).choice(distinct, size, replace=False)
    out = np.isin(groups, chosen)
    return rows[~out], rows[out]


def trained(backbone: Backbone, *, words: bool) -> dict[str, Tensor]:
    """The encoder's weights that a stage changes, by name.

    Without `words` the table of word vectors stays: half of a small encoder's weights, of which a few hundred labels
    would move only the rows of words that they happen to hold. The pooler is not used by any vector here.
    """
    table = backbone.model.get_input_embeddings().weight
    found = {}
    for name, value in backbone.model.named_parameters():
        used = "pooler" not in name and (words or value is not table)
        value.requires_grad_(used)
        if used:
            found[f"body.{name}"] = value
    return found
