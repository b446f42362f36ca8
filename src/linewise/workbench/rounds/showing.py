"""Rounds and their items as a coder may see them: no more than is known to them at this moment."""

from collections.abc import Sequence

from linewise.core.facts import Facts
from linewise.core.nouns import Round, RoundItem
from linewise.storage import Connection, reading
from linewise.verifying import telling
from linewise.verifying.deciding import hidden
from linewise.verifying.mixing import named
from linewise.verifying.views import ItemView, Prediction, RoundView
from linewise.workbench.desk import Desk

SHOWN = 12


def round_view(connection: Connection, facts: Facts, desk: Desk, round: Round) -> RoundView:
    """A round with all its items, in order."""
    items = sorted(facts.find(RoundItem, round=round.id), key=lambda one: one.position)
    views = item_views(connection, facts, desk, round, items)
    return RoundView(round=round, items=tuple(views), decided=sum(item.state != "pending" for item in items))


def item_views(
    connection: Connection, facts: Facts, desk: Desk, round: Round, items: Sequence[RoundItem]
) -> list[ItemView]:
    """The items whose units stand: without a prediction that must not be seen yet, nor a reason that would tell it."""
    ids = [item.unit for item in items]
    units = {unit.id: unit for unit in reading.units(connection, desk.project_no, ids, coder=desk.coder)}
    title = named(round.strategy)
    return [
        ItemView(
            position=item.position,
            unit=units[item.unit],
            reason=telling.reason(item, round, title),
            predictions=() if hidden(item) else _predictions(item),
            codes=item.codes,
            state=item.state,
            at=item.at,
            audit=telling.audited(item, round),
            blind=item.blind,
            unaided=item.unaided,
            unaided_at=item.unaided_at,
        )
        for item in items
        if item.unit in units
    ]


def _predictions(item: RoundItem) -> tuple[Prediction, ...]:
    likeliest = sorted(item.predicted.items(), key=lambda pair: -pair[1])[:SHOWN]
    return tuple(
        Prediction(code=code, confidence=confidence, suggested=code in item.suggested) for code, confidence in likeliest
    )
