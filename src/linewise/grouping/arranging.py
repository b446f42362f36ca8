"""The order and nesting of the codebook: many codes moved in one step, shown under one parent, kept under others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from linewise.core.errors import BadInput
from linewise.core.events import Draft, change
from linewise.core.facts import Facts
from linewise.core.nouns import Code
from linewise.grouping.codes import above_itself, active, ancestors


def arrange(facts: Facts, *, codes: Sequence[str], under: str | None = None, before: str | None = None) -> Draft:
    """Show codes under a parent (None: at the top), in the order given, before one of its children (None: last).

    A code is shown under the first of its parents; the parent that it moves to takes that place, the others stay.
    At the top it has no parents left. Raises BadInput when a code would come to stand above itself.
    """
    moved = [active(facts, code) for code in dict.fromkeys(codes)]
    if not moved:
        raise BadInput("No code was named.", remedy="Name the codes that move.")
    parent = active(facts, under) if under is not None else None
    ids = {code.id for code in moved}
    if parent is not None:
        above = {parent.id, *(code.id for code in ancestors(facts, parent))}
        for code in moved:
            if code.id in above:
                raise above_itself(code, parent)
    known = {code.id: code for code in facts.find(Code, status="active")}
    siblings = [code for code in shown_under(known.values(), known, under) if code.id not in ids]
    at = next((place for place, code in enumerate(siblings) if code.id == before), len(siblings))
    placed = {code.id: replace(code, parents=_parents(code, known, under)) for code in moved}
    order = [*siblings[:at], *placed.values(), *siblings[at:]]
    changes = tuple(
        change(known[code.id], new)
        for code, position in zip(order, _rising(code.position for code in order), strict=True)
        if (new := replace(code, position=position)) != known[code.id]
    )
    detail = {
        "codes": [code.id for code in moved],
        "names": [code.name for code in moved],
        "under": parent.name if parent else None,
    }
    return Draft("codes_arranged", changes, detail)


def shown_under(codes: Iterable[Code], known: Mapping[str, Code], parent: str | None) -> list[Code]:
    """The codes that are shown directly under a parent (None: at the top), in their order."""
    found = [code for code in codes if next((one for one in code.parents if one in known), None) == parent]
    return sorted(found, key=lambda one: (one.position, one.created_at, one.id))


def _parents(code: Code, known: Mapping[str, Code], under: str | None) -> tuple[str, ...]:
    if under is None:
        return ()
    shown = next((one for one in code.parents if one in known), None)
    return (under, *(one for one in code.parents if one not in (under, shown)))


def _rising(positions: Iterable[int]) -> Iterator[int]:
    """The same positions in rising order, each above the one before it: few codes get another one."""
    last = -1
    for position in sorted(positions):
        last = max(position, last + 1)
        yield last
