"""Decisions made from gold codes, clean or with one flaw planted: what the student's questions are tried on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpora import Corpus
from linewise.teaching.questions import Entry, Ground, left_out

FLIPPED = 0.03
COPIED = 20
SILENT = 0.1

Cells = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Coder:
    """Decisions made from gold: the units read, in their order of reading, and their labels (NaN unknown)."""

    corpus: Corpus
    read: Ints
    labels: Cells
    codes: tuple[str, ...]
    seed: int
    explicit: NDArray[np.bool_] | None = None
    twins: Ints | None = None
    texts: Sequence[str] | None = None
    vectors: NDArray[np.float16] | None = None

    def ground(self) -> Ground:
        """What the questions are raised from."""
        vectors = self.corpus.vectors() if self.vectors is None else self.vectors
        texts = self.corpus.texts if self.texts is None else self.texts
        twins = np.arange(len(texts)) if self.twins is None else self.twins
        order = np.argsort(self.read)
        units, labels = self.read[order], self.labels[order]
        explicit = np.ones(labels.shape, bool) if self.explicit is None else self.explicit[order]
        weights = np.where(explicit, 1.0, 0.5).astype(np.float32)
        x = vectors[units].astype(np.float32)
        x /= np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9)
        return Ground(
            units=units,
            labels=labels,
            explicit=explicit,
            outside=left_out(x, labels, weights, copies=twins[units], exclusive=self.corpus.exclusive),
            when=order,
            vectors=vectors,
            twins=twins,
            standing=np.arange(len(texts)),
            read=units,
            codes=tuple(Entry(id=code, name=code) for code in self.codes),
            texts=lambda asked: [texts[unit] for unit in asked],
            exclusive=self.corpus.exclusive,
            seed=self.seed,
        )


def clean(corpus: Corpus, decided: int, seed: int, *, never: int | None = None) -> Coder:
    """Units read at random (none with the code `never`), each with its gold codes."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(corpus.texts))
    if never is not None:
        order = order[~corpus.gold[order, never]]
    read = order[:decided]
    return Coder(corpus, read, corpus.gold[read].astype(np.float32), corpus.codes, seed)


def slips(coder: Coder) -> tuple[Coder, set[int]]:
    """Three of a hundred decisions are another code; where codes may meet, one code is wrongly there or missing."""
    rng = np.random.default_rng([coder.seed, 1])
    rows = rng.permutation(len(coder.read))[: round(FLIPPED * len(coder.read))]
    labels = coder.labels.copy()
    for row in rows.tolist():
        if coder.corpus.exclusive:
            other = rng.choice(np.flatnonzero(labels[row] == 0))
            labels[row] = 0
            labels[row, other] = 1
        else:
            column = rng.integers(labels.shape[1])
            labels[row, column] = 1 - labels[row, column]
    return replace(coder, labels=labels), set(coder.read[rows].tolist())


def merged(coder: Coder, a: int, b: int) -> Coder:
    """Two gold codes are one code."""
    labels = coder.labels.copy()
    labels[:, a] = np.maximum(labels[:, a], labels[:, b])
    kept = [at for at in range(len(coder.codes)) if at != b]
    return replace(coder, labels=labels[:, kept], codes=tuple(coder.codes[at] for at in kept))


def divided(coder: Coder, code: int) -> Coder:
    """One gold code is two codes, by the toss of a coin."""
    rng = np.random.default_rng([coder.seed, 2, code])
    away = (coder.labels[:, code] == 1) & (rng.random(len(coder.read)) < 0.5)
    labels = np.column_stack([coder.labels, np.zeros(len(coder.read), np.float32)])
    labels[away, code], labels[away, -1] = 0, 1
    return replace(coder, labels=labels, codes=(*coder.codes, f"{coder.codes[code]}, too"))


def drifted(coder: Coder, code: int, other: int) -> Coder:
    """From half of the reading on, half of what is `other` by gold is given `code` instead."""
    rng = np.random.default_rng([coder.seed, 3, code, other])
    late = np.arange(len(coder.read)) >= len(coder.read) // 2
    moved = late & (coder.labels[:, other] == 1) & (rng.random(len(coder.read)) < 0.5)
    labels = coder.labels.copy()
    labels[moved, other], labels[moved, code] = 0, 1
    return replace(coder, labels=labels)


def copied(coder: Coder) -> tuple[Coder, set[int]]:
    """Some texts stand in the corpus twice, and their second copies were coded differently."""
    rng = np.random.default_rng([coder.seed, 4])
    rows = rng.permutation(len(coder.read))[:COPIED]
    first, total = coder.read[rows], len(coder.corpus.texts)
    labels = np.stack([_other(coder.labels[row], coder.corpus.exclusive, rng) for row in rows])
    vectors = coder.corpus.vectors()
    # Half are equal to the letter; the others have the same words in another order and other marks.
    texts = [
        text if at % 2 else " ".join(reversed(text.rstrip(".!?").split())) + "!!"
        for at, text in enumerate(coder.corpus.texts[unit] for unit in first)
    ]
    equal = np.array([unit if at % 2 else total + at for at, unit in enumerate(first.tolist())])
    return replace(
        coder,
        read=np.concatenate([coder.read, total + np.arange(len(rows))]),
        labels=np.vstack([coder.labels, labels]),
        twins=np.concatenate([np.arange(total), equal]),
        texts=[*coder.corpus.texts, *texts],
        vectors=np.concatenate([vectors, vectors[first]]),
    ), set(first.tolist())


def silent(coder: Coder) -> tuple[Coder, set[tuple[int, str]]]:
    """One in ten codes was overlooked; what is not there was never said, only passed over."""
    rng = np.random.default_rng([coder.seed, 5])
    away = (coder.labels == 1) & (rng.random(coder.labels.shape) < SILENT)
    labels = np.where(away, 0, coder.labels).astype(np.float32)
    planted = {(int(coder.read[row]), coder.codes[code]) for row, code in np.argwhere(away)}
    return replace(coder, labels=labels, explicit=labels == 1), planted


def _other(labels: Cells, exclusive: bool, rng: np.random.Generator) -> Cells:
    found = labels.copy()
    if exclusive:
        found[:] = 0
        found[rng.choice(np.flatnonzero(labels == 0))] = 1
    else:
        at = rng.integers(len(labels))
        found[at] = 1 - found[at]
    return found
