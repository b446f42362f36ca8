"""What is shown of a text that is tried."""

from dataclasses import dataclass

from linewise.verifying.views import How, MovedWord, Neighbour


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedCode:
    """A code and how sure the model is of it in a text that was tried."""

    code: str
    confidence: float
    suggested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What the model makes of a text that is no unit; nothing of it is kept.

    `codes` are all it knows, the likeliest first; the words are those that move `code`, the one asked about or else the
    likeliest; `nearest` are decided units most like the text.
    """

    text: str
    model: str
    codes: tuple[TriedCode, ...]
    code: str
    words: tuple[MovedWord, ...]
    sentence: str
    check: str
    whole: bool
    how: How
    nearest: tuple[Neighbour, ...]
