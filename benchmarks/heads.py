"""Heads: from few labels to probabilities. What was tried, on every corpus at hand, and what was kept."""

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks import corpora, ground
from benchmarks.contenders import HEADS, Field, Rows, before, ours
from benchmarks.page import picture, table
from benchmarks.plot import Curve, curves
from linewise.teaching.learner import Floats
from linewise.teaching.reliability import measured

TITLE = "Heads: from few labels to probabilities"
SIZES, SEEDS = (50, 100, 200, 400, 700, 1_400, 2_800), 5
# A round of margin choosing, and the most of a corpus that labels are taken from.
ROUND, MOST = 50, 0.5
DRAWN = ("Linewise", "before: ridge on the vectors", "TF-IDF and logistic regression")
# From so many labels on only these are compared: the others take minutes a fit there.
COSTLY = 2_000

WORDS = """Each head learns from so many labelled texts and answers for all others of the corpus: means over {seeds}
seeds. For codes that exclude one another *right* is the share of texts whose likeliest code is the right one, for
several codes a text it is the share of cells; *macro-F1* is the mean over codes, with a code given from .5 on where a
text may have several; *loss* is the mean log loss of a text, or of a cell; *error* is the calibration error over
equally large bins of the likeliest code, or of all cells. HappyDB is taken with each text once. {left_out}

What was kept: one regression a code along the directions of the corpus, wide ones trusted more than narrow ones (the
covariance of *all* vectors, labelled or not, is the prior), strength chosen on held-out folds, then slopes and offsets
fitted on these folds. It stays linear, so a million units are scored in seconds and each word's part can be told.
The kernel and self-training gain nothing. Spreading over neighbours is right in up to a point more of the texts, but
means what it says less (see *error*), and needs the corpus wherever it predicts: it was left out.
"""


class Score(NamedTuple):
    """How well unread texts were answered."""

    right: float
    macro: float
    loss: float
    error: float


def run(_: ground.Ground) -> str:
    """Tables and plots as Markdown."""
    seeds = int(os.environ.get("LINEWISE_SEEDS", SEEDS))
    sizes = [size for size in SIZES if size <= int(os.environ.get("LINEWISE_LABELS", SIZES[-1]))]
    parts = [WORDS.format(seeds=seeds, left_out=corpora.left_out())]
    for corpus in corpora.every():
        field = Field(corpus.distinct() if corpus.exclusive else corpus)
        parts += _section(field, [size for size in sizes if size <= MOST * len(corpus.texts)], seeds)
    return "\n\n".join(parts)


def _section(field: Field, sizes: Sequence[int], seeds: int) -> Iterator[str]:
    name = field.corpus.name
    found: dict[tuple[str, int], list[Score]] = {}
    for seed in range(seeds):
        order = np.random.default_rng(seed).permutation(len(field.corpus.texts))
        for size in sizes:
            rows = np.sort(order[:size])
            for head in HEADS if size < COSTLY else DRAWN:
                answer = HEADS[head]
                found.setdefault((head, size), []).append(score(field, answer(field, rows), rows))
    mean = {key: Score(*np.mean(scores, axis=0)) for key, scores in found.items()}
    yield f"## {name}\n\n{len(field.corpus.texts):,} texts, {len(field.corpus.codes)} codes, labels drawn at random."
    yield picture(
        f"heads-{name.lower().replace(' ', '-').replace(',', '')}",
        curves(
            {head: Curve([(float(size), _main(field, mean[head, size])) for size in sizes]) for head in DRAWN},
            title=name,
            x="labelled texts",
            y="right" if field.corpus.exclusive else "macro-F1",
        ),
        f"{name}: how right each head is after so many labels",
    )
    for pick, what in enumerate(("right", "macro-F1", "loss", "error")):
        cells = {key: f"{one[pick]:.3f}" for key, one in mean.items()}
        lines = [(head, *(cells.get((head, size), "–") for size in sizes)) for head in HEADS]
        yield f"**{what}**\n\n{table((what, *(f'{size:,}' for size in sizes)), lines)}"
    if field.corpus.exclusive:
        yield _margin(field, sizes, seeds)


def _margin(field: Field, sizes: Sequence[int], seeds: int) -> str:
    """Labels chosen by margin, each head by its own, in rounds of 50 after 50 at random."""
    lines = []
    for head, answer in (("Linewise", ours), ("before: ridge on the vectors", before)):
        found: dict[int, list[float]] = {size: [] for size in sizes}
        for seed in range(seeds):
            for rows, probabilities in _chosen(field, answer, max(sizes), seed):
                if len(rows) in found:
                    found[len(rows)].append(score(field, probabilities, rows).right)
        lines.append((head, *(f"{np.mean(values):.3f}" if values else "–" for values in found.values())))
    words = "Right on the texts not chosen, where the labels were chosen by margin in rounds of 50:"
    return f"{words}\n\n{table(('right', *(f'{size:,}' for size in sizes)), lines)}"


def _chosen(field: Field, answer, most: int, seed: int) -> Iterator[tuple[Rows, Floats]]:  # type: ignore[no-untyped-def]
    rows: NDArray[np.int64] = np.random.default_rng(seed).permutation(len(field.gold))[:ROUND]
    while True:
        probabilities = answer(field, rows)
        yield rows, probabilities
        if len(rows) >= most:
            return
        sorted_ = np.sort(probabilities, axis=1)
        margin = sorted_[:, -1] - sorted_[:, -2]
        margin[rows] = np.inf
        rows = np.concatenate([rows, np.argsort(margin, kind="stable")[:ROUND]])


def score(field: Field, probabilities: Floats, rows: Rows) -> Score:
    """The answers (texts, codes) judged on all texts but the labelled rows."""
    unread = np.setdiff1d(np.arange(len(field.gold)), rows)
    p, gold = np.clip(probabilities[unread], 1e-5, 1 - 1e-5), field.gold[unread]
    exclusive = field.corpus.exclusive
    given = np.eye(p.shape[1], dtype=bool)[p.argmax(axis=1)] if exclusive else p >= 0.5
    hits = (given & (gold > 0.5)).sum(axis=0)
    macro = 2 * hits / np.maximum(given.sum(axis=0) + gold.sum(axis=0), 1)
    if exclusive:
        loss = -np.log((p * gold).sum(axis=1) / p.sum(axis=1)).mean()
        right = gold[np.arange(len(p)), p.argmax(axis=1)].mean()
    else:
        loss = -(gold * np.log(p) + (1 - gold) * np.log(1 - p)).mean()
        right = (given == (gold > 0.5)).mean()
    told = measured(p, gold, (), of="folds", units=len(p), exclusive=exclusive)["overall"]
    error = told["error"] if isinstance(told, dict) else float("nan")
    return Score(float(right), float(macro.mean()), float(loss), float(error))


def _main(field: Field, one: Score) -> float:
    return one.right if field.corpus.exclusive else one.macro
