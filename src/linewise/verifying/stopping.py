"""Whether more rounds are worth while: the learning curve carried on, and what else speaks for and against."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.verifying.figures import FEW_UNITS
from linewise.verifying.views import Advice, Rate, Step, Verdict

RARE = 10
DRAWS = 1_000
# A gain below this is not worth a round; as many changed answers as this say that the model still learns.
SMALL = 0.01
CHANGED = 0.1
SURE = 0.8


Gain = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Point:
    """A round on the curve: decisions the model had learned from, and how many of its audit units it had right."""

    decisions: int
    hits: int
    of: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the advice is made from.

    `newest` is the newest model's accuracy. Of the `lately` units decided last the model had `changed` wrong. For
    `doubtful` of `unread` units it is less than `SURE` sure of its answer. `rare` are codes (id, name) with few
    examples, rarest first.
    """

    points: Sequence[Point]
    decisions: int
    newest: Rate | None
    lately: int
    changed: int
    doubtful: int
    unread: int
    rare: Sequence[tuple[str, str]]
    precision: float
    ahead: int
    model: bool = True


def forecast(points: Sequence[Point], decisions: int, ahead: int, *, seed: int = 0) -> Gain | None:
    """How much accuracy `ahead` more decisions would add, with a 95 % interval; None where the curve cannot tell.

    The curve is a - b / √decisions with b ≥ 0, a power law with the exponent usual for such models; its uncertainty
    comes from drawing the rounds' counts anew around it (parametric bootstrap).
    """
    used = [point for point in points if point.of and point.decisions]
    if len({point.decisions for point in used}) < 2:
        return None
    x = np.array([point.decisions for point in used], np.float64) ** -0.5
    of = np.array([point.of for point in used], np.int64)
    hits = np.array([point.hits for point in used], np.int64)
    step = decisions**-0.5 - (decisions + ahead) ** -0.5
    level, slope = _fitted(x, hits[None], of)
    drawn = np.random.default_rng(seed).binomial(of, np.clip(level - slope * x, 0.02, 0.98), (DRAWS, len(of)))
    _, slopes = _fitted(x, drawn, of)
    low, high = np.quantile(slopes * step, (0.025, 0.975))
    return float(slope[0] * step), float(low), float(high)


def _fitted(
    x: NDArray[np.float64], hits: NDArray[np.int64], of: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weighted least squares for every row of counts (rows, rounds): levels and slopes, the latter at least 0."""
    share = (hits + 1) / (of + 2)
    weight = of / (share * (1 - share))
    total = weight.sum(axis=1)
    middle, height = (weight * x).sum(axis=1) / total, (weight * share).sum(axis=1) / total
    across = (weight * (x - middle[:, None]) * (share - height[:, None])).sum(axis=1)
    slope = np.maximum(0, -across / np.maximum((weight * (x - middle[:, None]) ** 2).sum(axis=1), 1e-12))
    return height + slope * middle, slope


def advise(known: Known) -> Advice:
    """The verdict with every reason for it, and the step that helps most."""
    gain = forecast(known.points, known.decisions, known.ahead) if known.decisions else None
    verdict = _verdict(known, gain)
    reasons = tuple(_reasons(known, gain))
    step = _step(known, verdict)
    return Advice(
        verdict=verdict,
        words=" ".join((_said(verdict), *reasons)),
        reasons=reasons,
        ahead=known.ahead,
        gain=gain[0] if gain else None,
        low=gain[1] if gain else None,
        high=gain[2] if gain else None,
        next=step,
        code=known.rare[0][0] if step == "code" else None,
    )


def _verdict(known: Known, gain: Gain | None) -> Verdict:
    if known.newest is None or known.newest.of < FEW_UNITS:
        return "early"
    if known.newest.low >= known.precision:
        return "enough"
    still = known.lately and known.changed / known.lately > CHANGED
    if gain is not None and gain[2] < SMALL and not still:
        return "enough"
    return "little" if gain is not None and gain[0] < SMALL else "on"


def _step(known: Known, verdict: Verdict) -> Step:
    if not known.model:
        return "teach"
    if verdict == "enough":
        return "apply"
    return "code" if verdict == "little" and known.rare else "round"


def _said(verdict: Verdict) -> str:
    return {
        "early": "It is too early to tell whether to stop.",
        "on": "More rounds are worth while.",
        "little": "More rounds of this kind would add little.",
        "enough": "You could stop here.",
    }[verdict]


def _reasons(known: Known, gain: Gain | None) -> list[str]:
    found = []
    newest = known.newest
    if newest is None or newest.share is None:
        found.append("No unit drawn at random has been decided since there is a model.")
    else:
        now = f"{newest.share:.0%} ({newest.low:.0%}–{newest.high:.0%})"
        if newest.of < FEW_UNITS:
            found.append(f"Accuracy is about {now}, from only {newest.of} units drawn at random.")
        elif gain is not None:
            points, most = gain[0] * 100, gain[2] * 100
            by = "by less than 1 point" if points < 0.5 else f"by about {points:.0f} point{'s' * (points >= 1.5)}"
            found.append(
                f"Another {known.ahead} decisions would likely raise accuracy from {now} {by}, at most {most:.0f}."
            )
        else:
            found.append(f"Accuracy is about {now}; a curve needs at least two rounds.")
        if newest.low >= known.precision:
            found.append(f"That is above the {known.precision:.0%} that you set, even at its lower end.")
    if known.lately:
        found.append(f"Of the last {known.lately} units decided you changed {known.changed}.")
    if known.unread and known.model:
        share = known.doubtful / known.unread
        found.append(
            f"Of {known.unread:,} unread units the model is less than {SURE:.0%} sure for {known.doubtful:,} "
            f"({share:.0%})."
        )
    if known.rare:
        names = ", ".join(f"“{name}”" for _, name in known.rare[:5]) + (" and others" if len(known.rare) > 5 else "")
        has = "has" if len(known.rare) == 1 else "have"
        found.append(f"{names} {has} fewer than {RARE} examples; a round about one code finds more.")
    return found
