"""Figures of one round and of all, read from the items of rounds."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from linewise.applying.thresholds import Threshold, promised_threshold
from linewise.core.facts import Facts
from linewise.core.nouns import Code, Round, RoundItem
from linewise.verifying.figures import figures, rate
from linewise.verifying.views import FiguresView, RoundSummary


def figures_of(facts: Facts, rounds: Iterable[Round]) -> FiguresView:
    """Figures from the audit sample of these rounds."""
    items = [item for one in rounds for item in _items(facts, one)]
    return figures(items, _names(facts))


def promised(facts: Facts, codes: Iterable[Code], *, precision: float) -> dict[str, Threshold]:
    """From which confidence each code can be given so that this share is right, as far as the audit sample tells."""
    items = [item for one in facts.find(Round) for item in _items(facts, one)]
    decided = [one for one in items if one.audit and one.predicted and one.state in ("accepted", "corrected")]
    return {
        code.id: promised_threshold(
            np.array([one.predicted.get(code.id, 0.0) for one in decided], dtype=np.float32),
            np.array([code.id in one.codes for one in decided], dtype=bool),
            precision=precision,
        )
        for code in codes
    }


def summary(facts: Facts, round: Round) -> RoundSummary:
    """What a round came to, alone and with the rounds before it."""
    items = _items(facts, round)
    answered = [item for item in items if item.state in ("accepted", "corrected") and item.predicted]
    accepted = sum(item.state == "accepted" for item in items)
    earlier = [one for one in facts.find(Round, coder=round.coder) if one.number <= round.number]
    return RoundSummary(
        round=round,
        decided=sum(item.state != "pending" for item in items),
        accepted=accepted,
        corrected=sum(item.state == "corrected" for item in items),
        seen=rate(sum(item.state == "accepted" for item in answered), len(answered)),
        audit=figures(items, _names(facts)),
        all_rounds=figures_of(facts, earlier),
    )


def _items(facts: Facts, round: Round) -> list[RoundItem]:
    merged = {code.id: code.merged_into for code in facts.find(Code, status="merged")}
    return [_after_merges(item, merged) for item in facts.find(RoundItem, round=round.id)]


def _after_merges(item: RoundItem, merged: dict[str, str | None]) -> RoundItem:
    if not merged:
        return item

    def now(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(merged.get(code) or code for code in codes))

    predicted: dict[str, float] = {}
    for code, score in item.predicted.items():
        (standing,) = now((code,))
        predicted[standing] = max(score, predicted.get(standing, 0.0))
    return replace(item, codes=now(item.codes), suggested=now(item.suggested), predicted=predicted)


def _names(facts: Facts) -> dict[str, str]:
    codes = sorted(facts.find(Code, status="active"), key=lambda code: (code.position, code.created_at))
    return {code.id: code.name for code in codes}
