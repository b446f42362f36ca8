"""BRAT stand-off: each text with its annotations, and the configuration of the collection, in a zip."""

import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from linewise.core.exchange import CodeEntry, DocumentEntry, MemoEntry, Parcel
from linewise.interchange.packing import Format, Packed, Value
from linewise.interchange.standoff import (
    Losses,
    described,
    filled,
    first_parent,
    hand,
    memo_text,
    present,
    several_parents,
    storable,
)

NOTE, OPEN_CODE = "Linewise_note", "Linewise_open_code"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_UNSTORABLE = re.compile(r"[^A-Za-z0-9_-]+")
_UNSAFE = re.compile(r"[^\w .,()/-]+")
_DEEPEST = 32


def _pack(path: Path, parcel: Parcel, _choices: Mapping[str, Value]) -> Packed:
    losses = Losses()
    types = _types(parcel.codes)
    losses.add("definitions of codes", "BRAT has none", sum(bool(described(code)) for code in parcel.codes))
    losses.add("memos of the project and of codes", "BRAT has none", len(parcel.memos))
    several_parents(parcel.codes, losses)
    codable = {code.id: code for code in parcel.codes if code.codable}
    names: set[str] = set()
    documents = marks = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("annotation.conf", _annotation_conf(parcel.codes, types))
        archive.writestr("visual.conf", _visual_conf(parcel.codes, types, losses))
        for documents, entry in enumerate(parcel.documents, 1):
            name = _file_name(entry.name, documents, names)
            text = storable(entry.text)
            written = _Annotations(entry, text, types, codable, losses)
            archive.writestr(f"{name}.txt", text)
            archive.writestr(f"{name}.ann", "".join(f"{line}\n" for line in written.lines))
            marks += written.marks
    return Packed({"documents": documents, "types": len(codable), "annotations": marks}, losses())


class _Annotations:
    """The lines about one text."""

    def __init__(
        self,
        entry: DocumentEntry,
        text: str,
        types: Mapping[str, str],
        codable: Mapping[str, CodeEntry],
        losses: Losses,
    ) -> None:
        self.lines: list[str] = []
        self.marks = self._notes = 0
        self._text, self._losses = text, losses
        losses.add("attributes of documents", "BRAT has none", filled(entry))
        losses.add("structure of texts", "BRAT has none", len(entry.stretches))
        passages: dict[tuple[str, str, str, str, str], list[tuple[int, int]]] = {}
        for number, one in enumerate(present(entry, codable, losses)):
            whole = one.start is None or one.end is None
            losses.add("codes of whole documents", "they mark the whole text there", int(whole))
            start, end = (one.start or 0, len(text) if whole or one.end is None else one.end)
            # Pieces of one passage are one discontinuous annotation.
            key = (one.passage or one.id or str(number), one.code, hand(one.coder, one.machine), one.at, one.comment)
            passages.setdefault(key, []).append((start, end))
        for (_, code, who, at, comment), spans in passages.items():
            self._add(types[code], spans, {"AnnotatorNotes": comment, "Coder": who, "Time": at})
        for memo in entry.memos:
            self._memo(memo)

    def _memo(self, memo: MemoEntry) -> None:
        if memo.start is None or memo.end is None or memo.end <= memo.start:
            self._losses.add("memos of documents", "BRAT has none")
            return
        notes = {"AnnotatorNotes": memo_text(memo), "Coder": memo.coder, "Time": memo.at}
        self._add(OPEN_CODE if memo.open_codes else NOTE, [(memo.start, memo.end)], notes)

    def _add(self, kind: str, spans: Sequence[tuple[int, int]], notes: Mapping[str, str]) -> None:
        pieces = [piece for start, end in sorted(set(spans)) for piece in _within_lines(self._text, start, end)]
        if any(one[1] > other[0] for one, other in pairwise(pieces)):
            self._losses.add("annotations that overlap themselves", "BRAT cannot say them")
            return
        if not pieces:
            self._losses.add("codes of nothing", "their passage holds no text")
            return
        self.marks += 1
        places = ";".join(f"{start} {end}" for start, end in pieces)
        quoted = " ".join(self._text[start:end] for start, end in pieces)
        self.lines.append(f"T{self.marks}\t{kind} {places}\t{quoted}")
        for name, text in notes.items():
            if text:
                line = " ".join(storable(text).split())
                self._losses.add("line ends in notes", "they are spaces there", int(line != text and "\n" in text))
                self._notes += 1
                self.lines.append(f"#{self._notes}\t{name} T{self.marks}\t{line}")


def _within_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces of a passage that hold no line end."""
    for found in re.finditer(r"[^\r\n]+", text[start:end]):
        yield start + found.start(), start + found.end()


def _types(codes: Sequence[CodeEntry]) -> dict[str, str]:
    """A name for each code that BRAT can store: ASCII letters, digits, dashes, underscores."""
    taken = {NOTE.lower(), OPEN_CODE.lower()}
    found: dict[str, str] = {}
    for number, code in enumerate(codes, 1):
        plain = unicodedata.normalize("NFKD", code.name).encode("ascii", "ignore").decode()
        whole = _UNSTORABLE.sub("_", plain).strip("_-") or f"code_{number}"
        name, again = whole, 2
        while name.lower() in taken:
            name, again = f"{whole}_{again}", again + 1
        taken.add(name.lower())
        found[code.id] = name
    return found


def _annotation_conf(codes: Sequence[CodeEntry], types: Mapping[str, str]) -> str:
    by_id = {code.id: code for code in codes}
    below: dict[str, list[CodeEntry]] = {}
    for code in codes:
        above = first_parent(code, by_id)
        below.setdefault(above.id if above is not None else "", []).append(code)
    lines: list[str] = []
    written: set[str] = set()

    def write(found: Sequence[CodeEntry], depth: int) -> None:
        for code in found:
            if code.id not in written:
                written.add(code.id)
                lines.append("\t" * depth + ("" if code.codable else "!") + types[code.id])
                write(below.get(code.id, ()), depth + 1 if depth < _DEEPEST else depth)

    write(below.get("", ()), 0)
    # What stands in a circle of parents has no top: it is written there.
    write(codes, 0)
    lines += [NOTE, OPEN_CODE]
    return "[entities]\n" + "\n".join(lines) + "\n\n[relations]\n\n[events]\n\n[attributes]\n"


def _visual_conf(codes: Sequence[CodeEntry], types: Mapping[str, str], losses: Losses) -> str:
    labels, drawing = [], ["SPAN_DEFAULT\tfgColor:black, bgColor:#dddddd, borderColor:darken"]
    for code in codes:
        label = " ".join(storable(code.name).split()).replace("|", "¦")
        losses.add("names with a bar", "it is written as a broken bar", int("|" in code.name))
        labels.append(f"{types[code.id]} | {label}")
        if _COLOUR.fullmatch(code.colour):
            drawing.append(f"{types[code.id]}\tbgColor:{code.colour.lower()}")
    labels += [f"{NOTE} | Note", f"{OPEN_CODE} | Open code"]
    return "[labels]\n" + "\n".join(labels) + "\n\n[drawing]\n" + "\n".join(drawing) + "\n"


def _file_name(name: str, number: int, taken: set[str]) -> str:
    parts = [part.strip(" .") for part in _UNSAFE.sub("_", name.removesuffix(".txt")).split("/")]
    whole = "/".join(part for part in parts if part)[:120].strip(" /") or f"document {number}"
    found, again = whole, 2
    while found.casefold() in taken:
        found, again = f"{whole} ({again})", again + 1
    taken.add(found.casefold())
    return found


BRAT = Format(
    name="brat",
    title="BRAT stand-off",
    suffix=".zip",
    group="programs",
    words="Each text as it is, with annotations, notes and coders beside it, and types with hierarchy and colours.",
    pack=_pack,
)
