"""Who speaks when: transcripts in which a label opens each turn."""

import re
from collections import Counter
from collections.abc import Iterator

from linewise.importing.spans import lines, trim

_CLOCK = r"[\[(<]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])>]?"
_CLOCK_ALONE = re.compile(rf"{_CLOCK}(?:\s*(?:-->|[-–—])\s*{_CLOCK})?")
_LABEL = re.compile(
    rf"(?P<before>{_CLOCK}\s*[-–—]?\s*)?"
    r"(?P<name>[^\W_][^:\[\](){}<>\"“”!?;,|/\\\t\r\n]{0,39}?)\s*"
    rf"(?P<after>{_CLOCK}\s*)?:(?=\s|$)"
)
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


def turns(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Turns as (start, end, speaker): labels and their times stay outside, lines without one go on with the turn.

    A label is at most 40 characters of names or numbers before a colon, with or without a time: `ANNA:`,
    `P3:`, `[00:01:02] Anna:`, `Dr. Weber [01:02]:`. One in small letters counts when it returns or has a
    time. What stands before the first label has no speaker.
    """
    spans = [(start, end) for start, end in lines(text) if start < end]
    labels = [_LABEL.match(text, start, end) for start, end in spans]
    often = Counter(label["name"].strip() for label in labels if label)
    begin, speaker = 0, None
    for index, label in enumerate(labels):
        if label is None or not _is_speaker(label, often):
            continue
        start = spans[index][0]
        if index and _CLOCK_ALONE.fullmatch(text, *spans[index - 1]):
            start = max(begin, spans[index - 1][0])
        yield *trim(text, begin, start), speaker
        begin, speaker = label.end(), label["name"].strip()
    yield *trim(text, begin, len(text)), speaker


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
