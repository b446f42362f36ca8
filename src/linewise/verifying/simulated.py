"""What a replay of ways of choosing shows: curves with their spread over seeds, and which way suits the data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from linewise.core.text import percent
from linewise.verifying.replay import Point

GOALS = (0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5)
FOUND = 0.9
KEPT = 60

# What is replayed where nobody names ways of choosing.
COMPARED = ("auto", "margin", "random")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPoint:
    """After so many units read, as means over the seeds; `low` and `high` are the least and the most of them.

    `whole` is how right the corpus is, human and machine together; `unread` and `macro` how right the model is on what
    nobody read; `found` the share of each code's units that a person has met.
    """

    read: int
    whole: float
    low: float
    high: float
    unread: float
    macro: float
    found: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyCurve:
    """One way of choosing: its curve, and how many units had to be read for each goal ("0.9": 412) or None.

    `runs` holds the same for each seed; `found` says after how many units a person had met 90 % of each code's units.
    """

    strategy: str
    title: str
    points: tuple[ReplayPoint, ...]
    needed: Mapping[str, float | None]
    runs: Mapping[str, tuple[float | None, ...]]
    found: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSource:
    """Answers that a simulation may be held against: where they come from, and how many units have one."""

    name: str
    title: str
    units: int
    codes: tuple[str, ...]
    exclusive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationView:
    """A replay: on which answers, with which encoder and head, what came out, and what follows from it in words."""

    id: str
    at: str
    coder: str
    gold: str
    units: int
    codes: tuple[str, ...]
    exclusive: bool
    encoder: str
    head: str
    seeds: int
    until: float
    audit_share: float
    curves: tuple[StrategyCurve, ...]
    words: str
    recipe: Mapping[str, object] = field(default_factory=dict)


Run = Sequence[Point]


def curve(strategy: str, title: str, runs: Sequence[Run]) -> StrategyCurve:
    """The runs of one strategy, one a seed, as one curve; between its points a run is taken to be straight."""
    last = min(run[-1].read for run in runs)
    reads = np.unique([point.read for run in runs for point in run])
    reads = reads[(reads <= last) & (reads >= max(run[0].read for run in runs))]
    if len(reads) > KEPT:
        reads = reads[np.unique(np.linspace(0, len(reads) - 1, KEPT).round().astype(int))]
    whole = np.array([_at(run, reads, "whole") for run in runs])
    unread, macro = (np.mean([_at(run, reads, name) for run in runs], axis=0) for name in ("unread", "macro"))
    codes = len(runs[0][0].found)
    found = np.mean([[_found(run, reads, code) for code in range(codes)] for run in runs], axis=0)
    points = tuple(
        ReplayPoint(
            read=int(read),
            whole=_rounded(whole[:, at].mean()),
            low=_rounded(whole[:, at].min()),
            high=_rounded(whole[:, at].max()),
            unread=_rounded(unread[at]),
            macro=_rounded(macro[at]),
            found=tuple(_rounded(found[code, at]) for code in range(codes)),
        )
        for at, read in enumerate(reads)
    )
    each = {f"{goal}": tuple(needed(run, goal) for run in runs) for goal in GOALS}
    return StrategyCurve(
        strategy=strategy,
        title=title,
        points=points,
        needed={goal: _mean(values) for goal, values in each.items()},
        runs=each,
        found=tuple(_mean([_met(run, code) for run in runs]) for code in range(codes)),
    )


def needed(run: Run, goal: float) -> float | None:
    """How many units were read when the whole was right to `goal` and stayed so, between points in a straight line."""
    return _crossing([point.read for point in run], [point.whole for point in run], goal)


def verdict(curves: Sequence[StrategyCurve], units: int, *, exclusive: bool, recommended: str = "auto") -> str:
    """Which strategy suits the data, in one or two sentences."""
    goal = next((g for g in GOALS if any(one.needed[f"{g}"] is not None for one in curves)), None)
    if goal is None:
        best = max(curves, key=lambda one: one.points[-1].whole)
        return (
            f"Within this replay no way brings half of the corpus right. “{best.title}” comes farthest: "
            f"{percent(best.points[-1].whole)} after {best.points[-1].read:,} units read."
        )
    key = f"{goal}"
    there = sorted((one for one in curves if one.needed[key] is not None), key=lambda one: one.needed[key] or 0.0)
    best, cost = there[0], there[0].needed[key] or 0.0
    right = f"{percent(goal)} right" if exclusive else f"right to a macro-F1 of {goal:.2f}"
    told = f"“{best.title}” suits these data best: the whole corpus is {right} after {cost:,.0f} units read"
    told += f" ({cost / units:.1%})"
    random = next((one for one in curves if one.strategy == "random"), None)
    if random is not None and random is not best:
        needs = random.needed[key]
        told += f", at random after {needs:,.0f}" if needs is not None else ", at random not within this replay"
    alike = [one for one in there[1:] if _alike(best.runs[key], one.runs[key])]
    if not alike:
        return told + "."
    names = ", ".join(f"“{one.title}”" for one in alike[:3])
    more = f" and {len(alike) - 3} more" if len(alike) > 3 else ""
    advice = " Stay with the recommended way." if recommended in {one.strategy for one in alike} else ""
    return f"{told}. No clear difference from {names}{more}.{advice}"


def _alike(one: Sequence[float | None], other: Sequence[float | None]) -> bool:
    """Whether two sets of runs, paired by seed, differ by no more than twice the standard error of their difference."""
    apart = np.array([b - a for a, b in zip(one, other, strict=True) if a is not None and b is not None])
    if len(apart) < 2:
        return len(apart) == 1 and abs(apart[0]) < 0.1 * (one[0] or 1.0)
    return bool(abs(apart.mean()) <= 2 * apart.std(ddof=1) / np.sqrt(len(apart)))


def _met(run: Run, code: int) -> float | None:
    return _crossing([point.read for point in run], [point.found[code] for point in run], FOUND)


def _crossing(reads: Sequence[int], values: Sequence[float], goal: float) -> float | None:
    below = [at for at, value in enumerate(values) if value < goal]
    first = below[-1] + 1 if below else 0
    if first == len(values):
        return None
    if first == 0:
        return float(reads[0])
    low, high = values[first - 1], values[first]
    return float(reads[first - 1] + (reads[first] - reads[first - 1]) * (goal - low) / max(high - low, 1e-9))


def _at(run: Run, reads: NDArray[np.int64], name: str) -> NDArray[np.float64]:
    values = [getattr(point, name) for point in run]
    return np.asarray(np.interp(reads, [point.read for point in run], values), np.float64)


def _found(run: Run, reads: NDArray[np.int64], code: int) -> NDArray[np.float64]:
    return np.interp(reads, [point.read for point in run], [point.found[code] for point in run])


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(float(np.mean(known)), 1) if len(known) == len(values) else None


def _rounded(value: float) -> float:
    return round(float(value), 4)
