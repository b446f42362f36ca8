"""The small words of REFI-QDA: ids, colours, truth values, whole numbers, and code descriptions that hold more."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from linewise.core.exchange import AttributeValue, CodeEntry

GROUPS, CASE = "document groups", "case"
MODEL = "model: "
BETWEEN = "; "
_OURS = uuid.UUID("6f7ff0a2-5a53-5d0c-8d0b-0d2c6d1c9e51")
_GUID = re.compile(r"\{?([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}?", re.ASCII)
_HEX = re.compile(r"#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})(?:[0-9A-Fa-f]{2})?", re.ASCII)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/][^)]*)?\)", re.ASCII)
_WHOLE = re.compile(r"([+-]?\d{1,18})(?:\.0+)?", re.ASCII)


def guid(given: str | None) -> str:
    """An id as it is compared: upper case, without braces; a GUID of ours for what is none, empty where nothing is."""
    text = (given or "").strip()
    found = _GUID.fullmatch(text)
    return found[1].upper() if found else derived("id", text) if text else ""


def is_guid(given: str) -> bool:
    """Whether an id is one that the standard allows."""
    return _GUID.fullmatch(given) is not None


def derived(*parts: str) -> str:
    """A GUID of our own (UUID version 5) that is the same for the same parts."""
    return str(uuid.uuid5(_OURS, "\x1f".join(parts))).upper()


def colour(given: str | None) -> str:
    """A colour as #RRGGBB; lenient in what it takes (no #, alpha, rgb(…)), empty for what is none."""
    text = (given or "").strip()
    found = _HEX.fullmatch(text)
    if found:
        digits = found[1].upper()
        return "#" + ("".join(2 * digit for digit in digits) if len(digits) == 3 else digits)
    parts = _RGB.fullmatch(text.lower())
    if parts and all(int(one) < 256 for one in parts.groups()):
        return "#" + "".join(f"{int(one):02X}" for one in parts.groups())
    return ""


def truth(given: str | None, *, default: bool) -> bool:
    """An xsd:boolean, whatever its case."""
    word = (given or "").strip().lower()
    return word in ("true", "1", "yes") if word in ("true", "1", "yes", "false", "0", "no") else default


def whole(given: str | None) -> int | None:
    """A whole number, also one that is written 12.0; None for what is none."""
    found = _WHOLE.fullmatch((given or "").strip())
    return int(found[1]) if found else None


def typed(kind: str, given: str) -> AttributeValue:
    """The value of a variable as its type says, as text where it is not that."""
    text = given.strip()
    if kind == "Boolean" and text.lower() in ("true", "1", "false", "0"):
        return text.lower() in ("true", "1")
    if kind == "Integer":
        number = whole(text)
        return given if number is None else number
    if kind == "Float":
        try:
            return float(Decimal(text)) if Decimal(text).is_finite() else given
        except (InvalidOperation, OverflowError):
            return given
    return text if kind in ("Date", "DateTime") else given


_LABELS = ("Use when: ", "Not when: ", "Examples: ", "Not examples: ", "Also called: ")
_LISTED = " | "


def described(code: CodeEntry) -> str:
    """What is said of a code as one text: the definition, then paragraphs that begin with a label."""
    lists = (code.examples, code.counter_examples, code.aliases)
    texts = (code.use_when, code.not_when, *(_LISTED.join(one) for one in lists))
    said = [label + text for label, text in zip(_LABELS, texts, strict=True) if text]
    return "\n\n".join([code.definition] * bool(code.definition) + said)


def undescribed(code: CodeEntry, text: str) -> CodeEntry:
    """The code with what such a text says; all of it is the definition where `described` did not write it."""
    found: dict[str, str] = {}
    rest = text
    for label in reversed(_LABELS):
        before, met, after = ("\n\n" + rest).rpartition("\n\n" + label)
        if met:
            rest, found[label] = before[2:], after
    use, avoid, *lists = (found.get(label, "") for label in _LABELS)
    examples, counter, aliases = (tuple(one.split(_LISTED)) if one else () for one in lists)
    whole_text = replace(code, definition=text)
    read = replace(
        code,
        definition=rest,
        use_when=use,
        not_when=avoid,
        examples=examples,
        counter_examples=counter,
        aliases=aliases,
    )
    return read if described(read) == text else whole_text


def unique(name: str, taken: Mapping[str, object]) -> str:
    """A name that is not taken: itself, or itself with a number."""
    found, again = name, 2
    while found in taken:
        found, again = f"{name} ({again})", again + 1
    return found
