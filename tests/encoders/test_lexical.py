"""The lexical encoder: learns a corpus' own words, in any language, and is the same again from its bytes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from linewise.core.errors import BadInput, Broken
from linewise.encoders import Lexical, fit_lexical
from linewise.encoders.lexical import _sampled
from linewise.teaching.encoder import Encoder
from tests.support.happydb import Happy


def test_it_is_an_encoder_with_rows_of_length_one(happy: Happy, lexical: Lexical, vectors: NDArray[np.float16]) -> None:
    assert isinstance(lexical, Encoder)
    assert vectors.shape == (len(happy.texts), lexical.dimensions)
    assert np.allclose(np.linalg.norm(vectors.astype(np.float32), axis=1), 1, atol=5e-3)


def test_the_same_corpus_gives_the_same_encoder(happy: Happy) -> None:
    one, other = fit_lexical(happy.texts[:300]), fit_lexical(iter(happy.texts[:300]))
    assert one.fingerprint == other.fingerprint
    assert one.fingerprint != fit_lexical(happy.texts[:299]).fingerprint


def test_it_comes_back_from_its_bytes_as_it_was(happy: Happy, lexical: Lexical, vectors: NDArray[np.float16]) -> None:
    back = Lexical.from_bytes(lexical.to_bytes())
    assert back.fingerprint == lexical.fingerprint
    assert np.array_equal(back.encode(happy.texts), vectors)


def test_cut_or_foreign_bytes_are_called_broken(lexical: Lexical) -> None:
    data = lexical.to_bytes()
    for bad in (data[:-10], data[:5], b"", b"PK" + data):
        with pytest.raises(Broken):
            Lexical.from_bytes(bad)


def test_texts_that_share_words_lie_close(lexical: Lexical) -> None:
    texts = ["I walked my dog", "my dog and I went for a walk", "I passed the exam"]
    dog, same, other = lexical.encode(texts).astype(np.float32)
    assert dog @ same > dog @ other + 0.2


def test_a_text_without_anything_known_is_a_zero_vector(lexical: Lexical) -> None:
    assert not lexical.encode(["", "\u2042"]).any()


def test_languages_without_spaces_between_words_are_told_apart() -> None:
    cats = ["我喜欢我的猫", "我的猫很可爱", "猫在睡觉", "他家的猫"]
    work = ["今天工作很忙", "工作完成了", "新的工作机会", "上班工作"]
    encoder = fit_lexical(cats + work)
    cat, other_cat, job = encoder.encode([cats[0], cats[1], work[1]]).astype(np.float32)
    assert cat @ other_cat > cat @ job


def test_a_tiny_corpus_gives_few_dimensions_and_an_empty_one_a_remedy() -> None:
    assert 1 <= fit_lexical(["a red apple", "a green pear", "blue"]).dimensions <= 2
    for nothing in ([], ["only one text"], ["", "  "], ["same", "same"]):
        with pytest.raises(BadInput, match="at least two texts"):
            fit_lexical(nothing)


@given(st.lists(st.text(max_size=30), max_size=20))
@settings(max_examples=40, deadline=None)
def test_any_text_has_a_finite_vector_of_length_one_or_zero(lexical: Lexical, texts: list[str]) -> None:
    lengths = np.linalg.norm(lexical.encode(texts).astype(np.float32), axis=1)
    assert np.all((lengths == 0) | (np.abs(lengths - 1) < 5e-3))


def test_a_large_corpus_is_sampled_evenly_from_start_to_end() -> None:
    chosen = [int(text) for seed in range(40) for text in _sampled(map(str, range(1000)), 50, seed)]
    assert len(chosen) == 40 * 50
    assert abs(np.mean(chosen) - 499.5) < 4 * 288.7 / np.sqrt(len(chosen))
    assert _sampled(map(str, range(10)), 50, 0) == [str(n) for n in range(10)]
