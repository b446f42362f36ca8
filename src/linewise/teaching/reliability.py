"""Does a model mean what it says: of the answers it was 80 % sure of, are 80 % right?

Stated probabilities, each from a copy of the model that had not seen the text, are sorted and cut into bins that hold
equally many (Nguyen and O'Connor 2015, "Posterior calibration and exploratory analysis for natural language processing
models"). The calibration error is the mean distance between what a bin stated and how often it was right, as in the
expected calibration error of Naeini, Cooper and Hauskrecht (2015); with few answers even a perfect model shows some,
so the error that chance alone would give stands beside it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linewise.core.intervals import counted
from linewise.teaching.learner import Floats
from linewise.teaching.views import Calibration, CodeCalibration, ReliabilityBin

# At most MOST bins, of at least LEAST answers each; below FEWEST answers nothing is said.
MOST, LEAST, FEWEST = 12, 10, 20

Flags = NDArray[np.bool_]


def reliability(stated: Floats, right: Flags) -> dict[str, object] | None:
    """Bins, error and the error by chance, for answers (n,) stated with a probability and right or not.

    Plain JSON values, because they are kept with the model; None with too few answers.
    """
    answers = len(stated)
    if answers < FEWEST:
        return None
    order = np.argsort(stated, kind="stable")
    bins, error, chance = [], 0.0, 0.0
    for rows in np.array_split(order, max(2, min(MOST, answers // LEAST))):
        said, hits = float(stated[rows].mean(dtype=np.float64)), int(right[rows].sum())
        bins.append([round(said, 4), hits, len(rows)])
        error += abs(said - hits / len(rows)) * len(rows) / answers
        # The mean distance of a share from its expectation, by the normal law.
        variance = float((stated[rows] * (1 - stated[rows])).mean(dtype=np.float64)) / len(rows)
        chance += (2 * variance / np.pi) ** 0.5 * len(rows) / answers
    return {"answers": answers, "error": round(error, 4), "chance": round(chance, 4), "bins": bins}


def measured(
    stated: Floats, labels: Floats, codes: Sequence[str], *, of: str, units: int, exclusive: bool
) -> dict[str, object]:
    """For a model's figures: probabilities (n, codes) of texts unseen against labels (n, codes; NaN unknown).

    With `exclusive` the answers judged overall are the likeliest codes, otherwise every known cell. `of` says where
    they come from: "audit" or "folds"; `units` how many.
    """
    known = ~np.isnan(labels) & ~np.isnan(stated)
    present = known & (np.nan_to_num(labels) > 0.5)
    if exclusive and labels.shape[1]:
        rows = np.flatnonzero(known.any(axis=1))
        best = np.where(known, np.nan_to_num(stated), np.nan_to_num(stated) * 1.0)[rows].argmax(axis=1)
        rows, best = rows[known[rows, best]], best[known[rows, best]]
        overall = reliability(stated[rows, best], present[rows, best])
    else:
        overall = reliability(stated[known], present[known])
    each = {
        code: found
        for at, code in enumerate(codes)
        if (found := reliability(stated[known[:, at], at], present[known[:, at], at])) is not None
    }
    return {"of": of, "units": units, "exclusive": exclusive, "overall": overall, "codes": each}


def calibration(model: str, number: int, found: object) -> Calibration | None:
    """What `measured` kept, with intervals; None where a model has nothing of it."""
    if not isinstance(found, Mapping) or found.get("overall") is None:
        return None
    overall = found["overall"]
    return Calibration(
        model=model,
        number=number,
        source=found["of"],
        units=found["units"],
        exclusive=found["exclusive"],
        answers=overall["answers"],
        error=overall["error"],
        chance=overall["chance"],
        bins=_bins(overall),
        codes=tuple(
            CodeCalibration(
                code=code, answers=one["answers"], error=one["error"], chance=one["chance"], bins=_bins(one)
            )
            for code, one in found["codes"].items()
        ),
        words=_words(found, overall),
    )


def _bins(found: Mapping[str, Any]) -> tuple[ReliabilityBin, ...]:
    made = []
    for stated, hits, answers in found["bins"]:
        low, high = counted(hits, answers)
        made.append(ReliabilityBin(stated=stated, right=round(hits / answers, 4), low=low, high=high, answers=answers))
    return tuple(made)


def _words(found: Mapping[str, Any], overall: Mapping[str, Any]) -> str:
    """The finding in a sentence or two."""
    error, chance = overall["error"], overall["chance"]
    off = f"What the model states is off by {error:.1%} on average, over {overall['answers']:,} answers"
    where = (
        f" about {found['units']:,} units drawn by lot, each judged by a copy that had not seen it."
        if found["of"] == "audit"
        else f" about {found['units']:,} units held out of its training set, which is no sample of the corpus: a hint."
    )
    if error <= 1.5 * chance:
        return f"{off}{where} Chance alone would show {chance:.1%}, so nothing speaks against its probabilities."
    sides = sum((hits / answers - stated) * answers for stated, hits, answers in overall["bins"])
    how = "It is right less often than it says." if sides < 0 else "It is right more often than it says."
    return f"{off}{where} Chance alone would show {chance:.1%}. {how}"
