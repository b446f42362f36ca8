"""Whether more rounds are worth while: the learning curve carried on, and what else speaks for and against.

Reasons, never a gate: the level by the audit sample and what more decisions would add; how much answers still change
the model's (Bloodgood and Vijay-Shanker 2009: stop when predictions stay the same); new codes lately (saturation in
the sense of grounded theory; Saunders et al. 2018); doubt left in what is unread; codes that are still rare.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linewise.core.text import percent
from linewise.verifying.figures import FEW_UNITS
from linewise.verifying.forecasting import Curves, needed
from linewise.verifying.views import Advice, Rate, Step, Verdict

RARE = 10
# A gain below this is not worth a round; as many changed answers as this say that the model still learns.
SMALL = 0.01
CHANGED = 0.1
SURE = 0.8
# As much agreement between one model and the next says that more of the same teaches nothing.
STABLE = 0.99

Gain = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Known:
    """What the advice is made from.

    `newest` is the newest model's accuracy, `curves` what it may become. Of the `lately` units decided last the model
    had `changed` wrong, and `new_codes` were made meanwhile. For `doubtful` of `unread` units it is less than `SURE`
    sure of its answer; `alike` is the share of them that it and the model before it answer alike, None where there is
    none. `rare` are codes (id, name) with few examples, rarest first.
    """

    curves: Curves | None
    newest: Rate | None
    lately: int
    changed: int
    doubtful: int
    unread: int
    rare: Sequence[tuple[str, str]]
    precision: float
    ahead: int
    model: bool = True
    new_codes: int = 0
    alike: float | None = None


def advise(known: Known) -> Advice:
    """The verdict with every reason for it, and the step that helps most."""
    gain = gain_of(known.curves, known.ahead)
    goal = needed(known.curves, known.precision, known.unread)
    verdict = _verdict(known, gain)
    reasons = tuple(_reasons(known, gain, goal.words if goal is not None else ""))
    step = _step(known, verdict)
    return Advice(
        verdict=verdict,
        words=" ".join((_said(verdict), *reasons)),
        reasons=reasons,
        ahead=known.ahead,
        gain=gain[0] if gain else None,
        low=gain[1] if gain else None,
        high=gain[2] if gain else None,
        more=goal.more if goal is not None else None,
        more_low=goal.low if goal is not None else None,
        more_high=goal.high if goal is not None else None,
        next=step,
        code=known.rare[0][0] if step == "code" else None,
    )


def gain_of(curves: Curves | None, ahead: int) -> Gain | None:
    """How much accuracy `ahead` more decisions would add, with a 95 % interval; None where the curve cannot tell."""
    if curves is None:
        return None
    low, middle, high = (float(value) for value in np.quantile(curves.gain(ahead), (0.025, 0.5, 0.975)))
    return middle, low, high


def _verdict(known: Known, gain: Gain | None) -> Verdict:
    if known.newest is None or known.newest.of < FEW_UNITS:
        return "early"
    if known.newest.low >= known.precision:
        return "enough"
    still = (known.lately and known.changed / known.lately > CHANGED) or known.new_codes > 0
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


def _reasons(known: Known, gain: Gain | None, goal: str) -> list[str]:
    found = []
    newest = known.newest
    if newest is None or newest.share is None:
        found.append("No unit drawn at random has been decided since there is a model.")
    else:
        now = f"{percent(newest.share)} ({percent(newest.low)}–{percent(newest.high)})"
        if newest.of < FEW_UNITS:
            found.append(f"Accuracy is about {now}, from only {newest.of} units drawn at random.")
        elif gain is not None:
            points, most = gain[0] * 100, gain[2] * 100
            by = "by less than 1 point" if points < 0.5 else f"by about {points:.0f} point{'s' * (points >= 1.5)}"
            found.append(
                f"Another {known.ahead} decisions would likely raise accuracy from {now} {by}, at most {most:.0f}."
            )
        else:
            found.append(f"Accuracy is about {now}; a curve needs at least two rounds with audit units.")
        if newest.low >= known.precision:
            found.append(f"That is above the {percent(known.precision)} that you set, even at its lower end.")
        elif goal and newest.of >= FEW_UNITS:
            found.append(goal)
    if known.lately:
        codes = f"{known.new_codes} code{'s' * (known.new_codes != 1)}" if known.new_codes else "no code"
        found.append(
            f"Of the last {known.lately} units decided you changed {known.changed}, and {codes} came up anew meanwhile."
        )
    if known.alike is not None:
        stable = ": it has settled" if known.alike >= STABLE else ""
        found.append(
            f"This model and the one that the last round met answer {percent(known.alike)} of unread units "
            f"alike{stable}."
        )
    if known.unread and known.model:
        share = known.doubtful / known.unread
        found.append(
            f"Of {known.unread:,} unread units the model is less than {percent(SURE)} sure for {known.doubtful:,} "
            f"({percent(share)})."
        )
    if known.rare:
        names = ", ".join(f"“{name}”" for _, name in known.rare[:5]) + (" and others" if len(known.rare) > 5 else "")
        has = "has" if len(known.rare) == 1 else "have"
        found.append(f"{names} {has} fewer than {RARE} examples; a round about one code finds more.")
    return found
