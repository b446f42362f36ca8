"""What people say of words, where it stands, and what is learned from it."""

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import NotFound
from linewise.core.events import Draft
from linewise.core.facts import Facts
from linewise.core.nouns import Rationale, Source, Verdict
from linewise.storage import Connection, corpus
from linewise.storage.lineage import lineage
from linewise.teaching import rationales as learning
from linewise.verifying import rationales
from linewise.workbench.clock import new_id, now
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.encoders.vectors import Vectors
from linewise.workbench.models.training import Taught

# Units and codes that words are learned for: each costs up to three texts to encode, once.
MOST = 1_000


def give(desk: Desk, unit: int, code: str, start: int, end: int, verdict: Verdict) -> Rationale:
    """Say of words of a unit that they speak for a code, or are no reason; the last verdict on them counts."""

    def decide(connection: Connection, facts: Facts) -> Draft:
        text = corpus.standing_text(connection, desk.project_no, unit)
        if text is None:
            raise NotFound(f"There is no unit {unit} here.", remedy="Its import may have been undone.")
        return rationales.give(
            facts,
            id=new_id(),
            unit=unit,
            text=text,
            code=code,
            start=start,
            end=end,
            verdict=verdict,
            coder=desk.coder,
            at=now(),
        )

    desk.write(decide)
    with desk.reading() as (_, facts):
        mine = facts.find(Rationale, unit=unit, code=code, coder=desk.coder)
        return next(one for one in mine if (one.start, one.end) == (start, end))


def withdraw(desk: Desk, rationale: str) -> None:
    """Take back what was said of words."""
    desk.write(lambda _, facts: rationales.withdraw(facts, rationale=rationale))


def given(desk: Desk, *, unit: int | None, code: str | None) -> tuple[Rationale, ...]:
    """What was said of words that stand in the corpus, oldest first."""
    wanted = {name: value for name, value in (("unit", unit), ("code", code)) if value is not None}
    with desk.reading() as (_, facts):
        found = list(facts.find(Rationale, **wanted))
        spans = [range(one.first_unit, one.first_unit + one.units) for one in facts.find(Source)]
    return tuple(one for one in found if any(one.unit in span for span in spans))


def examples(desk: Desk, taught: Taught, vectors: Vectors, twins: NDArray[np.int64]) -> learning.Examples | None:
    """What is learned from words beside the labels; None without any."""
    with desk.reading() as (connection, facts):
        found = list(facts.find(Rationale))
        if not found:
            return None
        shape = lineage(connection, desk.project_no)
        column = {code: at for at, code in enumerate(taught.codes)}
        said = [
            learning.Said(one.unit, column[shape.now(one.code)], (one.start, one.end), one.verdict == "for")
            for one in found
            if shape.now(one.code) in column
        ]
        units = sorted({one.unit for one in said})
        texts = dict(zip(units, corpus.texts_of(connection, desk.project_no, units), strict=True))
    rows = {int(unit): row for row, unit in enumerate(taught.training.units)}
    labels = taught.training.labels
    has = {(one.unit, one.code): bool(labels[rows[one.unit], one.code] > 0.5) for one in said if one.unit in rows}
    lessons = learning.lessons(said, texts, has)[-MOST:]
    if not lessons:
        return None
    fresh = list(dict.fromkeys(part for one in lessons for part in (one.alone, one.without, one.kept) if part))
    known = dict(zip(fresh, encoding.phrases(desk, fresh).astype(np.float32), strict=True))
    known |= {one.whole: vectors[one.unit].astype(np.float32) for one in lessons}
    groups = {one.unit: int(twins[one.unit]) for one in lessons}
    return learning.examples(lessons, known, groups, len(taught.codes))
