"""How strongly to hold back, how far to trust the corpus' own directions: chosen by what is predicted best unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from linewise.learners.descent import Basis
from linewise.learners.logistic import Labels
from linewise.teaching.folds import deal_folds
from linewise.teaching.learner import Floats, Vectors
from linewise.teaching.terrain import Terrain

# Above MANY rows the tuning is chosen on SAMPLE of them, and one part in FEWER is held out in place of every fold.
MANY, SAMPLE, FEWER = 2_000, 1_000, 5


@dataclass(frozen=True, slots=True)
class Tuning:
    """An L2 `penalty` on coefficients along directions scaled by the corpus' spread to `power`/2."""

    power: float = 1.0
    penalty: float = 0.1

    @property
    def recipe(self) -> dict[str, object]:
        """As a part of a model's recipe."""
        return asdict(self)

    @classmethod
    def of(cls, chosen: Mapping[str, object]) -> "Tuning | None":
        """The tuning told of in a recipe, if any is."""
        power, penalty = chosen.get("power"), chosen.get("penalty")
        return cls(power, penalty) if isinstance(power, float) and isinstance(penalty, float) else None


USUAL = Tuning()
# Penalties go down within a power: each fit starts from the one before.
GRID = tuple(Tuning(power, penalty) for power in (1.0, 0.5) for penalty in (0.3, 0.1, 0.03))


def rows_tuned_on(chosen: Mapping[str, object]) -> int:
    """On how many rows the tuning told of in a recipe was chosen; 0 where it does not say."""
    rows = chosen.get("tuned_on")
    return rows if isinstance(rows, int) else 0


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The tuning that was best, its heads (r + 1, codes) from all rows, and scores (n, codes) of rows held out.

    `out` (n,) tells the rows that were held out; the scores of the others mean nothing.
    """

    tuning: Tuning
    basis: Basis
    heads: Floats
    held: Floats
    out: NDArray[np.bool_]


def fit(
    task: Labels,
    vectors: Vectors,
    terrain: Terrain,
    *,
    tuning: Tuning | None,
    folds: int,
    judged: NDArray[np.bool_],
    groups: NDArray[np.int64] | None,
    seed: int,
) -> Found:
    """Fit all rows of vectors (n, d) and hold some out, with `tuning` or the one of GRID that predicts best unseen.

    `groups` (n,) tells what stays together when folds are dealt, `judged` (n,) which rows may decide between tunings.
    """
    many = len(vectors) > MANY
    if many and tuning is None:
        some = np.sort(np.random.default_rng(seed).permutation(len(vectors))[:SAMPLE])
        dealt = deal_folds(task.target[some], folds, seed=seed, groups=None if groups is None else groups[some])
        tuning = _select(task.of(some), vectors[some], terrain, dealt, GRID, judged[some]).tuning
    dealt = deal_folds(task.target, FEWER if many else folds, seed=seed, groups=groups)
    if many:
        dealt = np.where(dealt == 0, 0, -1)
    return _select(task, vectors, terrain, dealt, GRID if tuning is None else (tuning,), judged)


def _select(
    task: Labels,
    vectors: Vectors,
    terrain: Terrain,
    dealt: NDArray[np.int64],
    among: Sequence[Tuning],
    judged: NDArray[np.bool_],
) -> Found:
    """Fit all rows, and all but each fold of `dealt` (n,), with every tuning; keep the one best on folds not seen.

    The usual tuning stays where no other is better by more than chance would make it: by half the standard error of
    the difference over rows (a milder form of the one-standard-error rule of Breiman et al. 1984).
    """
    folds, rows, out = int(dealt.max()) + 1, np.arange(len(dealt)), dealt >= 0
    seen = np.stack([np.ones(len(dealt), bool), *(dealt != fold for fold in range(folds))], axis=1)
    tried: list[tuple[Found, Floats]] = []
    for power, tunings in groupby(among, lambda one: one.power):
        basis = Basis.of(vectors, terrain, power)
        heads: Floats | None = None
        for one in tunings:
            heads = task.solve(basis, seen, one.penalty, heads)
            held = basis.scores(heads).reshape(len(dealt), folds + 1, -1)[rows, dealt + 1]
            whole = np.ascontiguousarray(heads[:, : held.shape[1]])
            tried.append((Found(one, basis, whole, held, out), task.costs(held)[judged & out]))
    if not (judged & out).any():
        return next((found for found, _ in tried if found.tuning == USUAL), tried[0][0])
    best, least = min(tried, key=lambda one: float(one[1].sum()))
    for found, costs in tried:
        more = costs - least
        if found.tuning == USUAL and float(more.sum()) <= 0.5 * float(more.std()) * len(more) ** 0.5:
            return found
    return best
