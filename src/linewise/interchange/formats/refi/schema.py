"""The schemas of REFI-QDA 1.0 as they were published: elements are made to fit them, and files are checked by them.

`Project.xsd` and `Codebook.xsd` are © 2019 REFI (www.qdasoftware.org), under the MIT licence that stands in them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import metadata
from importlib.resources import files
from typing import Any, BinaryIO, Literal

from lxml import etree

from linewise.core.errors import BadInput
from linewise.interchange.readers.refi import words

Kind = Literal["Project", "Codebook"]
SPACES: dict[Kind, str] = {"Project": "urn:QDA-XML:project:1.0", "Codebook": "urn:QDA-XML:codebook:1.0"}
_XS = "{http://www.w3.org/2001/XMLSchema}"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")
_DEFAULTS = {"name": "", "isCodable": "true", "typeOfVariable": "Text"}

Foreign = Callable[[str, str], None]


@dataclass(slots=True)
class Type:
    """A complex type: attributes by name (type, required), children by name (rank, type, repeatable, required)."""

    attributes: dict[str, tuple[str, bool]] = field(default_factory=dict)
    children: dict[str, tuple[int, str, bool, bool]] = field(default_factory=dict)
    one_of_many: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema, its complex types by name, and its enumerations."""

    checker: Any
    types: dict[str, Type]
    words: dict[str, frozenset[str]]
    space: str


@cache
def schema(kind: Kind) -> Schema:
    """Load a schema; about 5 ms, once."""
    root = etree.fromstring(files("linewise.interchange.formats").joinpath("schema", f"{kind}.xsd").read_bytes())
    types = {one.get("name"): _type(one) for one in root.iter(f"{_XS}complexType")}
    simple = {
        one.get("name"): frozenset(value.get("value") for value in one.iter(f"{_XS}enumeration"))
        for one in root.iter(f"{_XS}simpleType")
    }
    return Schema(etree.XMLSchema(root), types, {name: found for name, found in simple.items() if found}, SPACES[kind])


def _type(node: Any) -> Type:
    made = Type()
    for one in node.iter(f"{_XS}attribute"):
        made.attributes[one.get("name")] = (one.get("type"), one.get("use") == "required")
    sequence = node.find(f"{_XS}sequence")
    outer = sequence if sequence is not None else node.find(f"{_XS}choice")
    made.one_of_many = sequence is None and outer is not None
    for rank, one in enumerate(outer if outer is not None else ()):
        for element in [one] if one.tag == f"{_XS}element" else one.iter(f"{_XS}element"):
            many = element.get("maxOccurs") == "unbounded"
            required = element.get("minOccurs") != "0" and not made.one_of_many
            made.children[element.get("name")] = (
                0 if made.one_of_many else rank,
                element.get("type"),
                many or made.one_of_many,
                required,
            )
    return made


def version() -> str:
    """What we write as the origin of a file."""
    return f"Linewise {metadata.version('linewise')}"


def clean(text: str) -> str:
    """A text without the characters that XML forbids, line ends as LF; each gives way to the replacement character."""
    return _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def flat(text: str) -> str:
    """A name on one line."""
    return " ".join(clean(text).split())


def moment(given: str) -> str:
    """A time as everybody writes it, in UTC to the second; empty for what is none."""
    try:
        read = datetime.fromisoformat(given.strip())
        moved = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moved.strftime("%Y-%m-%dT%H:%M:%SZ") if moved.year >= 1000 else ""


def conform(element: Any, kind: Kind, type_name: str, foreign: Foreign) -> bool:
    """Make an element and all inside of it fit a type of the schema; False where it cannot, and must be left out.

    Order, ids, colours, truth values and times are written as the schema has them; `foreign` is told what it has no
    place for: the id of the owner, and the XML.
    """
    known = schema(kind)
    fits = _conform(element, known, type_name, foreign)
    if fits and (element.prefix or element.nsmap.get(None) != known.space):
        # Under a holder with the right namespace the old one and its prefixes fall away.
        etree.Element(f"{{{known.space}}}holder", nsmap={None: known.space}).append(element)
        etree.cleanup_namespaces(element.getparent())
    return fits


def _conform(element: Any, known: Schema, type_name: str, foreign: Foreign) -> bool:
    local = etree.QName(element).localname
    element.tag = f"{{{known.space}}}{local}"
    made = known.types.get(type_name)
    if made is None:
        return _simple(element, type_name)
    for name, value in list(element.attrib.items()):
        del element.attrib[name]
        own = etree.QName(name).localname
        if own not in made.attributes or "}" in name:
            if "XMLSchema-instance" not in name:
                foreign(_owner(element), f'{local} {own}="{value}"')
            continue
        fitted = _fit(value, made.attributes[own][0], known)
        if fitted is not None:
            element.set(own, fitted)
        elif value.strip():
            foreign(_owner(element), f'{local} {own}="{value}"')
    for name, (kind, required) in made.attributes.items():
        if required and name not in element.attrib:
            if name in _DEFAULTS:
                element.set(name, _DEFAULTS[name])
            elif name == "guid" and kind == "GUIDType":
                element.set(name, words.derived("nameless", etree.tostring(element).decode()))
            else:
                return False
    element.text = None
    return _order(element, made, known, foreign)


def _order(element: Any, made: Type, known: Schema, foreign: Foreign) -> bool:
    kept: list[tuple[int, Any]] = []
    taken: set[str] = set()
    ranks: set[int] = set()
    for child in list(element):
        element.remove(child)
        child.tail = None
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        place = made.children.get(name)
        if place is None:
            if name:
                foreign(_owner(element), etree.tostring(child, encoding="unicode", with_tail=False))
            continue
        rank, kind, many, _ = place
        # Of a choice, such as the kinds of values, one may stand.
        full = not many and (name in taken or (rank in ranks and not made.one_of_many))
        if full or not _conform(child, known, kind, foreign):
            foreign(_owner(element), etree.tostring(child, encoding="unicode", with_tail=False))
            continue
        taken.add(name)
        ranks.add(rank)
        kept.append((rank, child))
    for _, child in sorted(kept, key=lambda one: one[0]):
        element.append(child)
    complete = all(name in taken for name, (_, _, _, required) in made.children.items() if required)
    return complete and (bool(kept) or not made.one_of_many)


def _simple(element: Any, type_name: str) -> bool:
    for child in list(element):
        element.remove(child)
    element.attrib.clear()
    fitted = _fit(element.text or "", type_name, None)
    if fitted is None:
        return False
    element.text = clean(fitted) if type_name == "xsd:string" else fitted
    return True


def _fit(value: str, kind: str, known: Schema | None) -> str | None:
    if kind == "GUIDType":
        return words.guid(value) or None
    if kind == "RGBType":
        return words.colour(value) or None
    if kind == "xsd:boolean":
        return str(words.truth(value, default=False)).lower() if value.strip() else None
    if kind == "xsd:integer":
        number = words.whole(value)
        return None if number is None else str(number)
    if kind == "xsd:decimal":
        return decimal(value)
    if kind == "xsd:dateTime":
        return moment(value) or None
    if kind == "xsd:date":
        return day(value)
    if known is not None and kind in known.words:
        return value.strip() if value.strip() in known.words[kind] else None
    return clean(value)


def decimal(value: str) -> str | None:
    """A number as xsd:decimal, without exponent; None for what is none, or would be very long."""
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return None
    return format(number, "f") if number.is_finite() and abs(number.adjusted()) < 40 else None


def day(value: str) -> str | None:
    """A date as xsd:date; None for what is none."""
    try:
        return date.fromisoformat(_ZONE.sub("", value.strip())).isoformat()
    except ValueError:
        return None


def _owner(element: Any) -> str:
    while element is not None:
        own = words.guid(element.get("guid"))
        if own:
            return own
        element = element.getparent()
    return ""


def check(stream: BinaryIO, kind: Kind) -> None:
    """Check a file by the schema as a stream; BadInput where it does not fit, which would be a fault of ours."""
    try:
        for _, element in etree.iterparse(stream, schema=schema(kind).checker, resolve_entities=False, huge_tree=True):
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise BadInput(
            f"what was to be written does not fit the standard: {error.msg}.",
            remedy="Nothing was written; please report this.",
        ) from None
