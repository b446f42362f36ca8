"""Statements about units: a code present, absent or unsure; a unit done, unsure or skipped."""

from collections.abc import Iterator, Mapping, Sequence

from linewise.core.errors import Conflict
from linewise.core.events import Change, Draft, change
from linewise.core.facts import Facts, need
from linewise.core.nouns import Code, Coding, Mark, MarkState, Value


def mark_unit(facts: Facts, *, units: Sequence[int], coder: str, state: MarkState | None, at: str) -> Draft:
    """Mark a unit (and its twins) as done, unsure or skipped, or take the mark away."""
    changes = tuple(step for unit in units for step in marked(facts, unit, coder, state, at))
    return Draft("unit_marked", changes, {"unit": units[0], "state": state})


def marked(facts: Facts, unit: int, coder: str, state: MarkState | None, at: str) -> Iterator[Change]:
    """The change of one unit's mark, if it is one."""
    old = facts.get(Mark, f"{unit}:{coder}")
    if (old.state if old else None) != state:
        yield change(old, Mark(unit=unit, coder=coder, state=state, at=at) if state else None)


def code_units(
    facts: Facts,
    *,
    units: Sequence[int],
    coder: str,
    values: Mapping[str, Value | None],
    at: str,
    codebook: int,
    exclusive: bool = False,
    round: str | None = None,
) -> Draft:
    """Say which codes are present, absent or unsure in units; None takes a statement back.

    In an exclusive codebook a code that becomes present replaces the one that was. Conflict when a code is retired.
    """
    changes = tuple(
        step
        for unit in units
        for step in coded(facts, unit, coder, values, at, codebook, exclusive=exclusive, round=round)
    )
    return Draft("units_coded", changes, {"unit": units[0], "values": dict(values)})


def coded(
    facts: Facts,
    unit: int,
    coder: str,
    values: Mapping[str, Value | None],
    at: str,
    codebook: int,
    *,
    exclusive: bool,
    round: str | None,
) -> Iterator[Change]:
    """The changes of one unit's codings by one coder; what was said of codes merged away since is said anew."""
    wanted: dict[str, Value | None] = {}
    defined: dict[str, str] = {}
    for name, value in values.items():
        code = need(facts, Code, name)
        if code.merged_into is not None:
            code = need(facts, Code, code.merged_into)
        if code.status == "retired" and value in ("present", "unsure"):
            raise Conflict(f"The code {code.name!r} is retired.", remedy="Restore it, or choose another.")
        wanted[code.id], defined[code.id] = value, code.defined_at
    present = [code for code, value in wanted.items() if value == "present"]
    if exclusive and len(present) > 1:
        raise Conflict("In this project a unit has one code.", remedy="Choose one, or make the codebook non-exclusive.")
    said = {coding.code: coding for coding in facts.find(Coding, unit=unit, coder=coder)}
    for other in tuple(said.values()):
        stands_for = need(facts, Code, other.code).merged_into
        if stands_for in wanted or (exclusive and present and other.value == "present" and other.code not in wanted):
            yield change(said.pop(other.code), None)
    for code_id, value in wanted.items():
        old = said.get(code_id)
        # Said again, it is said under the present definition: that is how a stale coding is renewed.
        if (old.value if old else None) == value and (old is None or old.at >= defined[code_id]):
            continue
        new = None
        if value is not None:
            new = Coding(unit=unit, code=code_id, coder=coder, value=value, round=round, codebook=codebook, at=at)
        yield change(old, new)
