"""Notes as people write them: what is one open code, and which are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linewise.core.errors import BadInput
from linewise.core.text import checked, norm, percent, pieces


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("surprise; monetary gain", ["surprise", "monetary gain"]),
        ("  one\n two ;;three ; ", ["one", "two", "three"]),
        ("Joy; joy;  JOY ", ["Joy"]),
        ("straße; STRASSE", ["straße"]),
        ("ﬁne; fine", ["ﬁne"]),
        ("a  b\u00a0c", ["a b c"]),
        (";\n;", []),
        ("", []),
    ],
)
def test_a_note_falls_into_its_open_codes(note: str, expected: list[str]) -> None:
    assert list(pieces(note)) == expected


@given(st.text(max_size=80))
def test_pieces_are_distinct_trimmed_and_stay_pieces(note: str) -> None:
    found = list(pieces(note))
    assert len({norm(piece) for piece in found}) == len(found)
    assert all(piece and piece == piece.strip() and ";" not in piece and "\n" not in piece for piece in found)
    assert list(pieces("; ".join(found))) == found


@given(st.text(max_size=40))
def test_the_norm_of_a_norm_is_itself(text: str) -> None:
    assert norm(norm(text)) == norm(text)


def test_shares_read_as_they_do_on_the_page() -> None:
    shares = (0.625, 0.005, 0.004, 0.996, 1.0, 0.0, None)
    assert [percent(one) for one in shares] == ["63%", "1%", "< 1%", "99%", "100%", "0%", "–"]
    assert [percent(one, 1) for one in (0.0625, 0.9999, 0.00001)] == ["6.3%", "99.9%", "< 0.1%"]


@pytest.mark.parametrize("text", ["a\x00b", "half \ud83d a character", "x" * 11])
def test_text_that_no_database_can_hold_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        checked(text, what="note", longest=10 if text.startswith("x") else 100)
    assert caught.value.remedy
