"""Choosing: every strategy gives units of distinct texts, finds what it says it looks for, and repeats itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from linewise.verifying.diversity import farthest_first
from linewise.verifying.pool import Pool
from linewise.verifying.strategies import STRATEGIES


def pool(seed: int, units: int, *, codes: int = 4, texts: int | None = None, exclusive: bool = False) -> Pool:
    """Units numbered with gaps, random probabilities, and vectors equal exactly where texts are."""
    rng = np.random.default_rng(seed)
    twins = rng.integers(0, texts or units, units)
    vectors = rng.normal(size=(max(texts or units, 1), 5))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    p = rng.random((max(texts or units, 1), codes))
    p = p / p.sum(axis=1, keepdims=True) if exclusive else p
    ids = np.sort(rng.choice(10 * units + 1, units, replace=False))
    words = ("sun", "rain", "snow", "wind", "fog")
    return Pool(
        units=ids,
        twins=twins,
        exclusive=exclusive,
        probabilities=p[twins].astype(np.float32),
        vectors=vectors[twins].astype(np.float16),
        code=codes - 1,
        read=vectors[:2].astype(np.float16) if seed % 2 else None,
        found=rng.integers(0, 9, codes) if seed % 2 else None,
        votes=rng.integers(-1, 2, (len(vectors), codes))[twins].astype(np.int8),
        texts=lambda asked: [" ".join(words[: int(twins[row]) % 6]) for row in np.searchsorted(ids, asked)],
        committee=lambda asked: np.stack([p[twins[np.searchsorted(ids, asked)]] ** power for power in (1, 2)]),
    )


def rows(name: str, where: Pool, size: int, seed: int = 0) -> list[int]:
    return [pick.row for pick in STRATEGIES[name].choose(where, size, np.random.default_rng(seed))]


@pytest.mark.parametrize("name", STRATEGIES)
@given(
    seed=st.integers(0, 10_000), units=st.integers(1, 40), size=st.integers(0, 50), few=st.booleans(), one=st.booleans()
)
@settings(max_examples=12, deadline=None)
def test_picks_are_distinct_texts_of_the_pool_as_many_as_asked_for(
    name: str, seed: int, units: int, size: int, few: bool, one: bool
) -> None:
    where = pool(seed, units, texts=max(1, units // 3) if few else None, exclusive=one)
    picks = STRATEGIES[name].choose(where, size, np.random.default_rng(seed))
    texts = [int(where.twins[pick.row]) for pick in picks]
    assert len(set(texts)) == len(texts) == min(size, len(np.unique(where.twins)))
    assert all(pick.reason for pick in picks)
    assert picks == STRATEGIES[name].choose(where, size, np.random.default_rng(seed))


def test_margin_finds_the_closest_two_answers_or_the_code_closest_to_even() -> None:
    p = np.array([[0.5, 0.4, 0.1], [0.9, 0.05, 0.05], [0.36, 0.34, 0.3], [0.48, 0.02, 0.5]], np.float32)
    one = Pool(units=np.arange(4), twins=np.arange(4), exclusive=True, probabilities=p)
    assert set(rows("margin", one, 2)) == {2, 3}
    many = Pool(units=np.arange(4), twins=np.arange(4), probabilities=p)
    assert set(rows("margin", many, 2)) == {0, 3}


def test_least_confidence_finds_the_answer_least_likely_to_be_right() -> None:
    p = np.array([[0.4, 0.4, 0.2], [0.98, 0.01, 0.01], [0.6, 0.3, 0.1]], np.float32)
    assert rows(
        "least_confidence", Pool(units=np.arange(3), twins=np.arange(3), exclusive=True, probabilities=p), 3
    ) == [
        0,
        2,
        1,
    ]
    several = np.array([[0.9, 0.9, 0.9], [0.6, 0.01, 0.01], [0.7, 0.7, 0.7]], np.float32)
    where = Pool(units=np.arange(3), twins=np.arange(3), probabilities=several)
    assert rows("least_confidence", where, 3) == [2, 1, 0]


def test_entropy_finds_doubt_over_all_codes() -> None:
    p = np.array([[0.5, 0.01, 0.01], [0.4, 0.4, 0.4], [0.02, 0.02, 0.02]], np.float32)
    assert rows("entropy", Pool(units=np.arange(3), twins=np.arange(3), probabilities=p), 3) == [1, 0, 2]
    one = np.array([[0.9, 0.05, 0.05], [0.34, 0.33, 0.33], [0.5, 0.5, 0.0]], np.float32)
    assert rows("entropy", Pool(units=np.arange(3), twins=np.arange(3), exclusive=True, probabilities=one), 3) == [
        1,
        2,
        0,
    ]


def test_the_bands_look_at_one_code_only() -> None:
    p = np.array([[0.1, 0.95], [0.5, 0.2], [0.9, 0.52], [0.5, 0.7]], np.float32)
    where = Pool(units=np.arange(4), twins=np.arange(4), probabilities=p, code=1)
    assert rows("likely", where, 2) == [0, 3]
    assert rows("borderline", where, 2) == [2, 3]


def test_reasons_carry_the_number() -> None:
    p = np.array([[0.1, 0.87]], np.float32)
    where = Pool(units=np.arange(1), twins=np.arange(1), probabilities=p, code=1)
    assert "87%" in STRATEGIES["likely"].choose(where, 1, np.random.default_rng(0))[0].reason


def test_breadth_needs_no_model_and_reaches_every_corner(vectors: NDArray[np.float16]) -> None:
    """A small group far from the rest is met early: by chance alone it would take far longer."""
    rng = np.random.default_rng(0)
    group = np.zeros((15, vectors.shape[1]), np.float16)
    group[:, 0] = -1
    corpus = np.vstack([vectors, group])
    where = Pool(units=np.arange(len(corpus)), twins=np.arange(len(corpus)), vectors=corpus)
    where = Pool(units=where.units, twins=np.minimum(where.twins, len(vectors)), vectors=corpus)
    met = sum(any(row >= len(vectors) for row in rows("diverse", where, 25, seed)) for seed in range(10))
    assert met >= 7
    spread = vectors[farthest_first(vectors, 30, rng)].astype(np.float32)
    chance = vectors[rng.choice(len(vectors), 30, replace=False)].astype(np.float32)
    nearest = [np.sort(some @ some.T, axis=1)[:, -2].mean() for some in (spread, chance)]
    assert nearest[0] < nearest[1]
