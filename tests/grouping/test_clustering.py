"""Proposed clusters: what lies close together comes together, nothing else does, and the same way every time."""

import numpy as np
import pytest

from linewise.grouping.clustering import LARGEST, Bounds, clusters, joined, resembled, turned_down

BOUNDS = Bounds(least=0.5, close=0.7, same=0.95)


def around(*middles: int, each: int, spread: float = 0.02, width: int = 24) -> np.ndarray:
    """Rows near some axes, `each` of them near every one."""
    rng = np.random.default_rng(0)
    rows = np.concatenate([np.eye(width)[middle] + rng.normal(0, spread, (each, width)) for middle in middles])
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_groups_that_lie_apart_are_found_and_named_by_what_is_written_most() -> None:
    vectors = around(0, 5, 9, each=4)
    counts = [1, 9, 1, 1, 1, 1, 7, 1, 1, 1, 1, 30]
    found = clusters(vectors, counts, BOUNDS)
    assert [set(one.rows) for one in found] == [{8, 9, 10, 11}, {0, 1, 2, 3}, {4, 5, 6, 7}]
    assert [one.rows[0] for one in found] == [11, 1, 6]
    assert all(BOUNDS.told(one.cohesion) == "nearly the same" for one in found)


def test_what_resembles_nothing_is_left_in_the_tray() -> None:
    vectors = np.eye(12)
    assert clusters(vectors, [1] * 12, BOUNDS) == []
    assert clusters(np.zeros((5, 3)), [1] * 5, BOUNDS) == []
    assert clusters(np.zeros((0, 3)), [], BOUNDS) == []


def test_rows_without_a_vector_join_nothing() -> None:
    vectors = np.concatenate([around(0, each=3), np.zeros((4, 24))])
    assert [set(one.rows) for one in clusters(vectors, [1] * 7, BOUNDS)] == [{0, 1, 2}]


@pytest.mark.parametrize("many", [16, 40])
def test_a_proposal_is_small_enough_to_be_looked_through(many: int) -> None:
    found = clusters(around(0, each=many, spread=0.1), [1] * many, BOUNDS)
    assert sum(len(one.rows) for one in found) > many / 2
    assert all(2 <= len(one.rows) <= LARGEST for one in found)
    rows = [row for one in found for row in one.rows]
    assert len(rows) == len(set(rows))


def test_the_same_open_codes_give_the_same_proposals() -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(300, 6))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    counts = rng.integers(1, 5, 300).tolist()
    assert clusters(vectors, counts, BOUNDS) == clusters(vectors.copy(), list(counts), BOUNDS)


def test_texts_speak_louder_than_units() -> None:
    texts, units = np.eye(4)[[0, 0, 1, 1]], np.eye(4)[[2, 3, 2, 3]]
    near = joined(texts, units) @ joined(texts, units).T
    assert near[0, 1] > 0.6 > 0.4 > near[0, 2] > near[0, 3]


def test_a_proposal_tells_the_code_that_it_resembles() -> None:
    vectors = around(0, 5, 9, each=3)
    assert resembled([0, 1], vectors, [[6, 7, 8], [2], []], 0.6) == 1
    assert resembled([0, 1], vectors, [[6, 7, 8], []], 0.6) is None
    assert resembled([0, 1], vectors, [], 0.6) is None


def test_a_proposal_turned_down_is_known_again_when_it_changed_a_little() -> None:
    refused = [frozenset("abcd")]
    assert turned_down("abcd", refused)
    assert turned_down("abcde", refused)
    assert turned_down("abc", refused)
    assert not turned_down("ax", refused)
    assert not turned_down("abxyz", refused)
