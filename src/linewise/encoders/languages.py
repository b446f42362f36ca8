"""In which languages texts are written, told offline by naive Bayes over byte n-grams (Lui and Baldwin 2012, langid).

Single short texts are told badly, a corpus well: the shares of the languages are those under which the texts are
likeliest, found by expectation maximisation over each text's probabilities (Saerens, Latinne and Decaestecker 2002).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

# Bytes of letters from which a text says something about its language: two English words, four Chinese characters.
LETTERS = 12
ROUNDS = 30
# A language with less than this share of the texts is noise as often as not.
LEAST = 0.02
# Kinds of one language as far as an encoder is concerned; "zxx" stands for no language at all.
ALIKE = {"arz": "ar", "ary": "ar", "wuu": "zh", "nn": "no", "zsm": "ms"}
NONE = "zxx"


@dataclass(frozen=True, slots=True)
class Spoken:
    """The shares of the languages in texts, largest first, as ISO 639 codes; `told` is how many texts said something.

    Languages below a fiftieth of the texts are left out, so that the shares may add up to less than 1.
    """

    shares: tuple[tuple[str, float], ...]
    told: int
    texts: int


def spoken(texts: Sequence[str]) -> Spoken:
    """The languages of some texts; without any share where nothing can be told."""
    said = [text for text in dict.fromkeys(texts) if _letters(text) >= LETTERS]
    if not said or find_spec("py3langid") is None:
        return Spoken((), 0, len(texts))
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    teller = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    places: dict[str, int] = {}
    for label in teller.labels:
        places.setdefault(ALIKE.get(label, label), len(places))
    chances = np.zeros((len(said), len(places)))
    for row, text in enumerate(said):
        for label, chance in teller.rank(text):
            chances[row, places[ALIKE.get(label, label)]] += chance
    shares = np.full(len(places), 1 / len(places))
    for _ in range(ROUNDS):
        belongs = chances * shares
        shares = (belongs / belongs.sum(axis=1, keepdims=True)).mean(axis=0)
    found = sorted(((code, float(shares[at])) for code, at in places.items()), key=lambda one: -one[1])
    kept = tuple((code, round(share, 3)) for code, share in found if share >= LEAST and code != NONE)
    return Spoken(kept, len(said), len(texts))


def _letters(text: str) -> int:
    return len("".join(sign for sign in text if sign.isalpha()).encode())
