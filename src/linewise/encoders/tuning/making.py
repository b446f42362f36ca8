"""From a recipe and texts to the folder of a new encoder, stage by stage, resumed where it was stopped."""

import hashlib
import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from linewise.core.errors import BadInput, NotReady
from linewise.encoders.tuning.backbone import Backbone
from linewise.encoders.tuning.checkpoint import Checkpoint
from linewise.encoders.tuning.loop import Descent, Task, Told, descend
from linewise.encoders.tuning.recipe import FEWEST_LABELS, Lessons, Recipe, Schedule, Stage

WORDS: dict[Stage, str] = {
    "adapt": "reading the corpus for its words",
    "tune": "learning the codes",
    "contrast": "telling texts apart by their codes",
}
NICENESS = 10
T = TypeVar("T")
# Texts gone through, of how many, and what is being done.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new encoder's folder, how each stage ended, and the seconds that this call took."""

    folder: Path
    stages: dict[Stage, Descent]
    seconds: float


def make(
    recipe: Recipe,
    texts: Sequence[str],
    lessons: Lessons | None,
    folder: Path,
    progress: Progress,
    *,
    device: str = "auto",
) -> Made:
    """Make the encoder in `folder`; the same call after a stop goes on there, another recipe or corpus begins anew.

    `texts` are what there is to read, coded or not; `lessons` may be None where no codes are learned. Raises BadInput
    and NotReady as Backbone.load does, and NotReady when there is too little to learn from.
    """
    began = time.monotonic()
    texts = list(dict.fromkeys(texts))
    enough(recipe, texts, lessons)
    _begin(recipe, texts, lessons, folder)
    backbone = Backbone.load(recipe.base, device=device)
    sizes = [_size(stage, schedule, texts, lessons) for stage, schedule in recipe.stages]
    ends: dict[Stage, Descent] = {}
    for number, (stage, schedule) in enumerate(recipe.stages):
        told = _telling(progress, stage, before=sum(sizes[:number]), size=sizes[number], total=sum(sizes))
        task = task_of(stage, backbone, texts, lessons, schedule, recipe)
        checkpoint = Checkpoint(folder / f"{number}-{stage}.safetensors")
        ends[stage] = descend(task, schedule, checkpoint, told, seed=recipe.seed, device=backbone.device)
        del task
    made = folder / "encoder"
    shutil.rmtree(made, ignore_errors=True)
    licence = backbone.layout.licence
    backbone.save(made, licence=licence, note=f"Made by Linewise from {recipe.base}: {recipe.how}.")
    return Made(folder=made, stages=ends, seconds=time.monotonic() - began)


def enough(recipe: Recipe, texts: Sequence[str], lessons: Lessons | None) -> None:
    """Raise NotReady when there is too little to learn from."""
    coded = 0 if lessons is None else int(((lessons.weights > 0) & ~np.isnan(lessons.labels)).any(axis=1).sum())
    if recipe.how != "adapted" and coded < FEWEST_LABELS:
        raise NotReady(
            f"Only {coded} units that may teach an encoder are coded, and {FEWEST_LABELS} are needed; "
            "those of the audit sample do not count, so that it stays a test.",
            remedy="Code or verify some more first.",
        )
    if len(recipe.stages) + (recipe.how == "adapted") > 1 and len(texts) < FEWEST_LABELS:
        raise NotReady("There are too few texts to read.", remedy="Import more first.")


def task_of(
    stage: Stage, backbone: Backbone, texts: Sequence[str], lessons: Lessons | None, schedule: Schedule, recipe: Recipe
) -> Task:
    """The stage, ready to descend."""
    from linewise.encoders.tuning.adapt import Adapting
    from linewise.encoders.tuning.supervise import Contrasting, Tuning

    most, seed = recipe.max_tokens, recipe.seed
    if stage == "adapt":
        return Adapting.of(backbone, texts, schedule, most=most, seed=seed)
    if lessons is None:
        raise BadInput("There are no codings to learn from.", remedy="Give some.")
    kind = Tuning if stage == "tune" else Contrasting
    return kind.of(backbone, lessons, schedule, most=most, seed=seed)


class Stopped(Exception):
    """Raised in the work when whoever waited for it no longer does."""


def politely(work: Callable[[Progress], T], progress: Progress = lambda done, total, message: None) -> T:
    """Do the work on a thread of its own that lets everything else on this machine go first, and wait for it.

    Threads that PyTorch starts from there inherit its niceness. An interrupt stops the work at its next step.
    """
    stop = threading.Event()

    def tell(done: int, total: int, message: str) -> None:
        if stop.is_set():
            raise Stopped
        progress(done, total, message)

    with ThreadPoolExecutor(1, thread_name_prefix="linewise-tuning", initializer=_step_back) as pool:
        future = pool.submit(work, tell)
        try:
            return future.result()
        except BaseException:
            stop.set()
            raise


def _step_back() -> None:
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def _telling(progress: Progress, stage: Stage, *, before: int, size: int, total: int) -> Told:
    """Steps of one stage as texts of the whole work."""

    def told(done: int, of: int, best: float | None) -> None:
        so_far = "" if best is None else f", held-out loss {best:.3f}"
        progress(before + round(size * done / of), total, WORDS[stage] + so_far)

    return told


def _size(stage: Stage, schedule: Schedule, texts: Sequence[str], lessons: Lessons | None) -> int:
    rows = len(texts) if stage == "adapt" or lessons is None else len(lessons.texts)
    return rows * schedule.epochs


def _begin(recipe: Recipe, texts: Sequence[str], lessons: Lessons | None, folder: Path) -> None:
    """Empty the folder unless it was begun with this very recipe, corpus and codings."""
    plan = {"version": 1, "recipe": asdict(recipe), "content": _digest(texts, lessons)}
    said = json.dumps(plan, sort_keys=True)
    path = folder / "plan.json"
    if path.is_file() and path.read_text(encoding="utf-8") == said:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    path.write_text(said, encoding="utf-8")


def _digest(texts: Sequence[str], lessons: Lessons | None) -> str:
    running = hashlib.sha256()
    for text in texts:
        running.update(text.encode() + b"\0")
    if lessons is not None:
        for text in lessons.texts:
            running.update(text.encode() + b"\0")
        running.update(np.nan_to_num(lessons.labels, nan=-1).tobytes() + lessons.weights.tobytes())
        running.update(lessons.groups.tobytes() + bytes([lessons.exclusive]))
    return running.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a recipe would take here, in seconds at most: each stage, then a vector for every unit."""

    stages: dict[Stage, float]
    encoding: float
    parameters: int
    device: str

    @property
    def seconds(self) -> float:
        """All of it."""
        return sum(self.stages.values()) + self.encoding


def estimate(
    recipe: Recipe,
    texts: Sequence[str],
    lessons: Lessons | None,
    *,
    corpus: int,
    units: int,
    device: str = "auto",
) -> Cost:
    """Measure a few batches of each stage and multiply; nothing is kept. `texts` is a sample of the `corpus` texts
    that would be read, `units` need vectors."""
    import torch

    enough(recipe, texts, lessons)
    backbone = Backbone.load(recipe.base, device=device)
    found: dict[Stage, float] = {}
    for stage, schedule in recipe.stages:
        rows = corpus if stage == "adapt" or lessons is None else len(lessons.texts)
        task = task_of(stage, backbone, texts, lessons, replace(schedule, held=0.0), recipe)
        found[stage] = _timed(task, schedule) * rows * schedule.epochs
    some = list(texts[:128])
    tokens = backbone.tokens(some, backbone.limit)
    pieces, real, _ = tokens.rows(np.argsort(tokens.lengths)[: max(1, len(some) * 3 // 4)])
    model = backbone.model.eval()
    with torch.inference_mode():
        ids = torch.from_numpy(pieces).to(backbone.device)
        mask = torch.from_numpy(real).to(backbone.device)
        began = time.perf_counter()
        backbone.vectors(ids, mask)
    took = (time.perf_counter() - began) / len(pieces)
    parameters = sum(value.numel() for value in model.parameters())
    return Cost(stages=found, encoding=took * units, parameters=parameters, device=backbone.device)


def _timed(task: Any, schedule: Schedule) -> float:
    """Seconds a text, from batches of middling length, the first of them not counted."""
    import torch

    weights = task.weights()
    optimiser = torch.optim.AdamW(list(weights.values()), lr=0.0)
    batches = sorted(task.batches(0), key=lambda rows: int(task.tokens.lengths[rows].max()))
    middle = batches[len(batches) // 3 :][:3] if len(batches) > 3 else list(batches)
    task.mode(training=True)
    read, took = 0, 0.0
    for number, rows in enumerate([middle[0], *middle]):
        began = time.perf_counter()
        task.loss(rows, 10**6, 10**6).backward()
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        if number:
            read, took = read + schedule.batch, took + time.perf_counter() - began
    task.mode(training=False)
    return took / max(1, read)
