"""Text as people write it: notes into pieces, the form by which equal pieces are found, shares in words."""

import re
import unicodedata
from collections.abc import Iterator
from math import floor

from linewise.core.errors import BadInput

_SPACE = re.compile(r"\s+")


def norm(text: str) -> str:
    """The form in which two open codes are the same: NFKC, case-folded, single spaces."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


def pieces(note: str) -> Iterator[str]:
    """The open codes of a note, split at ";" or a line break, in order, repeated ones once."""
    seen: set[str] = set()
    for part in re.split(r"[;\n]", note):
        text = _SPACE.sub(" ", part).strip()
        if text and norm(text) not in seen:
            seen.add(norm(text))
            yield text


def percent(share: float | None, digits: int = 0) -> str:
    """A share as every sentence says it, and as the page does: halves go up, and only all and nothing are 100% and 0%.

    "–" for None; "< 1%" for a share above 0 that would round to it.
    """
    if share is None or share != share:
        return "–"
    scale = 10**digits
    value = floor(share * 100 * scale + 0.5) / scale
    if value == 100 and share < 1:
        value = 100 - 1 / scale
    if value == 0 and share > 0:
        return f"< {1 / scale:g}%"
    return f"{value:.{digits}f}%"


def checked(text: str, *, what: str, longest: int) -> str:
    """The text, if a database and a file can hold it: no NUL, no lone surrogate, at most `longest` code points."""
    if "\x00" in text:
        raise BadInput(f"The {what} holds a NUL character.", remedy="Remove it.", column=text.index("\x00") + 1)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadInput(
            f"The {what} holds half a character (a lone surrogate).",
            remedy="Remove it.",
            column=error.start + 1,
        ) from None
    if len(text) > longest:
        raise BadInput(f"The {what} has {len(text):,} characters; {longest:,} is the most.", remedy="Shorten it.")
    return text
