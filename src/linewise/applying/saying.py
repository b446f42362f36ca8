"""Promises in words: what is promised, of what, how surely, and what is not."""

from collections.abc import Mapping, Sequence

from linewise.applying.plan import Part, Plan
from linewise.applying.promising import START
from linewise.applying.views import CodePromise
from linewise.core.intervals import counted
from linewise.core.text import percent

# So few unread units are read sooner than anything is promised of them.
NO_FEW = 100


def code_promise(
    code: str, part: Part, units: int, present: int, precision: float, risk: float, grouped: int
) -> CodePromise:
    """One code of a promise; `units` unread it would be given to, `present` audit units have it."""
    found = part.found
    low, high = counted(found.right, found.given)
    recall_low, recall_high = counted(found.right, present)
    given = part.threshold is not None
    return CodePromise(
        code=code,
        by=part.by,
        threshold=part.threshold,
        units=units,
        given=found.given,
        right=found.right,
        precision=found.right / found.given if found.given else None,
        low=low,
        high=high,
        recall=(found.right / present if present else None) if given else None,
        recall_low=recall_low if given else 0.0,
        recall_high=recall_high if given else 1.0,
        more=part.more,
        words=_of_code(part, units, precision, risk, grouped),
    )


def promises(
    rows: Sequence[CodePromise],
    names: Mapping[str, str],
    group: float | None,
    precision: float,
    risk: float,
    *,
    audit: int,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sentences that say exactly what is promised, and those that say what is not."""
    kept, refused = [], []
    sure = f"with {percent(1 - risk)} confidence"
    own = [names[one.code] for one in rows if one.by == "code"]
    together = [names[one.code] for one in rows if one.by == "group"]
    none = [names[one.code] for one in rows if one.by == "none"]
    if own:
        of_each = "Of each of these codes by itself" if len(own) > 1 else "Of this code"
        kept.append(
            f"{of_each}, at least {percent(precision)} of what the model gives unread units is right ({sure}"
            f"{', each' if len(own) > 1 else ''}): {_listed(own)}."
        )
    if together:
        start = "Of all codes taken together" if not own and not none else f"Of {_listed(together)} taken together"
        kept.append(
            f"{start}, at least {percent(precision)} of what the model gives unread units from {percent(group)} on is "
            f"right ({sure})."
        )
        if len(together) > 1:
            refused.append("Of single codes among those taken together nothing is promised: one may be worse.")
    if none:
        refused.append(f"Nothing can be promised of {_listed(none)}: people read what has it.")
    if kept:
        refused.append("That nothing is missed is not promised; see how much of each code is found.")
        refused.append(f"“Right” is what the people who decided the {audit} audit units would have said.")
    return tuple(kept), tuple(refused)


def words(units: int, human: int, sure: int, left: int, plan: Plan, audit: int, precision: float) -> str:
    """The sentence above everything."""
    if not audit:
        return "No unit drawn at random was decided since there is a model, so nothing can be promised. Verify a round."
    if all(one.threshold is None for one in plan.parts):
        start = f"From {audit} audit units {percent(precision)} cannot be promised at any confidence."
        if plan.more is None:
            return f"{start} With this model no number of them would do: teach it more, or ask for less."
        if plan.more > units - human:
            return f"{start} That would take more units drawn at random than are left: read those, or ask for less."
        return f"{start} About {plan.more:,} more units drawn at random and decided could be enough."
    coded = (human + sure) / units if units else 0.0
    return (
        f"At {percent(precision)} the model settles {sure:,} more units than people coded; {percent(coded)} of the "
        f"corpus is coded then, and {left:,} units are left to read."
    )


def effort(left: int) -> str:
    """What the rest costs in reading."""
    return f"{left:,} decision{'s' * (left != 1)} at most." if left else "Nothing is left to read."


def _of_code(part: Part, units: int, precision: float, risk: float, grouped: int) -> str:
    found = part.found
    seen = f"{found.right} of {found.given} audit units were right"
    needed = START * found.fewest
    if part.by == "code":
        return (
            f"Given from {percent(part.threshold)} on: {seen}, so at least {percent(precision)} of the {units:,} "
            f"unread units that are given it will be (with {percent(1 - risk)} confidence)."
        )
    if part.by == "group":
        others = f"together with {grouped - 1} other{'s' * (grouped != 2)}" if grouped > 1 else "as a group of one"
        return f"Given from {percent(part.threshold)} on, promised {others}, not alone: {seen} there.{_more(part.more)}"
    if found.given < needed:
        units_ = f"{found.given} audit unit{'s' * (found.given != 1)}"
        return (
            f"Not promised, and left to people: the model gives it to {units_}, and about {needed} are needed."
            f"{_more(part.more, found.rest)}"
        )
    return f"Not promised, and left to people: only {seen}.{_more(part.more, found.rest)}"


def _more(more: int | None, rest: int = NO_FEW) -> str:
    if more is None and rest < NO_FEW:
        return f" The model would give it to {rest} unread unit{'s' * (rest != 1)}: reading them is quicker."
    if more is None:
        return " No number of audit units would do with this model."
    return f" About {more:,} more audit decisions could promise it by itself." if more else ""


def _listed(names: Sequence[str]) -> str:
    shown = [f"“{name}”" for name in names]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
