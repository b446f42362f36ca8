"""Why the model says what it says of a unit: the words that moved it, and whether taking them away does move it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from linewise.core.errors import NotFound
from linewise.core.facts import Facts
from linewise.core.nouns import Rationale, Round, RoundItem
from linewise.core.text import percent
from linewise.storage import corpus
from linewise.teaching.words import Moved
from linewise.verifying.views import MovedWord, Reasons
from linewise.workbench.desk import Desk
from linewise.workbench.rounds.moving import mover

# Units of a round that are looked into before they come into view.
AHEAD = 6
# A change of probability that is worth the name.
MOVES = 0.005


def reasons(desk: Desk, unit: int, *, code: str | None, model: str | None) -> Reasons:
    """The words that moved a code's score in a unit: of the model in use, or of the one with this id.

    Without a code it is the likeliest one. Raises NotReady without a model, or when it does not know the code. The
    units that come next in the round are looked into meanwhile.
    """
    found = _reasons(desk, unit, code, model)
    with desk.reading() as (_, facts):
        said = tuple(facts.find(Rationale, unit=unit))
        coming = following(facts, desk, unit)
    foresee(desk, coming)
    return replace(found, said=said)


def foresee(desk: Desk, items: Sequence[tuple[Round, RoundItem]]) -> None:
    """Look into units that come into view soon, in the background, one after the other."""
    desk.cache.ahead.wish(
        {
            (round.model, item.unit, round.focus): partial(_reasons, desk, item.unit, round.focus, round.model)
            for round, item in items
            if round.model is not None
        }
    )


def told(text: str, moved: Moved) -> dict[str, object]:
    """What was found of a text's words, as views say it."""
    words = tuple(
        MovedWord(start=one.start, end=one.end, text=text[one.start : one.end], weight=round(one.weight, 4))
        for one in moved.words
    )
    now, without = _share(moved.score), _share(moved.without)
    return {
        "words": words,
        "whole": moved.whole,
        "sentence": _sentence(words),
        "check": _check(words, now, without),
    }


def _reasons(desk: Desk, unit: int, code: str | None, model: str | None) -> Reasons:
    with desk.reading() as (connection, _):
        text = corpus.standing_text(connection, desk.project_no, unit)
    if text is None:
        raise NotFound(f"There is no unit {unit} here.", remedy="Its import may have been undone.")
    asked = mover(desk, model)
    if code is not None and code not in asked.names:
        raise NotFound(f"There is no code {code!r} in use.", remedy="List them: linewise group codes.")
    if code is None:
        likely = asked.likeliest(asked.probabilities([text])[0])
        code = asked.codes[likely[0]] if likely else ""
    column = asked.column(code)
    moved = desk.cache.reasons.one((asked.model.id, unit, code), lambda: asked.moved(text, column))
    return Reasons(
        unit=unit,
        code=code,
        model=asked.model.id,
        confidence=_share(moved.score),
        without=_share(moved.without),
        how=asked.how,
        **told(text, moved),  # type: ignore[arg-type]
    )


def following(facts: Facts, desk: Desk, unit: int | None = None) -> list[tuple[Round, RoundItem]]:
    """The items that come into view next in this coder's open round: after a unit of it, or from its start."""
    round = facts.latest(Round, coder=desk.coder, state="open")
    if round is None:
        return []
    items = sorted(facts.find(RoundItem, round=round.id, state="pending"), key=lambda one: one.position)
    here = next((one.position for one in facts.find(RoundItem, round=round.id, unit=unit)), None)
    if unit is not None and here is None:
        return []
    return [(round, one) for one in items if one.position > (-1 if here is None else here)][:AHEAD]


def _sentence(words: Sequence[MovedWord]) -> str:
    strongest = sorted(words, key=lambda one: -abs(one.weight))
    speaking = [f"“{one.text}”" for one in strongest if one.weight > 0]
    against = [f"“{one.text}”" for one in strongest if one.weight < 0]
    if not speaking and not against:
        return "No single word moves it much; it is the text as a whole."
    found = []
    if speaking:
        found.append(f"{', '.join(speaking)} {'speaks' if len(speaking) == 1 else 'speak'} for it")
    if against:
        found.append(f"{', '.join(against)} {'speaks' if len(against) == 1 else 'speak'} against it")
    return f"{'; '.join(found)}."


def _check(words: Sequence[MovedWord], now: float, without: float) -> str:
    if not any(one.weight > 0 for one in words):
        return ""
    which = "these words" if len(" ".join(one.text for one in words if one.weight > 0).split()) > 1 else "this word"
    kept = "" if without < now - MOVES else ". Taking away does not lower it"
    return f"Without {which}: {percent(now)} → {percent(without)}{kept}."


def _share(score: float) -> float:
    return round(float(1 / (1 + np.exp(-score))), 4)
