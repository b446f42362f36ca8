"""The words that move a score: found where they are, in any script, within bounds, and removing them does move it."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linewise.encoders import Lexical
from linewise.learners import LinearLearner
from linewise.teaching.learner import Floats
from linewise.teaching.words import left_out, moving_words, words_of
from tests.support.happydb import Happy

WEIGHTS = {"raise": 2.0, "promotion": 1.5, "rain": -1.2, "昇進": 2.0}


class Counting:
    """Scores a text by the words it holds, and counts how many texts it was asked about."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, texts: Sequence[str]) -> Floats:
        self.asked += len(texts)
        found = [sum(w for word, w in WEIGHTS.items() if word in text.lower()) - 1 for text in texts]
        return np.array(found, np.float32)


def marked(text: str) -> dict[str, bool]:
    return {text[one.start : one.end]: one.weight > 0 for one in moving_words(text, Counting()).words}


def test_words_are_marked_for_and_against_at_their_place() -> None:
    assert marked("Got a Raise 🎉 despite the rain.") == {"Raise": True, "rain": False}


def test_neighbours_that_pull_the_same_way_are_one_phrase() -> None:
    assert marked("A raise promotion, today") == {"raise promotion": True}


def test_the_score_without_them_is_what_the_rest_says() -> None:
    found = moving_words("a raise and a promotion in the rain", Counting())
    assert found.score == pytest.approx(1.3)
    assert found.without == pytest.approx(-2.2)


def test_scripts_without_spaces_are_cut_small_and_texts_without_words_say_nothing() -> None:
    (found,) = marked("今日は会社で昇進しました。とてもうれしい")
    assert "昇進" in found and len(found) <= 4
    for empty in ("", "  ", "!!! 🎉"):
        found = moving_words(empty, Counting())
        assert found.words == () and found.score == found.without


def test_of_a_long_text_only_what_matters_is_asked_word_by_word() -> None:
    dull = "Nothing at all of any kind happened on that day to anybody. "
    text = dull * 40 + "Then there was a raise. " + dull * 40
    asked = Counting()
    found = moving_words(text, asked)
    assert [text[one.start : one.end] for one in found.words] == ["raise"]
    assert not found.whole
    assert asked.asked <= 100


@given(st.text(max_size=300))
def test_any_text_keeps_its_offsets_and_its_bound(text: str) -> None:
    asked = Counting()
    found = moving_words(text, asked)
    assert asked.asked <= 100
    spans = [(one.start, one.end) for one in found.words]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_removing_the_marked_words_lowers_the_score_more_than_removing_others(happy: Happy, lexical: Lexical) -> None:
    rng = np.random.default_rng(0)
    x = lexical.encode(happy.texts)
    fitted = LinearLearner().fit(x[:1_000], happy.labels[:1_000], np.ones_like(happy.labels[:1_000]), seed=0)
    by_marks, by_chance = [], []
    for row in range(1_000, 1_060):
        text = happy.texts[row]
        code = int(happy.gold[row])

        def scoring(texts: Sequence[str], code: int = code) -> Floats:
            return fitted.scores(lexical.encode(texts))[:, code]

        found = moving_words(text, scoring)
        speaking = [(one.start, one.end) for one in found.words if one.weight > 0]
        if not speaking:
            continue
        many = sum(len(words_of(text[start:end])) for start, end in speaking)
        words = words_of(text)
        others = [words[at] for at in sorted(rng.choice(len(words), min(many, len(words)), replace=False))]
        by_marks.append(found.score - found.without)
        by_chance.append(found.score - float(scoring([left_out(text, others)])[0]))
    assert len(by_marks) > 40
    assert np.mean(by_marks) > 3 * max(float(np.mean(by_chance)), 0.1)
    assert np.mean(np.array(by_marks) > np.array(by_chance)) > 0.9
