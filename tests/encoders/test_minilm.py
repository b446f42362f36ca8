"""The sentence encoder: sees meaning, says the same of a text in any company, refuses weights that are not its own."""

from pathlib import Path

import numpy as np
import pytest

from linewise.core.errors import NotReady
from linewise.encoders import MiniLM
from linewise.encoders.minilm import BATCH_TOKENS, batches
from linewise.teaching.encoder import Encoder


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM.load()


def test_it_is_an_encoder(minilm: MiniLM) -> None:
    assert isinstance(minilm, Encoder)


def test_paraphrases_lie_closer_than_texts_that_share_words(minilm: MiniLM) -> None:
    triples = [
        ("I got a raise at work", "My boss increased my salary", "I got a cat at work"),
        ("My son took his first steps", "Our baby walked for the first time", "My son took his first exam"),
        ("We hiked up the mountain at dawn", "An early climb to the summit", "We typed up the mountain of paper"),
    ]
    for text, paraphrase, lookalike in triples:
        one, same, other = minilm.encode([text, paraphrase, lookalike]).astype(np.float32)
        assert one @ same > 0.35
        assert one @ same > one @ other - 0.15


def test_unrelated_texts_lie_far_apart(minilm: MiniLM) -> None:
    one, other = minilm.encode(["I got a raise at work", "The cat sleeps on the sofa"]).astype(np.float32)
    assert abs(one @ other) < 0.2


def test_the_vector_of_a_text_does_not_depend_on_its_company(minilm: MiniLM) -> None:
    texts = ["short", "a sentence of middling length about a dog and a walk", "word " * 400, "", "short"]
    together = minilm.encode(texts).astype(np.float32)
    alone = np.vstack([minilm.encode([text]) for text in texts]).astype(np.float32)
    assert np.abs(together - alone).max() < 2e-3
    assert np.array_equal(together[0], together[4])
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=2e-3)


def test_no_texts_give_no_vectors(minilm: MiniLM) -> None:
    assert minilm.encode([]).shape == (0, 384)


def test_batches_hold_every_row_once_and_stay_within_their_size() -> None:
    lengths = [3, 256, 17, 17, 90, 5, 256, 2, 40] * 20
    found = list(batches([[0] * length for length in lengths]))
    assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
    for batch in found:
        assert len(batch) == 1 or max(lengths[row] for row in batch) * len(batch) <= BATCH_TOKENS


def test_damaged_weights_are_refused_with_a_remedy(tmp_path: Path) -> None:
    damaged = tmp_path / "model.onnx"
    damaged.write_bytes(b"not the weights")
    with pytest.raises(NotReady, match=r"damaged.*Reinstall") as refusal:
        MiniLM.load(damaged)
    assert refusal.value.where["file"] == str(damaged)


def test_missing_weights_are_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match=r"cannot be read.*Reinstall"):
        MiniLM.load(tmp_path / "nothing.onnx")
