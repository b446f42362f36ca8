"""Which codes the model takes for one another, from what people decided where it had suggested something."""

from collections import Counter
from collections.abc import Iterable

from linewise.core.nouns import RoundItem
from linewise.verifying.deciding import ANSWERED


def mistaken_for(items: Iterable[RoundItem], code: str) -> list[tuple[str, int]]:
    """(other code, units), most often first: units where the model said one of the two and people the other instead."""
    found: Counter[str] = Counter()
    for item in items:
        if item.state not in ANSWERED or not item.predicted:
            continue
        wrong, missed = set(item.suggested) - set(item.codes), set(item.codes) - set(item.suggested)
        if code in wrong:
            found.update(missed)
        elif code in missed:
            found.update(wrong)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
