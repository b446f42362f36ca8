"""Which codes may be given from where on: each by itself where there is enough to tell, the others together."""

from dataclasses import dataclass

import numpy as np

from linewise.applying.needing import more_decisions
from linewise.applying.promising import GRID, START, Checked, Found, fewest_of, found
from linewise.applying.views import PromisedBy, Scope

METHOD = "learn then test, on audit units held out of the model"
# No probability reaches it: the code is not given at all.
NEVER = 2.0


@dataclass(frozen=True, slots=True)
class Part:
    """One code of a plan: whose promise lets it be given, and the test that says so."""

    by: PromisedBy
    found: Found
    more: int | None = None

    @property
    def threshold(self) -> float | None:
        return self.found.value if self.by != "none" else None


@dataclass(frozen=True, slots=True)
class Plan:
    """A part for every column, and the test of those that are promised together (`grouped` of them), if any."""

    parts: tuple[Part, ...]
    group: Found | None
    grouped: int
    more: int | None


def spent(risk: float, looks: int) -> float:
    """The risk that one look may take, so that all looks together stay below `risk`."""
    return risk if looks <= 1 else risk / (1 + np.log(looks))


def planned(
    checked: Checked,
    *,
    units: int,
    precision: float,
    risk: float,
    scope: Scope,
    looks: int = 1,
    sizing: bool = True,
) -> Plan:
    """The plan for `units` unread units.

    "each": a code with enough audit codings is tested by itself, and not given where the test says no; codes with too
    few form one group, which is tested as a whole. Which codes are grouped depends on how often the model gives them,
    never on how right that was, so that the choice costs nothing. "together": all codes are one group. With `sizing` it
    is also worked out how many more audit decisions would promise what is not promised yet.
    """
    level = spent(risk, looks)

    def more_of(part: Checked) -> int | None:
        return more_decisions(part, units=units, precision=precision, risk=level) if sizing else None

    columns = range(checked.sure.shape[1])
    enough = START * fewest_of(precision, level)
    often = (checked.sure >= GRID[-1]).sum(axis=0)
    alone = [at for at in columns if often[at] >= enough] if scope == "each" else []
    others = [at for at in columns if at not in alone]
    group = found(checked.part(others), precision=precision, risk=level) if others else None
    parts = []
    for at in columns:
        one = checked.part([at])
        own = found(one, precision=precision, risk=level)
        more = 0 if own.value is not None else more_of(one)
        if at in alone:
            by: PromisedBy = "code" if own.value is not None else "none"
            parts.append(Part(by, own, more))
        else:
            value = group.value if group is not None else None
            parts.append(Part("group" if value is not None else "none", _at(one, value, own), more))
    return Plan(tuple(parts), group, len(others), more_of(checked))


def _at(one: Checked, value: float | None, own: Found) -> Found:
    """What the audit saw of one code from the group's confidence on."""
    there = one.sure >= (GRID[-1] if value is None else value)
    rest = int((one.rest >= (GRID[-1] if value is None else value)).sum())
    return Found(value, int(there.sum()), int((one.right & there).sum()), rest, own.fewest)
