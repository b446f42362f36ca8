"""What any model, old or new, says of audit units that it had not seen: the ground for comparing models."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import NotReady
from linewise.core.facts import need
from linewise.core.nouns import Encoding, Model, RoundItem
from linewise.storage import Connection, artefacts
from linewise.workbench.cache import Scores
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.encoders.vectors import ROWS, Vectors
from linewise.workbench.models import scoring, training
from linewise.workbench.models.held import held_of

Units = NDArray[np.int64]


def learned_bytes(units: Units) -> bytes:
    """The units that a model learned from, as its figures name them under "learned"."""
    return units.astype("<i8").tobytes()


def learned(connection: Connection, desk: Desk, model: Model) -> Units | None:
    """The units that a model learned from; None for models of earlier versions, which did not keep them."""
    name = model.figures.get("learned")
    return _units(connection, desk, name) if isinstance(name, str) else None


def unseen(desk: Desk, model: Model, items: Sequence[RoundItem]) -> Scores:
    """Probabilities (items, codes) out of sample, columns as in `model.codes`; NaN where there are none.

    A unit that the model learned from, or a twin of which it did, is answered by the copy that was fitted without it;
    any other by the model itself. Units whose labels shaped the encoder are answered by neither.
    """
    units = np.array([item.unit for item in items], dtype=np.int64)
    with desk.reading() as (connection, facts):
        keys, held = held_of(connection, desk, model)
        taught = learned(connection, desk, model)
        shaped = need(facts, Encoding, model.encoding).seen
        shaping = _units(connection, desk, shaped) if shaped else np.empty(0, np.int64)
    found = np.full((len(items), len(model.codes)), np.nan, np.float32)
    row = {key: at for at, key in enumerate(keys)}
    for at, item in enumerate(items):
        if item.key in row:
            found[at] = held[row[item.key]]
    twins = scoring.twins(desk)
    if taught is not None:
        fresh = ~np.isin(twins[units], twins[taught])
        if fresh.any():
            found[fresh] = scores_of(desk, model, units[fresh])
    found[np.isin(twins[units], twins[shaping])] = np.nan
    return found


def scores_of(desk: Desk, model: Model, units: Units) -> Scores:
    """Probabilities (units, codes) by any model, also one of an encoder that is not in use now.

    Raises NotReady where a unit has no vector of that encoder.
    """
    with desk.reading() as (connection, facts):
        known, current = need(facts, Encoding, model.encoding), encoding.current(facts)
        data = artefacts.unseal(connection, desk.project_no, model.artefact)
        vectors = None if current is not None and current.id == known.id else _rows(connection, desk, known, units)
    if vectors is None:
        vectors = encoding.vectors(desk)[units]
    found = training.restore(data).predict(vectors)
    return np.asarray(found.astype(np.float16).astype(np.float32))


def _rows(connection: Connection, desk: Desk, known: Encoding, units: Units) -> Vectors:
    """The vectors of some units by any encoder, read from the blocks that hold them."""
    blocks, name = np.unique(units // ROWS), f"vectors/{known.id}"
    read = [
        np.frombuffer(data, "<f2").reshape(-1, known.dimensions)
        for data in artefacts.blocks(connection, desk.project_no, name, only=blocks.tolist())
    ]
    if len(read) < len(blocks) or any(
        (units[units // ROWS == block] % ROWS >= len(rows)).any() for block, rows in zip(blocks, read, strict=True)
    ):
        raise NotReady(
            f"Some units have no vector by {known.name}, the encoder of that model.",
            remedy="Put that encoder in use and encode; then compare again.",
        )
    found = np.empty((len(units), known.dimensions), np.float16)
    for block, rows in zip(blocks, read, strict=True):
        here = units // ROWS == block
        found[here] = rows[units[here] % ROWS]
    return found


def _units(connection: Connection, desk: Desk, name: str) -> Units:
    return np.frombuffer(artefacts.unseal(connection, desk.project_no, name), "<i8").astype(np.int64)
