"""Answers that stand already, for replays: people's own decisions, imported codes, or a column of the data."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import BadInput, NotReady
from linewise.core.nouns import Code, Source
from linewise.storage import Connection, corpus, counting
from linewise.storage.projection import TableFacts
from linewise.teaching.learner import Floats
from linewise.verifying.pool import Ints
from linewise.verifying.simulated import GoldSource
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.models import training

DECISIONS, IMPORTED, COLUMN = "decisions", "imported", "column:"
# Fewer units teach nothing about ways of choosing; a column of more values is no set of codes, nor is one of a single.
FEWEST, MOST_VALUES, MOST_CODES = 40, 60, 200

Gold = tuple[GoldSource, Ints, Floats]


def sources(desk: Desk) -> tuple[GoldSource, ...]:
    """Every set of answers that a replay can be held against, those with most units first."""
    with desk.reading() as (connection, facts):
        names = [DECISIONS, IMPORTED, *(COLUMN + name for name in _columns(facts))]
        found = [_read(desk, connection, facts, name) for name in names]
    usable = [one[0] for one in found if one is not None and one[0].units >= FEWEST]
    return tuple(sorted(usable, key=lambda one: -one.units))


def gold(desk: Desk, name: str | None) -> Gold:
    """The answers of this name ("decisions", "imported", "column:NAME"), or of the richest source: units and labels."""
    if name is None:
        usable = sources(desk)
        if not usable:
            raise NotReady(
                f"A replay needs at least {FEWEST} units whose codes are known.",
                remedy="Decide more units, or import data with a column of codes or labels.",
            )
        name = usable[0].name
    with desk.reading() as (connection, facts):
        found = _read(desk, connection, facts, name)
    if found is None:
        raise BadInput(
            f"There are no answers under {name!r}.",
            remedy=f"Use {DECISIONS}, {IMPORTED}, or {COLUMN}NAME with a column of 2 to {MOST_VALUES} values.",
        )
    if found[0].units < FEWEST:
        raise NotReady(
            f"Only {found[0].units:,} units have an answer there; a replay needs {FEWEST}.",
            remedy="Decide more units, or use another source.",
        )
    return found


def _read(desk: Desk, connection: Connection, facts: TableFacts, name: str) -> Gold | None:
    if name == DECISIONS:
        return _decided(desk, connection, facts)
    if name == IMPORTED:
        names = {code.id: code.name for code in facts.find(Code)}
        stated = corpus.imported_codings(connection, desk.project_no)
        pairs = [(unit, names.get(code, code)) for unit, code, _ in stated]
        return _stated(name, "imported codes", pairs, exclusive=settings(facts, desk).exclusive)
    column = name.removeprefix(COLUMN)
    if not name.startswith(COLUMN) or column not in _columns(facts):
        return None
    if len(counting.values(connection, desk.project_no, column, search="", limit=MOST_VALUES + 1)) > MOST_VALUES:
        return None
    pairs = [(unit, text) for unit, text in corpus.attribute_texts(connection, desk.project_no, column) if text.strip()]
    return _stated(name, f"the column “{column}”", pairs, exclusive=True)


def _decided(desk: Desk, connection: Connection, facts: TableFacts) -> Gold | None:
    """Units of which people stated at least one code, and what they stated; the rest of their codes count as absent."""
    taught = training.gather(connection, facts, desk)
    names = {code.id: code.name for code in facts.find(Code)}
    spoken = taught.training.explicit.any(axis=1)
    labels = (np.nan_to_num(taught.training.labels[spoken]) > 0.5).astype(np.float32)
    units = taught.training.units[spoken]
    exclusive = settings(facts, desk).exclusive
    if exclusive:
        one = labels.sum(axis=1) == 1
        units, labels = units[one], labels[one]
    used: NDArray[np.bool_] = np.asarray(labels.any(axis=0))
    if used.sum() < (2 if exclusive else 1):
        return None
    codes = tuple(names[code] for code, there in zip(taught.codes, used, strict=True) if there)
    source = GoldSource(name=DECISIONS, title="people's decisions", units=len(units), codes=codes, exclusive=exclusive)
    return source, units, labels[:, used]


def _stated(name: str, title: str, pairs: Iterable[tuple[int, str]], *, exclusive: bool) -> Gold | None:
    stated = list(pairs)
    codes = sorted({code for _, code in stated})
    if not 2 <= len(codes) <= MOST_CODES:
        return None
    units = np.unique(np.array([unit for unit, _ in stated], np.int64))
    labels = np.zeros((len(units), len(codes)), np.float32)
    place = {code: at for at, code in enumerate(codes)}
    rows = np.searchsorted(units, [unit for unit, _ in stated])
    labels[rows, [place[code] for _, code in stated]] = 1
    alone = labels.sum(axis=1) == 1
    exclusive = exclusive or bool(alone.all())
    if exclusive:
        units, labels = units[alone], labels[alone]
    source = GoldSource(name=name, title=title, units=len(units), codes=tuple(codes), exclusive=exclusive)
    return source, units, labels


def _columns(facts: TableFacts) -> list[str]:
    """The attribute columns of the imports that stand."""
    found = dict[str, None]()
    for source in facts.find(Source):
        pairs = source.plan.get("attributes")
        found |= {str(pair[0]): None for pair in pairs} if isinstance(pairs, (list, tuple)) else {}
    return list(found)
