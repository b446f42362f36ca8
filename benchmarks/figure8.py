"""Figure 8 of the 2022 paper again: loss and accuracy against the share of labels, done right.

    python -m benchmarks figure8 --write
    python -m benchmarks.figure8 --seeds 1 --shares 5 10          # in a minute: without tuned encoders

Tuned encoders are read from the folder that `python -m benchmarks.tuned FOLDER` filled; LINEWISE_FIGURE8 names it.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import page
from benchmarks.ground import Ground
from benchmarks.happy import Happy
from benchmarks.plot import Curve, curves
from linewise.encoders.hybrid import SHARE
from linewise.learners import SoftmaxLearner
from linewise.teaching.learner import Context
from linewise.teaching.terrain import Terrain

TITLE = "Figure 8 again"
SHARES = (5, 10, 20, 30, 40, 50)
SEEDS = (1, 2, 3, 4, 5)
# As the paper's text gives them: mean binary cross-entropy on held-out texts, by percent of labels.
PAPER = {5: 0.258, 10: 0.197, 20: 0.172, 50: 0.148}
PAPER_PRETRAINED = {5: 0.238}
NAMES = {
    "lexical": "words of the corpus",
    "hybrid": "the default (hybrid)",
    "tuned": "fine-tuned",
    "tuned+": "fine-tuned, with words",
    "pretrained": "pre-trained, fine-tuned",
    "pretrained+": "pre-trained, fine-tuned, with words",
    "contrastive": "contrastive",
    "contrastive+": "contrastive, with words",
}
FOLDER = Path(os.environ.get("LINEWISE_FIGURE8") or Path(tempfile.gettempdir()) / "linewise-figure8")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Cell:
    """One method at one share of labels from one seed."""

    loss: float
    accuracy: float


class Results:
    """What has been measured, kept in a file as it comes, so that a run that was stopped goes on."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "results.json"
        self._known: dict[str, list[float]] = json.loads(self._path.read_text()) if self._path.exists() else {}

    def get(self, method: str, rows: str, share: int, seed: int) -> Cell | None:
        """A cell, if it is known."""
        found = self._known.get(f"{method} {rows} {share} {seed}")
        return Cell(*found) if found else None

    def put(self, method: str, rows: str, share: int, seed: int, cell: Cell) -> None:
        """Keep a cell."""
        self._known[f"{method} {rows} {share} {seed}"] = [cell.loss, cell.accuracy]
        self._path.write_text(json.dumps(self._known, indent=0, sort_keys=True))

    def all(self, method: str, rows: str, share: int) -> list[Cell]:
        """The cells of all seeds."""
        cells = (self.get(method, rows, share, seed) for seed in SEEDS)
        return [cell for cell in cells if cell is not None]


def light(data: Happy, rows: str, seeds: Sequence[int], shares: Sequence[int], results: Results) -> None:
    """Heads over the lexical and the default encoder."""
    for method, encoder in (("lexical", "lexical"), ("hybrid", "default")):
        missing = [(seed, share) for seed in seeds for share in shares if not results.get(method, rows, share, seed)]
        if not missing:
            continue
        vectors = data.vectors(encoder)
        terrain = Terrain.of(vectors)
        for seed, share in missing:
            split = data.split(seed)
            labelled = split.labelled(share / 100)
            context = Context(terrain=terrain)
            cell = judged(data, vectors[labelled], labelled, vectors[split.test], split.test, context, seed)
            results.put(method, rows, share, seed, cell)


def heavy(data: Happy, folder: Path, results: Results) -> None:
    """Heads over tuned encoders, alone and joined with the words; the audit sample, which did not tune, calibrates."""
    for path in sorted(folder.glob("*-*-seed*.npz")):
        how, percent, number = path.stem.split("-")
        share, seed = int(percent), int(number.removeprefix("seed"))
        if results.get(f"{how}+", "all", share, seed):
            continue
        split = data.split(seed)
        labelled = split.labelled(share / 100)
        with np.load(path) as kept:
            tuned: Floats = kept["vectors"].astype(np.float32)
            rows = kept["rows"]
        assert np.array_equal(rows, np.concatenate([labelled, split.test]))
        words = data.vectors("lexical")[rows].astype(np.float32)
        joined = np.hstack([tuned, SHARE * words])
        joined /= np.linalg.norm(joined, axis=1, keepdims=True)
        for name, vectors in ((how, tuned), (f"{how}+", joined)):
            context = Context(terrain=Terrain.of(vectors), trusted=split.audit(share / 100))
            known, test = vectors[: len(labelled)], vectors[len(labelled) :]
            results.put(name, "all", share, seed, judged(data, known, labelled, test, split.test, context, seed))


def judged(
    data: Happy,
    known: Floats,
    labelled: NDArray[np.int64],
    test: Floats,
    rows: NDArray[np.int64],
    context: Context,
    seed: int,
) -> Cell:
    """Fit heads on the labelled vectors and judge them on the test rows, as the paper did."""
    labels = data.one_hot[labelled]
    weights = np.ones_like(labels)
    fitted = SoftmaxLearner().fit(known, labels, weights, seed=seed, groups=data.twins[labelled], context=context)
    found = np.clip(fitted.predict(test), 1e-6, 1 - 1e-6)
    gold = data.one_hot[rows]
    loss = -(gold * np.log(found) + (1 - gold) * np.log(1 - found)).mean()
    return Cell(float(loss), float((found.argmax(axis=1) == gold.argmax(axis=1)).mean()))


TEXT = """The 2022 paper fine-tuned DistilBERT on random shares of HappyDB's labels and plotted the mean binary
cross-entropy on held-out texts (figure 8). Its code re-drew the weights of the encoder at every load, so that neither
pre-training nor DistilBERT's own knowledge could help. Here the same is done with weights that are kept. The base of
the tuned encoders is {base}: no model hub could be reached when this was measured; `--base` of `benchmarks.tuned` takes
DistilBERT or any other.

{picture}

**All rows, as the paper did** (14,125 texts, a tenth of them repeated). Loss, and accuracy in brackets, on {test:,}
rows that no label came from: the mean over the seeds, ± half the range between the best and the worst of them.

{all}

Lexical and hybrid: five seeds. Tuned encoders: {seeds}. For them a fifth of the labels is kept as the audit sample, as
in a study: it teaches the heads and calibrates them, but not the encoder. "With words" joins the tuned encoder with the
words of the corpus, as the default does.

**Distinct texts** (one row of each, so that no test text has been seen).

{distinct}

**What tuning took**, on one thread of a busy machine with two cores:

{costs}
"""


def run(_: Ground, *, seeds: Sequence[int] = SEEDS, shares: Sequence[int] = SHARES, folder: Path = FOLDER) -> str:
    """Tables and a plot as Markdown."""
    results = Results(folder)
    for rows, data in (("all", Happy()), ("distinct", Happy(distinct=True))):
        light(data, rows, seeds, shares, results)
        if rows == "all":
            heavy(data, folder, results)
    drawn = {
        "the paper": Curve([(share / 100, loss) for share, loss in PAPER.items()], dashed=True),
        **dict(_curves(results)),
    }
    chart = curves(drawn, title="Loss against labels", x="share of labels", y="loss", x_as_share=True, low=0.06)
    words = "Loss on held-out texts against the share of labels: the paper, and every method in the table"
    with_tuned = [name for name in NAMES if any(results.all(name, "all", share) for share in SHARES)]
    paper = [["the paper, fine-tuned", *(_three(PAPER.get(share)) for share in SHARES)]]
    paper.append(["the paper, pre-trained", *(_three(PAPER_PRETRAINED.get(share)) for share in SHARES)])
    head = ["", *(f"{share} %" for share in SHARES)]
    costs, base, tuned_seeds = _costs(folder)
    same = [results.get("hybrid", "all", share, SEEDS[0]) for share in SHARES]
    paired = [f"{NAMES['hybrid']}, seed {SEEDS[0]} alone", *(_said([cell] if cell else []) for cell in same)]
    measured = [[NAMES[name], *_row(results, name, "all")] for name in with_tuned]
    return TEXT.format(
        base=base,
        picture=page.picture("figure8", chart, words),
        test=2_000,
        all=page.table(head, [*paper, *measured[:2], paired, *measured[2:]]),
        distinct=page.table(head, [[NAMES[name], *_row(results, name, "distinct")] for name in ("lexical", "hybrid")]),
        seeds=tuned_seeds,
        costs=costs,
    )


def _curves(results: Results) -> Iterator[tuple[str, Curve]]:
    for name in ("lexical", "hybrid", "tuned+", "pretrained+", "contrastive+"):
        found = [(share / 100, results.all(name, "all", share)) for share in SHARES]
        points = [(share, float(np.mean([cell.loss for cell in cells]))) for share, cells in found if cells]
        band = [(min(c.loss for c in cells), max(c.loss for c in cells)) for _, cells in found if cells]
        if points:
            yield NAMES[name].replace(", with words", ""), Curve(points, band)


def _row(results: Results, name: str, rows: str) -> list[str]:
    return [_said(results.all(name, rows, share)) for share in SHARES]


def _said(cells: Sequence[Cell]) -> str:
    if not cells:
        return ""
    losses, right = [cell.loss for cell in cells], [cell.accuracy for cell in cells]
    spread = f" ± {(max(losses) - min(losses)) / 2:.3f}" if len(cells) > 1 else ""
    return f"{np.mean(losses):.3f}{spread} ({np.mean(right):.3f})"


def _three(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _costs(folder: Path) -> tuple[str, str, str]:
    """How each tuned encoder came about, as a table; which base; and from which seeds."""
    rows, bases, seeds = [], set(), set()
    for path in sorted(folder.glob("*-*-seed*.npz"), key=lambda path: path.stat().st_mtime):
        how, percent, seed = path.stem.split("-")
        with np.load(path) as kept:
            about = json.loads(str(kept["about"]))
        bases.add(about["base"])
        seeds.add(seed.removeprefix("seed"))
        steps = sum(end["steps"] for end in about["stages"].values())
        judged = "; ".join(" ".join(f"{x:.3f}" for x in end["judged"]) for end in about["stages"].values())
        rows.append([f"{NAMES[how]}, {percent} %", seed[4:], steps, judged, f"{about['cpu'] / 60:.1f}"])
    if not rows:
        return "No tuned encoder was at hand.", "none here", "none"
    head = ["", "seed", "steps", "held-out loss after each epoch", "processor minutes"]
    base = " and ".join("MiniLM (official weights)" if one == "minilm" else one for one in sorted(bases))
    return page.table(head, rows), base, f"one seed ({', '.join(sorted(seeds))})" if len(seeds) == 1 else "as listed"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the page."""
    parser = argparse.ArgumentParser(prog="benchmarks.figure8", description=__doc__)
    parser.add_argument("--seeds", type=int, default=len(SEEDS))
    parser.add_argument("--shares", type=int, nargs="+", default=SHARES, choices=SHARES)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where `benchmarks.tuned` put its cells")
    parser.add_argument("--write", action="store_true", help="also write docs/benchmarks/figure8.md")
    asked = parser.parse_args(arguments)
    text = run(Ground(Path(), 0), seeds=SEEDS[: asked.seeds], shares=asked.shares, folder=asked.folder)
    print(text)
    if asked.write:
        page.write("figure8", TITLE, text)


if __name__ == "__main__":
    main()
