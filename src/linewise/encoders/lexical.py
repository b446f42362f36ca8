"""Words and pieces of words of the corpus itself, weighed by rarity and folded into few dimensions.

TF-IDF over words, word pairs and character n-grams (so that inflected and unsegmented languages are served too),
then a truncated SVD: latent semantic analysis (Deerwester et al. 1990), the SVD by random projection (Halko,
Martinsson and Tropp 2011). It knows nothing of the world, but all of the corpus' own vocabulary, in any language.
"""

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import BadInput
from linewise.teaching.packing import pack, unpack

DIMENSIONS = 192
# More texts change the vectors little and cost seconds; a seeded sample of this many stands for a larger corpus.
SAMPLE = 25_000
# Each kind of feature: how it is cut out of a text, how many are kept, and how much it counts.
WORDS: dict[str, Any] = {"analyzer": "word", "ngram_range": (1, 2)}
PIECES: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (2, 4)}
KEPT = (20_000, 10_000)
SHARES = (1.0, 0.7)
# Below this many texts a word seen only once may still matter.
SMALL = 500
CHUNK = 10_000


@dataclass(frozen=True)
class Lexical:
    """A fitted lexical encoder: terms with their inverse document frequencies, and the projection (terms, d)."""

    words: tuple[str, ...]
    pieces: tuple[str, ...]
    idf: NDArray[np.float32]
    projection: NDArray[np.float16]

    name = "Words of this corpus"
    licence = "Apache-2.0"

    @property
    def dimensions(self) -> int:
        return int(self.projection.shape[1])

    @cached_property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """Vectors (n, d); a text without any known word or piece gets zeros."""
        found = np.zeros((len(texts), self.dimensions), np.float16)
        projection = self.projection.astype(np.float32)
        for start in range(0, len(texts), CHUNK):
            folded = self._weighed(texts[start : start + CHUNK]) @ projection
            found[start : start + CHUNK] = _unit_rows(folded)
        return found

    def _weighed(self, texts: Sequence[str]) -> Any:
        from scipy.sparse import hstack

        words, pieces = self._counters
        counts = [words.transform(texts), pieces.transform(texts)]
        idf = np.split(self.idf, [len(self.words)])
        return hstack([_tf_idf(c, i) * share for c, i, share in zip(counts, idf, SHARES, strict=True)], format="csr")

    @cached_property
    def _counters(self) -> tuple[Any, Any]:
        from sklearn.feature_extraction.text import CountVectorizer

        return (
            CountVectorizer(**WORDS, vocabulary=self.words, dtype=np.float32),
            CountVectorizer(**PIECES, vocabulary=self.pieces, dtype=np.float32),
        )

    @cached_property
    def numbers(self) -> tuple[dict[str, int], dict[str, int]]:
        """Where each word, and each piece, stands among those of its kind."""
        words, pieces = ({term: at for at, term in enumerate(terms)} for terms in (self.words, self.pieces))
        return words, pieces

    def to_bytes(self) -> bytes:
        meta = {"words": self.words, "pieces": self.pieces}
        return pack("lexical encoder", meta, {"idf": self.idf, "projection": self.projection})

    @classmethod
    def from_bytes(cls, data: bytes) -> "Lexical":
        meta, arrays = unpack("lexical encoder", data)
        return cls(tuple(meta["words"]), tuple(meta["pieces"]), arrays["idf"], arrays["projection"])


def fit_lexical(texts: Iterable[str], *, dimensions: int = DIMENSIONS, sample: int = SAMPLE, seed: int = 0) -> Lexical:
    """Learn the vocabulary of a corpus; the same texts in the same order with the same seed give the same encoder.

    Reads `texts` once and holds at most `sample` of them. Small corpora give fewer dimensions. Raises BadInput when
    there are not at least two texts with words in them.
    """
    from scipy.sparse import hstack
    from sklearn.utils.extmath import randomized_svd
    from threadpoolctl import threadpool_limits

    chosen = list(dict.fromkeys(_sampled(texts, sample, seed)))
    (words, of_words), (pieces, of_pieces) = (
        _terms(chosen, kind, kept) for kind, kept in zip((WORDS, PIECES), KEPT, strict=True)
    )
    idf = np.concatenate([_idf(of_words), _idf(of_pieces)])
    halves = [
        _tf_idf(counts, part) * share
        for counts, part, share in zip((of_words, of_pieces), np.split(idf, [len(words)]), SHARES, strict=True)
    ]
    weighed = hstack(halves, format="csr")
    rank = min(dimensions, *(size - 1 for size in weighed.shape))
    if rank < 1:
        raise BadInput(
            "The corpus holds too few different words to compare its texts.",
            remedy="Import at least two texts that have words in them.",
        )
    # One thread: the dense steps between the sparse products are too short to share.
    with threadpool_limits(limits=1, user_api="blas"):
        _, _, directions = randomized_svd(weighed, rank, n_iter=3, random_state=seed)
    return Lexical(words, pieces, idf, np.ascontiguousarray(directions.T, np.float16))


def _sampled(texts: Iterable[str], size: int, seed: int) -> list[str]:
    """A uniform sample by one pass (Vitter 1985, algorithm R); all of them when they are no more than `size`."""
    rest = iter(texts)
    kept = list(islice(rest, size))
    chance = random.Random(seed)
    for seen, text in enumerate(rest, start=size + 1):
        slot = chance.randrange(seen)
        if slot < size:
            kept[slot] = text
    return kept


def _terms(texts: Sequence[str], kind: dict[str, Any], kept: int) -> tuple[tuple[str, ...], Any]:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import CountVectorizer

    rare = 1 if len(texts) < SMALL else 2
    counter = CountVectorizer(**kind, min_df=rare, max_features=kept, dtype=np.float32)
    try:
        counts = counter.fit_transform(texts)
    except ValueError:  # no text holds a single term of this kind
        return (), csr_matrix((len(texts), 0), dtype=np.float32)
    return tuple(counter.get_feature_names_out().tolist()), counts


def _idf(counts: Any) -> NDArray[np.float32]:
    texts, terms = counts.shape
    holding = np.bincount(counts.indices, minlength=terms)
    inverse: NDArray[np.float32] = (np.log((1 + texts) / (1 + holding)) + 1).astype(np.float32)
    return inverse


def _tf_idf(counts: Any, idf: NDArray[np.float32]) -> Any:
    """Rows of length 1 from counts, damped by a logarithm and weighed by rarity."""
    weighed = counts.tocsr(copy=True)
    weighed.data = (1 + np.log(weighed.data)) * idf[weighed.indices]
    lengths = np.sqrt(weighed.multiply(weighed).sum(axis=1)).A1
    weighed.data /= np.repeat(np.maximum(lengths, 1e-12), np.diff(weighed.indptr)).astype(np.float32)
    return weighed


def _unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 1e-6, lengths, np.inf)).astype(np.float32)
