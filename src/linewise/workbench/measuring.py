"""Figures of one round and of all, read from the items of rounds."""

from collections.abc import Iterable
from dataclasses import replace

from linewise.core.facts import Facts
from linewise.core.nouns import Code, Round, RoundItem
from linewise.verifying.figures import figures, rate
from linewise.verifying.views import FiguresView, RoundSummary


def figures_of(facts: Facts, rounds: Iterable[Round]) -> FiguresView:
    """Figures from the audit sample of these rounds."""
    items = [item for one in rounds for item in _items(facts, one)]
    return figures(items, _names(facts))


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

    return replace(item, codes=now(item.codes), suggested=now(item.suggested))


def _names(facts: Facts) -> dict[str, str]:
    codes = sorted(facts.find(Code, status="active"), key=lambda code: (code.position, code.created_at))
    return {code.id: code.name for code in codes}
