"""Which facts refer to which or rule each other out, so that undoing leaves nothing hanging and nothing double."""

from collections.abc import Iterable, Iterator, Mapping

from linewise.core.events import Change
from linewise.core.facts import FAMILIES, Facts, from_row
from linewise.core.nouns import (
    Application,
    Bookmark,
    Code,
    Coder,
    Coding,
    Encoding,
    Mark,
    Memo,
    Model,
    Note,
    Noun,
    OpenCode,
    Placement,
    Question,
    Rationale,
    Round,
    RoundItem,
    SavedView,
    Simulation,
    Source,
)
from linewise.core.text import norm

REFERS: Mapping[type[Noun], tuple[tuple[type[Noun], str], ...]] = {
    Note: ((OpenCode, "note"),),
    OpenCode: ((Placement, "open_code"),),
    Code: ((Placement, "code"), (Coding, "code"), (Rationale, "code"), (Round, "focus"), (Code, "merged_into")),
    Round: ((RoundItem, "round"),),
    Encoding: ((Model, "encoding"),),
    Model: ((Application, "model"), (Round, "model")),
    Coder: (
        (Note, "coder"),
        (Coding, "coder"),
        (Mark, "coder"),
        (Round, "coder"),
        (Memo, "coder"),
        (Bookmark, "coder"),
        (SavedView, "coder"),
        (Question, "coder"),
        (Rationale, "coder"),
        (Simulation, "coder"),
    ),
}

ON_UNITS: tuple[type[Noun], ...] = (Note, Coding, Mark, Bookmark, Rationale, RoundItem)


def referring(facts: Facts, removed: Noun) -> Iterator[Noun]:
    """Facts that would point to nothing if this one went."""
    for noun, name in REFERS.get(type(removed), ()):
        yield from facts.find(noun, **{name: removed.key})
    if isinstance(removed, Code):
        for code in facts.find(Code):
            if removed.id in code.parents:
                yield code
    if isinstance(removed, Source):
        inside = range(removed.first_unit, removed.first_unit + removed.units)
        for noun in ON_UNITS:
            yield from (fact for fact in facts.find(noun) if getattr(fact, "unit", -1) in inside)


def _resting_on(facts: Facts, cut: Source) -> Iterator[Noun]:
    """Facts that need an import to stay cut as it is; what a closed round never came to needs nothing."""
    closed = {round.id for round in facts.find(Round, state="closed")}
    for fact in referring(facts, cut):
        if not (isinstance(fact, RoundItem) and fact.state == "pending" and fact.round in closed):
            yield fact


def missing(facts: Facts, made: Noun) -> Iterator[tuple[str, str]]:
    """(family, key) of facts that this one points to and that are not there."""
    for target, users in REFERS.items():
        for noun, name in users:
            if isinstance(made, noun):
                key = getattr(made, name)
                if key is not None and facts.get(target, key) is None:
                    yield target.family, key
    if isinstance(made, Code):
        yield from ((Code.family, parent) for parent in made.parents if facts.get(Code, parent) is None)
    if isinstance(made, Memo) and made.about != "unit" and facts.get(FAMILIES[made.about], made.about_id) is None:
        yield made.about, made.about_id


def _memos_about(memos: Iterable[Memo], removed: Noun) -> Iterator[Memo]:
    """Memos that would be about nothing if this fact went."""
    inside = range(removed.first_unit, removed.first_unit + removed.units) if isinstance(removed, Source) else range(0)
    for memo in memos:
        on_it = (memo.about, memo.about_id) == (removed.family, removed.key)
        if on_it or (memo.about == "unit" and int(memo.about_id) in inside):
            yield memo


def _ruling_out(facts: Facts, made: Noun, named: Mapping[str, Iterable[Code]]) -> Iterator[Noun]:
    """Facts that cannot stand beside this one: codes in use of one name, two notes of one coder on a whole unit ..."""
    if isinstance(made, Code) and made.status == "active":
        yield from (code for code in named.get(norm(made.name), ()) if code.id != made.id)
        for parent in made.parents:
            code = facts.get(Code, parent)
            if code is not None and _above(facts, code, made):
                yield code
    elif isinstance(made, Note) and made.start is None:
        for note in facts.find(Note, unit=made.unit, coder=made.coder):
            if note.id != made.id and note.start is None:
                yield note
    elif isinstance(made, SavedView):
        yield from (view for view in facts.find(SavedView) if view.id != made.id and norm(view.name) == norm(made.name))
    elif isinstance(made, Round) and made.state == "open":
        yield from (round for round in facts.find(Round, coder=made.coder, state="open") if round.id != made.id)


def _above(facts: Facts, code: Code, made: Code) -> bool:
    """Whether `made` stands above `code`, so that `code` cannot stand above it."""
    seen, queue = {code.id}, list(code.parents)
    while queue:
        parent = facts.get(Code, queue.pop())
        if parent is not None and parent.id not in seen:
            seen.add(parent.id)
            queue += parent.parents
    return made.id in seen


def left_hanging(facts: Facts, changes: Iterable[Change]) -> Iterator[tuple[str, str]]:
    """(family, key) of facts that stand in the way of these changes.

    Users of what goes, what is gone already and would be needed, and what cannot stand beside what comes.
    """
    steps = tuple(changes)
    touched = {(step.family, step.key) for step in steps}
    made = {(step.family, step.key) for step in steps if step.after is not None}
    leaving = any(step.after is None or (step.family == Source.family and step.before is not None) for step in steps)
    memos = tuple(facts.find(Memo)) if leaving else ()
    named: dict[str, list[Code]] = {}
    if any(family == Code.family for family, _ in made):
        for code in facts.find(Code, status="active"):
            named.setdefault(norm(code.name), []).append(code)
    for step in steps:
        noun = FAMILIES[step.family]
        if step.after is None and step.before is not None:
            gone = from_row(noun, step.before)
            for fact in (*referring(facts, gone), *_memos_about(memos, gone)):
                if (fact.family, fact.key) not in touched:
                    yield fact.family, fact.key
        elif step.after is not None:
            fact = from_row(noun, step.after)
            if isinstance(fact, Source) and step.before is not None:
                cut = from_row(Source, step.before)
                about = (memo for memo in _memos_about(memos, cut) if memo.about == "unit")
                resting = (*_resting_on(facts, cut), *about)
                yield from ((one.family, one.key) for one in resting if (one.family, one.key) not in touched)
            for place in missing(facts, fact):
                if place not in made:
                    yield place
            for rival in _ruling_out(facts, fact, named):
                if (rival.family, rival.key) not in touched:
                    yield rival.family, rival.key
