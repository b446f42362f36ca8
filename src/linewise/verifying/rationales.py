"""A coder's word on words: they are the reason for a code in a unit, or they are none."""

from dataclasses import replace

from linewise.core.errors import BadInput
from linewise.core.events import Draft, change
from linewise.core.facts import Facts, need
from linewise.core.nouns import Code, Rationale, Verdict


def give(
    facts: Facts,
    *,
    id: str,
    unit: int,
    text: str,
    code: str,
    start: int,
    end: int,
    verdict: Verdict,
    coder: str,
    at: str,
) -> Draft:
    """Say of the words from `start` to `end` (code points of `text`) that they speak for a code, or are no reason.

    Of the same words only the last verdict stands. BadInput when there are no words there, or the code is not in use.
    """
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise BadInput(
            f"There are no words from {start} to {end} in unit {unit}.",
            remedy=f"Count code points from 0; the text has {len(text):,}.",
        )
    if need(facts, Code, code).status != "active":
        raise BadInput("That code is no longer in use.", remedy="Give a code that is.")
    said = facts.find(Rationale, unit=unit, code=code, coder=coder)
    old = next((one for one in said if (one.start, one.end) == (start, end)), None)
    if old is not None and old.verdict == verdict:
        return Draft("rationale_given", ())
    new = (
        replace(old, verdict=verdict, at=at)
        if old is not None
        else Rationale(
            id=id,
            unit=unit,
            code=code,
            start=start,
            end=end,
            word=text[start:end],
            verdict=verdict,
            coder=coder,
            at=at,
        )
    )
    return Draft("rationale_given", (change(old, new),), {"unit": unit, "code": code, "verdict": verdict})


def withdraw(facts: Facts, *, rationale: str) -> Draft:
    """Take back what was said of words."""
    old = need(facts, Rationale, rationale)
    return Draft("rationale_withdrawn", (change(old, None),), {"unit": old.unit, "code": old.code})
