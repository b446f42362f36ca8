"""What a model makes of units: the scores of all, kept until another model is asked, and the pool to choose from."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import NotReady
from linewise.core.facts import Facts, need
from linewise.core.nouns import Code, Coding, Mark, Model, Round, RoundItem
from linewise.storage import Connection, artefacts, corpus, counting, reading
from linewise.storage.lineage import lineage
from linewise.workbench.cache import Scores
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.models import registry, training
from linewise.workbench.rounds.choosing import Candidates

CHUNK = 16_384


def scores(desk: Desk, model: Model, *, progress: Callable[[int, int], None] | None = None) -> Scores:
    """Probabilities for every unit ever imported, (units, codes); kept until another model is asked for."""
    matrix = encoding.vectors(desk)
    held = desk.cache.scores
    if held is not None and held[0] == model.id and len(held[1]) == len(matrix):
        return held[1]
    with desk.reading() as (connection, _):
        data = artefacts.unseal(connection, desk.project_no, model.artefact)
    fitted = training.restore(data)
    parts = []
    for first in range(0, len(matrix), CHUNK):
        parts.append(fitted.predict(matrix[first : first + CHUNK]))
        if progress is not None:
            progress(min(first + CHUNK, len(matrix)), len(matrix))
    found = np.concatenate(parts) if parts else np.empty((0, len(model.codes)), np.float32)
    # As they are stored, so that what is previewed and what is applied agree to the last unit.
    found = found.astype(np.float16).astype(np.float32)
    desk.cache.scores = (model.id, found)
    return found


def pool(desk: Desk, *, code: str | None = None) -> Candidates:
    """Units this coder has not read, with what the model in use and the encoder know of them.

    With a code: those of which the coder has not said whether they have it.
    """
    with desk.reading() as (connection, facts):
        if code is not None:
            need(facts, Code, code)
            read = _answered(connection, facts, desk, code)
        else:
            read = counting.read_units(connection, desk.project_no, coder=desk.coder)
        ids = np.fromiter(corpus.unit_ids(connection, desk.project_no), dtype=np.int64)
        model = registry.in_use(facts)
        shape = lineage(connection, desk.project_no)
        standing = {one.id for one in reading.active_codes(connection, desk.project_no)}
    units = ids[~np.isin(ids, np.fromiter(read, dtype=np.int64, count=len(read)))]
    try:
        vectors = encoding.vectors(desk)[units]
    except NotReady:
        vectors, model = None, None
    now = [shape.now(one) for one in model.codes] if model is not None else []
    codes = tuple(one if one in standing else None for one in now)
    if code is not None and model is not None and code not in codes:
        raise NotReady(
            "The model in use does not know this code.",
            remedy="Teach again first." if model.pinned_at is None else "Unpin the model, or teach again and pin that.",
        )
    return Candidates(
        units=units,
        model=model,
        scores=scores(desk, model)[units] if model is not None else None,
        vectors=vectors,
        twins=twins(desk)[units],
        codes=codes,
        focus=code,
    )


def twins(desk: Desk) -> NDArray[np.int64]:
    """For every unit ever imported a number that it shares with its twins."""
    with desk.reading() as (connection, _):
        return np.array(corpus.twin_hashes(connection, desk.project_no), dtype=np.int64)


def _answered(connection: Connection, facts: Facts, desk: Desk, code: str) -> set[int]:
    """Units of which a coder has said whether they have a code, or which were marked, or passed over when asked."""
    mine = {"coder": desk.coder}
    found = {mark.unit for mark in facts.find(Mark, **mine)}
    found |= {coding.unit for coding in facts.find(Coding, code=code, **mine)}
    found |= {
        unit
        for unit, into, coder, _ in reading.groupings(connection, desk.project_no)
        if (into, coder) == (code, desk.coder)
    }
    rounds = tuple(round.id for round in facts.find(Round, focus=code, **mine))
    passed = facts.find(RoundItem, round=rounds, state="skipped") if rounds else ()
    return found | {item.unit for item in passed}
