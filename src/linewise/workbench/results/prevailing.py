"""How frequent each code is: the audit sample as draws from the corpus, each with the model that it met."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.applying.prevalence import ENOUGH, RARE, Draws, Estimate, prevalence
from linewise.applying.views import CodePrevalence, PrevalenceView
from linewise.core.facts import Facts
from linewise.core.nouns import Code, Mark, Model, Note, Round, RoundItem, Source
from linewise.storage import Connection, corpus, reading
from linewise.storage.lineage import Lineage, lineage
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.given import settings
from linewise.workbench.results.applied import found_by_people, machine_counts
from linewise.workbench.results.results import scores_by
from linewise.workbench.rounds.measuring import items_of

SAMPLE = 50_000

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """The answered draws of one round, which units were read before, and what its model says of draws and rest."""

    opened: str
    items: tuple[RoundItem, ...]
    before: frozenset[int]
    predicted: dict[str, NDArray[np.float64]]
    expected: dict[str, float]


def prevailing(desk: Desk) -> PrevalenceView:
    """The prevalence of every code in use."""
    with desk.reading() as (connection, facts):
        ids = np.fromiter(corpus.unit_ids(connection, desk.project_no), dtype=np.int64)
        shape = lineage(connection, desk.project_no)
        codes = reading.active_codes(connection, desk.project_no)
        people = found_by_people(connection, desk.project_no, shape)
        spoken = _spoken(desk, connection, facts, shape)
        machine = machine_counts(desk, connection, facts)
        since = max((source.at for source in facts.find(Source)), default="")
        rounds = [
            _drawn(desk, connection, facts, one, ids, shape)
            for one in sorted(facts.find(Round), key=lambda one: one.opened_at)
            if one.opened_at > since
        ]
    units, found = len(ids), [one for one in rounds if one.items]
    draws = sum(len(one.items) for one in found)
    rows = tuple(
        _row(
            code, units, found, people[code.id], spoken[""] | spoken[code.id] | people[code.id], machine[code.id], shape
        )
        for code in codes
    )
    return PrevalenceView(units=units, draws=draws, enough=draws >= ENOUGH, codes=rows, words=_words(draws))


def _drawn(desk: Desk, connection: Connection, facts: Facts, round: Round, ids: Ids, shape: Lineage) -> _Drawn:
    standing = set(map(int, ids))
    items = tuple(
        item
        for item in items_of(facts, round)
        if item.audit and item.unit in standing and item.state in ("accepted", "corrected")
    )
    before = _read_before(desk, connection, facts, round) & standing
    pool = ids[~np.isin(ids, np.fromiter(before, dtype=np.int64, count=len(before)))]
    predicted: dict[str, NDArray[np.float64]] = {}
    expected: dict[str, float] = {}
    model = facts.get(Model, round.model) if round.model is not None and items else None
    known = encoding.current(facts)
    if model is not None and known is not None and model.encoding == known.id:
        sample = np.random.default_rng(round.seed).permutation(pool)[:SAMPLE]
        drawn = np.array([item.unit for item in items], dtype=np.int64)
        scores = scores_by(desk, connection, model, np.concatenate([drawn, sample])).astype(np.float64)
        for column, code in enumerate(model.codes):
            for one in (shape.now(code), *shape.above.get(shape.now(code), ())):
                # Of codes that became one, and of those below a code, the surest speaks.
                own = scores[:, column]
                predicted[one] = np.maximum(predicted[one], own) if one in predicted else own
        for one, values in predicted.items():
            predicted[one], expected[one] = values[: len(drawn)], float(values[len(drawn) :].mean())
    return _Drawn(round.opened_at, items, frozenset(before), predicted, expected)


def _read_before(desk: Desk, connection: Connection, facts: Facts, round: Round) -> set[int]:
    """Units that the round's coder had read when it was opened, and which it could not draw."""
    no, coder, opened = desk.project_no, round.coder, round.opened_at
    found = {unit for unit, _, _, who, at in reading.decisions(connection, no) if who == coder and at < opened}
    found |= {note.unit for note in facts.find(Note, coder=coder) if note.at < opened}
    found |= {mark.unit for mark in facts.find(Mark, coder=coder) if mark.at < opened}
    return found - {item.unit for item in facts.find(RoundItem, round=round.id)}


def _spoken(desk: Desk, connection: Connection, facts: Facts, shape: Lineage) -> dict[str, set[int]]:
    """Units of which people said whether they have a code, by code; under "" those that were judged as a whole.

    Unknown is not absent: a unit of which only another code was decided goes with those that nobody has read.
    """
    no = desk.project_no
    found: dict[str, set[int]] = defaultdict(set)
    exclusive = settings(facts, desk).exclusive
    for unit, code, value, _, _ in reading.decisions(connection, no):
        for one in (code, *shape.above.get(code, ())) if value == "present" else (code,):
            found[one].add(unit)
        if exclusive and value == "present":
            found[""].add(unit)
    loose: set[int] = set()
    for unit, grouped, _, _ in reading.groupings(connection, no):
        (loose if grouped is None else found[""]).add(unit)
    found[""] -= loose
    found[""] |= {mark.unit for mark in facts.find(Mark, state="done")}
    return found


def _row(
    code: Code, units: int, rounds: list[_Drawn], people: set[int], spoken: set[int], machine: int, shape: Lineage
) -> CodePrevalence:
    parts: list[tuple[bool, float, float, float, float]] = []
    meant = shape.counting_as(code.id)
    for one in rounds:
        # A draw decided before there was the code says nothing of it.
        if one.opened < code.created_at:
            continue
        known = len(people & one.before) / units
        model = one.predicted.get(code.id)
        parts += [
            (
                not meant.isdisjoint(item.codes),
                float(model[at]) if model is not None else 0.0,
                one.expected.get(code.id, 0.0),
                1 - len(spoken & one.before) / units,
                known,
            )
            for at, item in enumerate(one.items)
        ]
    columns = np.array(parts, dtype=np.float64).reshape(-1, 5)
    estimate = prevalence(Draws(columns[:, 0].astype(bool), columns[:, 1], columns[:, 2], columns[:, 3], columns[:, 4]))
    return CodePrevalence(
        code=code.id,
        share=estimate.share,
        low=estimate.low,
        high=estimate.high,
        counted=min(1.0, (len(people) + machine) / units) if units else 0.0,
        draws=estimate.draws,
        present=estimate.present,
        worth=round(estimate.worth, 1),
        method=estimate.method,
        words=_of_code(estimate),
    )


def _of_code(found: Estimate) -> str:
    if not found.draws:
        return "No unit was drawn at random since there is this code."
    drawn = f"{found.present} of {found.draws} drawn units have it"
    if found.draws < ENOUGH:
        return f"{drawn}; too few to say more ({ENOUGH} are needed)."
    if found.method == "model":
        return f"{drawn}; with the model's help worth about {found.worth:.0f} draws."
    if min(found.present, found.draws - found.present) < RARE:
        return f"{drawn}; too rare in the sample for the model to help."
    return f"{drawn}; the model adds nothing to them."


def _words(draws: int) -> str:
    if not draws:
        return "No unit was drawn at random and read since the last import. Verify a round: each code gets its range."
    if draws < ENOUGH:
        return f"{draws} of the {ENOUGH} random draws that are needed: too few for more than a very wide range."
    return f"From {draws} units drawn at random, and the models' probabilities for all others; 95% intervals."
