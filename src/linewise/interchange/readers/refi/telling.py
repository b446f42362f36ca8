"""What sources of a project share: counts of what was met, time codes, notes as memos."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from linewise.core.exchange import Loss, MemoEntry, Stretch, Subject
from linewise.interchange.readers.refi import words
from linewise.interchange.readers.refi.index import Index
from linewise.interchange.readers.refi.positions import Reading, Stored
from linewise.interchange.readers.refi.selections import Noted

_NAMES = 5


@dataclass(slots=True)
class Tally:
    """What was met on the way: counts by name, a few names of each, positions that were read by a reading."""

    counts: Counter[str] = field(default_factory=Counter)
    names: dict[str, list[str]] = field(default_factory=dict)
    special: dict[Reading, str] = field(default_factory=dict)

    def add(self, what: str, count: int = 1, name: str = "") -> None:
        """Count something, and keep the first few names."""
        if count:
            self.counts[what] += count
            known = self.names.setdefault(what, [])
            if name and len(known) < _NAMES:
                known.append(name)

    def losses(self, reasons: Mapping[str, tuple[str, bool]]) -> Iterator[Loss]:
        """What was counted, each with its reason and a few names."""
        for what, (reason, kept) in reasons.items():
            count = self.counts[what]
            if count:
                names = self.names.get(what, [])
                shown = f": {'; '.join(names)}{'; …' if count > len(names) else ''}" if names else ""
                yield Loss(what=what, count=count, reason=reason + shown, kept=kept)


def timed(found: Sequence[tuple[str, int, int | None]], stored: Stored, reading: Reading) -> tuple[Stretch, ...]:
    """Sync points as stretches named "time", each up to the next."""
    length = len(stored.text)
    points = sorted(
        (min(max(0, stored.place(position, reading)), length), milliseconds)
        for _, position, milliseconds in found
        if milliseconds is not None and milliseconds >= 0
    )
    ends = [start for start, _ in points[1:]] + [length] * bool(points)
    return tuple(
        Stretch(start, end, "time", _clock(milliseconds))
        for (start, milliseconds), end in zip(points, ends, strict=True)
        if start < end
    )


def memo_of(
    note: Noted,
    index: Index,
    told: set[str],
    subject: Subject,
    about: str,
    start: int | None = None,
    end: int | None = None,
) -> MemoEntry:
    """A note as a memo about something; one about several things has its own id only once."""
    ident = note.id if note.id not in told else words.derived(note.id, about)
    told.add(note.id)
    return MemoEntry(
        text=note.text,
        subject=subject,
        subject_id=about,
        title=note.title,
        start=start,
        end=end,
        coder=index.user(note.coder)[0],
        at=note.at,
        id=ident,
    )


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"
