"""Memos and notes of a file as facts of the project, under the names of those who wrote them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from linewise.coding.notes import LONGEST_NOTE
from linewise.core.events import Change, change
from linewise.core.exchange import MemoEntry
from linewise.core.facts import Facts
from linewise.core.nouns import Coder, Memo, Note, OpenCode
from linewise.core.text import norm, pieces
from linewise.exploring.memos import LONGEST as LONGEST_MEMO
from linewise.workbench.clock import new_id, now, utc

MOST_CODERS = 1_000


class Place(NamedTuple):
    """A unit that a memo is about, and its offsets into its document (code points)."""

    unit: int
    start: int
    end: int


class Writers:
    """The people of a file as coders of the project; who is not named is the one who imports."""

    def __init__(self, facts: Facts, importer: str) -> None:
        self._importer = importer
        self._known = {norm(coder.name): coder.id for coder in facts.find(Coder)}
        self.joined: list[Coder] = []

    def of(self, name: str) -> str:
        """The id of the coder of this name, who joins where there is none."""
        name = " ".join(name.replace("\0", "").split())[:100]
        key = norm(name)
        if not key:
            return self._importer
        if key not in self._known:
            if len(self.joined) >= MOST_CODERS:
                return self._importer
            self.joined.append(Coder(id=new_id(), name=name))
            self._known[key] = self.joined[-1].id
        return self._known[key]


def words_of(memo: MemoEntry) -> str:
    """A memo's text with its title before it, where the text does not begin with it."""
    text, title = _clean(memo.text).strip(), " ".join(_clean(memo.title).split())
    if not title or text.startswith(title):
        return text or title
    return f"{title}\n\n{text}" if text else title


def written(
    memo: MemoEntry, *, about: str, about_id: str, writers: Writers, place: Place | None = None
) -> Iterator[Change]:
    """The facts that a memo becomes, the memo or note first; none for one without words."""
    text = words_of(memo)
    if not text:
        return
    coder, at = writers.of(memo.coder), utc(memo.at) or now()
    if memo.open_codes and place is not None:
        start = max(0, (memo.start or 0) - place.start) if memo.start is not None else None
        end = min(place.end, memo.end) - place.start if memo.end is not None and start is not None else None
        if start is None or end is None or not 0 <= start < end:
            start = end = None
        note = Note(id=new_id(), unit=place.unit, coder=coder, text=text[:LONGEST_NOTE], start=start, end=end, at=at)
        yield change(None, note)
        yield from _open_codes(note)
        return
    yield change(None, Memo(id=new_id(), about=about, about_id=about_id, text=text[:LONGEST_MEMO], coder=coder, at=at))


def _open_codes(note: Note) -> Iterator[Change]:
    found: Sequence[str] = tuple(pieces(note.text))
    for position, text in enumerate(found):
        yield change(
            None,
            OpenCode(
                id=new_id(),
                note=note.id,
                unit=note.unit,
                coder=note.coder,
                position=position,
                text=text,
                norm=norm(text),
            ),
        )


def _clean(text: str) -> str:
    return text.replace("\0", "").encode(errors="replace").decode()
