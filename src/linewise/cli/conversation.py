"""A round in the terminal: one unit at a time, its predicted codes, and an answer typed in a word or two."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linewise.cli.names import code_id
from linewise.core.errors import LinewiseError

if TYPE_CHECKING:
    from linewise.core.nouns import ItemState
    from linewise.grouping.views import Codebook
    from linewise.verifying.views import ItemView, RoundView
    from linewise.workbench import Project

HELP = (
    "Enter accepts what is suggested. Or answer with numbers and names of codes, separated by ',': `1, Leisure`; "
    "`+Name` makes a new code, `0` says none. s skip, n unsure, u back, q stop; ? this text."
)
ONE = "This round asks about {} alone: y yes, x no."
BLIND = "Your own answer first: codes, or 0 for none. Then the model's is shown."


@dataclass(frozen=True, slots=True)
class Answer:
    """What was typed, understood: a decision, or a move through the round."""

    state: "ItemState | None" = None
    codes: tuple[str, ...] = ()
    new_codes: tuple[str, ...] = ()
    move: str = field(default="on")


def ask(project: "Project", *, strategy: str, size: int | None) -> "RoundView":
    """Go through the pending units of the open round, or of a new one; gives the round as it is then."""
    from rich.console import Console

    console = Console(highlight=False)
    state = project.verifying.state()
    view = state.open or project.verifying.open(strategy=strategy, size=size)
    console.print(HELP, style="dim")
    focus = view.round.focus
    waiting = [item.position for item in view.items if item.state == "pending"]
    done: list[int] = []
    fresh: dict[int, ItemView] = {}
    while waiting:
        codebook = project.grouping.codebook()
        names = {card.code.id: card.code.name for card in codebook.codes}
        item = fresh.get(waiting[0], view.items[waiting[0]])
        hidden = item.blind and item.unaided_at is None
        console.rule(f"{len(view.items) - len(waiting) + 1} of {len(view.items)}, {item.reason}", align="left")
        console.print(item.unit.text, markup=False)
        if focus is not None:
            console.print(ONE.format(names.get(focus, "?")), style="dim", markup=False)
        if hidden:
            console.print(BLIND, style="dim")
        for number, prediction in enumerate(item.predictions[:9], start=1):
            mark = "•" if prediction.suggested else " "
            console.print(
                f"  {number} {mark} {names.get(prediction.code, '?')} {prediction.confidence:.2f}", markup=False
            )
        try:
            answer = understood(console.input("> "), item, codebook, focus=focus)
        except EOFError:
            break
        except LinewiseError as error:
            console.print(str(error), style="red", markup=False)
            continue
        if answer.move == "stop":
            break
        if answer.move == "help":
            console.print(HELP, style="dim")
        elif answer.move == "back" and done:
            waiting.insert(0, done.pop())
            project.verifying.decide(view.round.id, waiting[0], state="pending")
        elif answer.state is not None:
            unaided = hidden and answer.state in ("accepted", "corrected")
            decided = project.verifying.decide(
                view.round.id,
                item.position,
                state=answer.state,
                codes=answer.codes,
                new_codes=answer.new_codes,
                unaided=unaided,
            )
            if decided.state == "pending":
                fresh[item.position] = decided
            else:
                done.append(waiting.pop(0))
    ended = project.verifying.round(view.round.id)
    if ended.decided == len(ended.items):
        console.print("Every unit is decided. End the round with: linewise verify close", style="dim")
    return ended


def understood(typed: str, item: "ItemView", codebook: "Codebook", *, focus: str | None = None) -> Answer:
    """The answer that was typed; raises NotFound for a code that does not exist."""
    text = typed.strip()
    suggested = tuple(prediction.code for prediction in item.predictions if prediction.suggested)
    match text.casefold():
        case "y" if focus is not None:
            return Answer("corrected", (focus,))
        case "x" if focus is not None:
            return Answer("corrected")
        case "" | "y":
            return Answer("accepted", suggested)
        case "s":
            return Answer("skipped")
        case "n":
            return Answer("unsure")
        case "u":
            return Answer(move="back")
        case "q":
            return Answer(move="stop")
        case "?":
            return Answer(move="help")
        case "0":
            return Answer("corrected" if suggested else "accepted")
    codes: list[str] = []
    new: list[str] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        if part.startswith("+"):
            new.append(part[1:].strip())
        elif part.isdecimal() and 1 <= int(part) <= len(item.predictions[:9]):
            codes.append(item.predictions[int(part) - 1].code)
        else:
            codes.append(code_id(codebook, part))
    chosen = tuple(dict.fromkeys(codes))
    same = not new and set(chosen) == set(suggested)
    return Answer("accepted" if same else "corrected", chosen, tuple(new))
