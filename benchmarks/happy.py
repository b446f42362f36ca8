"""HappyDB with its gold labels, cut for experiments: nested shares of random labels, and test rows of none of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpora import Corpus, happydb

Ints = NDArray[np.int64]
TEST = 2_000
# As in a study: a fifth of what is verified is the audit sample, which never teaches an encoder.
AUDIT = 5


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Rows in a random order, of whose beginning shares are labelled, and the test rows, at its end."""

    order: Ints
    test: Ints
    size: int

    def labelled(self, share: float) -> Ints:
        """The first rows: as many as this share of the corpus."""
        return self.order[: round(share * self.size)]

    def teaching(self, share: float) -> Ints:
        """Those of the labelled rows that may teach an encoder."""
        return self.labelled(share)[~self.audit(share)]

    def audit(self, share: float) -> NDArray[np.bool_]:
        """Which of the labelled rows are the audit sample: every fifth."""
        found: NDArray[np.bool_] = np.arange(round(share * self.size)) % AUDIT == 0
        return found


class Happy:
    """The texts and gold labels, all rows or one of each text."""

    def __init__(self, *, distinct: bool = False) -> None:
        self._whole: Corpus = happydb()
        first = {text: row for row, text in reversed(list(enumerate(self._whole.texts)))}
        self._rows: Ints = np.array(sorted(first.values()) if distinct else range(len(self._whole.texts)), np.int64)
        self.texts = [self._whole.texts[row] for row in self._rows]
        place = {text: at for at, text in reversed(list(enumerate(self.texts)))}
        self.twins: Ints = np.array([place[text] for text in self.texts], np.int64)

    @cached_property
    def distinct(self) -> Ints:
        """The first row of each text."""
        found: Ints = np.unique(self.twins)
        return found

    @cached_property
    def one_hot(self) -> NDArray[np.float32]:
        """1 for each text's code, (texts, codes)."""
        return self._whole.gold[self._rows].astype(np.float32)

    def vectors(self, encoder: str) -> NDArray[np.float16]:
        """Vectors by "default" or "lexical", both fitted on the whole corpus."""
        return self._whole.vectors(encoder)[self._rows]

    def split(self, seed: int) -> Split:
        """By this seed, always the same."""
        order = np.random.default_rng(seed).permutation(len(self.texts))
        return Split(order[:-TEST], order[-TEST:], len(self.texts))
