"""Proposed clusters of the tray, and those that were turned down."""

from collections.abc import Iterable, Sequence

import numpy as np

from linewise.core.errors import BadInput, LinewiseError, NotReady
from linewise.core.events import Draft, change
from linewise.core.facts import Facts
from linewise.core.nouns import Refusal
from linewise.core.text import norm
from linewise.grouping.clustering import Bounds, Matrix, clusters, joined, resembled, turned_down
from linewise.grouping.views import Proposal, Proposals
from linewise.storage import Connection, reading, tray
from linewise.workbench.clock import new_id, now
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.trays import items

CLUSTER = "cluster"
# Two encoders, two scales: what lies close by meaning, and what lies close by letters and words.
MEANING = Bounds(least=0.5, close=0.6, same=0.75)
WORDS = Bounds(least=0.3, close=0.42, same=0.6)
# Past some units their mean changes no more.
UNITS = 50


def proposals(desk: Desk, *, limit: int) -> Proposals:
    """Clusters of the open codes that sit in no code, without those that were turned down."""
    no = desk.project_no
    with desk.reading() as (connection, facts):
        loose = tray.counted(connection, no)
        written = tray.written_in(connection, no)
        held = tray.placed(connection, no)
        active = [code.id for code in reading.active_codes(connection, no)]
        refused = {frozenset(one.about) for one in facts.find(Refusal, kind=CLUSTER)}
    texts = [line.norm for line in loose]
    groups = [sorted(held.get(code, ())) for code in active]
    settled = sorted({text for group in groups for text in group} - set(texts))
    vectors, bounds = _vectors(desk, [*texts, *settled], written)
    at = {text: row for row, text in enumerate([*texts, *settled])}
    placed = [[at[text] for text in group] for group in groups]
    found = clusters(vectors[: len(texts)], [line.count for line in loose], bounds)
    fresh = [one for one in found if not turned_down({texts[row] for row in one.rows}, refused)][:limit]
    with desk.reading() as (connection, _):
        lines = {line.norm: line for line in loose}
        wanted = [lines[texts[row]] for one in fresh for row in one.rows]
        shown = {item.norm: item for item in items(connection, no, wanted)}
    made = []
    for one in fresh:
        members = tuple(shown[texts[row]] for row in one.rows)
        near = resembled(one.rows, vectors, placed, bounds.close)
        made.append(
            Proposal(
                name=members[0].text,
                members=members,
                written=sum(member.count for member in members),
                cohesion=one.cohesion,
                closeness=bounds.told(one.cohesion),
                resembles=active[near] if near is not None else None,
            )
        )
    return Proposals(
        items=tuple(made), by="meaning" if bounds is MEANING else "words", open_codes=len(loose), refused=len(refused)
    )


def refuse(desk: Desk, norms: Iterable[str]) -> None:
    """Turn a proposal down, so that it is not made again."""
    about = tuple(sorted({norm(text) for text in norms}))
    if len(about) < 2:
        raise BadInput("A proposal has at least two open codes.", remedy="Name all that were proposed together.")

    def decide(_: Connection, facts: Facts) -> Draft:
        if any(one.about == about for one in facts.find(Refusal, kind=CLUSTER)):
            return Draft("proposal_refused", ())
        made = Refusal(id=new_id(), kind=CLUSTER, about=about, coder=desk.coder, at=now())
        return Draft("proposal_refused", (change(None, made),), {"open_codes": list(about)})

    desk.write(decide)


def _vectors(desk: Desk, texts: Sequence[str], written: dict[str, list[int]]) -> tuple[Matrix, Bounds]:
    """A vector for each open code: by meaning where the corpus is encoded, by its letters and words otherwise."""
    if not texts:
        return np.zeros((0, 1), np.float32), WORDS
    try:
        units = encoding.vectors(desk)
        said = encoding.phrases(desk, texts)
    except NotReady:
        return _by_words(texts), WORDS
    means = np.stack([units[written[text][:UNITS]].astype(np.float32).mean(axis=0) for text in texts])
    return joined(said, means), MEANING


def _by_words(texts: Sequence[str]) -> Matrix:
    from linewise.encoders.lexical import fit_lexical

    try:
        return fit_lexical(texts).encode(texts)
    except LinewiseError:  # too few words to compare
        return np.zeros((len(texts), 1), np.float32)
