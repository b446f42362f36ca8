"""UIMA CAS as XMI or as JSON (0.4): one text, and what is annotated in it. Offsets count UTF-16 units.

XMI says nothing about types: what is a text and what a reference to another annotation stands in the type system beside
it (TypeSystem.xml). Without one, numbers that are ids of other annotations are taken for references.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Literal

from linewise.core.errors import BadInput
from linewise.interchange import xml
from linewise.interchange.offsets import Utf16
from linewise.interchange.standoff import MOST_MARKS

Kind = Literal["text", "value", "link"]
_ID = "{http://www.omg.org/XMI}id"
_INITIAL = "_InitialView"
_STRINGS = ("uima.cas.String", "uima.cas.StringArray", "uima.cas.StringList", "uima.cas.String[]")
_VALUES = tuple(f"uima.cas.{name}" for name in ("Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double"))
_OWN = frozenset(("begin", "end", "sofa"))
Types = Mapping[tuple[str, str], str]


@dataclass(slots=True)
class Structure:
    """A feature structure: its type with its package; where it is in the text, if it is an annotation."""

    type: str
    begin: int | None = None
    end: int | None = None
    features: dict[str, tuple[Kind, tuple[str, ...]]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The first value of a feature, empty where it has none."""
        return next(iter(self.features.get(name, ("text", ()))[1]), "")


@dataclass(slots=True)
class Cas:
    """The text of the first view, the structures in it, and how many there are in others."""

    text: str
    structures: list[Structure]
    elsewhere: int = 0


def read_types(source: BinaryIO, file: str, part: str) -> dict[tuple[str, str], str]:
    """The range of every feature, by type and name, of a type system description; features that types inherit too."""
    root = xml.parse(source, file=file, part=part)
    above: dict[str, str] = {}
    own: dict[str, dict[str, str]] = {}
    for found in root.iter():
        if xml.local(found) == "typeDescription":
            name = xml.text_of(xml.child(found, "name")).strip()
            above[name] = xml.text_of(xml.child(found, "supertypeName")).strip()
            own[name] = {}
            for one in found.iter():
                if xml.local(one) == "featureDescription":
                    feature = xml.text_of(xml.child(one, "name")).strip()
                    own[name][feature] = xml.text_of(xml.child(one, "rangeTypeName")).strip()
    return _inherited(above, own)


def read_xmi(source: BinaryIO, types: Types, file: str, part: str | None) -> Cas:
    """A CAS from XMI; BadInput when it holds no text."""
    root = xml.parse(source, file=file, part=part)
    elements = list(xml.children(root))
    _require_few(len(elements), file, part)
    ids = {own for one in elements if (own := one.attrib.get(_ID))}
    sofas = [one for one in elements if _type(one.tag) == "uima.cas.Sofa"]
    sofa = next((one for one in sofas if one.get("sofaID") == _INITIAL), sofas[0] if sofas else None)
    if sofa is None or sofa.get("sofaString") is None:
        raise _no_text(file, part)
    structures: list[Structure] = []
    elsewhere = 0
    for one in elements:
        name = _type(one.tag)
        if name.startswith("uima.cas.") or one.get("sofa") is None:
            continue
        if one.get("sofa") != sofa.attrib.get(_ID):
            elsewhere += 1
            continue
        given: dict[str, list[str]] = {
            key: [text] for key, text in one.attrib.items() if key not in _OWN and key != _ID
        }
        for child in xml.children(one):
            given.setdefault(xml.local(child), []).append(xml.text_of(child))
        features = {key: (_kind(types, name, key, texts, ids), tuple(texts)) for key, texts in given.items()}
        structures.append(Structure(name, _number(one.get("begin")), _number(one.get("end")), features))
    return _counted(Cas(sofa.get("sofaString") or "", structures, elsewhere))


def read_json(data: object, file: str, part: str | None) -> Cas:
    """A CAS from parsed JSON; BadInput when it is none, or holds no text."""
    held = data.get("%FEATURE_STRUCTURES") if isinstance(data, dict) else None
    if isinstance(held, dict):
        held = [{"%ID": _number(key), **one} for key, one in held.items() if isinstance(one, dict)]
    if not isinstance(data, dict) or not isinstance(held, list):
        raise _no_text(file, part)
    found = [one for one in held if isinstance(one, dict)]
    _require_few(len(found), file, part)
    by_id = {one.get("%ID"): one for one in found if isinstance(one.get("%ID"), int)}
    sofas = [one for one in found if one.get("%TYPE") == "uima.cas.Sofa"]
    sofa = next((one for one in sofas if one.get("sofaID") == _INITIAL), sofas[0] if sofas else None)
    if sofa is None or not isinstance(sofa.get("sofaString"), str):
        raise _no_text(file, part)
    types = _json_types(data.get("%TYPES"))
    structures, elsewhere = [], 0
    for one in found:
        name = str(one.get("%TYPE"))
        if name.startswith("uima.cas.") or "@sofa" not in one:
            continue
        if one["@sofa"] != sofa.get("%ID"):
            elsewhere += 1
            continue
        features = dict(_json_features(one, name, types, by_id))
        structures.append(Structure(name, _whole(one.get("begin")), _whole(one.get("end")), features))
    return _counted(Cas(sofa["sofaString"], structures, elsewhere))


def _json_features(
    one: dict[str, Any], name: str, types: Types, by_id: Mapping[object, dict[str, Any]]
) -> Iterator[tuple[str, tuple[Kind, tuple[str, ...]]]]:
    for key, value in one.items():
        if key in _OWN or key == "@sofa" or key.startswith(("%", "^")) or value is None:
            continue
        if key.startswith("@"):
            target = by_id.get(value, {}) if isinstance(value, int) else {}
            held = target.get("%ELEMENTS")
            if isinstance(held, list) and all(isinstance(text, str) for text in held):
                yield key[1:], ("text", tuple(held))
            else:
                yield key[1:], ("link", ())
        elif isinstance(value, str) and not key.startswith("#"):
            yield key, (_kind(types, name, key, [value], set()), (value,))
        elif isinstance(value, bool | int | float | str):
            yield key.lstrip("#"), ("value", (str(value).lower() if isinstance(value, bool) else str(value),))


def _json_types(given: object) -> dict[tuple[str, str], str]:
    above: dict[str, str] = {}
    own: dict[str, dict[str, str]] = {}
    for name, one in given.items() if isinstance(given, dict) else ():
        if isinstance(one, dict):
            above[name] = str(one.get("%SUPER_TYPE", ""))
            own[name] = {
                key: str(feature.get("%RANGE", "")) for key, feature in one.items() if isinstance(feature, dict)
            }
    return _inherited(above, own)


def _inherited(above: Mapping[str, str], own: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for name in own:
        met: set[str] = set()
        one = name
        while one in own and one not in met and len(met) < 50:
            met.add(one)
            for feature, kind in own[one].items():
                # A type whose parent is String is a list of words to choose from.
                found.setdefault((name, feature), "uima.cas.String" if above.get(kind) == "uima.cas.String" else kind)
            one = above.get(one, "")
    return found


def _kind(types: Types, name: str, feature: str, texts: list[str], ids: set[str]) -> Kind:
    known = types.get((name, feature))
    if known is not None:
        return "text" if known in _STRINGS else "value" if known in _VALUES else "link"
    words = [word for text in texts for word in text.split()]
    if words and all(word.isdigit() for word in words):
        return "link" if all(word in ids for word in words) else "value"
    return "value" if len(texts) == 1 and texts[0] in ("true", "false") else "text"


def _type(tag: object) -> str:
    """The name of a type from a tag: the namespace is the package with slashes."""
    package, _, name = str(tag).lstrip("{").rpartition("}")
    package = package.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return name if package in ("", "uima.noNamespace") else f"{package}.{name}"


def _counted(cas: Cas) -> Cas:
    units = Utf16(cas.text)
    for one in cas.structures:
        if one.begin is not None and one.end is not None:
            one.begin, one.end = units.to_points(one.begin), units.to_points(one.end)
    return cas


def _number(text: object) -> int | None:
    return int(text) if isinstance(text, str) and len(text) < 12 and text.isascii() and text.isdigit() else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _require_few(count: int, file: str, part: str | None) -> None:
    if count > MOST_MARKS:
        raise BadInput(f"it has more than {MOST_MARKS:,} annotations.", remedy="Split it.", file=file, part=part)


def _no_text(file: str, part: str | None) -> BadInput:
    return BadInput(
        "this is no CAS with a text in it.", remedy="Export it again, as UIMA CAS XMI or JSON.", file=file, part=part
    )
