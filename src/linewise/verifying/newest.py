"""How good the newest model is: every audit unit, answered by a copy of the model that had not seen it.

The figures of a round are those of the model that the round met. To judge the newest one by the same units they must
be new to it, so it is fitted again without some of them, in turn (cross-fitting), and each is predicted by the copy
that lacked it. Audit units were drawn by lot, which is what lets their share speak for the corpus. It errs on the
careful side: the copies know a little less, and what strategies took out of the unread since was harder than the rest.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from linewise.core.nouns import RoundItem
from linewise.verifying.figures import FEW_UNITS, code_figures, rate, too_few
from linewise.verifying.views import FiguresView

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
        counts[code] = [int((s & p).sum()), int(s.sum()), int(p.sum())]
    return {"units": int(whole.sum()), "right": int((right & whole).sum()), "codes": counts}


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
        codes=tuple(code_figures(code, *found["codes"][code]) for code in names if code in found["codes"]),
        words="",
    )
    assert accuracy.share is not None
    sentences = [
        f"Taught on every decision so far, the model would code about {accuracy.share:.0%} of what is unread as you "
        f"do, probably between {accuracy.low:.0%} and {accuracy.high:.0%}. That is from the {view.units} units drawn "
        "at random in all rounds, each answered by a copy of the model that had not seen it."
    ]
    if view.units < FEW_UNITS:
        sentences.append("These are few units; each further round narrows the range.")
    words = " ".join((*sentences, *too_few(view, names)))
    return FiguresView(units=view.units, unsure=0, skipped=0, accuracy=accuracy, codes=view.codes, words=words)
