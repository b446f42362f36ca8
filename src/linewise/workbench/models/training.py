"""From what people said to a fitted model: the training set as it stands now, derived afresh each time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.core.facts import Facts
from linewise.core.nouns import Code, Mark, RoundItem
from linewise.storage import Connection, corpus, reading
from linewise.storage.lineage import Lineage, lineage
from linewise.teaching.labels import DONE, Claimed, Decision, Done, Grouped, Training, derive_training
from linewise.teaching.learner import Fitted, Learner
from linewise.teaching.rationales import Examples, Reasoned
from linewise.verifying.newest import tallied
from linewise.workbench.desk import Desk
from linewise.workbench.encoders.vectors import Vectors
from linewise.workbench.given import settings
from linewise.workbench.models.held import held_bytes
from linewise.workbench.models.surroundings import NOWHERE, Surroundings, written

FOLDS = 5
# When only audit units are held out, about this share of all rows at a time: the copies then know nearly everything.
HELD = 0.05
MOST_FOLDS = 10
# From so many audit units on, they and no others tell how far probabilities can be taken at their word.
AUDITED = 100
# A choice made on so many units is made anew when there are this many times as many.
GROWN = 1.25


@dataclass(frozen=True, slots=True)
class Taught:
    """The codes in use, and for each unit that says something about them what it says."""

    codes: tuple[str, ...]
    training: Training
    decisions: int
    written: tuple[tuple[str, ...], ...] = ()

    @property
    def teachable(self) -> bool:
        """Whether some code has both a unit that has it and one that does not."""
        return bool(self.shown.any())

    @property
    def knowable(self) -> bool:
        """Whether there is any code of which something can be known, if only by what is written about it."""
        return self.teachable or any(self.written)

    @property
    def shown(self) -> NDArray[np.bool_]:
        """Codes (codes,) that have both a unit that has it and one that does not; others are known by words at most."""
        labels = self.training.labels
        found: NDArray[np.bool_] = np.logical_and((labels > 0.5).any(axis=0), (labels < 0.5).any(axis=0))
        return found

    def per_code(self) -> Iterator[tuple[str, int, int, int]]:
        """(code, units present, units said absent, units implied absent)."""
        labels, explicit = self.training.labels, self.training.explicit
        for column, code in enumerate(self.codes):
            absent = labels[:, column] < 0.5
            said = int((absent & explicit[:, column]).sum())
            yield code, int((labels[:, column] > 0.5).sum()), said, int(absent.sum()) - said


@dataclass(frozen=True, slots=True)
class Audit:
    """Decided units of the audit sample, and the code of each round that is about one code alone."""

    items: Sequence[RoundItem]
    about: Mapping[str, str]


NO_AUDIT = Audit((), {})


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fitted model as bytes, how it was made, and how well it did on units held out while fitting.

    `held` are the probabilities that copies without them gave the audit units, as `workbench.held` reads them.
    """

    data: bytes
    recipe: Mapping[str, object]
    figures: Mapping[str, object]
    held: bytes


def gather(connection: Connection, facts: Facts, desk: Desk) -> Taught:
    """Read decisions, groupings, marks and the codebook, and derive labels from them."""
    no = desk.project_no
    codes = reading.active_codes(connection, no)
    column = {code.id: at for at, code in enumerate(codes)}
    decisions = [
        Decision(unit, column[code], value, coder)
        for unit, code, value, coder, _ in reading.decisions(connection, no)
        if code in column
    ]
    grouped: list[Grouped] = []
    loose: set[int] = set()
    noted: set[int] = set()
    for unit, code, coder, _ in reading.groupings(connection, no):
        noted.add(unit)
        if code is None:
            loose.add(unit)
        elif code in column:
            grouped.append(Grouped(unit, column[code], coder))
    exclusive = settings(facts, desk).exclusive
    if not exclusive:
        grouped += _parents(lineage(connection, no), codes, decisions, grouped)
    done = [Done(mark.unit, mark.coder, mark.at) for mark in facts.find(Mark, state="done")]
    training = derive_training(
        [code.created_at for code in codes],
        decisions=decisions,
        grouped=grouped,
        done=done,
        fully_grouped=noted - loose,
        claimed=_claimed(connection, no, column) if settings(facts, desk).learn_imports else (),
        exclusive=exclusive,
    )
    spoke = {(one.unit, one.coder) for group in (decisions, done, grouped) for one in group}
    return Taught(tuple(code.id for code in codes), training, len(spoke), tuple(written(code) for code in codes))


def _claimed(connection: Connection, project_no: int, column: Mapping[str, int]) -> Iterator[Claimed]:
    """What imports that stand say, merged codes under the one that took them in."""
    shape = lineage(connection, project_no)
    for unit, code, _ in corpus.imported_codings(connection, project_no):
        if (now := shape.now(code)) in column:
            yield Claimed(unit, column[now])


def _parents(
    shape: Lineage, codes: Sequence[Code], decisions: Iterable[Decision], grouped: Iterable[Grouped]
) -> list[Grouped]:
    """Where a code is present, the codes above it are implied to be."""
    column = {code.id: at for at, code in enumerate(codes)}
    above = [[column[one] for one in shape.above.get(code.id, ()) if one in column] for code in codes]
    present = [(one.unit, one.code, one.coder) for one in decisions if one.value == "present"]
    present += [(one.unit, one.code, one.coder) for one in grouped]
    return [Grouped(unit, parent, coder) for unit, code, coder in present for parent in above[code]]


def default_learner(*, exclusive: bool) -> Learner:
    """The learner that projects are taught with."""
    from linewise.learners import LinearLearner, SoftmaxLearner

    return SoftmaxLearner() if exclusive else LinearLearner()


def fit(
    taught: Taught,
    vectors: Vectors,
    twins: NDArray[np.int64],
    *,
    audit: Audit = NO_AUDIT,
    around: Surroundings = NOWHERE,
    beside: Examples | None = None,
    before: Fitted | None = None,
    exclusive: bool,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Fit the default learner, and measure it on units held out fold by fold (twins together).

    What an earlier model chose, `before`, is kept until the training set has grown by a quarter since.
    """
    from linewise.teaching.folds import cross_fit

    learner, training = default_learner(exclusive=exclusive), taught.training
    if before is not None and len(training.units) < GROWN * _tuned_on(before):
        learner = learner.settled(before)
    if beside is not None:
        learner = Reasoned(learner, beside)
    x, groups, context = vectors[training.units], twins[training.units], around.context(training.units)
    fitted = learner.fit(x, training.labels, training.weights, seed=seed, groups=groups, context=context)
    recipe, learner = {**learner.recipe, **fitted.chosen}, learner.settled(fitted)
    if progress is not None:
        progress(1, 3)
    held_out = cross_fit(
        learner, x, training.labels, training.weights, folds=FOLDS, groups=groups, seed=seed, context=context
    )
    held_out[~around.trusted(training.units)] = np.nan
    if progress is not None:
        progress(2, 3)
    rows, held = _audited(taught, learner, x, groups, audit, around, seed=seed)
    items = [one for one, row in zip(audit.items, rows, strict=True) if row >= 0]
    rows = rows[rows >= 0]
    figures = {
        **_held_out(taught, held_out),
        "audit": tallied(items, held[rows], taught.codes, audit.about, exclusive=exclusive),
        "calibration": _calibration(taught, held_out, held, exclusive=exclusive),
    }
    if progress is not None:
        progress(3, 3)
    return Outcome(fitted.to_bytes(), recipe, figures, held_bytes(items, held[rows]))


def _tuned_on(fitted: Fitted) -> int:
    rows = fitted.chosen.get("tuned_on")
    return rows if isinstance(rows, int) else 0


def _audited(
    taught: Taught,
    learner: Learner,
    vectors: Vectors,
    groups: NDArray[np.int64],
    audit: Audit,
    around: Surroundings,
    *,
    seed: int,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """What copies of the model that had not seen an audit unit say of it: (rows, codes), NaN in all other rows.

    First comes the row of each audit item's unit, -1 where it teaches nothing or has shaped the encoder.
    """
    from linewise.teaching.folds import cross_fit

    training = taught.training
    units = np.array([item.unit for item in audit.items], np.int64)
    usable = np.isin(units, training.units) & around.trusted(units)
    rows = np.where(usable, np.searchsorted(training.units, units), -1)
    held = np.zeros(len(training.units), bool)
    held[rows[usable]] = True
    scores = cross_fit(
        learner,
        vectors,
        training.labels,
        training.weights,
        folds=int(np.clip(np.ceil(held.mean() / HELD), 2, MOST_FOLDS)) if len(held) else 0,
        groups=groups,
        held_out=held,
        seed=seed,
        context=around.context(training.units),
    )
    return rows, scores


def _calibration(
    taught: Taught, held_out: NDArray[np.float32], audited: NDArray[np.float32], *, exclusive: bool
) -> dict[str, object]:
    """How far probabilities can be taken at their word: by the audit units if there are enough, else by the folds."""
    from linewise.teaching.reliability import measured

    # Whoever is done with a unit has said of every code whether it has it; silence while grouping says less.
    labels = np.where(taught.training.weights >= DONE, taught.training.labels, np.nan)
    drawn = ~np.isnan(audited).all(axis=1) & ~np.isnan(labels).all(axis=1)
    of, scores = ("audit", audited) if drawn.sum() >= AUDITED else ("folds", held_out)
    units = int((~np.isnan(scores) & ~np.isnan(labels)).any(axis=1).sum())
    scores = np.where(taught.shown, scores, np.nan)
    return measured(scores, labels, taught.codes, of=of, units=units, exclusive=exclusive)


def restore(data: bytes) -> Fitted:
    """The model in an artefact."""
    from linewise.learners import Heads

    return Heads.from_bytes(data)


def _held_out(taught: Taught, scores: NDArray[np.float32]) -> dict[str, object]:
    """Loss and agreement on explicit labels that were held out; no sample of the corpus, so a hint and no estimate."""
    labels, explicit = taught.training.labels, taught.training.explicit & ~np.isnan(scores)
    truth, guess = labels[explicit], np.clip(scores[explicit], 1e-6, 1 - 1e-6)
    if not len(truth):
        return {"units": len(taught.training.units), "labels": 0}
    loss = -(truth * np.log(guess) + (1 - truth) * np.log(1 - guess)).mean()
    return {
        "units": len(taught.training.units),
        "labels": len(truth),
        "held_out_loss": round(float(loss), 4),
        "held_out_agreement": round(float(((guess > 0.5) == (truth > 0.5)).mean()), 4),
    }
