"""A document as it is put together: blocks between blank lines, and what is said of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linewise.core.errors import BadInput
from linewise.core.exchange import AttributeValue, DocumentEntry, Loss, MemoEntry, Stretch

LONGEST = 16 * 1024 * 1024
_MOST_STRETCHES = 2_000_000
_BETWEEN = " › "
# What no text may hold, and the one line break that is left: each by one character, so that offsets stay.
_PLAIN = {0: "\ufffd", 0x0D: "\n", 0x0B: "\n", 0x0C: "\n"}


@dataclass(slots=True)
class Found:
    """What a file holds: its document, and what of it has no place."""

    entry: DocumentEntry
    losses: tuple[Loss, ...] = ()


@dataclass(slots=True)
class Marked:
    """A piece of text under way, with places in it: notes that begin and end there, pages that begin."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)

    def mark(self, kind: str, name: str = "") -> None:
        self.marks.append((self.length, kind, name))

    @property
    def text(self) -> str:
        return "".join(self.parts)


class Builder:
    """Takes blocks in order of reading; `finish` gives the document. BadInput when it grows beyond reason."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.memos: list[MemoEntry] = []
        self._parts: list[str] = []
        self._place = 0
        self._stretches: list[Stretch] = []
        self._path: list[tuple[int, str]] = []
        self._running: dict[str, tuple[int, AttributeValue]] = {}
        self._lost: dict[tuple[str, str], int] = {}
        self._open_notes: dict[str, int] = {}
        self.notes: dict[str, tuple[int, int]] = {}

    def block(
        self, given: "str | Marked", *, part: str = "", level: int | None = None, joined: bool = False
    ) -> tuple[int, int] | None:
        """Add a block; its place, or None where it is blank. `level`: it is a heading, 0 for the title of all.

        `joined`: it goes on with the block before, after a line break only.
        """
        marked = given if isinstance(given, Marked) else None
        raw = marked.text if marked is not None else str(given)
        text = clean(raw)
        left = len(text) - len(text.lstrip())
        text = text.strip()
        start = self._place + (len("\n" if joined else "\n\n") if self._parts else 0)
        if text:
            if start + len(text) > LONGEST:
                raise BadInput(
                    f"it holds more than {LONGEST:,} characters.", remedy="Split it into several files.", file=self.file
                )
            if self._parts:
                self._parts.append("\n" if joined else "\n\n")
            self._parts.append(text)
            self._place = start + len(text)
        if marked is not None:
            self._take_marks(marked, start - left, start, start + len(text))
        if not text:
            return None
        if level is not None:
            part = part or "heading"
            if level > 0:
                self.section(text, level, start)
        if part:
            self._say(Stretch(start, start + len(text), "part", part))
        return start, start + len(text)

    def section(self, title: str, level: int, start: int | None = None) -> None:
        """A heading that holds from here on (or from `start`) until one of its level or above."""
        begin = self._next() if start is None else start
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._path.append((level, " ".join(title.split())[:120]))
        self.running("heading", _BETWEEN.join(name for _, name in self._path), begin)

    def running(self, name: str, value: AttributeValue, start: int | None = None) -> None:
        """From here on (or from `start`) the property has this value; None ends it."""
        begin = self._next() if start is None else start
        before = self._running.get(name)
        if before is not None:
            if before[1] == value:
                return
            del self._running[name]
            if before[0] < begin:
                self._say(Stretch(before[0], min(begin, max(self._place, before[0])), name, before[1]))
        if value is not None:
            self._running[name] = (begin, value)

    def say(self, start: int, end: int, name: str, value: AttributeValue) -> None:
        """A property of a piece of the text."""
        self._say(Stretch(start, end, name, value))

    def lose(self, what: str, reason: str, count: int = 1) -> None:
        """Something that has no place."""
        if count:
            self._lost[what, reason] = self._lost.get((what, reason), 0) + count

    def finish(self, name: str, attributes: Mapping[str, AttributeValue] | None = None) -> Found:
        """The document; BadInput where it holds no text."""
        for running in list(self._running):
            self.running(running, None, self._place)
        text = "".join(self._parts)
        if not text:
            raise BadInput(
                "it holds no text.",
                remedy="Open it in its own program and see whether it is only pictures.",
                file=self.file,
            )
        stretches = tuple(
            Stretch(one.start, min(one.end, len(text)), one.name, one.value)
            for one in sorted(self._stretches, key=lambda one: (one.start, -one.end))
            if one.start < min(one.end, len(text))
        )
        kept = {
            clean(key): (clean(value).strip() if isinstance(value, str) else value)
            for key, value in (attributes or {}).items()
            if value is not None and not (isinstance(value, str) and not value.strip())
        }
        entry = DocumentEntry(
            id=name, name=name, text=text, attributes=kept, stretches=stretches, memos=tuple(self.memos)
        )
        return Found(
            entry, tuple(Loss(what=what, count=count, reason=reason) for (what, reason), count in self._lost.items())
        )

    def _next(self) -> int:
        return self._place + (2 if self._parts else 0)

    def _say(self, stretch: Stretch) -> None:
        if len(self._stretches) >= _MOST_STRETCHES:
            raise BadInput(
                f"its structure has more than {_MOST_STRETCHES:,} parts.",
                remedy="Save it as plain text.",
                file=self.file,
            )
        self._stretches.append(stretch)

    def _take_marks(self, marked: Marked, shift: int, first: int, last: int) -> None:
        for place, kind, name in marked.marks:
            at = min(max(place + shift, first), last)
            if kind == "page":
                page = self._running.get("page")
                self.running("page", (page[1] if page and isinstance(page[1], int) else 1) + 1, at)
            elif kind == "note":
                self._open_notes.setdefault(name, at)
            elif kind == "noted" and name not in self.notes:
                begin = self._open_notes.pop(name, at)
                # A note at a point is about what stands before it.
                self.notes[name] = (begin, at) if begin < at else (max(first, at - 1), max(at, min(first + 1, last)))


def clean(text: str) -> str:
    """Text without what no text may hold; as long as it was."""
    return (
        "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text.translate(_PLAIN))
        if _odd(text)
        else text
    )


def _odd(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return any(sign in text for sign in "\0\r\v\f")


def packed(found: Found) -> bytes:
    """As JSON, for the way between processes."""
    one = found.entry
    return json.dumps(
        {
            "name": one.name,
            "text": one.text,
            "attributes": dict(one.attributes),
            "stretches": [[each.start, each.end, each.name, each.value] for each in one.stretches],
            "memos": [
                [each.text, each.subject, each.title, each.start, each.end, each.coder, each.at] for each in one.memos
            ],
            "losses": [[each.what, each.count, each.reason] for each in found.losses],
        }
    ).encode()


def unpacked(plain: Mapping[str, Any], name: str) -> Found:
    """The other way; `name` becomes the document's id and name."""
    memos = tuple(
        MemoEntry(
            text=text,
            subject=subject,
            subject_id=name,
            title=title,
            start=start,
            end=end,
            coder=coder,
            at=at,
            id=str(number),
        )
        for number, (text, subject, title, start, end, coder, at) in enumerate(plain["memos"], 1)
    )
    entry = DocumentEntry(
        id=name,
        name=name,
        text=plain["text"],
        attributes=plain["attributes"],
        stretches=tuple(Stretch(*one) for one in plain["stretches"]),
        memos=memos,
    )
    return Found(entry, tuple(Loss(what=what, count=count, reason=why) for what, count, why in plain["losses"]))
