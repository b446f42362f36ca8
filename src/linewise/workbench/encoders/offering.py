"""An encoder that is offered beside the one in use: kept, with a vector for every unit, and used by nobody yet."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from linewise.core.events import Draft, change
from linewise.core.nouns import Encoding
from linewise.encoders.choice import Choice
from linewise.storage import Connection, artefacts, corpus
from linewise.workbench.clock import now
from linewise.workbench.desk import SYSTEM, Desk
from linewise.workbench.encoders import shelf
from linewise.workbench.encoders.vectors import VectorStore
from linewise.workbench.memory import release


def offer(
    desk: Desk,
    choice: Choice,
    *,
    source: str,
    seen: NDArray[np.int64] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Encoding:
    """Keep an encoder and give every unit its vector by it; the encoder in use stays.

    `seen` are the units whose labels shaped it. An encoder that is known already is encoded to the end.
    """
    encoder = choice.encoder
    with desk.reading() as (connection, facts):
        offered = facts.get(Encoding, encoder.fingerprint)
        texts = corpus.next_unit(connection, desk.project_no)
    if offered is None:
        offered = kept(desk, choice, source=source, offered=True, texts=texts, seen=seen)
    try:
        VectorStore(desk, offered.id, offered.dimensions).fill(encoder, progress=progress)
    finally:
        release()
    return offered


def kept(
    desk: Desk, choice: Choice, *, source: str, offered: bool, texts: int, seen: NDArray[np.int64] | None = None
) -> Encoding:
    """Put an encoder into the project, and on the log; `texts` is how many its corpus had when it was made."""
    from linewise.encoders import about, dump

    encoder = choice.encoder
    data = dump(encoder)
    with desk.store.writing(desk.project_no) as connection:
        made = Encoding(
            id=encoder.fingerprint,
            name=encoder.name,
            dimensions=encoder.dimensions,
            artefact=artefacts.seal(connection, desk.project_no, data),
            notice=choice.notice or "",
            at=now(),
            source=source,
            offered=offered,
            seen=_sealed(connection, desk, seen),
        )
        draft = Draft("encoder_fitted", (change(None, made),), {"name": made.name})
        desk.log(connection, draft, actor=SYSTEM)
    shelf.keep(desk, made.id, texts=texts, **about(encoder))
    desk.bell.ring()
    return made


def _sealed(connection: Connection, desk: Desk, seen: NDArray[np.int64] | None) -> str:
    if seen is None or not len(seen):
        return ""
    return artefacts.seal(connection, desk.project_no, seen.astype("<i8").tobytes())
