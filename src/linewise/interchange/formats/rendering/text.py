"""Texts of people on their way into a rendering: direction, colours, characters that a format cannot hold."""

import re
import unicodedata

_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")
_SHORT = re.compile(r"#?([0-9a-fA-F]{3})")
# What XML 1.0 has no place for, and halves of characters.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Quiet colours for codes that have none, told apart also in print.
_WHEEL = ("4f6d8f", "8a6d3b", "5f7f5f", "8c5a6b", "6b5f8c", "3f7f7f", "9a6a4a", "66705a")


def is_rtl(text: str) -> bool:
    """Whether a text reads from right to left: its first letter with a direction says so (Unicode UAX 9, P2 and P3)."""
    for sign in text[:2000]:
        direction = unicodedata.bidirectional(sign)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def possible(text: str) -> str:
    """The text with what no document can hold shown as U+FFFD."""
    return _IMPOSSIBLE.sub("\ufffd", text)


def colour(given: str, place: int) -> str:
    """A colour as six hexadecimal digits: the given one where it is one, else one by the code's place."""
    if found := _COLOUR.fullmatch(given.strip()):
        return found[1].lower()
    if found := _SHORT.fullmatch(given.strip()):
        return "".join(sign * 2 for sign in found[1]).lower()
    return _WHEEL[place % len(_WHEEL)]


def day(at: str) -> str:
    """The day of an ISO 8601 time."""
    return at[:10]


def paragraphs(text: str) -> list[str]:
    """A text cut at empty lines; each with its own line breaks."""
    return [part.strip("\n") for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")) if part.strip()] or [""]
