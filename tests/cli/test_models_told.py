"""`linewise teach models`, `compare`, `pin`, `unpin` and `export` in a terminal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import linewise
from tests.cli.conftest import Run
from tests.support.words import NAME, decide_round, make_words


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = make_words(tmp_path_factory.mktemp("words") / "study.linewise", texts=100, coded=40)
    with linewise.open_workspace(where) as workspace:
        decide_round(workspace.project(NAME), 12)
        workspace.project(NAME).teaching.train()
    return where


def test_models_in_a_terminal(made: Path, folder: Path, run: Run, ask: Callable[..., Any]) -> None:
    (folder / "study.linewise").write_bytes(made.read_bytes())
    cards = ask("teach", "models")
    newest = str(cards[0]["number"])
    assert "in use" in run("teach", "models").stdout
    told = run("teach", "compare", 1, newest).stdout
    assert "Of 12 units drawn at random" in told
    assert "F1 of model 1" in told
    assert ask("teach", "compare", 1, newest, "--limit", 2)["figures"]["units"] == 12
    assert "Model 1 is pinned" in run("teach", "pin", 1).stdout
    assert [card["number"] for card in ask("teach", "models") if card["current"]] == [1]
    assert "pinned a model" in run("undo").stdout
    run("redo")
    assert f"model {newest}" in run("teach", "unpin").stdout
    told = run("teach", "export", "away", "--model", 1).stdout
    assert "linewise.load_model('away')" in told
    assert linewise.load_model(folder / "away").manifest.number == 1
    assert ask("teach", "export", "away.zip")["number"] == cards[0]["number"]
    assert "is there already" in run("teach", "export", "away", code=1).stderr
    assert "no model" in run("teach", "pin", 99, code=1).stderr.lower()
