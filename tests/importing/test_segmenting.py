"""Cutting documents into units: offsets, nothing lost, and the cases that make sentences and turns hard."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linewise.importing.segment import Segment, Segmentation, segments

WAYS = get_args(Segmentation)
PIECES = st.sampled_from(
    [
        "Anna: ",
        "BEN:",
        "[00:01:02] ",
        "\n",
        "\n\n",
        " ",
        "\t",
        ". ",
        "... ",
        "?! ",
        "Mr. ",
        "3.14",
        "。",
        "“",
        "”",
        "- item",
        "é",
        "👩‍👩‍👧",
        "مرحبا",
        "\u2028",
        "\x0c",
        "word",
        "i",
        "J. R.",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))


def cut(text: str, how: Segmentation) -> list[str]:
    return [text[unit.start : unit.end] for unit in segments(text, how)]


@given(TEXTS, st.sampled_from(WAYS))
def test_units_are_ordered_apart_inside_the_text_and_trimmed(text: str, how: Segmentation) -> None:
    last = 0
    for unit in segments(text, how):
        assert last <= unit.start < unit.end <= len(text)
        piece = text[unit.start : unit.end]
        assert piece == piece.strip()
        last = unit.end


@given(TEXTS, st.sampled_from([way for way in WAYS if way != "turn"]))
def test_no_visible_character_is_lost(text: str, how: Segmentation) -> None:
    assert "".join("".join(cut(text, how)).split()) == "".join(text.split())


@given(TEXTS)
def test_turns_lose_nothing_but_labels_and_times(text: str) -> None:
    covered = {place for unit in segments(text, "turn") for place in range(unit.start, unit.end)}
    left_out = "".join(c if place not in covered else "\n" for place, c in enumerate(text))
    for line in left_out.splitlines():
        # A label ends with its colon; a time may stand alone on the line before one.
        assert not line.strip() or ":" in line


@given(TEXTS, st.sampled_from(WAYS))
def test_line_endings_make_no_difference(text: str, how: Segmentation) -> None:
    unix = text.replace("\r", "")
    windows = unix.replace("\n", "\r\n")
    assert [unit.replace("\r\n", "\n") for unit in cut(windows, how)] == cut(unix, how)
    assert [unit.speaker for unit in segments(windows, how)] == [u.speaker for u in segments(unix, how)]


def test_offsets_count_code_points() -> None:
    text = "👍🏽 gut.\n  Zweite Zeile 🎉  "
    assert list(segments(text, "line")) == [Segment(0, 7), Segment(10, 24)]
    assert cut(text, "line") == ["👍🏽 gut.", "Zweite Zeile 🎉"]


def test_whole_drops_nothing_but_outer_space_and_blank_texts() -> None:
    assert cut("  a\n\nb ", "whole") == ["a\n\nb"]
    assert cut(" \n ", "whole") == []


def test_paragraphs_end_at_blank_lines_even_with_spaces_in_them() -> None:
    assert cut("a\nb\n \t\nc\r\n\r\nd\n", "paragraph") == ["a\nb", "c", "d"]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Smith met Dr. J. R. Jones at 5 p.m. yesterday.", "They ate."],
        ["It cost $3.50, i.e. too much.", "Then 3.14 came."],
        ["He left... and came back!", '"Why?" she asked.', "I don't know."],
        ["Wait...", "What?!", "No!!!"],
        ['He said "Stop."', "Then he left."],
        ["We chose plan B.", "It works."],
        ["She lives in the U.S. and works for Apple Inc. in May.", "The pay is good."],
        ["See fig. 3 and no. 5.", "She said no.", "I left."],
        ["Am 3. Oktober kam Hr. Weber, z.B. um 8 Uhr.", "Es regnete."],
        ["¿Qué pasó?", "¡Nada!", "Todo bien."],
        ["今日は楽しかった。", "はい\uff01", "「本当\uff1f」", "と言った。"],
        ["I visited example.com today.", "It was slow."],
        ["1. Buy milk.", "2. Go home"],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    separator = "" if "。" in sentences[0] else "\n" if sentences[0].startswith("1.") else " "
    assert cut(separator.join(sentences), "sentence") == sentences


def test_who_writes_small_letters_only_still_gets_sentences() -> None:
    assert cut("i went home. it was good. great! love it", "sentence") == [
        "i went home.",
        "it was good.",
        "great!",
        "love it",
    ]
    assert cut("Approx. ten came. I saw the approx. count", "sentence") == [
        "Approx. ten came.",
        "I saw the approx. count",
    ]


def test_a_sentence_may_wrap_over_lines_but_not_over_paragraphs() -> None:
    assert cut("It goes\non here. Next\n\nheading\n- one\n- two", "sentence") == [
        "It goes\non here.",
        "Next",
        "heading",
        "- one",
        "- two",
    ]


def test_turns_of_a_transcript() -> None:
    text = (
        "Interview of 3 May\n\n[00:01:02] Anna: Hello\nthere.\n\nBEN: Hi: fine.\nSo I said: no\n"
        "00:02\nInterviewer 2: Why?\r\nAnna:\r\nBecause.\nSee http://x.y/z\nDr. Weber [01:02]: Ja."
    )
    found = [(unit.speaker, text[unit.start : unit.end]) for unit in segments(text, "turn")]
    assert found == [
        (None, "Interview of 3 May"),
        ("Anna", "Hello\nthere."),
        ("BEN", "Hi: fine.\nSo I said: no"),
        ("Interviewer 2", "Why?"),
        ("Anna", "Because.\nSee http://x.y/z"),
        ("Dr. Weber", "Ja."),
    ]


def test_small_letter_labels_count_when_they_return() -> None:
    text = "anna: hi\nben: hi\nanna: bye\nnote to self: nothing\nben: bye"
    assert [unit.speaker for unit in segments(text, "turn")] == ["anna", "ben", "anna", "ben"]


def test_text_without_speakers_is_one_turn() -> None:
    assert list(segments(" just prose.\nmore ", "turn")) == [Segment(1, 17, None)]


@pytest.mark.parametrize("how", WAYS)
def test_long_odd_texts_take_no_longer_than_their_length(how: Segmentation) -> None:
    for piece in ("a. ", "A: ", "\n \n", '"', "1.", ".", "[00:01] ", "é" * 50 + " ", "?" * 3, ":", " : "):
        text = piece * (200_000 // len(piece))
        assert sum(unit.end - unit.start for unit in segments(text, how)) <= len(text)
