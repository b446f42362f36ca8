"""One measured line: what it is, how long (or large) it came out, its budget, and the yardstick of the same run."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure in `unit`s; the budget holds for `judged`: the 95th percentile where there is one.

    `yardstick` is what `beside` took in the same run, in the same unit. With `more_is_better` the budget is a floor.
    """

    what: str
    unit: str
    median: float
    p95: float | None = None
    budget: float | None = None
    beside: str = ""
    yardstick: float | None = None
    more_is_better: bool = False

    @property
    def judged(self) -> float:
        return self.median if self.p95 is None else self.p95

    @property
    def met(self) -> bool | None:
        if self.budget is None:
            return None
        return self.judged >= self.budget if self.more_is_better else self.judged <= self.budget

    @property
    def ratio(self) -> float | None:
        return self.median / self.yardstick if self.yardstick else None


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turn(works: Sequence[Callable[[int], object]], *, times: int, warm: int = 3) -> list[list[float]]:
    """Milliseconds of each work, called in turn, so that whatever else the machine does hits all of them alike."""
    for at in range(warm):
        for work in works:
            work(at)
    taken: list[list[float]] = [[] for _ in works]
    for at in range(warm, warm + times):
        for found, work in zip(taken, works, strict=True):
            found.append(1000 * seconds(lambda at=at, work=work: work(at)))
    return taken


def quantiles(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    median, p95 = np.quantile(values, [0.5, 0.95])
    return float(median), float(p95)
