"""Texts as word pieces, padded only to the longest of their batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

# Batches are cut from pools of this many, sorted by length: little padding, and still a different mixture each epoch.
POOL = 16
SPECIAL = -1


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Word pieces of each text, and of each piece the word it belongs to (SPECIAL for marks of the model's own)."""

    pieces: Sequence[Ints]
    words: Sequence[Ints]
    padding: int

    def __len__(self) -> int:
        return len(self.pieces)

    @property
    def lengths(self) -> Ints:
        """How many pieces each text has."""
        return np.array([len(one) for one in self.pieces], np.int64)

    def rows(self, rows: Sequence[int] | Ints) -> tuple[Ints, NDArray[np.bool_], Ints]:
        """Pieces, whether each is one (and no padding), and words, all (len(rows), longest)."""
        longest = max(len(self.pieces[row]) for row in rows)
        pieces = np.full((len(rows), longest), self.padding, np.int64)
        words = np.full((len(rows), longest), SPECIAL, np.int64)
        real = np.zeros((len(rows), longest), bool)
        for at, row in enumerate(rows):
            length = len(self.pieces[row])
            pieces[at, :length], words[at, :length], real[at, :length] = self.pieces[row], self.words[row], True
        return pieces, real, words


def tokenise(tokenizer: Any, texts: Sequence[str], max_tokens: int) -> Tokens:
    """Texts by a fast tokenizer of transformers, cut at `max_tokens`."""
    found = tokenizer(list(texts), truncation=True, max_length=max_tokens, return_attention_mask=False)
    words = [
        np.array([SPECIAL if word is None else word for word in found.word_ids(at)], np.int64)
        for at in range(len(texts))
    ]
    pieces = [np.array(ids, np.int64) for ids in found["input_ids"]]
    return Tokens(pieces, words, tokenizer.pad_token_id or 0)


def batches(lengths: Ints, size: int, *, seed: Sequence[int]) -> list[Ints]:
    """Every row once, in batches of rows of similar length, in an order that the seed decides."""
    chance = np.random.default_rng(list(seed))
    order = chance.permutation(len(lengths))
    found: list[Ints] = []
    for start in range(0, len(order), size * POOL):
        pool = order[start : start + size * POOL]
        pool = pool[np.argsort(lengths[pool], kind="stable")]
        found += [pool[at : at + size] for at in range(0, len(pool), size)]
    return [found[at] for at in chance.permutation(len(found))]


def sorted_batches(lengths: Ints, pieces: int) -> list[Ints]:
    """Every row once, longest first, each batch of at most so many pieces with its padding."""
    found: list[list[int]] = []
    for row in np.argsort(-lengths, kind="stable").tolist():
        if not found or lengths[found[-1][0]] * (len(found[-1]) + 1) > pieces:
            found.append([])
        found[-1].append(row)
    return [np.array(batch, np.int64) for batch in found]
