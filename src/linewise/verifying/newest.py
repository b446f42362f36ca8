"""How good the newest model is: every audit unit, answered by a copy of the model that had not seen it.

The figures of a round are those of the model that the round met. To judge the newest one by the same units they must
be new to it, so it is fitted again without some of them, in turn (cross-fitting), and each is predicted by the copy
that lacked it. Audit units were drawn by lot, which is what lets their share speak for the corpus. It errs on the
careful side: the copies know a little less, and what strategies took out of the unread since was harder than the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from linewise.core.nouns import RoundItem
from linewise.core.text import percent
from linewise.verifying.figures import FEW_UNITS, code_figures, rate, too_few
from linewise.verifying.measures import Measure, measures
from linewise.verifying.views import CodeFigures, FiguresView

FEWEST = 5


def tallied(
    items: Sequence[RoundItem],
    probabilities: NDArray[np.float32],
    codes: Sequence[str],
    about: Mapping[str, str],
    *,
    exclusive: bool,
) -> dict[str, object]:
    """Counts for a model's figures: decided audit items against held-out `probabilities` (items, codes).

    NaN rows, which could not be predicted, are left out. Plain JSON values, because they are kept with the model.
    """
    known = ~np.isnan(probabilities).any(axis=1)
    suggested = probabilities >= 0.5
    if exclusive and probabilities.shape[1]:
        suggested = np.eye(probabilities.shape[1], dtype=bool)[np.nan_to_num(probabilities).argmax(axis=1)]
    present = np.array([[code in item.codes for code in codes] for item in items], bool).reshape(probabilities.shape)
    whole = known & np.array([item.round not in about for item in items], bool)
    right = (suggested == present).all(axis=1) & np.array([set(item.codes) <= set(codes) for item in items], bool)
    counts = {}
    for column, code in enumerate(codes):
        asked = known & np.array([about.get(item.round, code) == code for item in items], bool)
        s, p = suggested[asked, column], present[asked, column]
        counts[code] = [int((s & p).sum()), int(s.sum()), int(p.sum()), int(asked.sum())]
    found = measures(suggested[whole], present[whole], exclusive=exclusive) if whole.any() else ()
    return {
        "units": int(whole.sum()),
        "right": int((right & whole).sum()),
        "codes": counts,
        "measures": {one.name: [one.value, one.low, one.high, one.codes] for one in found},
    }


def newest(counted: object, names: Mapping[str, str]) -> FiguresView | None:
    """The figures in what `tallied` counted, in words too; None where too few units were drawn to count."""
    if not isinstance(counted, Mapping) or counted["units"] < FEWEST:
        return None
    found = cast("Mapping[str, Any]", counted)
    accuracy = rate(found["right"], found["units"])
    view = FiguresView(
        units=found["units"],
        unsure=0,
        skipped=0,
        accuracy=accuracy,
        codes=tuple(_code(code, found["codes"][code], found["units"]) for code in names if code in found["codes"]),
        words="",
        measures=tuple(Measure(name, *values) for name, values in found.get("measures", {}).items()),
    )
    assert accuracy.share is not None
    sentences = [
        f"Taught on every decision so far, the model would code about {percent(accuracy.share)} of what is unread as "
        f"you do, probably between {percent(accuracy.low)} and {percent(accuracy.high)}. That is from the "
        f"{view.units} units drawn at random in all rounds, each answered by a copy of the model that had not seen it."
    ]
    if view.units < FEW_UNITS:
        sentences.append("These are few units; each further round narrows the range.")
    return replace(view, words=" ".join((*sentences, *too_few(view, names))))


def _code(code: str, counts: Sequence[int], units: int) -> CodeFigures:
    """Models fitted by earlier versions did not count the units asked about each code."""
    both, suggested, present, of = (*counts, units)[:4]
    return code_figures(code, both, suggested, present, of)
