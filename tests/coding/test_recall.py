"""Recall: what is most like a unit, by vectors where there are any and by rarer words where there are none."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from linewise.coding.likeness import Index, Recall
from linewise.core.errors import BadInput, NotFound
from linewise.workbench import Project
from tests.support.study import study

ROWS = [
    (str(at), text, "calm", "", "")
    for at, text in enumerate(
        (
            "I found a coin on the road",
            "I found a coin on the road",
            "I found a silver coin in my pocket",
            "My daughter smiled at me",
            "My daughter and my son smiled",
            "The bus came late again",
            "The bus came late, and I smiled",
            "A coin, a coin, a shiny coin!",
            "Nothing of this kind",
        )
    )
]


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with study(database_url, tmp_path, rows=ROWS) as project:
        yield project


def _units(recall: Recall) -> tuple[list[int], list[int]]:
    return [one.unit.id for one in recall.said], [one.unit.id for one in recall.unread]


def test_before_there_are_vectors_units_are_compared_by_their_rarer_words(project: Project) -> None:
    project.coding.write(2, "luck; money")
    project.coding.mark(6, "skipped")
    found = project.coding.similar(0)
    assert found.by == "words" and "no vector yet" in found.notice and "rarer words" in found.notice
    said, unread = _units(found)
    assert said == [2] and found.said[0].unit.notes[0].text == "luck; money"
    assert 7 in unread and not {0, 1, 2, 6} & set(unread), "neither itself, nor its twin, nor what is read"
    assert set(found.said[0].shared) >= {"found", "coin"} and found.said[0].words.startswith("shares ")


def test_with_vectors_the_nearest_come_first_and_twins_stand_for_one_another(project: Project) -> None:
    project.teaching.encode()
    project.coding.write(0, "luck")
    code = project.grouping.create("Family").code.id
    project.coding.code(4, {code: "present"})
    found = project.coding.similar(2)
    said, unread = _units(found)
    assert found.by == "vectors" and found.notice == ""
    assert said[0] in (0, 1) and len({0, 1} & set(said)) == 1 and 4 in said
    assert unread[0] == 7 and 2 not in unread
    shares = [one.similarity for one in found.unread]
    assert shares == sorted(shares, reverse=True) and all(0 <= share <= 1 for share in shares)
    assert 1 not in _units(project.coding.similar(0))[0]


def test_recall_starts_from_words_too(project: Project) -> None:
    assert _units(project.coding.similar(text="a silver coin"))[1][0] == 2
    project.teaching.encode()
    assert _units(project.coding.similar(text="daughter and son"))[1][0] == 4
    assert len(project.coding.similar(text="coin", limit=2).unread) == 2


def test_what_was_imported_and_undone_is_not_recalled(project: Project) -> None:
    project.teaching.encode()
    project.undo(next(e.seq for e in project.auditing.log(limit=500).entries if e.kind == "source_imported"))
    with pytest.raises(NotFound):
        project.coding.similar(0)
    assert _units(project.coding.similar(text="coin")) == ([], [])


def test_recall_needs_a_beginning(project: Project) -> None:
    for unit, text in ((None, None), (0, "coin"), (None, "  ")):
        with pytest.raises(BadInput):
            project.coding.similar(unit, text=text)
    with pytest.raises(NotFound):
        project.coding.similar(99)
    with pytest.raises(BadInput):
        project.coding.similar(0, limit=0)


@pytest.mark.parametrize("spread", [1.0, 0.02])
def test_the_index_misses_none_of_the_nearest(spread: float) -> None:
    # Also where all vectors lie close together, so that rounding to bytes confuses their order.
    random = np.random.default_rng(3)
    middle = random.standard_normal(64)
    vectors = (middle + spread * random.standard_normal((5_000, 64))).astype(np.float16)
    index = Index(vectors, range(5_000))
    exact = vectors.astype(np.float64)
    exact /= np.linalg.norm(exact, axis=1, keepdims=True)
    for row in (0, 1_234, 4_999):
        query = index.unit(row)
        truth = exact @ query
        truth[row] = -1
        found = index.nearest(query, index.nearly(query), np.arange(5_000), 20, apart_from=row)
        assert row not in [at for at, _ in found]
        # Equal to the last digit a half float has, whatever the order of ties.
        assert [cosine for _, cosine in found] == pytest.approx(np.sort(truth)[::-1][:20], abs=2e-3)
        assert truth[[at for at, _ in found]] == pytest.approx(np.sort(truth)[::-1][:20], abs=2e-3)
