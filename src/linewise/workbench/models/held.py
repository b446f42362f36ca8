"""What copies of a model, each fitted without them, said of the audit units: an artefact kept with the model."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from linewise.core.nouns import Model, RoundItem
from linewise.storage import Connection, artefacts
from linewise.teaching.packing import pack, unpack
from linewise.workbench.desk import Desk
from linewise.workbench.rounds.measuring import Rounds

KIND = "held-out scores"
Scores = NDArray[np.float32]


def held_bytes(items: Iterable[RoundItem], scores: Scores) -> bytes:
    """The scores (items, codes) with the keys of their items."""
    return pack(KIND, {"items": [item.key for item in items]}, {"scores": scores.astype(np.float16)})


def kept(connection: Connection, desk: Desk, figures: Mapping[str, object], held: bytes) -> dict[str, object]:
    """The figures of a model with the name under which its held-out scores were sealed."""
    return {**figures, "held": artefacts.seal(connection, desk.project_no, held)}


def held_of(connection: Connection, desk: Desk, model: Model) -> tuple[Sequence[str], Scores]:
    """Keys of round items, and the probabilities (items, codes) that copies without them gave them.

    Columns as in `model.codes`; rows that could not be held out are missing. Empty for models of earlier versions.
    """
    name = model.figures.get("held")
    if not isinstance(name, str):
        return (), np.empty((0, len(model.codes)), np.float32)
    meta, arrays = unpack(KIND, artefacts.unseal(connection, desk.project_no, name))
    scores = arrays["scores"].astype(np.float32).reshape(-1, len(model.codes))
    known = np.asarray(~np.isnan(scores).any(axis=1))
    return [key for key, there in zip(meta["items"], known, strict=True) if there], scores[known]


def answered_now(desk: Desk, connection: Connection, model: Model, rounds: Rounds) -> list[RoundItem]:
    """Decided audit items with what a copy of the model that had not seen them says of them, as after every merge."""
    keys, scores = held_of(connection, desk, model)
    at = {key: row for row, key in enumerate(keys)}
    found = []
    for item in rounds.audit():
        if item.key in at:
            row = scores[at[item.key]]
            predicted = {code: float(row[column]) for column, code in enumerate(model.codes)}
            found.append(rounds.standing(replace(item, predicted=predicted)))
    return found
