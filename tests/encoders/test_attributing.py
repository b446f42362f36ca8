"""The exact decomposition: word by word it sums to the vector, and to the score; in any script, at the right place."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from linewise.encoders import Hybrid, Lexical
from linewise.encoders.attributing import Attributing
from linewise.learners import LinearLearner, SoftmaxLearner
from linewise.teaching.attribution import Linear, direction
from linewise.teaching.learner import Floats
from linewise.teaching.words import moving_words, words_of
from tests.support.happydb import Happy

ODD = (
    "İstanbul'da 🎉 mutlu GÜN!!! I I",
    "... !!! 🎉",
    "",
    "قضيت يومًا جميلا with my brother",
    "今日は会社で昇進しました happy day",
    "हिन्दी भाषा। my dog, e.g., a-b don't stop",
    "a  b\n\nc d happy happy happy",
)


class Reading:
    """An encoder that reads: the letters of a text, each in its own direction."""

    name, licence, dimensions, fingerprint = "Letters", "Apache-2.0", 26, "letters"

    def __init__(self) -> None:
        self.read = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float16]:
        self.read += len(texts)
        found = np.zeros((len(texts), 26), np.float32)
        for row, text in enumerate(texts):
            for letter in text.lower():
                if "a" <= letter <= "z":
                    found[row, ord(letter) - 97] += 1
        lengths = np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        made: NDArray[np.float16] = (found / lengths).astype(np.float16)
        return made


def unrounded(lexical: Lexical, text: str) -> NDArray[np.float64]:
    folded = np.asarray(lexical._weighed([text]) @ lexical.projection.astype(np.float64), np.float64).ravel()
    folded /= max(float(np.linalg.norm(folded)), 1e-9)
    return folded


def test_the_parts_of_the_words_sum_to_the_vector(happy: Happy, lexical: Lexical) -> None:
    parts = Attributing.of(lexical)
    for text in (*ODD, *happy.texts[:80], " ".join(happy.texts[:150])):
        words = words_of(text)
        found = parts.parts(text, words)
        assert found is not None and found.shape == (len(words) + 1, lexical.dimensions)
        assert np.allclose(found.sum(axis=0), unrounded(lexical, text), atol=1e-5)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200))
def test_of_any_text_at_all(lexical: Lexical, text: str) -> None:
    found = Attributing.of(lexical).parts(text, words_of(text))
    assert found is not None
    assert np.allclose(found.sum(axis=0), unrounded(lexical, text), atol=1e-5)


def test_a_word_gets_what_is_its_own_wherever_it_stands(happy: Happy, lexical: Lexical) -> None:
    parts = Attributing.of(lexical)
    for text in ("🎂🎂 daughter", "İİİ daughter", "😀 قضيت daughter"):
        words = words_of(text)
        found = parts.parts(text, words)
        assert found is not None
        at = [text[start:end] for start, end in words].index("daughter")
        # Nothing else in these texts is known, save the sign of the other scripts' letters.
        assert np.linalg.norm(found[at]) > 0.8


@pytest.mark.parametrize("exclusive", [False, True])
def test_the_parts_sum_to_the_log_odds(happy: Happy, lexical: Lexical, exclusive: bool) -> None:
    hybrid = Hybrid(Reading(), lexical, 0.7)
    vectors = hybrid.encode(happy.texts[:600])
    learner = SoftmaxLearner() if exclusive else LinearLearner()
    labels = happy.labels[:600]
    fitted = learner.fit(vectors, labels, np.ones_like(labels), seed=0, groups=np.arange(600))
    assert isinstance(fitted, Linear)
    parts = Attributing.of(hybrid)

    def read(texts: Sequence[str]) -> Floats:
        return hybrid.first.encode(texts).astype(np.float32)

    for text in happy.texts[600:630]:
        vector = parts.vectors([text], read)[0]
        column = int(np.argmax(fitted.predict(vector[None])[0]))
        p = float(fitted.predict(vector[None])[0, column])
        made = direction(fitted, vector, column)
        score = parts.score(fitted, text, column, read)
        assert score.exact is not None and score.asked is not None
        counted = parts.parts(text, words_of(text))
        assert counted is not None
        rest = float(parts.factors(read([text])[0], counted.sum(axis=0))[1] * (counted[-1] @ made.slope[26:]))
        whole = float(score.exact.sum()) + rest + float(score.asked([text])[0]) + made.offset
        assert whole == pytest.approx(float(made.of(vector[None])[0]), abs=1e-4)
        if fitted.taught.all():
            assert whole == pytest.approx(np.log(p / (1 - p)), abs=2e-3)


def test_what_only_reads_is_asked_and_what_only_counts_is_not(happy: Happy, lexical: Lexical) -> None:
    labels = happy.labels[:300]
    reading = Reading()
    for encoder in (reading, lexical):
        vectors = encoder.encode(happy.texts[:300])
        fitted = LinearLearner().fit(vectors, labels, np.ones_like(labels), seed=0, groups=np.arange(300))
        assert isinstance(fitted, Linear)
        parts, before = Attributing.of(encoder), reading.read
        score = parts.score(fitted, happy.texts[301], 0, lambda texts: reading.encode(texts).astype(np.float32))
        assert (score.exact is None) == (encoder is reading)
        assert (score.asked is None) == (encoder is lexical)
        assert (reading.read > before) == (encoder is reading)


def test_a_very_long_text_is_counted_whole(happy: Happy, lexical: Lexical) -> None:
    labels = happy.labels[:300]
    vectors = lexical.encode(happy.texts[:300])
    fitted = LinearLearner().fit(vectors, labels, np.ones_like(labels), seed=0, groups=np.arange(300))
    assert isinstance(fitted, Linear)
    parts = Attributing.of(lexical)
    text = "🎂 " + " ".join(happy.texts[:200])

    def scoring(texts: Sequence[str]) -> Floats:
        return fitted.scores(lexical.encode(texts))[:, 0]

    found = moving_words(text, scoring, parts.score(fitted, text, 0, lambda _: np.empty((0, 0), np.float32)))
    assert found.whole
    assert all(text[one.start : one.end].strip() for one in found.words)
