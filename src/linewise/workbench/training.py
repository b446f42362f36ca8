"""From what people said to a fitted model: the training set as it stands now, derived afresh each time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.core.facts import Facts
from linewise.core.nouns import Code, Mark, RoundItem
from linewise.storage import Connection, reading
from linewise.storage.lineage import Lineage, lineage
from linewise.teaching.labels import Decision, Done, Grouped, Training, derive_training
from linewise.teaching.learner import Fitted, Learner
from linewise.verifying.newest import tallied
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.vectors import Vectors

FOLDS = 5
# When only audit units are held out, about this share of all rows at a time: the copies then know nearly everything.
HELD = 0.05
MOST_FOLDS = 10


@dataclass(frozen=True, slots=True)
class Taught:
    """The codes in use, and for each unit that says something about them what it says."""

    codes: tuple[str, ...]
    training: Training
    decisions: int

    @property
    def teachable(self) -> bool:
        """Whether some code has both a unit that has it and one that does not."""
        labels = self.training.labels
        return bool(((labels > 0.5).any(axis=0) & (labels < 0.5).any(axis=0)).any())

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
    """A fitted model as bytes, how it was made, and how well it did on units held out while fitting."""

    data: bytes
    recipe: Mapping[str, object]
    figures: Mapping[str, object]


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
        exclusive=exclusive,
    )
    spoke = {(one.unit, one.coder) for group in (decisions, done, grouped) for one in group}
    return Taught(tuple(code.id for code in codes), training, len(spoke))


def _parents(
    shape: Lineage, codes: Sequence[Code], decisions: Iterable[Decision], grouped: Iterable[Grouped]
) -> list[Grouped]:
    """Where a code is present, the codes above it are implied to be."""
    column = {code.id: at for at, code in enumerate(codes)}
    above = [[column[one] for one in shape.above.get(code.id, ()) if one in column] for code in codes]
    present = [(one.unit, one.code, one.coder) for one in decisions if one.value == "present"]
    present += [(one.unit, one.code, one.coder) for one in grouped]
    return [Grouped(unit, parent, coder) for unit, code, coder in present for parent in above[code]]


def fit(
    taught: Taught,
    vectors: Vectors,
    twins: NDArray[np.int64],
    *,
    audit: Audit = NO_AUDIT,
    exclusive: bool,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Fit the default learner, and measure it on units held out fold by fold (twins together)."""
    from linewise.learners import LinearLearner, SoftmaxLearner
    from linewise.teaching.folds import cross_fit

    learner: Learner = SoftmaxLearner() if exclusive else LinearLearner()
    training = taught.training
    x, groups = vectors[training.units], twins[training.units]
    fitted = learner.fit(x, training.labels, training.weights, seed=seed, groups=groups)
    if progress is not None:
        progress(1, 3)
    held_out = cross_fit(learner, x, training.labels, training.weights, folds=FOLDS, groups=groups, seed=seed)
    if progress is not None:
        progress(2, 3)
    audited = _audited(taught, learner, x, groups, audit, exclusive=exclusive, seed=seed)
    if progress is not None:
        progress(3, 3)
    return Outcome(fitted.to_bytes(), learner.recipe, {**_held_out(taught, held_out), "audit": audited})


def _audited(
    taught: Taught,
    learner: Learner,
    vectors: Vectors,
    groups: NDArray[np.int64],
    audit: Audit,
    *,
    exclusive: bool,
    seed: int,
) -> dict[str, object]:
    """The model judged by the audit units, each answered by a copy that had not seen it."""
    from linewise.teaching.folds import cross_fit

    training = taught.training
    items = [item for item in audit.items if item.unit in set(training.units.tolist())]
    rows = np.searchsorted(training.units, [item.unit for item in items])
    held = np.zeros(len(training.units), bool)
    held[rows] = True
    folds = int(np.clip(np.ceil(held.mean() / HELD), 2, MOST_FOLDS)) if len(held) else 0
    scores = cross_fit(
        learner, vectors, training.labels, training.weights, folds=folds, groups=groups, held_out=held, seed=seed
    )
    return tallied(items, scores[rows], taught.codes, audit.about, exclusive=exclusive)


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
