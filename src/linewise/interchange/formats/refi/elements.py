"""Elements of a REFI-QDA project: codes, texts with their selections and codings, notes, values."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lxml import etree

from linewise.core.exchange import AttributeValue, CodeEntry, MemoEntry, Statement
from linewise.interchange.formats.refi import schema
from linewise.interchange.formats.refi.tally import Tally
from linewise.interchange.readers.refi import words
from linewise.interchange.readers.refi.positions import Reading, Stored

NS = f"{{{schema.SPACES['Project']}}}"
SHORT = 500
_NAME = 100
_WIDE = re.compile("[\U00010000-\U0010ffff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def element(tag: str, /, **attributes: str) -> Any:
    """An element of a project; attributes that are empty are left out."""
    made = etree.Element(NS + tag, nsmap={None: NS[1:-1]})
    for key, value in attributes.items():
        if value:
            made.set(key, value)
    return made


def child(parent: Any, tag: str, text: str = "", /, **attributes: str) -> Any:
    """An element inside of another, with a text."""
    made = element(tag, **attributes)
    if text:
        made.text = text
    parent.append(made)
    return made


def own_id(kind: str, *parts: str) -> str:
    """The id of a thing as a GUID: its own where it has one, else one that is the same at every export."""
    return words.guid(parts[0]) if len(parts) == 1 and words.is_guid(parts[0]) else words.derived(kind, *parts)


class Text:
    """A text as it is written (LF, no byte order mark), and how our offsets become positions in it."""

    def __init__(self, text: str, *, utf16: bool, tally: Tally) -> None:
        stored = Stored(text)
        self.text = stored.text
        self._moved = stored if stored.text != text else None
        if self._moved is not None:
            tally.lost["texts with other line ends"] += 1
        self.data = self.text.encode("utf-8", "replace")
        if b"?" in self.data and self.data.decode() != self.text:
            tally.lost["texts with halves of characters"] += 1
            self.text = self.data.decode()
        self._wide = [one.start() for one in _WIDE.finditer(self.text)] if utf16 else []

    @property
    def wide(self) -> bool:
        """Whether positions in it are other numbers in UTF-16, and are written as such."""
        return bool(self._wide)

    def place(self, offset: int) -> int:
        """An offset into the text as it was given, in code points of the text as it is written."""
        return offset if self._moved is None else self._moved.place(offset, Reading(mark=True))

    def position(self, place: int) -> int:
        """A place in the written text as a position, in the unit that was chosen."""
        return place + bisect_left(self._wide, place)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A passage in code points of the text as it is written."""
        return self.place(start), self.place(end)

    def title(self, start: int, end: int) -> str:
        """The words of a passage, shortened, as the name of a selection."""
        piece = schema.flat(self.text[start : min(end, start + 4 * _NAME)])
        short = len(piece) > _NAME or end > start + 4 * _NAME
        return piece[:_NAME].rstrip() + "…" if short else piece


class Maker:
    """Makes elements, and gives everybody and everything the same id wherever it is named."""

    def __init__(self, tally: Tally, codes: Iterable[CodeEntry], *, utf16: bool, whole: bool) -> None:
        self.tally, self.utf16, self.whole = tally, utf16, whole
        self.codes = {code.id: own_id("code", code.id) for code in codes}
        self.users: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.variables: dict[str, str] = {}

    def cleaned(self, text: str) -> str:
        """A text as XML can have it; what had to be replaced is counted."""
        made = schema.clean(text)
        if "\ufffd" in made:
            self.tally.lost["characters that XML does not allow"] += made.count("\ufffd") - text.count("\ufffd")
        return made

    def user(self, name: str, *, machine: bool = False) -> str:
        """The id of a person, or of a model, which says so in its name; empty for nobody."""
        called = schema.flat((words.MODEL if machine else "") + name)
        if not name.strip():
            return ""
        return self.users.setdefault(called, words.derived("user", called))

    def coding(self, said: Statement, document: str, *, again: str = "") -> Any | None:
        """A statement as a coding; None for one that the standard cannot say."""
        code = self.codes.get(said.code)
        if code is None:
            self.tally.lost["codings with a code that is not there"] += not again
            return None
        own = self.statement_id(said, document)
        made = element(
            "Coding",
            guid=words.derived(own, again) if again else own,
            creatingUser=self.user(said.coder, machine=said.machine),
            creationDateTime=schema.moment(said.at),
        )
        child(made, "CodeRef", targetGUID=code)
        self.tally.written["codings"] += not again
        return made

    def statement_id(self, said: Statement, document: str) -> str:
        """The id of a statement: its own, else by what it says."""
        who = f"{said.coder}\x1f{said.machine}"
        return own_id("coding", *([said.id] if said.id else [document, said.code, f"{said.start}-{said.end}", who]))

    def selection(self, text: Text, document: str, start: int, end: int, own: str = "") -> Any:
        """A passage of a text: code points of the text as it is written."""
        return element(
            "PlainTextSelection",
            guid=own if words.is_guid(own) else words.derived("selection", document, f"{start}-{end}"),
            name=text.title(start, end),
            startPosition=str(text.position(start)),
            endPosition=str(text.position(end)),
        )

    def note(self, memo: MemoEntry, document: str = "") -> Any:
        """A memo as a note, which is a text source of its own."""
        made = element(
            "Note",
            guid=self.memo_id(memo, document),
            name=schema.flat(memo.title),
            creatingUser=self.user(memo.coder),
            creationDateTime=schema.moment(memo.at),
        )
        child(made, "PlainTextContent", self.cleaned(memo.text.strip()))
        self.tally.written["memos"] += 1
        return made

    def memo_id(self, memo: MemoEntry, document: str = "") -> str:
        """The id of a memo: its own, else by what it says of what."""
        parts = [document, memo.subject, memo.subject_id, str(memo.start), memo.coder, memo.title, memo.text]
        return own_id("memo", *([memo.id] if memo.id else parts))

    def values(self, attributes: Mapping[str, AttributeValue]) -> list[Any]:
        """Attributes as values of variables; those that are None are left out."""
        made = []
        for name, value in attributes.items():
            kind = self.kinds.get(name)
            if value is None or kind is None:
                continue
            one = element("VariableValue")
            child(one, "VariableRef", targetGUID=self.variables[name])
            child(one, f"{kind}Value", self.cleaned(written(value)))
            made.append(one)
        return made


def written(value: AttributeValue) -> str:
    """A value as the text of an element."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return schema.decimal(repr(value)) or repr(value)
    return str(value)


def kind_of(value: AttributeValue) -> str:
    """The type of variable that fits a value."""
    if isinstance(value, bool):
        return "Boolean"
    if isinstance(value, int):
        return "Integer"
    if isinstance(value, float):
        return "Float" if schema.decimal(repr(value)) is not None else "Text"
    text = str(value)
    if _DAY.fullmatch(text) and schema.day(text) == text:
        return "Date"
    return "DateTime" if _MOMENT.fullmatch(text) and schema.moment(text) == text else "Text"


def wider(one: str | None, other: str) -> str:
    """The type that fits what either fits."""
    if one is None or one == other:
        return other
    return "Float" if {one, other} == {"Integer", "Float"} else "Text"


def code_tree(codes: Sequence[CodeEntry], maker: Maker, notes: Mapping[str, Sequence[str]]) -> list[Any]:
    """The codes as elements, each under its first parent; a parent that is below itself is left out."""
    made: dict[str, Any] = {}
    for code in codes:
        own = maker.codes[code.id]
        one = element("Code", guid=own)
        one.set("name", schema.flat(code.name))
        one.set("isCodable", str(code.codable).lower())
        colour = words.colour(code.colour)
        if colour:
            one.set("color", colour)
        text = words.described(code)
        if text:
            child(one, "Description", maker.cleaned(text))
        for note in notes.get(code.id, ()):
            child(one, "NoteRef", targetGUID=note)
        made[code.id] = one
    roots = []
    for code in codes:
        known = [parent for parent in code.parents if parent in made]
        maker.tally.lost["codes with several parents"] += len(known) > 1
        one = made[code.id]
        above = made[known[0]] if known else None
        if above is None or above is one or one in above.iterancestors():
            roots.append(one)
        else:
            above.append(one)
    return roots
