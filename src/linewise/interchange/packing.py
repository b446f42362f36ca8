"""The port that every format for other programs and readers implements, and what is asked of who exports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from linewise.core.errors import BadInput
from linewise.core.exchange import Loss, Parcel

Group = Literal["programs", "reading", "pipelines", "whole"]
Value = str | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something to choose about an export: a flag, a number, or one of several words (`among`), by its default."""

    name: str
    title: str
    default: Value
    among: tuple[str, ...] = ()
    words: str = ""


class Packed(NamedTuple):
    """What was written: `counts` in plain words ("documents": 12), and what the format has no place for."""

    counts: Mapping[str, int]
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to write a parcel to a file.

    `group`: for other "programs", for "reading", for "pipelines", or the "whole" project. `words`: one sentence on what
    it carries. `pack` writes to the path it is given, streaming where it can, with every choice present and checked; it
    raises only BadInput or OSError.
    """

    name: str
    title: str
    suffix: str
    group: Group
    words: str
    pack: Callable[[Path, Parcel, Mapping[str, Value]], Packed]
    choices: tuple[Choice, ...] = ()


def chosen(choices: tuple[Choice, ...], given: Mapping[str, object]) -> dict[str, Value]:
    """Every choice with its value: what was given, checked, or the default. BadInput names what does not fit."""
    known = {choice.name: choice for choice in choices}
    for name in given:
        if name not in known:
            offered = ", ".join(known) or "nothing"
            raise BadInput(f"this format has no choice {name!r:.40}.", remedy=f"It offers {offered}.", option=name)
    return {choice.name: _value(choice, given.get(choice.name, choice.default)) for choice in choices}


def _value(choice: Choice, given: object) -> Value:
    fits = "yes or no"
    if isinstance(choice.default, bool):
        if isinstance(given, bool):
            return given
        word = str(given).strip().lower()
        if word in ("yes", "true", "1", "on", "no", "false", "0", "off"):
            return word in ("yes", "true", "1", "on")
    elif isinstance(choice.default, int):
        fits = "a whole number, not below zero"
        if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
            return given
        if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < 10:
            return int(given)
    else:
        fits = f"one of {', '.join(choice.among)}" if choice.among else "text"
        if isinstance(given, str) and (not choice.among or given in choice.among):
            return given
    raise BadInput(f"{choice.name} cannot be {given!r:.60}.", remedy=f"Give {fits}.", option=choice.name)
