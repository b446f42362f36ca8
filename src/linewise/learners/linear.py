"""One calibrated logistic classifier a code, each with a probability of its own.

Rare codes are not weighed up: on the corpora tried, that cost accuracy and made probabilities worse. What helps them
is calibration on scores of held-out folds.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from linewise.learners.calibrated import How, calibrated
from linewise.learners.heads import Heads
from linewise.learners.logistic import Labels
from linewise.learners.selecting import Tuning, rows_tuned_on
from linewise.teaching.learner import NOTHING_MORE, Context, Fitted, Floats, Vectors


@dataclass(frozen=True, slots=True)
class LinearLearner:
    """Logistic regressions along the corpus' own directions, calibrated on `folds` folds.

    Without a `tuning` the one is taken that predicts held-out rows best, all codes together.
    """

    tuning: Tuning | None = None
    folds: int = 3
    tuned_on: int = 0

    @property
    def recipe(self) -> Mapping[str, object]:
        return {"learner": "linear", "version": 2, **asdict(self)}

    def settled(self, fitted: Fitted) -> "LinearLearner":
        """The same with the tuning of `fitted`."""
        return replace(self, tuning=Tuning.of(fitted.chosen) or self.tuning, tuned_on=rows_tuned_on(fitted.chosen))

    def fit(
        self,
        vectors: Vectors,
        labels: Floats,
        weights: Floats,
        *,
        seed: int,
        groups: NDArray[np.int64] | None = None,
        context: Context = NOTHING_MORE,
    ) -> Heads:
        """Fit one head a code; a code without present or without absent examples answers with its prior."""
        known = (weights * ~np.isnan(labels)).astype(np.float32)
        target = np.nan_to_num(labels).astype(np.float32)
        present, absent = (known > 0) & (target > 0.5), (known > 0) & (target < 0.5)
        taught: NDArray[np.bool_] = np.logical_and(present.any(axis=0), absent.any(axis=0))
        # The prior of an untaught code stays at or below one half: it must not be coded without a counter-example.
        priors = np.minimum(((known * target).sum(axis=0) + 0.5) / (len(labels) + 1), 0.5).astype(np.float32)
        told = Labels(target[:, taught], known[:, taught], exclusive=False)
        how = How(self.tuning, self.folds, self.tuned_on)
        return calibrated(how, told, vectors, taught, priors, groups, context, seed=seed)
