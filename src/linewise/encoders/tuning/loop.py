"""The descent that all stages share: batches, warm-up, clipping, judging, stopping early, and going on after a stop.

Each step's chance (dropout, masks) follows from the seed and the step's number alone, so that a fit which was stopped
and resumed takes the very steps of one that was not.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from linewise.encoders.tuning.checkpoint import Checkpoint, Standing
from linewise.encoders.tuning.recipe import Schedule
from linewise.encoders.tuning.tokens import Ints

# Seconds between two writings of where a fit stands.
EVERY = 180.0
WIDTH = 768

Tensor = Any
# Steps done, of how many, and the loss on what was held out, once there is one.
Told = Callable[[int, int, float | None], None]


class Task(Protocol):
    """One stage: what is learned, from what, and how well it is known."""

    @property
    def width(self) -> int:
        """Of the encoder: narrower ones take larger steps."""

    def weights(self) -> dict[str, Tensor]:
        """Everything that is trained, by name."""

    def batches(self, epoch: int) -> Sequence[Ints]:
        """The batches of an epoch: always the same ones for the same epoch, always as many."""

    def loss(self, rows: Ints, step: int, steps: int) -> Tensor:
        """How wrong the model is on a batch, as step number `step` of `steps`."""

    def judge(self) -> float | None:
        """How wrong it is on what was held out, lower is better; None when nothing was."""

    def mode(self, *, training: bool) -> None:
        """Switch chance (dropout) on or off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Descent:
    """How a stage ended: steps taken, judgements after each epoch, the epoch whose weights were kept (from 1)."""

    steps: int
    judged: tuple[float, ...]
    kept: int


def descend(task: Task, schedule: Schedule, checkpoint: Checkpoint, told: Told, *, seed: int, device: str) -> Descent:
    """Train to the end of the schedule or until judgements no longer improve; the best weights remain in the task.

    What `told` raises stops the fit; where it stood is kept before, so that the same call goes on from there.
    """
    import torch

    weights = task.weights()
    optimiser = torch.optim.AdamW(_groups(weights, schedule), lr=0.0)
    length = len(task.batches(0))
    total = max(1, length * schedule.epochs)
    standing, best = _restored(checkpoint, weights, optimiser)
    rate = schedule.rate * WIDTH / task.width
    written = time.monotonic()

    def keep() -> None:
        checkpoint.write(standing, {**_named(weights, "now"), **_named(best, "best"), **_moments(optimiser)})

    def tell(done: int) -> None:
        try:
            told(done, total, standing.best)
        except BaseException:
            keep()
            raise

    while not standing.ended:
        batches = task.batches(standing.epoch)
        task.mode(training=True)
        while standing.batch < len(batches):
            tell(standing.steps)
            torch.manual_seed(_chance(seed, standing.steps))
            for group in optimiser.param_groups:
                group["lr"] = rate * group["pace"] * slope(standing.steps, total, schedule.warmup)
            with _precision(device):
                loss = task.loss(batches[standing.batch], standing.steps, total)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(list(weights.values()), schedule.clip)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            standing.batch, standing.steps = standing.batch + 1, standing.steps + 1
            if time.monotonic() - written > EVERY:
                keep()
                written = time.monotonic()
        task.mode(training=False)
        with torch.inference_mode():
            judged = task.judge()
        best = _judged(standing, judged, schedule, weights, best)
        keep()
        written = time.monotonic()
    tell(total)
    _put_back(weights, best)
    task.mode(training=False)
    return Descent(steps=standing.steps, judged=tuple(standing.judged or ()), kept=standing.best_epoch)


def slope(step: int, steps: int, warmup: float) -> float:
    """The share of the highest rate at a step: up in a line, then down to nothing."""
    rising = max(1, math.ceil(steps * warmup))
    if step < rising:
        return (step + 1) / rising
    return max(0.0, (steps - step) / max(1, steps - rising))


def _judged(
    standing: Standing, judged: float | None, schedule: Schedule, weights: dict[str, Tensor], best: dict[str, Tensor]
) -> dict[str, Tensor]:
    """Note a judgement; returns the best weights so far (none are kept apart where nothing is judged)."""
    standing.epoch, standing.batch = standing.epoch + 1, 0
    standing.ended = standing.epoch >= schedule.epochs
    if judged is None:
        standing.best_epoch = standing.epoch
        return {}
    standing.judged = [*(standing.judged or []), judged]
    if standing.best is None or judged < standing.best:
        standing.best, standing.best_epoch, standing.waited = judged, standing.epoch, 0
        return {name: value.detach().clone() for name, value in weights.items()}
    standing.waited += 1
    standing.ended = standing.ended or standing.waited >= schedule.patience
    return best


def _groups(weights: dict[str, Tensor], schedule: Schedule) -> list[dict[str, Any]]:
    """Matrices decay, offsets and scales do not; a fresh head moves ten times as fast as the encoder under it."""
    groups: dict[tuple[bool, bool], dict[str, Any]] = {}
    for name, value in weights.items():
        kind = (value.ndim > 1, name.startswith("head."))
        pace = 10.0 if kind[1] else 1.0
        group = groups.setdefault(
            kind, {"params": [], "weight_decay": schedule.decay if kind[0] else 0.0, "pace": pace}
        )
        group["params"].append(value)
    return list(groups.values())


def _restored(checkpoint: Checkpoint, weights: dict[str, Tensor], optimiser: Any) -> tuple[Standing, dict[str, Tensor]]:
    kept = checkpoint.read()
    if kept is None:
        return Standing(), {}
    standing, tensors = kept
    _put_back(weights, _part(tensors, "now"))
    moments: dict[int, dict[str, Tensor]] = {}
    for name, value in _part(tensors, "adam").items():
        number, _, what = name.partition(".")
        moments.setdefault(int(number), {})[what] = value
    state = optimiser.state_dict()
    optimiser.load_state_dict({"state": moments, "param_groups": state["param_groups"]})
    best = _part(tensors, "best")
    return standing, {name: value.to(weights[name].device) for name, value in best.items()}


def _named(tensors: dict[str, Tensor], kind: str) -> dict[str, Tensor]:
    return {f"{kind}/{name}": value for name, value in tensors.items()}


def _part(tensors: dict[str, Tensor], kind: str) -> dict[str, Tensor]:
    return {name.removeprefix(f"{kind}/"): value for name, value in tensors.items() if name.startswith(f"{kind}/")}


def _moments(optimiser: Any) -> dict[str, Tensor]:
    state = optimiser.state_dict()["state"]
    return {f"adam/{number}.{what}": value for number, held in state.items() for what, value in held.items()}


def _put_back(weights: dict[str, Tensor], kept: dict[str, Tensor]) -> None:
    import torch

    with torch.no_grad():
        for name, value in kept.items():
            weights[name].copy_(value)


def _chance(seed: int, step: int) -> int:
    return (seed * 1_000_003 + step) % 2**63


def _precision(device: str) -> Any:
    """16 bits where a GPU has a kind that needs no scaling of the loss; a processor gains nothing by it."""
    import torch

    halved = device.startswith("cuda") and torch.cuda.is_bf16_supported()
    return torch.autocast(device.split(":")[0], dtype=torch.bfloat16, enabled=halved)
