"""A code of which only words are known ranks units; how far probabilities can be trusted is measured and told."""

from pathlib import Path

import numpy as np
import pytest

import linewise
from linewise.core.errors import NotReady
from linewise.learners.heads import MODEST
from linewise.workbench import Workspace
from tests.support.words import NAME, decide_round, make_words


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_words(tmp_path_factory.mktemp("small") / "study.linewise")


def bare(where: Path) -> Workspace:
    """A project of texts about three things, two codes with words and no example."""
    lines = [
        f"{word} {number} went well" for number in range(30) for word in ("dinner pasta", "football match", "rain")
    ]
    (where.parent / "lines.txt").write_text("\n".join(lines), encoding="utf-8")
    workspace = linewise.open_workspace(where)
    project = workspace.create("bare", coder="me", seed=1)
    project.importing.run(where.parent / "lines.txt")
    project.grouping.create("Food", definition="eating dinner, cooking pasta")
    project.grouping.create("Sport", aliases=["football", "match"])
    return workspace


def test_words_alone_rank_units_and_code_none(tmp_path: Path) -> None:
    with bare(tmp_path / "bare.linewise") as workspace:
        project = workspace.project("bare")
        project.teaching.encode()
        state = project.teaching.state()
        assert [row.by_words for row in state.training] == [True, True]
        assert state.ready
        assert "written about them" in state.advice
        card = project.teaching.train()
        scores = project.teaching.predict(range(90))
        assert scores.max() <= MODEST + 1e-3
        texts = [unit.text for unit in project.coding.units(limit=100, order="file").units]
        for column, word in enumerate(("dinner", "football")):
            assert card.codes[column] == state.training[column].code
            likely = np.argsort(-scores[:, column])[:10]
            assert sum(word in texts[unit] for unit in likely.tolist()) == 10
        opened = project.verifying.open(strategy="likely", size=10, code=state.training[1].code)
        assert sum("football" in item.unit.text for item in opened.items) >= 7
        with pytest.raises(NotReady, match="held out"):
            project.teaching.calibration()


def test_calibration_is_measured_on_units_held_out_or_drawn(small: Path, tmp_path: Path) -> None:
    where = tmp_path / "study.linewise"
    where.write_bytes(small.read_bytes())
    with linewise.open_workspace(where) as workspace:
        project = workspace.project(NAME)
        before = project.teaching.calibration()
        assert before.source == "folds"
        assert "no sample of the corpus" in before.words
        decide_round(project, 100)
        project.teaching.train()
        found = project.teaching.calibration()
        assert (found.source, found.units) == ("audit", 100)
        assert sum(one.answers for one in found.bins) == found.answers
        assert all(one.low <= one.right <= one.high for one in found.bins)
        assert [one.stated for one in found.bins] == sorted(one.stated for one in found.bins)
        assert project.teaching.calibration(str(before.number)) == before
