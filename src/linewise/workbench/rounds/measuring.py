"""Figures of one round and of all, read from the items of rounds."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from linewise.core.facts import Facts
from linewise.core.nouns import Code, Project, Round, RoundItem
from linewise.verifying.deciding import ANSWERED
from linewise.verifying.figures import figures, rate
from linewise.verifying.influence import influence
from linewise.verifying.views import FiguresView, InfluenceView, RoundSummary


class Rounds:
    """The items of some rounds as they stand after merges, each round read once."""

    def __init__(self, facts: Facts, rounds: Iterable[Round]) -> None:
        self.rounds = sorted(rounds, key=lambda one: one.number)
        self.names = _names(facts)
        merged = {code.id: code.merged_into or code.id for code in facts.find(Code, status="merged")}
        self._merged = merged
        self.exclusive = any(project.exclusive for project in facts.find(Project))
        self.about = {one.id: merged.get(one.focus, one.focus) for one in self.rounds if one.focus is not None}
        self.items: dict[str, list[RoundItem]] = {one.id: [] for one in self.rounds}
        for item in facts.find(RoundItem, round=tuple(self.items)) if self.items else ():
            self.items[item.round].append(_after_merges(item, merged))

    def all(self) -> list[RoundItem]:
        """Every item, oldest round first."""
        return [item for one in self.rounds for item in self.items[one.id]]

    def audit(self) -> list[RoundItem]:
        """Decided units of the audit sample, whatever met them."""
        return [item for item in self.all() if item.audit and item.state in ANSWERED]

    def looks(self) -> int:
        """After how many rounds one could have looked at the audit sample: each that added to it."""
        return len({item.round for item in self.audit()})

    def standing(self, item: RoundItem) -> RoundItem:
        """The item with every merged code as the one that stands for it."""
        return _after_merges(item, self._merged)

    def figures(self) -> FiguresView:
        """Figures from the audit samples, pooled."""
        return figures(self.all(), self.names, self.about, exclusive=self.exclusive)

    def influence(self) -> InfluenceView:
        """How far predictions draw answers."""
        return influence(self.all(), self.about)

    def summary(self, round: Round) -> RoundSummary:
        """What a round came to, alone and with the rounds before it."""
        items = self.items[round.id]
        answered = [item for item in items if item.state in ANSWERED and item.predicted]
        earlier = [item for one in self.rounds if one.number <= round.number for item in self.items[one.id]]
        return RoundSummary(
            round=round,
            decided=sum(item.state != "pending" for item in items),
            accepted=sum(item.state == "accepted" for item in items),
            corrected=sum(item.state == "corrected" for item in items),
            seen=rate(sum(item.state == "accepted" for item in answered), len(answered)),
            audit=figures(items, self.names, self.about, exclusive=self.exclusive),
            all_rounds=figures(earlier, self.names, self.about, exclusive=self.exclusive),
            influence=influence(items, self.about),
        )


def all_items(facts: Facts) -> list[RoundItem]:
    """The items of every round, without those of rounds about one code, which say nothing of the others."""
    rounds = Rounds(facts, facts.find(Round))
    return [item for item in rounds.all() if item.round not in rounds.about]


def items_of(facts: Facts, round: Round) -> list[RoundItem]:
    """The items of one round; none of a round about one code, which says nothing of the others."""
    return Rounds(facts, (round,)).all() if round.focus is None else []


def _after_merges(item: RoundItem, merged: Mapping[str, str]) -> RoundItem:
    if not merged:
        return item

    def now(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(merged.get(code, code) for code in codes))

    predicted: dict[str, float] = {}
    for code, score in item.predicted.items():
        (standing,) = now((code,))
        predicted[standing] = max(score, predicted.get(standing, 0.0))
    return replace(
        item,
        codes=now(item.codes),
        suggested=now(item.suggested),
        unaided=now(item.unaided),
        predicted=predicted,
    )


def _names(facts: Facts) -> dict[str, str]:
    codes = sorted(facts.find(Code, status="active"), key=lambda code: (code.position, code.created_at))
    return {code.id: code.name for code in codes}
