"""Hiding words for a masked language model to find, drawn anew each time a text is seen.

Devlin et al. 2019 ("BERT"): of the words chosen 80 % are hidden, 10 % become something else, 10 % stay as they are;
drawn anew each time, as Liu et al. 2019 ("RoBERTa") found better; whole words, since the rest of a word gives a piece
of it away.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.encoders.tuning.tokens import SPECIAL, Ints

SHARE = 0.15
HIDDEN, CHANGED = 0.8, 0.1


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The piece that hides, and those that may stand in for another."""

    mask: int
    pieces: Ints


def hide(
    pieces: Ints, words: Ints, alphabet: Alphabet, chance: np.random.Generator, *, share: float = SHARE
) -> tuple[Ints, NDArray[np.bool_]]:
    """What the model is shown (n, length), and which pieces it has to find; each text with words has one at least.

    Padding and the model's own marks (words of SPECIAL) are never chosen.
    """
    most = int(words.max(initial=0)) + 1
    real = words != SPECIAL
    luck = chance.random((len(pieces), most))
    counts = np.where(real.any(axis=1), words.max(axis=1, initial=0) + 1, 0)
    luck[np.arange(most)[None] >= counts[:, None]] = np.inf
    # The luckiest word of a text is always found, so that short texts teach too.
    at_least = luck.min(axis=1, initial=np.inf)
    wanted = (luck < share) | (luck == at_least[:, None]) & np.isfinite(luck)
    chosen = np.take_along_axis(wanted, np.where(real, words, 0), axis=1) & real
    draw = chance.random(pieces.shape)
    shown = np.where(chosen & (draw < HIDDEN), alphabet.mask, pieces)
    other = chance.choice(alphabet.pieces, size=pieces.shape)
    return np.where(chosen & (draw >= HIDDEN) & (draw < HIDDEN + CHANGED), other, shown), chosen
