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
ANSWERED = ("accepted", "corrected")


def answer(
    item: RoundItem, codes: Collection[str], state: ItemState, *, focus: str | None = None
) -> dict[str, Value | None]:
    """Codes chosen are present, codes suggested and not chosen are absent; what an earlier answer said falls away.

    Every other code stays unsaid: that the coder was done with the unit is what implies that it is absent. In a round
    about one code (`focus`) nothing is implied of others: that code is present, absent or unsure.
    """
    values: dict[str, Value | None] = dict.fromkeys(item.codes, None)
    asked = (focus,) if focus is not None else item.suggested
    if state in ANSWERED:
        values |= dict.fromkeys(asked, "absent")
        values |= dict.fromkeys(codes, "present")
    else:
        values |= dict.fromkeys(asked, "unsure" if focus is not None and state == "unsure" else None)
    return values


def decided(
    item: RoundItem, codes: Collection[str], state: ItemState, at: str, *, focus: str | None = None
) -> RoundItem:
    """The item with its answer; the codes decide whether it was accepted or corrected, not what is claimed.

    A blind item that is answered before its prediction was shown keeps that answer as the unaided one too.
    """
    if state not in ANSWERED:
        return replace(item, state=state, codes=(), at=at if state != "pending" else None)
    chosen = tuple(dict.fromkeys(codes))
    if hidden(item):
        item = replace(item, unaided=chosen, unaided_at=at)
    return replace(item, state="accepted" if agrees(item, chosen, focus) else "corrected", codes=chosen, at=at)


def first_answer(item: RoundItem, codes: Collection[str], at: str, *, focus: str | None = None) -> RoundItem:
    """A blind item with the answer given before its prediction is shown.

    Where that is what the model says too there is nothing left to decide. Raises Conflict when the item is not blind,
    or was answered before.
    """
    if not hidden(item):
        raise Conflict("The prediction of this unit is in view already.", remedy="Decide it.")
    new = decided(item, codes, "corrected", at, focus=focus)
    return new if new.state == "accepted" else replace(new, state="pending", codes=(), at=None)


def agrees(item: RoundItem, codes: Collection[str], focus: str | None) -> bool:
    """Whether an answer is what was suggested; in a round about one code, only that code counts."""
    if focus is not None:
        return (focus in codes) == (focus in item.suggested)
    return set(codes) == set(item.suggested)


def hidden(item: RoundItem) -> bool:
    """Whether the prediction must not be shown yet."""
    return item.blind and item.unaided_at is None and item.state == "pending"


def check_open(round: Round, state: ItemState, codes: Collection[str]) -> None:
    """Conflict when the round is closed; BadInput when codes come with an answer that takes none."""
    if round.state == "closed":
        raise Conflict(f"Round {round.number} is closed.", remedy="Open a new round, or undo its closing.")
    if codes and state not in ANSWERED:
        raise BadInput(f"A unit that is {state} takes no codes.", remedy="Leave the codes out.")
