"""Words that tell two sets of texts apart (Monroe, Colaresi and Quinn 2008)."""

from linewise.grouping.wording import distinguishing, words

DOGS = ["We walked the dog", "The dog barked at us", "My dog and the ball", "Our dog is old", "A dog came by"]
CATS = ["We fed the cat", "The cat slept near us", "My cat and the mouse", "Our cat is old", "A cat came by"]


def test_the_words_that_differ_come_first_and_shared_ones_do_not_come() -> None:
    here, there = distinguishing(DOGS * 4, CATS * 4)
    assert here[0].word == "dog"
    assert (here[0].here, here[0].there) == (20, 0)
    assert there[0].word == "cat"
    assert there[0].strength < 0 < here[0].strength
    shared = {"the", "our", "old", "by"}
    assert not shared & {one.word for one in (*here, *there)}


def test_one_long_text_does_not_speak_for_all() -> None:
    shouting = ["goal " * 500, *["We walked home"] * 20]
    here, there = distinguishing(shouting, ["We walked home"] * 20)
    assert "goal" not in {one.word for one in (*here, *there)}


def test_a_difference_must_be_more_than_chance() -> None:
    assert distinguishing(["a red house", "a red car"], ["a blue house", "a blue car"]) == ((), ())
    assert distinguishing([], CATS) == ((), ())
    assert distinguishing(["!!!", "42"], CATS) == ((), ())


def test_the_two_sides_mirror_each_other() -> None:
    here, there = distinguishing(DOGS * 4, CATS * 4)
    back, forth = distinguishing(CATS * 4, DOGS * 4)
    assert [(one.word, -one.strength) for one in here] == [(one.word, one.strength) for one in forth]
    assert [one.word for one in there] == [one.word for one in back]


def test_words_of_any_script_are_words() -> None:
    assert words("L’été, СЧАСТЬЕ und Straße 42 don't 😀") == ["l'été", "счастье", "und", "strasse", "don't"]
