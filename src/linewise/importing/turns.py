"""Who speaks when: transcripts in which a label opens each turn, or stands with its time above it."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from linewise.importing.spans import lines, trim

_CLOCK = r"[\[(<]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])>]?"
_CLOCK_ALONE = re.compile(rf"{_CLOCK}(?:\s*(?:-->|[-–—])\s*{_CLOCK})?")
_LABEL = re.compile(
    rf"(?P<before>{_CLOCK}\s*[-–—]?\s*)?"
    r"(?P<name>[^\W_][^:\[\](){}<>\"“”!?;,|/\\\t\r\n]{0,39}?)\s*"
    rf"(?P<after>{_CLOCK}\s*)?:(?=\s|$)"
)
_HEADER = re.compile(
    r"(?P<open>\[)?(?P<name>[^\W_][^:\[\](){}<>\"“”!?;,|/\\\t\r\n]{0,39}?)(?(open)\])"
    rf"[^\S\r\n]+(?P<after>{_CLOCK})"
)
_PARTS = re.compile(r"\d+")
_PARTICLES = {
    "de",
    "da",
    "del",
    "der",
    "den",
    "di",
    "du",
    "la",
    "le",
    "el",
    "al",
    "van",
    "von",
    "zu",
    "bin",
    "and",
    "of",
}


class Turn(NamedTuple):
    """What somebody says without a break: `text[start:end]`. `time` is "00:01:02", with milliseconds where given."""

    start: int
    end: int
    speaker: str | None
    time: str | None = None


def turns(text: str, titles: Collection[int] = ()) -> Iterator[Turn]:
    """Turns in order: labels and their times stay outside, lines without one go on with the turn.

    A label is at most 40 characters of names or numbers before a colon, with or without a time: `ANNA:`,
    `P3:`, `[00:01:02] Anna:`, `Dr. Weber [01:02]:`. One in small letters counts when it returns or has a
    time. A line of only a name and a time (`Anna Weber  0:03`, as Teams and Otter write it) is one where there are
    several of them, and then no other is. What stands before the first label has no speaker. `titles` are the places
    where headings begin: "Interview 3: Anna" is a title there, and only "Anna:" alone a label.
    """
    spans = [(start, end) for start, end in lines(text) if start < end]
    labels = [_LABEL.match(text, start, end) for start, end in spans]
    if titles:
        labels = [
            None if label and start in titles and label.end() < end else label
            for label, (start, end) in zip(labels, spans, strict=True)
        ]
    often = Counter(label["name"].strip() for label in labels if label)
    headers = _headers(text, spans)
    begin, speaker, time = 0, None, None
    for index, label in enumerate(labels):
        header = headers.get(index)
        if header is None and (headers or label is None or not _is_speaker(label, often)):
            continue
        start, clock = spans[index][0], None
        if index and _CLOCK_ALONE.fullmatch(text, *spans[index - 1]) and spans[index - 1][0] >= begin:
            start = spans[index - 1][0]
            clock = text[start : spans[index - 1][1]]
        yield Turn(*trim(text, begin, start), speaker, time)
        found = header or label
        assert found is not None
        begin, speaker = found.end(), found["name"].strip()
        time = _time(found["after"] or (label["before"] if header is None and label is not None else None) or clock)
    yield Turn(*trim(text, begin, len(text)), speaker, time)


def _headers(text: str, spans: list[tuple[int, int]]) -> dict[int, re.Match[str]]:
    """Lines of only a name and a time, where at least two are followed by something that is none."""
    found = {
        index: header
        for index, span in enumerate(spans)
        if (header := _HEADER.fullmatch(text, *span)) and all(_names(word) for word in header["name"].split())
    }
    return found if sum(1 for index in found if index + 1 < len(spans) and index + 1 not in found) > 1 else {}


def _time(clock: str | None) -> str | None:
    """The first time of a label, with hours."""
    parts = _PARTS.findall(clock or "")
    if len(parts) < 2:
        return None
    place = parts[:3] if clock is not None and clock.count(":") > 1 else ["0", *parts[:2]]
    rest = re.search(r"[.,](\d{1,3})", clock or "")
    whole = ":".join(part.zfill(2) for part in place)
    return f"{whole}.{rest[1].ljust(3, '0')}" if rest else whole


def _is_speaker(label: re.Match[str], often: Counter[str]) -> bool:
    name = label["name"].strip()
    words = name.split()
    if len(words) > 5 or name.endswith("."):
        return False
    if label["before"] or label["after"]:
        return True
    if all(_names(word) for word in words) and len(words) < 5:
        return True
    return len(words) < 3 and often[name] > 1


def _names(word: str) -> bool:
    """A capital, a digit, or a script without capitals begins it; or it joins parts of a name."""
    return not word[0].islower() or word in _PARTICLES
