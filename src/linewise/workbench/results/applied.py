"""The applied model's codings, read from its scores: what the machine says where no person has spoken."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from linewise.applying.coded import given
from linewise.core.facts import Facts, need
from linewise.core.nouns import Application, Mark, Model
from linewise.core.views import CodingView, UnitView
from linewise.storage import Connection, artefacts, corpus, reading
from linewise.storage.lineage import Lineage, lineage
from linewise.workbench.cache import Scores
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where people have spoken: (unit, code) pairs, units somebody is done with, units with a code present."""

    pairs: frozenset[tuple[int, str]]
    done: frozenset[int]
    present: frozenset[int]

    def settled(self, unit: int, *, exclusive: bool) -> bool:
        """Whether a person's word on the unit leaves nothing to the machine."""
        return unit in self.done or (exclusive and unit in self.present)

    @property
    def units(self) -> frozenset[int]:
        """Units that a person decided on or found a code in."""
        return self.done | self.present


def spoken(connection: Connection, facts: Facts, desk: Desk) -> Spoken:
    """Read where people have spoken, of all coders."""
    pairs: set[tuple[int, str]] = set()
    present: set[int] = set()
    for unit, code, value, _, _ in reading.decisions(connection, desk.project_no):
        pairs.add((unit, code))
        if value == "present":
            present.add(unit)
    for unit, grouped, _, _ in reading.groupings(connection, desk.project_no):
        if grouped is not None:
            pairs.add((unit, grouped))
            present.add(unit)
    shape = lineage(connection, desk.project_no)
    pairs |= {(unit, parent) for unit, code in tuple(pairs) for parent in shape.above.get(code, ())}
    done = frozenset(mark.unit for mark in facts.find(Mark, state="done"))
    return Spoken(frozenset(pairs), done, frozenset(present))


@dataclass(frozen=True, slots=True)
class Applied:
    """The application that counts, its scores (units, codes), and the shape of the codebook now."""

    application: Application
    model: Model
    scores: Scores
    shape: Lineage
    exclusive: bool

    def codings(self, units: Sequence[int], said: Spoken) -> dict[int, list[CodingView]]:
        """What the machine says of these units, where people left room."""
        rows = np.asarray(units, dtype=np.int64)
        known = rows < len(self.scores)
        held = np.zeros((len(rows), len(self.application.codes)), dtype=bool)
        held[known] = given(self.scores[rows[known]], self._thresholds, exclusive=self.exclusive)
        found: dict[int, list[CodingView]] = {}
        for at, column in zip(*np.nonzero(held), strict=True):
            unit, code = int(rows[at]), self.shape.now(self.application.codes[column])
            if (unit, code) in said.pairs or said.settled(unit, exclusive=self.exclusive):
                continue
            found.setdefault(unit, []).append(
                CodingView(
                    code=code,
                    value="present",
                    origin="model",
                    coder=f"model {self.model.number}",
                    via="model",
                    at=self.application.at,
                    confidence=round(float(self.scores[unit, column]), 4),
                    model=self.model.id,
                    codebook=self.model.codebook,
                )
            )
        for unit, codings in found.items():
            implied = reading.of_parents(codings, self.shape)
            codings.extend(one for one in implied if (unit, one.code) not in said.pairs)
        return found

    def probabilities(self, unit: int) -> dict[str, float]:
        """How likely each code is in a unit, by the applied model; nothing for units that came later."""
        found: dict[str, float] = {}
        if unit < len(self.scores):
            for column, code in enumerate(self.application.codes):
                now, score = self.shape.now(code), round(float(self.scores[unit, column]), 4)
                found[now] = max(score, found.get(now, 0.0))
        return found

    @property
    def _thresholds(self) -> Scores:
        limits: Mapping[str, float] = self.application.thresholds
        return np.array([limits[code] for code in self.application.codes], dtype=np.float32)


def applied(desk: Desk, connection: Connection, facts: Facts) -> Applied | None:
    """The newest application, or None before any (or when it was undone)."""
    application = max(facts.find(Application), key=lambda one: one.number, default=None)
    if application is None:
        return None
    held = desk.cache.applied
    if held is None or held[0] != application.artefact:
        if not artefacts.has(connection, desk.project_no, application.artefact):
            # A project may come without what the machine made.
            return None
        data = artefacts.unseal(connection, desk.project_no, application.artefact)
        scores = np.frombuffer(data, "<f2").reshape(-1, len(application.codes)).astype(np.float32)
        held = desk.cache.applied = (application.artefact, scores)
    return Applied(
        application=application,
        model=need(facts, Model, application.model),
        scores=held[1],
        shape=lineage(connection, desk.project_no),
        exclusive=settings(facts, desk).exclusive,
    )


def found_by_people(connection: Connection, project_no: int, shape: Lineage) -> dict[str, set[int]]:
    """For each code the units in which a person found it, or a code below it."""
    found: dict[str, set[int]] = defaultdict(set)
    for unit, code, value, _, _ in reading.decisions(connection, project_no):
        if value == "present":
            found[code].add(unit)
    for unit, grouped, _, _ in reading.groupings(connection, project_no):
        if grouped is not None:
            found[grouped].add(unit)
    for code, units in tuple(found.items()):
        for parent in shape.above.get(code, ()):
            found[parent] |= units
    return found


def machine_counts(desk: Desk, connection: Connection, facts: Facts) -> Counter[str]:
    """Units that the applied model gives each code to."""
    found = applied(desk, connection, facts)
    if found is None:
        return Counter()
    units = list(corpus.unit_ids(connection, desk.project_no))
    codings = found.codings(units, spoken(connection, facts, desk))
    return Counter(code for entries in codings.values() for code in {coding.code for coding in entries})


def with_machine(views: Sequence[UnitView], applied: Applied | None, said: Spoken) -> list[UnitView]:
    """The units with the machine's codings beside people's."""
    if applied is None:
        return list(views)
    codings = applied.codings([view.id for view in views], said)
    return [replace(view, codings=(*view.codings, *codings.get(view.id, ()))) for view in views]
