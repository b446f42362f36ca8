"""Texts into vectors."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from benchmarks.encoders import official
from benchmarks.figure import Figure, quantiles, seconds
from benchmarks.ground import Ground
from linewise.core.errors import NotReady
from linewise.encoders.minilm import MiniLM

TEXTS, TIMES = 1_000, 3


def run(ground: Ground) -> Iterator[Figure]:
    """The sentence half of the encoder, beside sentence-transformers where that is installed."""
    texts = ground.texts[:TEXTS]
    try:
        encoder = MiniLM.load()
    except NotReady:
        return
    taken = [seconds(lambda: encoder.encode(texts)) for _ in range(TIMES)]
    pace = len(texts) / quantiles(taken)[0]
    weights = official()
    usual = _usual(texts, weights) if weights is not None and find_spec("sentence_transformers") else None
    yield Figure(
        what="encoding",
        unit="texts/s",
        median=pace,
        budget=2.5 * usual if usual else None,
        beside="sentence-transformers" if usual else "",
        yardstick=usual,
        more_is_better=True,
    )


def _usual(texts: list[str], weights: Path) -> float:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(weights), device="cpu")
    return len(texts) / seconds(lambda: model.encode(texts))
