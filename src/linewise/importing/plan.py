"""The plan of an import: which column is what, and how the text is cut into units."""

import codecs
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, Self, get_args

from linewise.core.errors import BadInput
from linewise.importing.segment import Segmentation

ColumnRole = Literal["text", "id", "attribute", "codes", "speaker", "ignore"]
AttributeType = Literal["text", "category", "integer", "number", "boolean", "date"]
BadRowPolicy = Literal["refuse", "skip"]
Documents = Literal["file", "line"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the preview shows it; `distinct` and `empty` count cells of the sample."""

    name: str
    role: ColumnRole
    type: AttributeType
    examples: tuple[str, ...]
    distinct: int
    empty: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything that decides what a file becomes; a plan that exists is valid, or BadInput was raised.

    Several `text` columns are joined by a blank line. `codes` may hold a list, or several names between
    `codes_separator`. In the columns of `decimal_comma` a number is written 1.234,5. `documents` matters for plain text
    only: the whole file is one document, or each line is one. `encoding`, `delimiter` and `sheet` may stay None, which
    means: as detected. `unescape_formulas` takes away the apostrophes that our own writers put before cells a
    spreadsheet would run.
    """

    text: tuple[str, ...]
    id: str | None = None
    attributes: tuple[tuple[str, AttributeType], ...] = ()
    codes: str | None = None
    codes_separator: str = ";"
    speaker: str | None = None
    segmentation: Segmentation = "whole"
    encoding: str | None = None
    delimiter: str | None = None
    header: bool = True
    sheet: str | None = None
    documents: Documents = "file"
    on_bad_row: BadRowPolicy = "refuse"
    unescape_formulas: bool = False
    decimal_comma: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.text or not all(isinstance(name, str) and name for name in self.text):
            raise _wrong("text", self.text, "Name one or more columns that hold the text.")
        if len(set(self.text)) < len(self.text):
            raise _wrong("text", self.text, "Name each text column once.")
        for key in ("id", "codes", "speaker", "sheet"):
            _require(key, getattr(self, key), None, str)
        names = [_attribute(pair) for pair in self.attributes]
        if not all(isinstance(name, str) for name in self.decimal_comma):
            raise _wrong("decimal_comma", self.decimal_comma, "Name columns whose numbers are written 1.234,5.")
        if len(set(names)) < len(names):
            raise _wrong("attributes", names, "Name each attribute once.")
        _choice("segmentation", self.segmentation, get_args(Segmentation))
        _choice("documents", self.documents, get_args(Documents))
        _choice("on_bad_row", self.on_bad_row, get_args(BadRowPolicy))
        _require("header", self.header, bool)
        _require("unescape_formulas", self.unescape_formulas, bool)
        if not isinstance(self.codes_separator, str) or not self.codes_separator.strip():
            raise _wrong("codes_separator", self.codes_separator, 'Give one or more visible characters, such as ";".')
        if self.delimiter is not None and not _single_character(self.delimiter):
            raise _wrong("delimiter", self.delimiter, "Give one character that is no quote and no line break.")
        if self.encoding is not None and not _is_encoding(self.encoding):
            raise _wrong("encoding", self.encoding, "Name a text encoding, such as utf-8 or cp1252.")

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the plan reads, each once."""
        named = (*self.text, self.id, self.codes, self.speaker, *(name for name, _ in self.attributes))
        return tuple(dict.fromkeys(name for name in named if name is not None))

    def role(self, column: str) -> ColumnRole:
        """What the plan makes of a column."""
        if column in self.text:
            return "text"
        if column == self.id:
            return "id"
        if column == self.codes:
            return "codes"
        if column == self.speaker:
            return "speaker"
        return "attribute" if any(column == name for name, _ in self.attributes) else "ignore"

    def to_dict(self) -> dict[str, Any]:
        """The plan as plain JSON values; `from_dict` reads it back."""
        plain = asdict(self)
        plain["text"] = list(self.text)
        plain["attributes"] = [list(pair) for pair in self.attributes]
        # Left out where it says nothing, so that a plan equals those that were logged before there was such a key.
        commas = plain.pop("decimal_comma")
        if commas:
            plain["decimal_comma"] = list(commas)
        return plain

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """Read a plan from JSON values; BadInput names the key that does not fit."""
        unknown = sorted(set(plain) - {field.name for field in fields(cls)})
        if unknown:
            raise _wrong(str(unknown[0]), plain[unknown[0]], "An import plan has no such key.")
        values = dict(plain)
        text = values.get("text", ())
        values["text"] = (text,) if isinstance(text, str) else tuple(_items("text", text))
        pairs = values.get("attributes", ())
        pairs = pairs.items() if isinstance(pairs, Mapping) else _items("attributes", pairs)
        values["attributes"] = tuple(tuple(_items("attributes", pair)) for pair in pairs)
        values["decimal_comma"] = tuple(_items("decimal_comma", values.get("decimal_comma", ())))
        return cls(**values)


def _wrong(key: str, value: object, remedy: str) -> BadInput:
    return BadInput(f"the import plan's {key} cannot be {value!r:.80}.", remedy=remedy, option=key)


def _items(key: str, value: object) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise _wrong(key, value, "Give a list.")
    return value


def _require(key: str, value: object, *kinds: type | None) -> None:
    if not any(value is None if kind is None else isinstance(value, kind) for kind in kinds):
        raise _wrong(key, value, "Give a value of the right type.")


def _choice(key: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise _wrong(key, value, f"Choose one of {', '.join(allowed)}.")


def _attribute(pair: object) -> str:
    match pair:
        case (str(name), str(kind)) if name and kind in get_args(AttributeType):
            return name
    raise _wrong("attributes", pair, f"Give pairs of a column and one of {', '.join(get_args(AttributeType))}.")


def _single_character(delimiter: object) -> bool:
    return isinstance(delimiter, str) and len(delimiter) == 1 and delimiter not in '"\r\n \0'


def _is_encoding(name: object) -> bool:
    try:
        # Python also registers transforms such as hex and rot13 as codecs; those decode no text.
        return isinstance(name, str) and bool(getattr(codecs.lookup(name), "_is_text_encoding", True))
    except (LookupError, ValueError):
        return False
