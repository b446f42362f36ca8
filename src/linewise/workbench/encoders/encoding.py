"""The project's encoder, fitted once and kept, and the vectors of its units."""

import threading
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import NotReady
from linewise.core.facts import Facts
from linewise.core.nouns import Encoding, Round
from linewise.storage import artefacts, corpus, ranking
from linewise.teaching.encoder import Encoder
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import tongues
from linewise.workbench.encoders.offering import kept
from linewise.workbench.encoders.vectors import Vectors, VectorStore
from linewise.workbench.given import settings
from linewise.workbench.memory import release

AT_HAND, IN_ROUND = 60.0, 900.0
DIVERSE = 300
READ = 5_000


def current(facts: Facts) -> Encoding | None:
    """The encoder in use: the one that was chosen last."""
    used = [one for one in facts.find(Encoding) if one.in_use_since is not None]
    return max(used, key=lambda one: one.in_use_since or "", default=None)


def encode(desk: Desk, *, progress: Callable[[int, int], None] | None = None) -> Encoding:
    """Give every unit a vector, fitting the encoder on the corpus first if there is none; resumes where it stopped."""
    with desk.cache.lock:
        encoding = _fitted(desk)
        store = _vectors(desk, encoding)
        if store.missing():
            try:
                tongues.tell(desk)
                store.fill(_encoder(desk, encoding), progress=progress)
                _rank(desk, store.matrix())
            finally:
                desk.cache.encoder = None
                release()
        return encoding


def vectors(desk: Desk) -> Vectors:
    """All vectors, one row a unit ever imported; NotReady while some are missing."""
    with desk.reading() as (connection, facts):
        encoding = current(facts)
        total = corpus.next_unit(connection, desk.project_no)
    store = _vectors(desk, encoding) if encoding is not None else None
    matrix = store.matrix() if store is not None else None
    if matrix is None or len(matrix) < total:
        have = 0 if matrix is None else len(matrix)
        raise NotReady(
            f"{total - have:,} of {total:,} units have no vector yet.",
            remedy="Wait for the encoding to end, or start it: linewise teach encode.",
        )
    return matrix


def of_texts(desk: Desk, texts: Sequence[str]) -> Vectors:
    """Vectors of texts that are no units, one row each; NotReady when no encoder is fitted.

    The encoder stays at hand for as long as somebody asks, and gives its memory back a minute later.
    """
    return at_hand(desk)[1].encode(texts)


def at_hand(desk: Desk) -> tuple[Encoding, Encoder]:
    """The encoder in use, read into memory if it is not there; it goes a while after it was last asked for.

    While a round is open it stays for longer: every unit that comes into view may ask why.
    """
    with desk.reading() as (_, facts):
        encoding = current(facts)
        waiting = IN_ROUND if facts.latest(Round, state="open") is not None else AT_HAND
    if encoding is None:
        raise NotReady("No encoder is fitted yet.", remedy="Start it: linewise teach encode.")
    encoder = _encoder(desk, encoding)
    with desk.cache.encoder_lock:
        if desk.cache.letting_go is not None:
            desk.cache.letting_go.cancel()
        desk.cache.letting_go = threading.Timer(waiting, _let_go, (desk,))
        desk.cache.letting_go.daemon = True
        desk.cache.letting_go.start()
    return encoding, encoder


def vector(desk: Desk, text: str) -> NDArray[np.float32]:
    """The vector of a text that is no unit, of length 1."""
    found = of_texts(desk, [text])[0].astype(np.float32)
    length = np.linalg.norm(found)
    return np.asarray(found / max(float(length), 1e-9), dtype=np.float32)


def encoded(desk: Desk, encoding: Encoding) -> int:
    """How many units have a vector of this encoder."""
    return _vectors(desk, encoding).encoded()


def phrases(desk: Desk, texts: Sequence[str]) -> Vectors:
    """Vectors of short texts, one row each, kept for the next call; NotReady when no encoder is fitted."""
    with desk.cache.lock:
        with desk.reading() as (_, facts):
            encoding = current(facts)
        if encoding is None:
            raise NotReady("No encoder is fitted yet.", remedy="Start it: linewise teach encode.")
        kept = desk.cache.phrases
        known = kept[1] if kept is not None and kept[0] == encoding.id else {}
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        if fresh:
            known |= dict(zip(fresh, of_texts(desk, fresh), strict=True))
        desk.cache.phrases = (encoding.id, known)
        return np.stack([known[text] for text in texts]) if texts else np.empty((0, encoding.dimensions), np.float16)


def _fitted(desk: Desk) -> Encoding:
    with desk.reading() as (connection, facts):
        known = current(facts)
        seed = settings(facts, desk).seed
        total = corpus.next_unit(connection, desk.project_no)
    if known is not None:
        return known
    if total == 0:
        raise NotReady("There is no text to encode.", remedy="Import something first.")
    from linewise.encoders import default_encoder

    choice = default_encoder(texts(desk), seed=seed)
    desk.cache.encoder = choice.encoder
    return kept(desk, choice, source="default", offered=False, texts=total)


def texts(desk: Desk) -> Iterator[str]:
    """The texts of all units ever imported, in order."""
    with desk.reading() as (connection, _):
        total = corpus.next_unit(connection, desk.project_no)
    for first in range(0, total, READ):
        with desk.reading() as (connection, _):
            yield from corpus.texts(connection, desk.project_no, first, min(total, first + READ))


def _encoder(desk: Desk, encoding: Encoding) -> Encoder:
    with desk.cache.encoder_lock:
        held = desk.cache.encoder
        if held is None or held.fingerprint != encoding.id:
            from linewise.encoders import load

            with desk.reading() as (connection, _):
                data = artefacts.unseal(connection, desk.project_no, encoding.artefact)
            held = desk.cache.encoder = load(data)
        return held


def _let_go(desk: Desk) -> None:
    with desk.cache.encoder_lock:
        desk.cache.encoder = None
    release()


def _vectors(desk: Desk, encoding: Encoding) -> VectorStore:
    held = desk.cache.vectors
    if held is None or held.fingerprint != encoding.id:
        held = desk.cache.vectors = VectorStore(desk, encoding.id, encoding.dimensions)
    return held


def arrange(desk: Desk) -> None:
    """Order the units anew by how far they lie from each other, after another encoder came into use."""
    _rank(desk, vectors(desk))


def _rank(desk: Desk, matrix: Vectors) -> None:
    """Store the diverse order: a few hundred units far from each other first, then the rest as shuffled."""
    from linewise.verifying.diversity import farthest_first

    with desk.reading() as (connection, facts):
        ids = np.fromiter(corpus.unit_ids(connection, desk.project_no), dtype=np.int64)
        shuffled = ranking.shuffled(connection, desk.project_no)
        seed = settings(facts, desk).seed
    if not len(ids):
        return
    first = ids[farthest_first(matrix[ids], min(DIVERSE, len(ids)), np.random.default_rng(seed))]
    taken = set(first.tolist())
    order = [*first.tolist(), *(unit for unit in shuffled if unit not in taken)]
    with desk.store.writing(desk.project_no) as connection:
        ranking.replace(connection, desk.project_no, "diverse", order)
