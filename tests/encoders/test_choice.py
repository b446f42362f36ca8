"""The default encoder: both halves when they can be had, one with a notice when not, and kept without copies."""

from pathlib import Path

import numpy as np
import pytest

from linewise.core.errors import BadInput, NotReady
from linewise.encoders import Hybrid, Lexical, MiniLM, default_encoder, dump, load
from linewise.learners import LinearLearner
from tests.support.happydb import Happy

TAUGHT, SHOWN = 400, 1_000


def test_the_default_joins_meaning_and_words_and_comes_back_from_its_bytes(happy: Happy) -> None:
    choice = default_encoder(happy.texts[:200])
    assert choice.notice is None
    assert isinstance(choice.encoder, Hybrid)
    data = dump(choice.encoder)
    assert len(data) < 5_000_000, "the sentence encoder's weights are not copied"
    back = load(data)
    assert back.fingerprint == choice.encoder.fingerprint
    assert np.array_equal(back.encode(happy.texts[:5]), choice.encoder.encode(happy.texts[:5]))


def test_the_halves_can_be_joined_by_whoever_kept_them(happy: Happy, lexical: Lexical) -> None:
    both = Hybrid(MiniLM.load(), lexical)
    texts = happy.texts[:5]
    assert np.array_equal(both.join(both.first.encode(texts), both.second.encode(texts)), both.encode(texts))


def test_without_weights_the_words_of_the_corpus_serve_and_a_notice_says_so(happy: Happy, tmp_path: Path) -> None:
    nowhere = tmp_path / "model.onnx"
    choice = default_encoder(happy.texts[:200], weights=nowhere)
    assert isinstance(choice.encoder, Lexical)
    assert choice.notice is not None
    assert "Reinstall the package" in choice.notice
    assert "accuracy is lower" in choice.notice
    assert load(dump(choice.encoder)).fingerprint == choice.encoder.fingerprint


def test_a_corpus_without_words_still_has_meaning_and_with_neither_there_is_a_remedy(tmp_path: Path) -> None:
    choice = default_encoder(["one text only"])
    assert isinstance(choice.encoder, MiniLM)
    assert choice.notice
    with pytest.raises(BadInput, match="at least two texts"):
        default_encoder([], weights=tmp_path / "model.onnx")


def test_an_encoder_kept_with_other_weights_says_that_the_corpus_must_be_encoded_again(
    happy: Happy, lexical: Lexical, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = dump(Hybrid(MiniLM.load(), lexical))
    monkeypatch.setattr("linewise.encoders.minilm.MAX_TOKENS", 128)
    with pytest.raises(NotReady, match="Encode the corpus again"):
        load(data)


@pytest.mark.slow
def test_meaning_and_words_together_teach_better_than_words_alone(happy: Happy, lexical: Lexical) -> None:
    right = {}
    for encoder in (lexical, Hybrid(MiniLM.load(), lexical)):
        vectors = encoder.encode(happy.texts[:SHOWN])
        weights = np.ones_like(happy.labels[:TAUGHT])
        model = LinearLearner().fit(vectors[:TAUGHT], happy.labels[:TAUGHT], weights, seed=0)
        answers = model.predict(vectors[TAUGHT:]).argmax(axis=1)
        right[encoder.name] = float((answers == happy.gold[TAUGHT:SHOWN]).mean())
    words, both = right.values()
    assert both > words + 0.03
    assert both > 0.72
