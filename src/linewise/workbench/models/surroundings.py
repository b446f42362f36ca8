"""What a learner may know beside the labelled units: how the corpus lies, and what is written about codes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.core.nouns import Code
from linewise.storage import artefacts
from linewise.teaching.learner import Context, Floats
from linewise.teaching.terrain import Terrain
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.encoders.vectors import Vectors

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """The terrain, vectors of what is written about each code, and the units whose labels shaped the encoder."""

    terrain: Terrain | None = None
    words: Floats | None = None
    seen: Ints | None = None

    def trusted(self, units: Ints) -> NDArray[np.bool_]:
        """Which of the units did not shape the encoder: only of these is a prediction out of sample."""
        if self.seen is None:
            return np.ones(len(units), bool)
        return ~np.isin(units, self.seen)

    def context(self, units: Ints) -> Context:
        """As a learner takes it, for rows that are these units."""
        trusted = None if self.seen is None else self.trusted(units)
        return Context(terrain=self.terrain, words=self.words, trusted=trusted)


NOWHERE = Surroundings()


def written(code: Code) -> tuple[str, ...]:
    """What people wrote about a code: one text of its name, aliases and definition, then its examples."""
    said = (code.name, *code.aliases, code.definition, code.use_when)
    return (". ".join(part.strip() for part in said if part.strip()), *(one for one in code.examples if one.strip()))


def surroundings(desk: Desk, matrix: Vectors, texts: Sequence[Sequence[str]]) -> Surroundings:
    """All of it for the encoder in use, its matrix (units, d), and the texts written about each code."""
    with desk.reading() as (connection, facts):
        known = encoding.current(facts)
        assert known is not None
        seen = None
        if known.seen:
            seen = np.frombuffer(artefacts.unseal(connection, desk.project_no, known.seen), "<i8").astype(np.int64)
    held = desk.cache.terrain
    if held is None or held[:2] != (known.id, len(matrix)):
        held = desk.cache.terrain = (known.id, len(matrix), Terrain.of(matrix))
    return Surroundings(held[2], _vectors(desk, texts, matrix.shape[1]), seen)


def _vectors(desk: Desk, texts: Sequence[Sequence[str]], dimensions: int) -> Floats:
    """The mean vector (codes, d) of each code's texts; NaN where there is nothing in them to see."""
    found = np.full((len(texts), dimensions), np.nan, np.float32)
    for at, own in enumerate(texts):
        vectors = encoding.phrases(desk, own).astype(np.float32)
        told = vectors[np.square(vectors).sum(axis=1) > 0]
        if len(told):
            found[at] = told.mean(axis=0)
    return found
