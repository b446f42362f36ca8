"""What is looked up beside the reading: what is most like a unit, and whether more of it still brings new codes."""

from typing import get_args

import numpy as np

from linewise.coding import likeness
from linewise.coding.likeness import By, Index, Likeness, Recall, Rows
from linewise.coding.saturation import Of, Saturation, saturation
from linewise.core.errors import BadInput, NotFound, NotReady
from linewise.core.facts import Facts
from linewise.core.nouns import Coder, Source
from linewise.core.text import checked
from linewise.storage import Connection, corpus, progressing, reading, resembling
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding

# Words of more units than this tell little; those of fewer are followed to every unit.
COMMON = 4_000
LONGEST = 20_000

Found = list[tuple[int, float, tuple[str, ...]]]


def similar(desk: Desk, *, unit: int | None, text: str | None, limit: int) -> Recall:
    """Units most like a unit (never itself or its twins) or like a free text."""
    if (unit is None) == (text is None):
        raise BadInput("Recall starts from a unit or from a text.", remedy="Give one of the two.")
    if not 1 <= limit <= 50:
        raise BadInput(f"Recall shows 1 to 50 units of a kind, not {limit}.", remedy="Ask for fewer.")
    wanted = checked(text, what="text", longest=LONGEST).strip() if text is not None else ""
    if unit is None and not wanted:
        raise BadInput("Recall by text needs a text.", remedy="Type what you are looking for.")
    with desk.reading() as (connection, facts):
        if unit is not None:
            found_text = corpus.standing_text(connection, desk.project_no, unit)
            if found_text is None:
                raise NotFound(f"There is no unit {unit} here.", remedy="Its import may have been undone.")
            wanted = found_text
        said = resembling.spoken_of(connection, desk.project_no)
        read = said | resembling.marked(connection, desk.project_no, coder=desk.coder)
        rows = standing(facts)
    try:
        index = index_of(desk)
        vector = index.unit(unit) if unit is not None else encoding.vector(desk, wanted)
    except NotReady as missing:
        return _by_words(desk, unit, wanted, said, read, limit, missing.message)
    near = index.nearly(vector)
    chosen = _mask(said, len(index))[rows], _mask(read, len(index))[rows]
    found: list[Found] = [
        [(at, cosine, ()) for at, cosine in index.nearest(vector, near, part, limit, apart_from=unit)]
        for part in (rows[chosen[0]], rows[~chosen[1]])
    ]
    return _told(desk, "vectors", "", *found)


def saturated(desk: Desk, *, of: Of, coder: str | None) -> Saturation:
    """The reading in its order, and the distinct codes that it met."""
    if of not in get_args(Of):
        raise BadInput(f"There is no saturation of {of!r}.", remedy=f"Use {' or '.join(get_args(Of))}.")
    no = desk.project_no
    with desk.reading() as (connection, facts):
        who = _coder(facts, coder) if coder is not None else None
        order = progressing.first_read(connection, no, coder=who)
        brought = (progressing.open_codes if of == "open codes" else progressing.codes)(connection, no, coder=who)
    return saturation([brought.get(unit, ()) for unit in order], of=of, coder=who)


def _coder(facts: Facts, wanted: str) -> str:
    found = next((one.id for one in facts.find(Coder) if wanted in (one.id, one.name)), None)
    if found is None:
        names = ", ".join(one.name for one in facts.find(Coder))
        raise NotFound(f"There is no coder {wanted!r} here.", remedy=f"Use one of: {names}.")
    return found


def standing(facts: Facts) -> Rows:
    """Every unit that counts, ascending."""
    spans = [np.arange(one.first_unit, one.first_unit + one.units) for one in facts.find(Source)]
    return np.sort(np.concatenate(spans)) if spans else np.empty(0, dtype=np.int64)


def _mask(units: set[int], count: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    mask = np.zeros(count, dtype=np.bool_)
    mask[[one for one in units if one < count]] = True
    return mask


def index_of(desk: Desk) -> Index:
    """The index over all vectors, kept until there are others; NotReady while some are missing."""
    matrix = encoding.vectors(desk)
    held = desk.cache.index
    if held is None or held.vectors is not matrix:
        with desk.reading() as (connection, _):
            twins = corpus.twin_hashes(connection, desk.project_no)
        held = desk.cache.index = Index(matrix, twins[: len(matrix)])
    return held


def _by_words(desk: Desk, unit: int | None, text: str, said: set[int], read: set[int], limit: int, why: str) -> Recall:
    with desk.reading() as (connection, _):
        no = desk.project_no
        words = likeness.words_of(text)
        counts = {word: resembling.count_with(connection, no, word, most=COMMON) for word in words}
        itself = {unit, *corpus.twins_of(connection, no, unit)} if unit is not None else set()
        held = {word: many for word, many in counts.items() if many < COMMON}
        weights = likeness.rarest(held, _units(connection, no), own=len(itself))
        holders = {word: resembling.with_word(connection, no, word, most=COMMON) for word in weights}
    found = likeness.sharing(weights, holders)
    ranked = sorted((-share, at) for at, (share, _) in found.items() if at not in itself)
    split: tuple[Found, Found] = ([], [])
    for negative, at in ranked:
        if at in said or at not in read:
            split[at not in said].append((at, -negative, tuple(found[at][1])))
    notice = f"{why} Until then units are compared by their rarer words."
    return _told(desk, "words", notice, split[0][:limit], split[1][:limit])


def _units(connection: Connection, project_no: int) -> int:
    return max(2, corpus.count_units(connection, project_no))


def _told(desk: Desk, by: By, notice: str, said: Found, unread: Found) -> Recall:
    with desk.reading() as (connection, _):
        ids = [at for at, _, _ in (*said, *unread)]
        views = {one.id: one for one in reading.units(connection, desk.project_no, ids, coder=desk.coder)}

    def told(found: Found) -> tuple[Likeness, ...]:
        return tuple(
            Likeness(
                unit=views[at],
                similarity=round(max(0.0, min(1.0, share)), 4),
                words=f"shares {', '.join(shared)}" if shared else likeness.in_words(share),
                shared=shared,
            )
            for at, share, shared in found
            if at in views
        )

    return Recall(by=by, notice=notice, said=told(said), unread=told(unread))
