"""Cells as typed values: how an attribute is read, and which type a column seems to have."""

import json
import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from linewise.importing.plan import AttributeType
from linewise.importing.record import AttributeValue

_MISSING = frozenset(("", "na", "n/a", "nan", "null", "none", "#n/a"))
_TRUE = frozenset(("true", "yes", "t", "y", "1"))
_FALSE = frozenset(("false", "no", "f", "n", "0"))
_INTEGER = re.compile(r"[+-]?\d{1,19}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_COMMA = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)


def as_text(value: object) -> str:
    """A cell as a person sees it: 3.0 of a spreadsheet is "3", a list is its items between semicolons."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            if math.isnan(value):
                return ""
            return str(int(value)) if value.is_integer() and abs(value) <= 2**53 else repr(value)
        case datetime() | date() | time():
            return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
        case list() | tuple():
            return "; ".join(as_text(item) for item in value)
        case dict():
            return json.dumps(value, ensure_ascii=False, default=str)
        case int() | Decimal() | timedelta():
            return str(value)
    return ""


def is_missing(value: object) -> bool:
    """Whether a cell says nothing: empty, or one of the usual words for it (NA, null, NaN)."""
    return value is None or as_text(value).strip().lower() in _MISSING


def attribute(value: object, kind: AttributeType, *, comma: bool = False) -> AttributeValue:
    """Read a cell as `kind`, None where it is missing; dates come back in ISO 8601. ValueError: no fit.

    With `comma` a number is written 1.234,5.
    """
    if value is None or value == "":
        return None
    if kind in ("text", "category"):
        return as_text(value).strip() or None
    if comma and kind == "number" and isinstance(value, str) and not is_missing(value):
        return _number(_pointed(value))
    return None if is_missing(value) else _TYPED[kind](value)


def _integer(value: object) -> int:
    text = as_text(value).strip()
    if not _INTEGER.fullmatch(text) or not -(2**63) <= int(text) < 2**63:
        raise ValueError(text)
    return int(text)


def _number(value: object) -> float:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = float(value)
    elif _NUMBER.fullmatch(text := as_text(value).strip()):
        number = float(text)
    else:
        raise ValueError(text)
    if not math.isfinite(number):
        raise ValueError(as_text(value))
    return number


def _pointed(text: str) -> str:
    """A number with a decimal comma as one with a point."""
    if not _COMMA.fullmatch(text.strip()):
        raise ValueError(text)
    return text.strip().replace(".", "").replace(",", ".")


def has_comma(values: Iterable[object]) -> bool:
    """Whether these are numbers with a decimal comma: all of them, and some that no comma of thousands explains."""
    texts = [as_text(value).strip() for value in values if not is_missing(value)]
    written = [text for text in texts if "," in text]
    return (
        bool(written)
        and all(_COMMA.fullmatch(text) for text in texts)
        and not all(_THOUSANDS.fullmatch(text) for text in written)
    )


def _boolean(value: object) -> bool:
    text = as_text(value).strip().lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise ValueError(text)


def _date(value: object) -> str:
    if isinstance(value, datetime):
        midnight = value.time() == time() and value.tzinfo is None
        return (value.date() if midnight else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = as_text(value).strip()
    if dotted := _DOTTED.fullmatch(text):
        day, month, year = map(int, dotted.groups())
        return date(year, month, day).isoformat()
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text).isoformat() if len(text) == 10 else datetime.fromisoformat(text).isoformat()


_TYPED: dict[AttributeType, Callable[[object], AttributeValue]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
}


def guess_type(values: Iterable[object]) -> AttributeType:
    """The narrowest type that every value fits; category for few short ones that repeat, else text."""
    present = [value for value in values if not is_missing(value)]
    texts = [as_text(value).strip() for value in present]
    if not present:
        return "text"
    if any(isinstance(value, bool) for value in present) or not {text.lower() for text in texts} <= {
        "0",
        "1",
    }:
        kinds: tuple[AttributeType, ...] = ("boolean", "integer", "number", "date")
    else:
        kinds = ("integer",)
    # "007" is a code of digits, not seven.
    padded = any(len(text) > 1 and text[0] == "0" and text.isdigit() for text in texts)
    for kind in kinds:
        if not (padded and kind in ("integer", "number")) and all(_fits(value, kind) for value in present):
            return kind
    if has_comma(present):
        return "number"
    distinct = len(set(texts))
    short = sum(map(len, texts)) / len(texts) <= 60
    return "category" if short and distinct <= max(2, min(50, len(texts) // 2)) else "text"


def _fits(value: object, kind: AttributeType) -> bool:
    try:
        attribute(value, kind)
    except ValueError:
        return False
    return True
