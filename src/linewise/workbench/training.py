"""From what people said to a fitted model: the training set as it stands now, derived afresh each time."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from linewise.core.facts import Facts
from linewise.core.nouns import Mark
from linewise.storage import Connection, corpus, reading
from linewise.teaching.labels import Decision, Done, Grouped, Training, derive
from linewise.teaching.learner import Fitted
from linewise.workbench.coding import settings
from linewise.workbench.desk import Desk
from linewise.workbench.vectors import Vectors

FOLDS = 5


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
    done = [Done(mark.unit, mark.coder, mark.at) for mark in facts.find(Mark, state="done")]
    training = derive(
        codes=len(codes),
        decisions=decisions,
        grouped=grouped,
        fully_grouped=noted - loose,
        done=done,
        created=[code.created_at for code in codes],
        exclusive=settings(facts, desk).exclusive,
    )
    return Taught(tuple(code.id for code in codes), training, len({(one.unit, one.coder) for one in decisions} | {(one.unit, one.coder) for one in done} | {(one.unit, one.coder) for one in grouped}))
