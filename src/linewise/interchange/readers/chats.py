"""Chats as WhatsApp exports them: "12.03.24, 14:05 - Anna: …" or "[12/03/2024, 14:05:33] Anna: …", a line a message.

Day and month stand in the order of the phone's language. A number above 12 anywhere tells which is which; where none
does, a clock with AM and PM means month first, any other day first.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from linewise.interchange.readers.documents.building import Builder, Found
from linewise.interchange.readers.subtitles import whole_text
from linewise.interchange.sniffing import Sniff
from linewise.interchange.table import NAME, TEXT, Contents, ReadOptions, Table, row_of

_STAMP = re.compile(
    r"[\u200e\u200f\u202a-\u202e]{0,3}(?P<open>\[)?"
    r"(?P<a>\d{1,4})(?P<by>[./-])(?P<b>\d{1,2})(?P=by)(?P<c>\d{2,4}),?[ \u202f\u00a0]{1,2}"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    r"(?:[ \u202f\u00a0]?(?P<half>[AaPp]\.?[ \u00a0]?[Mm]\.?))?(?(open)\][ ]?|[ ]-[ ])"
)
_NAME = re.compile(r"[\u200e\u200f\u202a-\u202e]{0,3}([^:\n]{1,80}?):(?:[ ]|$)")
_MEDIA = re.compile(
    r"[\u200e\u200f]?(?:<[^<>\n]{3,60}>|<?attached: [^\n]{1,200}|[^\n]{1,200}\((?:file attached|Datei angehängt)\)"
    r"|(?:image|video|audio|sticker|GIF|document|Bild|Video|Audio|Sticker|Dokument)[ ](?:omitted|weggelassen))"
)


class _Message(NamedTuple):
    stamp: re.Match[str]
    speaker: str | None
    lines: list[str]


def is_chat(sniff: Sniff) -> bool:
    """Whether a text begins with messages, each with its date."""
    if sniff.text is None:
        return False
    lines = [line for line in sniff.text[:20_000].lstrip("\ufeff").splitlines()[:40] if line.strip()]
    if not sniff.complete or len(sniff.text) > 20_000:
        lines = lines[:-1] or lines
    stamped = sum(1 for line in lines if _STAMP.match(line))
    named = sum(1 for line in lines if (found := _STAMP.match(line)) and _NAME.match(line, found.end()))
    return bool(lines) and _STAMP.match(lines[0]) is not None and stamped > 1 and named > 0


class ChatReader:
    """One row: the chat, each message a paragraph with its speaker and time."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        found = chat(whole_text(path, options.encoding), path)
        size = path.stat().st_size
        yield Table(
            (TEXT, NAME), iter([row_of(found.entry, 1)]), lambda: size, 1, Contents(losses=lambda: found.losses)
        )


def chat(text: str, path: Path) -> Found:
    """The document that messages make up; messages of the program itself are of the part "system"."""
    messages = list(_messages(text))
    order = _order([one.stamp for one in messages])
    builder = Builder(path.name)
    for message in messages:
        words = "\n".join(message.lines).strip("\u200e\u200f \n")
        part = "" if message.speaker else "system"
        if _MEDIA.fullmatch(words):
            part = "media"
        place = builder.block(words, part=part)
        if place is not None:
            builder.running("time", _time(message.stamp, order), place[0])
            builder.running("speaker", message.speaker, place[0])
    return builder.finish(path.name)


def _messages(text: str) -> Iterator[_Message]:
    waiting: _Message | None = None
    for line in text.split("\n"):
        stamp = _STAMP.match(line)
        if stamp is None:
            if waiting is not None:
                # An empty line inside a message must not cut it in two.
                waiting.lines.extend([line] if line.strip() else [])
            continue
        if waiting is not None:
            yield waiting
        name = _NAME.match(line, stamp.end())
        rest = line[name.end() if name else stamp.end() :]
        waiting = _Message(stamp, name[1].strip() if name else None, [rest])
    if waiting is not None:
        yield waiting


def _order(stamps: list[re.Match[str]]) -> str:
    """ "dmy", "mdy" or "ymd"."""
    if any(len(one["a"]) > 2 for one in stamps):
        return "ymd"
    if any(int(one["a"]) > 12 for one in stamps):
        return "dmy"
    if any(int(one["b"]) > 12 for one in stamps) or (
        stamps and all(one["half"] and one["by"] == "/" for one in stamps)
    ):
        return "mdy"
    return "dmy"


def _time(stamp: re.Match[str], order: str) -> str:
    parts = dict(zip(order, (stamp["a"], stamp["b"], stamp["c"]), strict=True))
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    hour = int(stamp["hour"])
    if stamp["half"]:
        hour = hour % 12 + (12 if stamp["half"][0] in "Pp" else 0)
    day = f"{year:04d}-{int(parts['m']):02d}-{int(parts['d']):02d}"
    return f"{day}T{hour:02d}:{stamp['minute']}" + (f":{stamp['second']}" if stamp["second"] else "")
