"""How proposals and comparisons of codes read in a terminal."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from linewise.cli.show import Names, Shown, code, line, rows, short, table
from linewise.grouping.views import CodeCard, Comparison, Proposals, Word

if TYPE_CHECKING:
    from linewise.core.views import UnitPage


def proposals_or_code(outcome: Proposals | CodeCard, names: Names) -> Shown:
    """What is proposed, or the code that a proposal became."""
    if isinstance(outcome, CodeCard):
        yield from code(outcome, names)
        return
    content = (
        (
            number,
            one.name,
            one.written,
            one.closeness,
            ", ".join(member.text for member in one.members),
            names(one.resembles) if one.resembles else "",
        )
        for number, one in enumerate(outcome.items, start=1)
    )
    yield rows(table("#", "name", "#written", "members are", "open codes", "like the code"), content)
    how = "what they mean" if outcome.by == "meaning" else "their words (the corpus is not encoded yet)"
    yield line(f"{outcome.open_codes:,} open codes without a code were compared by {how}.")
    if outcome.items:
        yield line("Accept one: linewise group propose --accept N --name NAME. Turn one down: --reject N.")


def comparison(found: Comparison, names: Names) -> Shown:
    """Both codes, what tells them apart, and the units that have both."""
    for side in (found.left, found.right):
        yield from code(side.card, names)
        yield line("  open codes: " + ", ".join(item.text for item in side.open_codes))
        yield line("  its own words: " + _words(side.words))
        yield from _units(f"Only “{side.card.code.name}”", side.units)
    yield from _units("Both", found.both)


def _words(words: Iterable[Word]) -> str:
    return ", ".join(f"{one.word} ({one.here}:{one.there})" for one in words) or "none"


def _units(title: str, page: "UnitPage") -> Shown:
    yield rows(
        table("unit", "text", title=f"{title}: {page.total or 0:,} units"),
        ((str(unit.id), short(unit.text)) for unit in page.units),
    )
