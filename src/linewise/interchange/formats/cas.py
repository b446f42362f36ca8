"""UIMA CAS XMI, as INCEpTION lays out an exported project: for each text a file of every coder, and the type system."""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from linewise.core.exchange import CodeEntry, DocumentEntry, MemoEntry, Parcel, Statement
from linewise.interchange.offsets import Utf16
from linewise.interchange.packing import Choice, Format, Packed, Value
from linewise.interchange.standoff import Losses, described, filled, hand, memo_text, paths, present

_CUSTOM = "webanno.custom"
_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type"
_SEGMENT = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
_META = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type"
_ANNOTATION, _BASE = "uima.tcas.Annotation", "uima.cas.AnnotationBase"
_STRING, _BOOLEAN = "uima.cas.String", "uima.cas.Boolean"
_NOBODY = "INITIAL_CAS"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PARAGRAPH = re.compile(r"[^\r\n]*\S[^\r\n]*")
_OWN, _NAMED = "webanno.custom.Code", "NamedEntity"
_PACKAGES = {
    "custom": _CUSTOM,
    "ner": _ENTITY,
    "segment": _SEGMENT,
    "meta": _META,
    "tcas": "uima.tcas",
    "cas": "uima.cas",
}


def _pack(path: Path, parcel: Parcel, choices: Mapping[str, Value]) -> Packed:
    writer = _Writer(parcel, entity=choices["layer"] == _NAMED)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("TypeSystem.xml", writer.type_system())
        archive.writestr("tagset.json", writer.tag_set())
        for name, content in writer.files():
            archive.writestr(name, content)
    return Packed(writer.counts(), writer.losses())


class _Writer:
    def __init__(self, parcel: Parcel, *, entity: bool) -> None:
        self._parcel, self._entity = parcel, entity
        self.losses = Losses()
        self._codes = {code.id: code for code in parcel.codes if code.codable}
        self._names = _names(parcel.codes)
        self._documents = self._files = self._marks = 0
        losses = self.losses
        losses.add(
            "places of codes below others", "a tag set is a flat list", sum(bool(one.parents) for one in parcel.codes)
        )
        losses.add("colours of codes", "a tag set has none", sum(bool(one.colour) for one in parcel.codes))
        losses.add("memos of the project and of codes", "there is no place for them", len(parcel.memos))

    def counts(self) -> dict[str, int]:
        return {"documents": self._documents, "files": self._files, "annotations": self._marks}

    def type_system(self) -> str:
        """The types that are used, with their features."""
        words = {"comment": _STRING, "time": _STRING}
        types: list[tuple[str, str, Mapping[str, str]]] = [
            (f"{_CUSTOM}.Code", _ANNOTATION, {"code": _STRING, **words}),
            (f"{_CUSTOM}.DocumentCode", _BASE, {"code": _STRING, **words}),
            (f"{_CUSTOM}.Note", _ANNOTATION, {"text": _STRING, "open": _BOOLEAN, "time": _STRING}),
            (f"{_ENTITY}.NamedEntity", _ANNOTATION, {"value": _STRING, "identifier": _STRING, **words}),
            (f"{_SEGMENT}.Sentence", _ANNOTATION, {"id": _STRING}),
            (
                f"{_META}.DocumentMetaData",
                "uima.tcas.DocumentAnnotation",
                {"documentTitle": _STRING, "documentId": _STRING},
            ),
        ]
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>'
            + "".join(_type(*one) for one in types)
            + "</types></typeSystemDescription>\n"
        )

    def tag_set(self) -> str:
        """The codes with their definitions, as INCEpTION imports them."""
        tags = [{"tag_name": self._names[code.id], "tag_description": described(code)} for code in self._codes.values()]
        given = {"name": "Codes", "description": "", "language": "en", "tags": tags, "create_tag": True}
        return json.dumps(given, ensure_ascii=False, indent=1)

    def files(self) -> Iterator[tuple[str, str]]:
        """Name and content of each file."""
        taken: set[str] = set()
        for number, entry in enumerate(self._parcel.documents, 1):
            self._documents = number
            name, again = entry.name or f"document {number}", 2
            while _safe(name).casefold() in taken:
                name, again = f"{entry.name} ({again})", again + 1
            taken.add(_safe(name).casefold())
            self.losses.add("attributes of documents", "there is no place for them", filled(entry))
            self.losses.add("structure of texts", "there is no place for it", len(entry.stretches))
            by_hand: dict[str, tuple[list[Statement], list[MemoEntry]]] = {}
            for one in present(entry, self._codes, self.losses):
                by_hand.setdefault(hand(one.coder, one.machine), ([], []))[0].append(one)
            for memo in entry.memos:
                if memo.start is None or memo.end is None or memo.end <= memo.start:
                    self.losses.add("memos of documents", "there is no place for them")
                else:
                    by_hand.setdefault(memo.coder, ([], []))[1].append(memo)
            for who, (statements, memos) in (by_hand or {"": ([], [])}).items():
                self._files += 1
                content = self._cas(entry, name, statements, memos)
                yield f"annotation/{_safe(name)}/{_safe(who) or _NOBODY}.xmi", content

    def _cas(self, entry: DocumentEntry, name: str, statements: Sequence[Statement], memos: Sequence[MemoEntry]) -> str:
        text = _FORBIDDEN.sub("\ufffd", entry.text)
        self.losses.add("texts with control characters", "XML cannot hold them", int(text != entry.text))
        units = Utf16(text)

        def place(start: int, end: int) -> dict[str, str]:
            return {"begin": str(units.from_points(start)), "end": str(units.from_points(end))}

        found: list[tuple[str, dict[str, str]]] = [
            ("meta:DocumentMetaData", {**place(0, len(text)), "language": "x-unspecified", "documentTitle": name})
        ]
        cut = entry.units or tuple((one.start(), one.end()) for one in _PARAGRAPH.finditer(text))
        found += [("segment:Sentence", place(*one)) for one in cut]
        for one in statements:
            more = {"comment": one.comment, "time": one.at}
            word = self._names[one.code]
            if one.start is None or one.end is None:
                found.append(("custom:DocumentCode", {"code": word, **more}))
            elif self._entity:
                found.append(("ner:NamedEntity", {**place(one.start, one.end), "value": word, **more}))
            else:
                found.append(("custom:Code", {**place(one.start, one.end), "code": word, **more}))
        for memo in memos:
            marks = place(memo.start or 0, memo.end or 0)
            opened = {"open": "true"} if memo.open_codes else {}
            found.append(("custom:Note", {**marks, "text": memo_text(memo), "time": memo.at, **opened}))
        self._marks += len(statements) + len(memos)
        return _xmi(text, found)


def _xmi(text: str, found: Sequence[tuple[str, Mapping[str, str]]]) -> str:
    spaces = "".join(
        f' xmlns:{short}="http:///{package.replace(".", "/")}.ecore"' for short, package in _PACKAGES.items()
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"{spaces} xmi:version="2.0">',
        '<cas:NULL xmi:id="0"/>',
        f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString={_quoted(text)}/>',
    ]
    for number, (tag, features) in enumerate(found, 2):
        given = "".join(f" {key}={_quoted(value)}" for key, value in features.items() if value)
        lines.append(f'<{tag} xmi:id="{number}" sofa="1"{given}/>')
    members = " ".join(str(number) for number in range(2, len(found) + 2))
    return "\n".join((*lines, f'<cas:View sofa="1" members="{members}"/>', "</xmi:XMI>", ""))


def _type(name: str, above: str, features: Mapping[str, str]) -> str:
    inside = "".join(
        f"<featureDescription><name>{feature}</name><description/><rangeTypeName>{kind}</rangeTypeName>"
        "</featureDescription>"
        for feature, kind in features.items()
    )
    return (
        f"<typeDescription><name>{escape(name)}</name><description/><supertypeName>{above}</supertypeName>"
        f"<features>{inside}</features></typeDescription>"
    )


def _names(codes: Sequence[CodeEntry]) -> dict[str, str]:
    """A word for each code: its name, or its path where several have that name."""
    whole = paths(codes)
    names = [code.name.strip() for code in codes if code.codable]
    found: dict[str, str] = {}
    taken: set[str] = set()
    for code in codes:
        if code.codable:
            plain = code.name.strip() or "unnamed"
            if names.count(code.name.strip()) > 1:
                plain = " › ".join(whole[code.id])
            name, again = plain, 2
            while name in taken:
                name, again = f"{plain} ({again})", again + 1
            taken.add(name)
            found[code.id] = name
    return found


def _quoted(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _safe(name: str) -> str:
    """A name as part of a path: what could lead elsewhere is written as in addresses."""
    safe = quote(name, safe=" !$&'()+,;=@[]{}^~´`" + "".join({sign for sign in name if ord(sign) > 127}))
    return safe.replace(".", "%2E", 1) if safe.startswith(".") else safe


CAS = Format(
    name="uima-cas",
    title="UIMA CAS XMI (INCEpTION)",
    suffix=".zip",
    group="programs",
    words="For each text one XMI file of every coder, with sentences, codes, notes; the type system and a tag set.",
    pack=_pack,
    choices=(
        Choice(
            name="layer",
            title="Layer",
            default=_OWN,
            among=(_OWN, _NAMED),
            words="Where codes go: a layer of their own, to be made in INCEpTION first, or its named entities.",
        ),
    ),
)
