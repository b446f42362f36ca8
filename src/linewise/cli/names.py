"""From what a person types to what the workbench knows: codes by name, units by number, the round that is open."""

from difflib import get_close_matches
from typing import TYPE_CHECKING

from linewise.core.errors import BadInput, NotFound, NotReady
from linewise.core.text import norm

if TYPE_CHECKING:
    from linewise.grouping.views import Codebook, Part
    from linewise.workbench import Project


def code_id(codebook: "Codebook", typed: str) -> str:
    """The id of the code with this id, name or alias; NotFound tells the nearest names."""
    wanted = norm(typed)
    codes = [card.code for card in codebook.codes]
    for code in codes:
        if typed == code.id or wanted == norm(code.name):
            return code.id
    for code in codes:
        if wanted in map(norm, code.aliases):
            return code.id
    near = get_close_matches(typed, [code.name for code in codes])
    remedy = f"Did you mean {' or '.join(map(repr, near))}?" if near else "List them: linewise group codes."
    raise NotFound(f"There is no code {typed!r}.", remedy=remedy)


def code_ids(project: "Project", typed: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The ids of several codes."""
    if not typed:
        return ()
    codebook = project.grouping.codebook()
    return tuple(code_id(codebook, one) for one in typed)


def part(typed: str) -> "Part":
    """One part of a split, typed as NAME=open code; open code."""
    from linewise.grouping.views import Part

    name, equals, norms = typed.partition("=")
    if not (equals and name.strip()):
        raise BadInput(f"The part {typed!r} has no name.", remedy="Write --part 'NAME=open code; open code'.")
    return Part(name=name.strip(), norms=tuple(piece.strip() for piece in norms.split(";") if piece.strip()))


def span(typed: str | None) -> tuple[int | None, int | None]:
    """A span of a unit's text, typed as START:END in characters."""
    if typed is None:
        return None, None
    start, colon, end = typed.partition(":")
    if not (colon and start.isdecimal() and end.isdecimal()):
        raise BadInput(f"The span {typed!r} is none.", remedy="Write --span START:END, counted in characters from 0.")
    return int(start), int(end)


def round_id(project: "Project", typed: str | None) -> str:
    """The round with this id, or the open one."""
    if typed is not None:
        return typed
    state = project.verifying.state()
    if state.open is None:
        raise NotReady("No round is open.", remedy="Open one: linewise verify open.")
    return state.open.round.id
