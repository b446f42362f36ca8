"""A parcel as texts with labels: what the formats of annotation tools that speak JSON share."""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from linewise.core.exchange import AttributeValue, CodeEntry, DocumentEntry, MemoEntry, Parcel, Statement
from linewise.interchange.packing import Choice, Value
from linewise.interchange.standoff import Losses, memo_text, paths

TEXTS, PASSAGES = "code", "passage"
"""The questions of our own exports, about whole texts and about passages; read back, they are no groups of codes."""

MODEL = "model:"
"""What stands before the name of a model where only annotators have names."""

RECORDS = Choice(
    name="records",
    title="One record a",
    default="documents",
    among=("documents", "units"),
    words="documents: whole texts with labels on passages; units: every unit a text of its own, with labels.",
)
UNITS = replace(RECORDS, default="units")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A text to be labelled; offsets count code points of it, and statements without a start are about all of it."""

    id: str
    document: str
    text: str
    attributes: Mapping[str, AttributeValue]
    statements: tuple[Statement, ...]
    memos: tuple[MemoEntry, ...]


class Labelled:
    """The texts of a parcel, whole or by units, under labels that are unique; counts what it gives and loses."""

    def __init__(self, parcel: Parcel, by: Value) -> None:
        self.parcel, self.by = parcel, by
        self.losses = Losses()
        self.counts: Counter[str] = Counter()
        self.codes = {code.id: code for code in parcel.codes}
        self.labels = labels(parcel.codes)

    def __iter__(self) -> Iterator[Piece]:
        for entry in self.parcel.documents:
            self.counts["documents"] += 1
            if self.by == "units" and entry.units and entry.units != ((0, len(entry.text)),):
                yield from map(self._counted, self._units(entry))
            else:
                yield self._counted(self._whole(entry))

    def names(self) -> tuple[str, ...]:
        """The labels of the codes that are used as such, in the order of the codebook."""
        return tuple(self.labels[code.id] for code in self.codes.values() if code.codable)

    def lost_about_codes(self, *, hierarchy: bool = True, words: bool = True) -> None:
        """Count what a codebook has that a bare list of names does not."""
        add, codes = self.losses.add, self.codes.values()
        if hierarchy:
            add("places in a hierarchy", "labels are a flat list there", sum(1 for code in codes if code.parents))
        if words:
            told = (code for code in codes if code.definition or code.use_when or code.not_when or code.examples)
            add("definitions", "labels are bare names there", sum(1 for _ in told))
            add("aliases", "labels are bare names there", sum(len(code.aliases) for code in codes))

    def lost_memos(self, *, passages: bool = True) -> None:
        """Count the memos about the project and codes, which labelled texts have no place for."""
        reason = "there is no place for memos there"
        self.losses.add("memos", reason, len(self.parcel.memos))
        if passages:
            self.losses.add("memos", reason, self.counts["memos"])

    def _counted(self, piece: Piece) -> Piece:
        known = tuple(one for one in piece.statements if one.code in self.labels)
        if len(known) < len(piece.statements):
            reason = "their code is not in the codebook"
            self.losses.add("statements without a code", reason, len(piece.statements) - len(known))
        self.counts["texts"] += 1
        self.counts["labels"] += len(known)
        self.counts["memos"] += len(piece.memos)
        return replace(piece, statements=known)

    def _whole(self, entry: DocumentEntry) -> Piece:
        alone = len(entry.units or ()) == 1
        whole = [(0, len(entry.text)), *(entry.units or ())] if alone else []
        said = (
            replace(one, start=None, end=None) if (one.start, one.end) in whole else one for one in entry.statements
        )
        return Piece(
            id=entry.id,
            document=entry.name,
            text=entry.text,
            attributes=entry.attributes,
            statements=tuple(said),
            memos=entry.memos,
        )

    def _units(self, entry: DocumentEntry) -> Iterator[Piece]:
        waiting = sorted((one for one in entry.statements if one.start is not None), key=lambda one: one.start or 0)
        self.losses.add("codes of whole documents", "the records are units", len(entry.statements) - len(waiting))
        memos = [memo for memo in entry.memos if memo.start is not None]
        self.losses.add("memos of whole documents", "the records are units", len(entry.memos) - len(memos))
        reach = 0
        for number, (start, end) in enumerate(entry.units or (), 1):
            while reach < len(waiting) and (waiting[reach].end or 0) <= start:
                reach += 1
            said = []
            for one in waiting[reach:]:
                if (one.start or 0) >= end:
                    break
                if (one.end or 0) > start:
                    said.append(_within(one, start, end))
            yield Piece(
                id=f"{entry.id}:{number}",
                document=entry.name,
                text=entry.text[start:end],
                attributes={**entry.attributes, **_properties(entry, start)},
                statements=tuple(said),
                memos=tuple(
                    replace(memo, start=max(0, (memo.start or 0) - start), end=min(end, memo.end or end) - start)
                    for memo in memos
                    if start <= (memo.start or 0) < end
                ),
            )


def _within(one: Statement, start: int, end: int) -> Statement:
    begin, finish = one.start or 0, one.end or 0
    if begin <= start and finish >= end:
        return replace(one, start=None, end=None)
    return replace(one, start=max(begin, start) - start, end=min(finish, end) - start)


def _properties(entry: DocumentEntry, place: int) -> dict[str, AttributeValue]:
    return {one.name: one.value for one in entry.stretches if one.start <= place < one.end}


def labels(codes: Iterable[CodeEntry]) -> dict[str, str]:
    """A name for each code by its id, each once: its own, else with its parents', else with a number."""
    entries = list(codes)
    found: dict[str, str] = {}
    shared = Counter(code.name for code in entries)
    way = paths(entries)
    used: set[str] = set()
    for code in sorted(entries, key=lambda code: shared[code.name] > 1):
        name = plain = code.name if shared[code.name] == 1 else " / ".join(way[code.id])
        again = count(2)
        while name in used:
            name = f"{plain} ({next(again)})"
        used.add(name)
        found[code.id] = name
    return found


def hashed(*parts: str) -> int:
    """A signed 32-bit number for what a record is about, as Prodigy has them."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:4], "big", signed=True)


def about(memo: MemoEntry) -> str:
    """A memo as one text."""
    return memo_text(memo)


def plain(attributes: Mapping[str, AttributeValue], *, without: Iterable[str] = ()) -> dict[str, AttributeValue]:
    """Attributes that are known, under their names; those in the way of the format's own get a word before."""
    own = frozenset(without)
    return {
        (f"attribute {name}" if name in own else name): value for name, value in attributes.items() if value is not None
    }


def line(record: Mapping[str, Any]) -> str:
    """A record as a line of JSON; text stays readable, and half characters become question marks."""
    written = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return written.encode("utf-8", "replace").decode() + "\n"


@contextmanager
def writing(path: Path) -> Iterator[io.TextIOWrapper]:
    """A file of UTF-8 with line feeds."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yield file
