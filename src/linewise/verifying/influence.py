"""How far predictions draw people's answers: measured on units answered blind, chosen by lot."""

from collections.abc import Iterable, Mapping
from math import sqrt
from types import MappingProxyType

from linewise.core.intervals import counted
from linewise.core.nouns import RoundItem
from linewise.core.text import percent
from linewise.verifying.deciding import agrees
from linewise.verifying.figures import rate
from linewise.verifying.views import InfluenceView

FEW = 20
NOTHING: Mapping[str, str] = MappingProxyType({})


def influence(items: Iterable[RoundItem], about: Mapping[str, str] = NOTHING) -> InfluenceView:
    """Agreement with the model on units answered blind and on the others of the same rounds, and who gave way.

    Only rounds in which some were blind count: in them chance alone decided which, so the difference is the effect of
    seeing the prediction. Its interval is that of Newcombe (1998, method 10). `about` names the code of the rounds that
    are about one code, by round.
    """
    found = [item for item in items if item.predicted]
    rounds = {item.round for item in found if item.blind}
    answered = [item for item in found if item.round in rounds and item.state in ("accepted", "corrected")]
    first = [item for item in answered if item.blind and item.unaided_at is not None]
    seen = [item for item in answered if not item.blind]

    def same(item: RoundItem, codes: tuple[str, ...]) -> bool:
        return agrees(item, codes, about.get(item.round))

    blind = rate(sum(same(item, item.unaided) for item in first), len(first))
    aided = rate(sum(item.state == "accepted" for item in seen), len(seen))
    differed = [item for item in first if not same(item, item.unaided)]
    to_model = rate(sum(same(item, item.codes) for item in differed), len(differed))
    elsewhere = sum(not same(item, item.codes) and set(item.codes) != set(item.unaided) for item in differed)
    difference = low = high = None
    if blind.share is not None and aided.share is not None:
        difference = aided.share - blind.share
        low = difference - sqrt((aided.share - aided.low) ** 2 + (blind.high - blind.share) ** 2)
        high = difference + sqrt((aided.high - aided.share) ** 2 + (blind.share - blind.low) ** 2)
    return InfluenceView(
        blind=blind,
        aided=aided,
        to_model=to_model,
        elsewhere=elsewhere,
        difference=difference,
        low=low,
        high=high,
        words=_words(blind.of, aided.of, difference, low, high, to_model.hits, to_model.of),
    )


def _words(
    blind: int,
    aided: int,
    difference: float | None,
    low: float | None,
    high: float | None,
    gave_way: int,
    differed: int,
) -> str:
    if not blind:
        return "No unit was answered blind yet, so nothing is known about how far predictions draw answers."
    sentences = []
    if difference is not None and low is not None and high is not None:
        more = "more" if difference >= 0 else "less"
        sentences.append(
            f"With its answer in view you agreed with the model {abs(difference) * 100:.0f} points {more} often than "
            f"blind (plausibly {low * 100:+.0f} to {high * 100:+.0f}; {aided} units against {blind})."
        )
    if differed:
        _, most = counted(gave_way, differed)
        sentences.append(
            f"Where your own answer differed you took over the model's in {gave_way} of {differed} (plausibly up to "
            f"{percent(most)})."
        )
    else:
        sentences.append("Your own answers and the model's never differed.")
    if min(blind, aided) < FEW:
        sentences.append("These are few units: a hint, no finding.")
    elif low is not None and low > 0:
        sentences.append("That is more than chance: its answers draw yours.")
    return " ".join(sentences)
