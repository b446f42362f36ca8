"""Open codes that are nearly the same are told from those that only look so."""

import pytest

from linewise.coding.resembling import Vocabulary, offers


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("monetary gains", "monetary gain"),
        ("families", "family"),
        ("happiness", "happy"),
        ("surprising", "surprise"),
        ("freinds", "friends"),
        ("happyness", "happiness"),
        ("acheivment", "achievement"),
        ("gain, monetary", "monetary gain"),
        ("gain mon", "monetary gain"),
        ("time with family", "family time"),
        ("friend's wedding", "the wedding of a friend"),
        ("מתנה מחבר", "מחבר מתנה"),
    ],
)
def test_another_ending_a_slip_or_another_order_is_recognised(typed: str, known: str) -> None:
    vocabulary = Vocabulary([known, "something else", "weather"])
    assert vocabulary.resembling(typed, limit=5) == [known]


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("gain", "pain"),
        ("money", "honey"),
        ("house", "horse"),
        ("son", "sun"),
        ("no money", "money"),
        ("unhappy", "happy"),
        ("new job", "new dog"),
        ("family", "family dinner"),
        ("won a game", "lost a game"),
        ("good food", "good mood"),
        ("mother", "brother"),
        ("", "family"),
        ("?!", "family"),
    ],
)
def test_other_words_do_not_resemble(typed: str, known: str) -> None:
    assert Vocabulary([known]).resembling(typed, limit=5) == []


def test_an_open_code_that_is_gone_is_not_offered_again() -> None:
    vocabulary = Vocabulary(["friends", "family time"])
    vocabulary.keep(["family time", "rest"])
    assert vocabulary.resembling("freinds", limit=5) == []
    assert vocabulary.resembling("time family", limit=5) == ["family time"]


def test_what_begins_so_comes_first_and_what_resembles_always_finds_room() -> None:
    written = {"gift": 1, "gift of money": 5, "a gift": 9, "gifted child": 2, "gits": 1, "luck": 4}
    vocabulary = Vocabulary(written)
    assert offers("gift", written, vocabulary, limit=8) == [
        ("gift of money", "begins"),
        ("gifted child", "begins"),
        ("gift", "begins"),
        ("a gift", "holds"),
    ]
    many = {**{f"friendly {number}": number for number in range(20)}, "friends": 3}
    found = offers("friendl", many, Vocabulary(many), limit=4)
    assert (len(found), found[-1]) == (4, ("friends", "resembles"))
    assert offers("frends", many, Vocabulary(many), limit=4) == [("friends", "resembles")]
    assert offers("", written, vocabulary, limit=2) == [("a gift", "begins"), ("gift of money", "begins")]
