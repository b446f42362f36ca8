"""How good the model will be after more decisions, and how many it takes to be good enough; with what is not known.

Accuracy grows with decisions n about like a - b n^-c (inverse power law; Figueroa, Zeng-Treitler, Kandula and Ngo 2012;
Viering and Loog 2023). Each audit unit was answered by the model of its round, and again by a copy of the newest that
had not seen it: that the same units answer for several models is what makes the slope visible at all. Drawing the
units anew (bootstrap), with the exponent anywhere in the range that such curves are seen to have, gives the range.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.core.text import percent
from linewise.verifying.views import ForecastPoint, ForecastView

DRAWS = 1_000
EXPONENTS = (0.3, 1.0)
# Models fitted to a few more decisions differ by more than what these teach: as much as this, one time in three.
WOBBLE = 0.015
FEWEST = 20
OFTEN = 0.8

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answer:
    """An audit unit: decisions that the model it met had learned from, whether that was right, and the newest model."""

    decisions: int
    met: bool
    now: bool


@dataclass(frozen=True, slots=True)
class Needed:
    """About `more` decisions to reach `target`, between `low` and `high` in `OFTEN` of all cases.

    None stands for more than there are unread units: as far as the curve tells, never.
    """

    target: float
    more: int | None
    low: int | None
    high: int | None
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """Curves that the audit sample allows, (draws,) each: accuracy `now` at `decisions`, scale, exponent, wobble."""

    decisions: int
    now: Floats
    scale: Floats
    exponent: Floats
    wobble: Floats

    def gain(self, more: int) -> Floats:
        """(draws,) what `more` decisions would add."""
        gone = self.decisions**-self.exponent - (self.decisions + more) ** -self.exponent
        return np.asarray(self.scale * gone)

    def after(self, more: int) -> Floats:
        """(draws,) accuracy after `more` decisions."""
        return np.asarray(np.clip(self.now + self.gain(more) + self.wobble, 0, 1))

    def until(self, target: float) -> Floats:
        """(draws,) how many more decisions reach the target; infinite where the curve ends below it."""
        short = np.maximum(0, target - self.now - self.wobble)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            rest = self.decisions**-self.exponent - short / self.scale
            whole = np.where(rest > 0, np.maximum(rest, 1e-300) ** (-1 / self.exponent), np.inf)
        return np.asarray(np.where(short <= 0, 0.0, np.maximum(0, whole - self.decisions)))


def curves(answers: Sequence[Answer], decisions: int, *, seed: int = 0) -> Curves | None:
    """Draw curves; None where fewer than `FEWEST` audit units, or one round alone, have answered."""
    if len(answers) < FEWEST or decisions < 1 or len({one.decisions for one in answers}) < 2:
        return None
    rng = np.random.default_rng(seed)
    at, place = np.unique([max(1, one.decisions) for one in answers], return_inverse=True)
    member = np.eye(len(at))[place]
    met = np.array([one.met for one in answers], np.float64)
    now = np.array([one.now for one in answers], np.float64)
    # How often each unit is in each draw; exponential weights instead of counts, so that no round is ever empty.
    weight = rng.exponential(size=(DRAWS, len(answers)))
    size = np.column_stack([weight @ member, weight.sum(axis=1)])
    right = np.column_stack([(weight * met) @ member, (weight * now).sum(axis=1)])
    # Half a unit that was right and half a one that was wrong (Jeffreys): none wrong among twenty is not never wrong.
    prior = rng.gamma(0.5, size=(2, *size.shape))
    share, size = (right + prior[0]) / (size + prior.sum(axis=0)), size + prior.sum(axis=0)
    x = np.append(at, decisions).astype(np.float64)
    exponent = rng.uniform(*EXPONENTS, DRAWS)
    scale = _scales(x[None] ** -exponent[:, None], share, size)
    return Curves(decisions, share[:, -1], scale, exponent, rng.normal(0, WOBBLE, DRAWS))


def needed(found: Curves | None, target: float, unread: int) -> Needed | None:
    """How many more decisions reach the target; None where nothing can be said."""
    if found is None:
        return None
    many = found.until(target)
    many = np.where(many > unread, np.inf, many)
    tail = (1 - OFTEN) / 2
    low, middle, high = (_rough(value) for value in np.quantile(many, (tail, 0.5, 1 - tail), method="nearest"))
    return Needed(target, middle, low, high, _words(target, low, middle, high))


def forecast(found: Curves | None, *, audit: int, target: float, unread: int) -> ForecastView:
    """The curve up to three times the decisions there are, and how many reach the target."""
    goal = needed(found, target, unread)
    points = []
    for more in steps(found.decisions, unread) if found is not None else ():
        low, middle, high = np.quantile(found.after(more), (0.025, 0.5, 0.975)) if found is not None else (0, 0, 1)
        points.append(ForecastPoint(more=more, share=float(middle), low=float(low), high=float(high)))
    return ForecastView(
        decisions=found.decisions if found is not None else 0,
        audit=audit,
        target=target,
        points=tuple(points),
        more=goal.more if goal is not None else None,
        more_low=goal.low if goal is not None else None,
        more_high=goal.high if goal is not None else None,
        words=goal.words if goal is not None else _cannot(audit),
    )


def steps(decisions: int, unread: int) -> list[int]:
    """How far ahead one looks: at most twice what there is, and no further than the corpus goes."""
    far = min(unread, 2 * decisions)
    return sorted({round(far * part) for part in (0, 0.1, 0.25, 0.5, 0.75, 1.0)})


def _cannot(audit: int) -> str:
    if audit < FEWEST:
        return f"{audit} audit units have answered for more than one model so far; it takes {FEWEST} to look ahead."
    return "Audit units of two rounds at least are needed to look ahead, each decided after a model had answered them."


def _scales(x: Floats, share: Floats, size: Floats) -> Floats:
    """Weighted least squares of every draw (draws, points): the slope against x, nowhere below 0."""
    variance = np.clip(share, 0.05, 0.95) * (1 - np.clip(share, 0.05, 0.95))
    weight = size / variance
    weight /= weight.sum(axis=1, keepdims=True)
    middle, height = (weight * x).sum(axis=1, keepdims=True), (weight * share).sum(axis=1, keepdims=True)
    across = (weight * (x - middle) * (share - height)).sum(axis=1)
    spread = (weight * (x - middle) ** 2).sum(axis=1)
    slope = -across / np.maximum(spread, 1e-12)
    # No curve ends above 1.
    most = (1 - height[:, 0]) / np.maximum(middle[:, 0], 1e-12)
    return np.asarray(np.clip(slope, 0, np.maximum(most, 0)))


def _rough(value: float) -> int | None:
    """A guess, and it looks like one."""
    if not np.isfinite(value):
        return None
    digits = 2 - len(str(int(value)))
    return round(int(value), digits) if digits < 0 else int(value)


def _words(target: float, low: int | None, middle: int | None, high: int | None) -> str:
    wanted = percent(target)
    if high == 0:
        return f"{wanted} is reached already, as far as the units drawn at random tell."
    if low is None:
        return f"As far as the curve tells, {wanted} is not reached before everything is read."
    if middle is None:
        return f"{wanted} takes at least about {low:,} more decisions; whether it is reached at all cannot be told yet."
    if high is None:
        return f"About {middle:,} more decisions to reach {wanted}, at least {low:,}, and perhaps it is never reached."
    return f"About {middle:,} ({low:,}–{high:,}) more decisions to reach {wanted}, in 8 of 10 cases."
