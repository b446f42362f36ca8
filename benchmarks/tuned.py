"""Vectors of HappyDB by encoders that were tuned on some of its labels: hours of work, kept cell by cell.

    python -m benchmarks.tuned FOLDER [--base minilm] [--seed 1] [--cell tuned-5 ...]

A cell is a way of tuning and a share of the labels. Its vectors of all labelled and test texts are kept in FOLDER as
one file, and a cell that is there is not computed again, so the work can be stopped and gone on with.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.happy import Happy
from linewise.encoders.transformer import Transformer
from linewise.encoders.tuning import Lessons, Recipe
from linewise.encoders.tuning.making import make, politely

# Each needs few processor minutes more than those before it, so that what is there when time is up is a curve.
CELLS = (
    "tuned-5",
    "tuned-10",
    "contrastive-5",
    "pretrained-5",
    "tuned-20",
    "pretrained-10",
    "contrastive-10",
    "pretrained-20",
    "tuned-50",
    "pretrained-50",
    "tuned-30",
    "pretrained-30",
    "tuned-40",
    "pretrained-40",
)
# Times each text is gone through, at most: as many as a processor can be asked for.
EPOCHS = {5: 4, 10: 3, 20: 2, 30: 2, 40: 2, 50: 2}
READ, MOST_TOKENS = 8_000, 48


@dataclass(frozen=True, slots=True)
class Heavy:
    """One run's place, base and seed."""

    folder: Path
    base: str
    seed: int
    threads: int

    def path(self, cell: str) -> Path:
        """Where a cell's vectors are kept."""
        return self.folder / f"{cell}-seed{self.seed}.npz"

    def compute(self, cell: str, data: Happy) -> None:
        """Tune, encode what the cell needs, and keep it."""
        how, _, percent = cell.partition("-")
        split = data.split(self.seed)
        began, cpu = time.monotonic(), time.process_time()
        base = self._adapted(data) if how == "pretrained" else self.base
        taught = split.teaching(int(percent) / 100)
        recipe = self._recipe("contrastive" if how == "contrastive" else "tuned", base, int(percent))
        made = make(recipe, (), _lessons(data, taught), self.folder / f"work-{cell}-{self.seed}", _tell)
        rows = np.concatenate([split.labelled(int(percent) / 100), split.test])
        encoder = Transformer.load(made.folder, threads=self.threads)
        vectors = encoder.encode([data.texts[row] for row in rows])
        about = {
            "stages": {stage: asdict(end) for stage, end in made.stages.items()},
            "wall": time.monotonic() - began,
            "cpu": time.process_time() - cpu,
            "base": self.base,
        }
        np.savez(self.path(cell), rows=rows, vectors=vectors, about=json.dumps(about))

    def _recipe(self, how: str, base: str, percent: int) -> Recipe:
        plain = Recipe(how=how, base=base, seed=self.seed, max_tokens=MOST_TOKENS)  # type: ignore[arg-type]
        epochs = EPOCHS[percent]
        return replace(
            plain,
            tune=replace(plain.tune, epochs=epochs, rate=5e-5),
            contrast=replace(plain.contrast, epochs=epochs),
        )

    def _adapted(self, data: Happy) -> str:
        """The base after one reading of a part of the corpus, made once a seed."""
        plain = Recipe(how="adapted", base=self.base, seed=self.seed, max_tokens=MOST_TOKENS)
        recipe = replace(plain, adapt=replace(plain.adapt, epochs=1))
        some = np.random.default_rng(self.seed).permutation(len(data.distinct))[:READ]
        texts = [data.texts[row] for row in data.distinct[some]]
        place = self.folder / f"work-adapted-{self.seed}"
        made = place / "encoder"
        if not (made / "model.safetensors").exists():
            made = make(recipe, texts, None, place, _tell).folder
        return str(made)


def _lessons(data: Happy, rows: np.ndarray) -> Lessons:
    labels = data.one_hot[rows]
    return Lessons([data.texts[row] for row in rows], labels, np.ones_like(labels), data.twins[rows], True)


def _tell(done: int, total: int, message: str) -> None:
    now = time.monotonic()
    if now - _tell.told > 60:  # type: ignore[attr-defined]
        _tell.told = now  # type: ignore[attr-defined]
        print(f"  {done} of {total}: {message}", flush=True)


_tell.told = 0.0  # type: ignore[attr-defined]


def main(arguments: Sequence[str] | None = None) -> None:
    """Compute the cells that are missing, in order."""
    parser = argparse.ArgumentParser(prog="benchmarks.tuned", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base", default="minilm")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--cell", action="append", choices=CELLS)
    asked = parser.parse_args(arguments)
    import torch

    torch.set_num_threads(asked.threads)
    asked.folder.mkdir(parents=True, exist_ok=True)
    heavy, data = Heavy(asked.folder, asked.base, asked.seed, asked.threads), Happy()
    for cell in asked.cell or CELLS:
        if not heavy.path(cell).exists():
            print(f"{time.strftime('%H:%M:%S')} {cell}", flush=True)
            politely(lambda _, cell=cell: heavy.compute(cell, data))


if __name__ == "__main__":
    main()
