"""A document as a source of a REFI-QDA project: what is said of it, and the source of one that is new."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from lxml import etree

from linewise.core.exchange import DocumentEntry, MemoEntry, Statement
from linewise.interchange.formats.refi import schema
from linewise.interchange.formats.refi.elements import NS, SHORT, Maker, Text, child, element, written
from linewise.interchange.readers.refi import words
from linewise.interchange.readers.refi.side import packed, text_hash

_ORDER = {"Description": 0, "PlainTextContent": 1, "PlainTextSelection": 2, "Coding": 3, "NoteRef": 4}


@dataclass(slots=True)
class Side:
    """What the standard has no place for about one document."""

    said: list[Statement] = field(default_factory=list)
    more: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    at: dict[str, str] = field(default_factory=dict)


class Passages:
    """The selections of one text, one for each span; those that were there already are added to."""

    def __init__(self, maker: Maker, text: Text, document: str) -> None:
        self._maker, self._text, self._document = maker, text, document
        self._by_span: dict[tuple[int, int], Any] = {}
        self._ids: set[str] = set()
        self.made: list[tuple[int, int, Any]] = []

    def know(self, span: tuple[int, int], selection: Any) -> None:
        """Take in a selection that is there already."""
        self._by_span.setdefault(span, selection)
        self._ids.add(words.guid(selection.get("guid")))

    def at(self, start: int, end: int, own: str = "") -> Any:
        """The selection of a span, made where there is none; offsets as the document has them."""
        span = self._text.span(start, end)
        if span not in self._by_span:
            wanted = words.guid(own)
            made = self._maker.selection(self._text, self._document, *span, "" if wanted in self._ids else wanted)
            self._ids.add(made.get("guid"))
            self._by_span[span] = made
            self.made.append((*span, made))
        return self._by_span[span]


class Writer:
    """Writes what is said of one document into its elements."""

    def __init__(self, maker: Maker, entry: DocumentEntry, text: Text, own: str) -> None:
        self.maker, self.entry, self.text, self.own = maker, entry, text, own
        self.passages = Passages(maker, text, own)
        self.side = Side()
        self.notes: list[Any] = []

    def statements(self, whole: Any, statements: Iterable[Statement]) -> None:
        """Codings into their selections, those of the whole document into `whole`."""
        maker = self.maker
        for said in statements:
            if said.value != "present":
                if said.code in maker.codes:
                    self.side.said.append(said)
                continue
            coding = maker.coding(said, self.own)
            if coding is None:
                continue
            if said.comment.strip():
                self._comment(said, coding)
            if said.start is not None and said.end is not None:
                self._put(self.passages.at(said.start, said.end, said.passage), coding)
                continue
            whole.append(coding)
            if maker.whole and self.text.text:
                again = maker.coding(said, self.own, again="whole")
                self._put(self.passages.at(0, len(self.entry.text)), again)

    def remember(self, statements: Iterable[Statement]) -> None:
        """Keep for the side file what a coding cannot say."""
        for said in statements:
            more: dict[str, Any] = {}
            if said.score is not None:
                more["score"] = said.score
            if exact(said.at):
                more["at"] = said.at
            if more and said.value == "present":
                self.side.more[self.maker.statement_id(said, self.own)] = more

    def memos(self, whole: Any, memos: Iterable[MemoEntry]) -> None:
        """Memos as notes, with short ones repeated where programs look first."""
        for memo in memos:
            if memo.start is None or memo.end is None:
                self._attach(whole, memo, self.own)
            else:
                selection = self.passages.at(memo.start, memo.end, memo.subject_id)
                self._attach(selection, memo, selection.get("guid"))

    def about(self, memos: Iterable[MemoEntry]) -> None:
        """Keep for the side file which notes are open codes, and when exactly they were written."""
        for memo in memos:
            own = self.maker.memo_id(memo, self.own)
            if memo.open_codes:
                self.side.notes.append(own)
            if exact(memo.at):
                self.side.at[own] = memo.at

    def _comment(self, said: Statement, coding: Any) -> None:
        own = words.derived(coding.get("guid"), "comment")
        memo = MemoEntry(text=said.comment, coder=said.coder, at=said.at, id=own)
        self.notes.append(self.maker.note(memo, self.own))
        child(coding, "NoteRef", targetGUID=own)

    def _attach(self, owner: Any, memo: MemoEntry, about: str) -> None:
        text = self.maker.cleaned(memo.text.strip())
        told = owner.find(NS + "Description")
        if memo.id and words.guid(memo.id) == words.derived(about, "description"):
            if told is None:
                child(owner, "Description", text)
            else:
                told.text = text
            self.maker.tally.written["memos"] += 1
            return
        note = self.maker.note(memo, self.own)
        self.notes.append(note)
        if told is None and len(text) <= SHORT and owner.find(NS + "NoteRef") is None:
            child(owner, "Description", text)
        child(owner, "NoteRef", targetGUID=note.get("guid"))

    def _put(self, selection: Any, coding: Any) -> None:
        for name, own in (("creatingUser", "creatingUser"), ("creationDateTime", "creationDateTime")):
            if selection.get(name) is None and coding.get(own) and selection.find(NS + "Coding") is None:
                selection.set(name, coding.get(own))
        selection.append(coding)

    def line(self) -> dict[str, Any]:
        """What goes into the side file; empty where there is nothing."""
        entry, side, tally, maker = self.entry, self.side, self.maker.tally, self.maker
        line: dict[str, Any] = {}
        if entry.units is not None:
            tally.lost["units"] += len(entry.units) if len(entry.units) > 1 else 0
            line["units"] = [self.text.span(*unit) for unit in entry.units]
        if entry.stretches:
            tally.lost["headings, pages, speakers and times of texts"] += len(entry.stretches)
            line["stretches"] = [[*self.text.span(one.start, one.end), one.name, one.value] for one in entry.stretches]
        if side.said:
            tally.lost["statements that a code is absent or unsure"] += len(side.said)
            line["said"] = [packed(self._mapped(one)) for one in side.said]
        if side.more:
            tally.lost["confidences"] += sum("score" in one for one in side.more.values())
            line["more"] = side.more
        odd = {name: value for name, value in entry.attributes.items() if not fits(maker.kinds.get(name), value)}
        if odd:
            tally.lost["values whose type the variable does not have"] += len(odd)
            line["attributes"] = odd
        line.update({name: found for name, found in (("notes", side.notes), ("at", side.at)) if found})
        # Without a line nobody could know how positions in this text are counted.
        needed = bool(line) or self.text.wide
        return {"id": self.own, "text": text_hash(self.text.text), **line} if needed else {}

    def _mapped(self, said: Statement) -> Statement:
        start, end = said.start, said.end
        if start is not None and end is not None:
            start, end = self.text.span(start, end)
        parts = (self.own, said.value, said.code, f"{said.start}-{said.end}", said.coder, str(said.machine))
        own = words.guid(said.id) if words.is_guid(said.id) else words.derived("said", *parts)
        return replace(said, code=self.maker.codes[said.code], start=start, end=end, id=own)


def fresh(writer: Writer, name: str) -> Any:
    """The source of a document that no imported project has."""
    maker, entry = writer.maker, writer.entry
    source = element(
        "TextSource", guid=writer.own, name=schema.flat(name), plainTextPath=f"internal://{writer.own}.txt"
    )
    rest = element("TextSource")
    writer.statements(rest, entry.statements)
    writer.memos(rest, entry.memos)
    found = sorted(writer.passages.made, key=lambda one: one[:2])
    parts = list(rest)
    for _, _, selection in found:
        ordered(selection)
    source.extend(one for one in parts if one.tag == f"{NS}Description")
    source.extend(one for _, _, one in found)
    source.extend(sorted((one for one in parts if one.tag != f"{NS}Description"), key=_rank))
    source.extend(maker.values({key: value for key, value in entry.attributes.items() if key not in SETS}))
    return source


SETS = (words.GROUPS, words.CASE)


def ordered(selection: Any) -> None:
    """Put the parts of a selection into the order that the standard wants."""
    parts = sorted(selection, key=_rank)
    if parts != list(selection):
        selection[:] = parts


def _rank(part: Any) -> int:
    return _ORDER.get(etree.QName(part).localname, 9)


def exact(at: str) -> bool:
    """Whether a time says more than whole seconds."""
    try:
        return datetime.fromisoformat(at).microsecond > 0
    except ValueError:
        return False


def fits(kind: str | None, value: Any) -> bool:
    """Whether a value comes back from a variable of this type as it is."""
    if value is None or kind is None:
        return True
    read = words.typed(kind, written(value))
    return type(read) is type(value) and read == value


def in_order(entry: DocumentEntry) -> DocumentEntry:
    """The document with statements and memos in the order of its text, those about all of it first."""
    statements = sorted(entry.statements, key=lambda one: _place(one.start, one.end))
    memos = sorted(entry.memos, key=lambda one: _place(one.start, one.end))
    return replace(entry, statements=tuple(statements), memos=tuple(memos))


def _place(start: int | None, end: int | None) -> tuple[int, int]:
    return (-1, -1) if start is None or end is None else (start, end)


def groups_of(attributes: Mapping[str, Any], name: str) -> list[str]:
    """The groups or cases that an attribute names."""
    value = attributes.get(name)
    return [one for one in value.split(words.BETWEEN) if one.strip()] if isinstance(value, str) else []
