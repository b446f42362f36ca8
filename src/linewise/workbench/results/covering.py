"""How the corpus splits when each code is given from a confidence on: whose hand has what, and what is left."""

from collections import Counter
from collections.abc import Mapping

import numpy as np

from linewise.applying.coded import given, settled
from linewise.applying.plan import NEVER
from linewise.applying.views import CodeCoverage, Coverage
from linewise.core.facts import Facts
from linewise.core.nouns import Model
from linewise.core.text import percent
from linewise.storage import Connection, corpus, reading
from linewise.storage.lineage import lineage
from linewise.workbench.cache import Scores
from linewise.workbench.desk import Desk
from linewise.workbench.results.applied import found_by_people, spoken


def coverage(
    desk: Desk,
    connection: Connection,
    facts: Facts,
    model: Model,
    scores: Scores,
    limits: Scores,
    confidence: float,
    *,
    exclusive: bool,
    promised: bool = False,
) -> Coverage:
    """The split where each column is given from its limit on (`limits`, (columns,)).

    A code is as surely absent where that has the probability `confidence`, which is the precision where `promised`.
    """
    no = desk.project_no
    ids = np.fromiter(corpus.unit_ids(connection, no), dtype=np.int64)
    said = spoken(connection, facts, desk)
    merged = reading.redirects(connection, no)
    human = np.isin(ids, np.fromiter(said.units, dtype=np.int64, count=len(said.units)))
    rest = ids[~human]
    rest = rest[rest < len(scores)]
    held = given(scores[rest], limits, exclusive=exclusive)
    sure = settled(scores[rest], limits, exclusive=exclusive, level=confidence)
    machine: Counter[str] = Counter()
    for column, code in enumerate(model.codes):
        machine[merged.get(code, code)] += int(held[:, column].sum())
    by_people = found_by_people(connection, no, lineage(connection, no))
    imported = Counter(merged.get(code, code) for _, code, _ in corpus.imported_codings(connection, no))
    codes_in_use = reading.active_codes(connection, no)
    given_from: dict[str, float] = {}
    for code_id, limit in zip(model.codes, limits.tolist(), strict=True):
        standing = merged.get(code_id, code_id)
        given_from[standing] = min(limit, given_from.get(standing, limit))
    codes = tuple(
        CodeCoverage(
            code=code.id,
            threshold=_threshold(given_from.get(code.id)),
            human=len(by_people[code.id]),
            machine=machine[code.id],
            imported=imported[code.id],
        )
        for code in codes_in_use
    )
    people, sure_units = int(human.sum()), int(sure.sum())
    return Coverage(
        confidence=confidence,
        units=len(ids),
        human=people,
        machine=sure_units,
        left=len(ids) - people - sure_units,
        codes=codes,
        words=_words(len(ids), people, sure_units, confidence, promised=promised),
    )


def limits_of(model: Model, thresholds: Mapping[str, float]) -> Scores:
    """(codes,): from which confidence each of the model's columns is given."""
    return np.array([thresholds[code] for code in model.codes], np.float32)


def _threshold(limit: float | None) -> float | None:
    return None if limit is None or limit >= NEVER else round(limit, 4)


def _words(units: int, people: int, machine: int, confidence: float, *, promised: bool) -> str:
    if not units:
        return "There are no units yet."
    share = (people + machine) / units
    at = f"Held to {percent(confidence)} right," if promised else f"At {percent(confidence)} confidence"
    return (
        f"People coded {people:,} of {units:,} units. {at} the model settles {machine:,} "
        f"more, so that {percent(share)} are coded and {units - people - machine:,} are left to read."
    )
