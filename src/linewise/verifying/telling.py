"""Why a unit is shown, in words that do not tell an audit unit from another before it is decided.

Whoever knows that a unit was drawn at random may take more care with it, or less, and then the sample no longer tells
how the rest is coded. So before the decision every unit of a mixed round says the same; after it, each its own reason.
"""

from linewise.core.nouns import Round, RoundItem
from linewise.core.text import percent
from linewise.verifying.deciding import hidden
from linewise.verifying.mixing import random_share


def reason(item: RoundItem, round: Round, title: str) -> str:
    """The reason as it may be told now; `title` is what people call the round's strategy."""
    said = f"One of this round: {title[:1].lower()}{title[1:]}"
    if item.state == "pending" and _mixed(round):
        share = _drawn(round)
        mixed = f"and mixed in unseen {percent(share)} drawn at random"
        return f"{said}, {mixed}. Which it is will be told once you have decided."
    if hidden(item):
        return f"{said}. Why will be told once you have answered."
    if item.propensity:
        return f"{item.reason} Each unread text had a chance of {_chance(item.propensity)}."
    return item.reason


def audited(item: RoundItem, round: Round) -> bool | None:
    """Whether the unit belongs to the audit sample; None while that must not be known."""
    return None if item.state == "pending" and _mixed(round) else item.audit


def _mixed(round: Round) -> bool:
    return 0 < _drawn(round) < 1


def _drawn(round: Round) -> float:
    """The share of the round that is drawn by lot."""
    return round.audit_share + (1 - round.audit_share) * random_share(round.strategy)


def _chance(share: float) -> str:
    return f"1 in {round(1 / share):,}" if share <= 0.5 else f"{percent(share)}"
