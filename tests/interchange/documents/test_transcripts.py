"""Subtitles, chats and transcripts: who says what at what time."""

import json
from pathlib import Path

import pytest

from linewise.core.errors import BadInput
from linewise.importing.cutting import cut
from linewise.importing.record import Record
from linewise.importing.segment import Segment, segments
from linewise.interchange.detect import detect
from linewise.interchange.readers import READERS
from linewise.interchange.readers.messengers import telegram
from linewise.interchange.table import ReadOptions
from tests.interchange.documents import builders
from tests.interchange.documents.test_documents import opened
from tests.interchange.samples import SAMPLES


def turns(path: Path) -> list[tuple[object, object, str]]:
    entry, _ = opened(path)
    record = Record(1, entry.text, None, {}, (), None, entry)
    return [
        (one.own.get("speaker"), one.own.get("time"), entry.text[one.start : one.end]) for one in cut(record, "turn")
    ]


def test_subtitles(tmp_path: Path) -> None:
    assert turns(builders.srt(tmp_path / "a.srt")) == [
        ("ANNA", "00:00:01.000", "I went to\nthe market."),
        (None, "00:00:05.000", "- Really?\n\n- Yes."),
    ]
    (tmp_path / "a.vtt").write_text(builders.VTT, "utf-8")
    assert turns(tmp_path / "a.vtt") == [
        ("Anna Weber", "00:00:01.000", "Hello there."),
        ("Ben", "01:00:03.000", "Hi & bye."),
    ]
    assert [loss.what for loss in opened(tmp_path / "a.vtt")[1]] == ["notes and styles of the subtitles"]


def test_a_time_code_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text("WEBVTT\n\nsoon --> later\nHello\n")
    with pytest.raises(BadInput, match="time code"):
        opened(tmp_path / "a.vtt")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            builders.WHATSAPP,
            [
                (None, "2024-03-12T14:05", "Nachrichten sind Ende-zu-Ende-verschlüsselt."),
                ("Anna", "2024-03-12T14:05", "Hallo 👋\nzweite Zeile\ndritte"),
                ("Ben Müller", "2024-03-13T09:00", "<Medien ausgeschlossen>"),
                ("Anna", "2024-03-13T09:01", "Wie schön: ja"),
            ],
        ),
        (
            "[3/4/24, 2:05:33\u202fPM] Anna: hello\n\u200e[3/4/24, 12:06:00\u202fAM] Ben: \u200eimage omitted\n",
            [("Anna", "2024-03-04T14:05:33", "hello"), ("Ben", "2024-03-04T00:06:00", "image omitted")],
        ),
        (
            "[31.12.2023, 23:59:59] Zoë 🎉: x\n[01.01.2024, 00:00:01] +43 664 123: y\n",
            [("Zoë 🎉", "2023-12-31T23:59:59", "x"), ("+43 664 123", "2024-01-01T00:00:01", "y")],
        ),
    ],
)
def test_whatsapp(tmp_path: Path, text: str, expected: list[tuple[object, object, str]]) -> None:
    (tmp_path / "chat.txt").write_text(text, "utf-8")
    assert detect(tmp_path / "chat.txt").format == "chat"
    assert turns(tmp_path / "chat.txt") == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "telegram",
            [
                (None, "2024-01-01T10:00:00", "Anna create group"),
                ("Anna", "2024-01-01T10:01:00", "see x.y"),
                ("Ben", "2024-01-01T10:02:00", "[voice message]"),
            ],
        ),
        (
            "discord",
            [("Anna", "2024-01-01T10:00:00+00:00", "hello"), ("ben", "2024-01-01T10:01:00+00:00", "[a.png]")],
        ),
        ("slack", [("Anna", "2024-01-01T10:00:00Z", "hi @Anna & link"), (None, "2024-01-01T10:01:40Z", "joined")]),
    ],
)
def test_messengers(tmp_path: Path, kind: str, expected: list[tuple[object, object, str]]) -> None:
    path = SAMPLES[kind](tmp_path)  # type: ignore[index]
    assert detect(path).format == kind
    assert turns(path) == expected


def test_all_chats_of_telegram(tmp_path: Path) -> None:
    one = {"name": "A", "type": "personal_chat", "messages": [{"type": "message", "from": "x", "text": "hi"}]}
    (tmp_path / "result.json").write_text(json.dumps({"chats": {"list": [one, {**one, "name": None}]}}))
    assert [name for name, _ in telegram(tmp_path / "result.json")] == ["A", "chat 2"]
    with READERS["telegram"].open(tmp_path / "result.json", ReadOptions()) as table:
        assert [row.cells["document"] for row in table.rows] == ["A", "chat 2"]


def test_names_with_times_above_what_they_say() -> None:
    text = "Meeting\n\nAnna Weber  0:03\nHello there.\nHow are you?\n\nBen  1:02:03\nFine: thanks.\n\n"
    text += "Anna Weber  1:02:10\nGood.\n"
    found = [(text[one.start : one.end], one.speaker, one.time) for one in segments(text, "turn")]
    assert found == [
        ("Meeting", None, None),
        ("Hello there.\nHow are you?", "Anna Weber", "00:00:03"),
        ("Fine: thanks.", "Ben", "01:02:03"),
        ("Good.", "Anna Weber", "01:02:10"),
    ]
    assert [(one.speaker, one.time) for one in segments("[Anna W] 14:02:03\nHi\n[Ben] 14:02:09\nYes", "turn")] == [
        ("Anna W", "14:02:03"),
        ("Ben", "14:02:09"),
    ]
    # One such line alone is an entry of a timetable.
    assert list(segments("Lunch 12:30\nsoup", "turn")) == [Segment(0, 16)]


def test_the_time_before_a_name_becomes_an_attribute_of_the_turn() -> None:
    record = Record(1, "[00:01:02] Anna: hello\n[01:05.5] Ben: hi", None, {}, ())
    assert [dict(one.own) for one in cut(record, "turn")] == [
        {"speaker": "Anna", "time": "00:01:02"},
        {"speaker": "Ben", "time": "00:01:05.500"},
    ]
