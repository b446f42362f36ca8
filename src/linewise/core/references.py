"""Which facts refer to which, so that nothing is taken away from under something else."""

from collections.abc import Iterable, Iterator, Mapping

from linewise.core.events import Change
from linewise.core.facts import FAMILIES, Facts, from_row
from linewise.core.nouns import (
    Application,
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
    Round,
    RoundItem,
    Source,
)

REFERS: Mapping[type[Noun], tuple[tuple[type[Noun], str], ...]] = {
    Note: ((OpenCode, "note"),),
    OpenCode: ((Placement, "open_code"),),
    Code: ((Placement, "code"), (Coding, "code"), (Round, "focus"), (Code, "merged_into")),
    Round: ((RoundItem, "round"),),
    Encoding: ((Model, "encoding"),),
    Model: ((Application, "model"), (Round, "model")),
    Coder: ((Note, "coder"), (Coding, "coder"), (Mark, "coder"), (Round, "coder"), (Memo, "coder")),
}

ON_UNITS: tuple[type[Noun], ...] = (Note, Coding, Mark, RoundItem)


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


def missing(facts: Facts, made: Noun) -> Iterator[tuple[str, str]]:
    """(family, key) of facts that this one points to and that are not there."""
    for target, users in REFERS.items():
        for noun, name in users:
            if isinstance(made, noun):
                key = getattr(made, name)
                if key is not None and facts.get(target, key) is None:
                    yield target.family, key


def left_hanging(facts: Facts, changes: Iterable[Change]) -> Iterator[tuple[str, str]]:
    """(family, key) of facts that stand in the way of these changes: users of what goes, or what is gone already."""
    steps = tuple(changes)
    touched = {(step.family, step.key) for step in steps}
    made = {(step.family, step.key) for step in steps if step.after is not None}
    for step in steps:
        noun = FAMILIES[step.family]
        if step.after is None and step.before is not None:
            for fact in referring(facts, from_row(noun, step.before)):
                if (fact.family, fact.key) not in touched:
                    yield fact.family, fact.key
        elif step.after is not None:
            for place in missing(facts, from_row(noun, step.after)):
                if place not in made:
                    yield place
