"""One measured line: what it is, how long (or large) it came out, its budget, and the yardstick of the same run."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure in `unit`s; the budget holds for `judged`: the 95th percentile where there is one.

    `cpu` is the median of the processor time, which other programs on the machine prolong less. `yardstick` is what
    `beside` took in the same run, in the same unit. With `more_is_better` the budget is a floor.
    """

    what: str
    unit: str
    median: float
    p95: float | None = None
    cpu: float | None = None
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


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of many calls, by the clock and by the processor."""

    clock: list[float]
    processor: list[float]

    @property
    def median(self) -> float:
        return quantiles(self.clock)[0]

    def figure(self, what: str, *, budget: float, beside: str, yardstick: "Taken") -> Figure:
        """The calls as a line of the table, beside those of a yardstick."""
        median, p95 = quantiles(self.clock)
        cpu = quantiles(self.processor)[0] if self.processor else None
        return Figure(
            what=what,
            unit="ms",
            median=median,
            p95=p95,
            cpu=cpu,
            budget=budget,
            beside=beside,
            yardstick=yardstick.median,
        )


def in_turn(works: Sequence[Callable[[int], object]], *, times: int, warm: int = 3) -> list[Taken]:
    """Each work called in turn, so that whatever else the machine does hits all of them alike."""
    taken = [Taken([], []) for _ in works]
    for at in range(warm + times):
        for found, work in zip(taken, works, strict=True):
            start, spent = time.perf_counter(), time.thread_time()
            work(at)
            if at >= warm:
                found.clock.append(1000 * (time.perf_counter() - start))
                found.processor.append(1000 * (time.thread_time() - spent))
    return taken


def quantiles(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    median, p95 = np.quantile(values, [0.5, 0.95])
    return float(median), float(p95)
