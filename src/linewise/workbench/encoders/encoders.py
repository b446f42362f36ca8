"""What is shown of a project's encoders, and what is to be said about the one in use."""

from linewise.core.errors import BadInput, NotFound
from linewise.core.facts import Facts
from linewise.core.nouns import Encoding
from linewise.storage import Connection, artefacts, corpus
from linewise.teaching.encoder_views import EncoderCard
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import contesting, encoding, shelf, tongues

# A vocabulary learned from less than this share of the corpus is offered to be learned again.
GROWN = 0.5
PREFIX = 6


def card(connection: Connection, facts: Facts, desk: Desk, one: Encoding) -> EncoderCard:
    """What is shown of an encoder."""
    told, used = shelf.read(connection, desk, one.id), encoding.current(facts)
    size = artefacts.size(connection, desk.project_no, f"vectors/{one.id}")
    in_use = used is not None and used.id == one.id
    pace = told.get("pace")
    other = shelf.read(connection, desk, used.id).get("pace") if used is not None and not in_use else None
    return EncoderCard(
        id=one.id,
        source=one.source,
        name=one.name,
        in_use=in_use,
        used_before=one.in_use_since is not None and not in_use,
        at=one.at,
        licence=str(told.get("licence", "")),
        languages=tongues.read_by(one, told),
        parameters=int(told.get("parameters", 0)),
        dimensions=one.dimensions,
        device=str(told.get("device", "")),
        encoded=size // (2 * one.dimensions),
        units=corpus.next_unit(connection, desk.project_no),
        pace=pace,
        speed=round(pace / other, 2) if pace and other else None,
        megabytes=round(size / 1e6, 1),
        seen=len(contesting.seen(connection, desk, one)),
        notice=one.notice,
        stale=outgrown(connection, desk, one),
        comparison=contesting.kept(connection, facts, desk, one),
    )


def notices(connection: Connection, facts: Facts, desk: Desk) -> tuple[str, ...]:
    """What is amiss with the encoder in use: fallen back, foreign languages, outgrown."""
    used = encoding.current(facts)
    if used is None:
        return ()
    said = (used.notice, tongues.notice(connection, desk, used), outgrown(connection, desk, used))
    return tuple(one for one in said if one)


def outgrown(connection: Connection, desk: Desk, one: Encoding) -> str:
    """What to say when the words were learned from a corpus less than half as large; else empty."""
    told = shelf.read(connection, desk, one.id)
    texts, total = told.get("texts"), corpus.next_unit(connection, desk.project_no)
    if not told.get("words") or not texts or texts > GROWN * total:
        return ""
    return (
        f"{one.name} learned its words from {texts:,} texts; now there are {total:,}. "
        f"Learn them again and compare: linewise teach encoder compare {one.source}"
    )


def known(connection: Connection, facts: Facts, desk: Desk, source: str, *, words: bool) -> Encoding | None:
    """The newest encoder of this source, or with this id, unless the corpus has outgrown it."""
    if len(source) >= PREFIX and ":" not in source:
        named = [one for one in facts.find(Encoding) if one.id.startswith(source)]
        if named:
            return named[0]
    for one in sorted(facts.find(Encoding, source=source), key=lambda one: one.at, reverse=True):
        alike = source in ("default", "lexical") or shelf.read(connection, desk, one.id).get("words", True) == words
        if alike and not outgrown(connection, desk, one):
            return one
    return None


def by_id(facts: Facts, encoder: str) -> Encoding:
    found = [one for one in facts.find(Encoding) if len(encoder) >= PREFIX and one.id.startswith(encoder)]
    if len(found) > 1:
        raise BadInput(f"Several encoders begin with {encoder}.", remedy="Write more of the id.")
    if not found:
        raise NotFound(f"There is no encoder {encoder} here.", remedy="List them: linewise teach encoder list.")
    return found[0]
