"""Subtitles and transcripts with time codes: SubRip (.srt) and WebVTT, as Zoom, Teams and others write them.

Each cue has its time; who speaks is known by `<v Name>`, or by "NAME:" at its start. A dash that opens a line is
another speaker without a name. Cues of one speaker that break off in a sentence are lines of one paragraph.
"""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from linewise.core.errors import BadInput
from linewise.interchange.readers.documents.building import Builder, Found
from linewise.interchange.sniffing import Sniff
from linewise.interchange.table import LONGEST, NAME, TEXT, Contents, ReadOptions, Table, row_of, too_long
from linewise.interchange.text import open_text, undecodable_line

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s[^\n]*)?")
_START = re.compile(rf"\ufeff?\s*(?:WEBVTT(?=\s|\Z)|\d{{1,7}}\s*\n\s*{_CLOCK}\s*-->)")
_VOICE = re.compile(r"<v(?:\.[\w.-]{0,80})?\s+([^>\n]{1,200})>")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|<\d{1,2}:[\d:.]{1,12}>|\{\\[a-z]{1,3}\d?\}")
_NAMED = re.compile(r"\s*(?:[-–—]\s*)?\[?([^\W\d_][^:\[\](){}<>\"“”!?;,|\n]{0,39}?)\]?\s*:\s+(?=\S)")
_CLOSED = re.compile(r"[.!?…。！？\u061f]['\"”’»)\]]{0,3}$")
_METADATA = re.compile(r"\s*(?:NOTE|STYLE|REGION)(?:\s|\Z)")


class Cue(NamedTuple):
    """What is said from `start` on ("00:01:02.500"), by whom as far as it is known."""

    start: str
    speaker: str | None
    text: str


def is_subtitles(sniff: Sniff) -> bool:
    """Whether a text begins as such a file must."""
    return sniff.text is not None and _START.match(sniff.text[:500].replace("\r\n", "\n")) is not None


class SubtitleReader:
    """One row: the transcript."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        found = transcript(whole_text(path, options.encoding), path)
        size = path.stat().st_size
        yield Table(
            (TEXT, NAME), iter([row_of(found.entry, 1)]), lambda: size, 1, Contents(losses=lambda: found.losses)
        )


def whole_text(path: Path, encoding: str) -> str:
    """A text file with plain line breaks; BadInput where it is too long for one document or not in its encoding."""
    with open_text(path, encoding) as (stream, _):
        try:
            text = stream.read(LONGEST + 1)
        except UnicodeError:
            raise undecodable_line(path, encoding) from None
    if len(text) > LONGEST:
        raise too_long(path.name, 1)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def transcript(text: str, path: Path) -> Found:
    """The document that cues make up."""
    builder = Builder(path.name)
    before: Cue | None = None
    for cue in cues(text, builder):
        same = before is not None and before.speaker == cue.speaker
        joined = same and before is not None and not _CLOSED.search(before.text)
        place = builder.block(cue.text, joined=joined)
        if place is None:
            continue
        builder.running("time", cue.start, place[0])
        builder.running("speaker", cue.speaker, place[0])
        before = cue
    return builder.finish(path.name)


def cues(text: str, builder: Builder) -> Iterator[Cue]:
    """Cues in order; a name holds for its cue and the sentence, and a line that opens with a dash is a cue."""
    known: str | None = None
    closed = True
    for piece in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text):
        lines = piece.strip("\n").split("\n")
        at = next((number for number, line in enumerate(lines[:3]) if "-->" in line), None)
        timing = _TIMING.fullmatch(lines[at]) if at is not None else None
        if timing is None or at is None:
            if at is not None:
                raise BadInput(
                    f"{lines[at]!r:.60} is no time code.", remedy="Export the subtitles again.", file=builder.file
                )
            if _METADATA.match(piece):
                builder.lose("notes and styles of the subtitles", "they are not spoken")
            continue
        start = _time(timing)
        for speaker, said in _said(lines[at + 1 :]):
            if said:
                # Where a sentence goes on, whoever began it still speaks.
                known = speaker or (known if not closed else None)
                closed = _CLOSED.search(said) is not None
                yield Cue(start, known, said)


def _said(lines: list[str]) -> Iterator[tuple[str | None, str]]:
    speaker: str | None = None
    words: list[str] = []
    for number, line in enumerate(lines):
        voice = _VOICE.search(line)
        plain = html.unescape(_TAG.sub("", line[voice.end() :] if voice else line)).strip()
        named = None if voice else _NAMED.match(plain)
        dash = plain[:1] in ("-", "–", "—") and len(lines) > 1
        if (voice or named or dash) and number and words:
            yield speaker, "\n".join(words)
            words, speaker = [], None
        if voice:
            speaker = " ".join(html.unescape(voice[1]).split())
        elif named and len(named[1].split()) < 5 and not named[1][0].islower():
            speaker, plain = " ".join(named[1].split()), plain[named.end() :]
        if plain:
            words.append(plain)
    yield speaker, "\n".join(words)


def _time(timing: re.Match[str]) -> str:
    hours, minutes, seconds, parts = timing[1], timing[2], timing[3], timing[4]
    return f"{int(hours or 0):02d}:{int(minutes):02d}:{seconds}.{parts.ljust(3, '0')}"
