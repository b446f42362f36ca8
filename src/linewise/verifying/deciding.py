"""What a coder's answer to one unit of a round says about each code, and what the item becomes."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from linewise.core.errors import BadInput, Conflict
from linewise.core.nouns import ItemState, MarkState, Round, RoundItem, Value

MARKS: Mapping[ItemState, MarkState | None] = {
    "accepted": "done",
    "corrected": "done",
    "unsure": "unsure",
    "skipped": "skipped",
    "pending": None,
}


def answer(item: RoundItem, codes: Collection[str], state: ItemState) -> dict[str, Value | None]:
    """Codes chosen are present, codes suggested and not chosen are absent; what an earlier answer said falls away.

    Every other code stays unsaid: that the coder was done with the unit is what implies that it is absent.
    """
    values: dict[str, Value | None] = dict.fromkeys(item.codes, None)
    if state in ("accepted", "corrected"):
        values |= dict.fromkeys(item.suggested, "absent")
        values |= dict.fromkeys(codes, "present")
    else:
        values |= dict.fromkeys(item.suggested, None)
    return values


def decided(item: RoundItem, codes: Collection[str], state: ItemState, at: str) -> RoundItem:
    """The item with its answer; the codes decide whether it was accepted or corrected, not what is claimed."""
    if state not in ("accepted", "corrected"):
        return replace(item, state=state, codes=(), at=at if state != "pending" else None)
    chosen = tuple(dict.fromkeys(codes))
    same = set(chosen) == set(item.suggested)
    return replace(item, state="accepted" if same else "corrected", codes=chosen, at=at)


def check_open(round: Round, state: ItemState, codes: Collection[str]) -> None:
    """Conflict when the round is closed; BadInput when codes come with an answer that takes none."""
    if round.state == "closed":
        raise Conflict(f"Round {round.number} is closed.", remedy="Open a new round, or undo its closing.")
    if codes and state not in ("accepted", "corrected"):
        raise BadInput(f"A unit that is {state} takes no codes.", remedy="Leave the codes out.")
