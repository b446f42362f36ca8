"""What things are called: units, codes, memos, rounds, models, coders and the project, by their references."""

from collections.abc import Iterator, Sequence

from linewise.core.facts import FAMILIES, Facts
from linewise.core.nouns import Application, Code, Coder, Memo, Model, Noun, OpenCode, Project, Round, Source
from linewise.core.text import norm
from linewise.core.views import UnitQuery
from linewise.exploring.memos import place, title
from linewise.exploring.views import Thing
from linewise.storage import Connection, corpus, paging
from linewise.workbench.desk import Desk

LONGEST = 240


def things(connection: Connection, facts: Facts, desk: Desk, references: Sequence[str]) -> Iterator[Thing]:
    """The things that are there, in the order asked for, each once."""
    for reference in dict.fromkeys(references):
        family, key = place(reference)
        if family == "unit":
            found = _unit(connection, desk, int(key)) if key.isdecimal() and len(key) < 10 else None
        else:
            fact = facts.get(FAMILIES[family], key)
            found = _thing(fact) if fact is not None else None
        if found is not None:
            yield found


def offers(connection: Connection, facts: Facts, desk: Desk, search: str, *, limit: int) -> Iterator[Thing]:
    """Codes first, then memos, then units, that begin with or hold what is typed; a number names a unit."""
    wanted, left = norm(search.removeprefix("#")), limit
    numbered = _unit(connection, desk, int(wanted)) if wanted.isdecimal() and len(wanted) < 10 else None
    if numbered is not None:
        left -= 1
        yield numbered
    if search.startswith("#"):
        return
    codes = [code for code in facts.find(Code, status="active") if wanted in norm(code.name)]
    codes.sort(key=lambda code: (not norm(code.name).startswith(wanted), code.position, code.name))
    memos = sorted((memo for memo in facts.find(Memo) if wanted in norm(title(memo))), key=lambda one: one.at)
    share = max(1, limit // 2)
    found: list[Noun] = [*codes[:share], *memos[::-1][: max(1, limit // 4)]]
    left -= len(found)
    yield from map(_thing, found)
    if len(wanted) > 2 and left > 0:
        query = UnitQuery(search=search, limit=left)
        ids, _ = paging.Listing(connection, desk.project_no, query, coder=desk.coder).page()
        yield from filter(None, (_unit(connection, desk, unit) for unit in ids))


def _unit(connection: Connection, desk: Desk, unit: int) -> Thing | None:
    text = corpus.standing_text(connection, desk.project_no, unit)
    if text is None:
        return None
    return Thing(reference=f"unit:{unit}", label=f"#{unit}", name=f"unit {unit}", text=_short(text))


def _thing(fact: Noun) -> Thing:
    match fact:
        case Code():
            label, name, text = fact.name, fact.name, fact.definition
        case Memo():
            label = name = title(fact)[:200]
            text = fact.text
        case Round():
            label = name = f"round {fact.number}"
            text = ""
        case Model():
            label = name = f"model {fact.number}"
            text = ""
        case Application():
            label = name = f"application {fact.number}"
            text = ""
        case Coder() | Project() | Source():
            label = name = fact.name
            text = ""
        case _:
            label = name = f"{fact.family.replace('_', ' ')} {fact.key}"
            text = ""
    return Thing(reference=f"{fact.family}:{fact.key}", label=label, name=name, text=_short(text))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


class Names:
    """What a reference is called, for sentences: each is looked up when it is first needed, and once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[str, str] = {}

    def __call__(self, reference: str) -> str:
        if reference not in self._known:
            family, _, key = reference.partition(":")
            fact = self._facts.get(FAMILIES[family], key) if family in FAMILIES else None
            self._known[reference] = _called(fact) if fact is not None else ""
        return self._known[reference]


def _called(fact: Noun) -> str:
    return fact.text if isinstance(fact, OpenCode) else _thing(fact).name
