"""A folder to work in, and the command as a function."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from linewise.cli.app import app
from tests.web.server import write_csv

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("LINEWISE_IN", "LINEWISE_PROJECT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "160")
    write_csv(tmp_path / "moments.csv")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    def call(*arguments: object, code: int = 0, typed: str | None = None) -> Result:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=typed)
        assert result.exit_code == code, f"{arguments}: {result.exit_code}\n{result.output}\n{result.stderr}"
        return result

    return call


@pytest.fixture
def ask(run: Run) -> Callable[..., Any]:
    """Run with --json and read what comes."""

    def call(*arguments: object) -> Any:
        return json.loads(run(*arguments, "--json").stdout)

    return call


@pytest.fixture
def study(run: Run) -> None:
    """The texts, some notes, two codes."""
    run("import", "moments.csv", "--text", "text", "--id", "id", "--attribute", "age:integer")
    for unit, note in ((0, "dog; greeting"), (1, "money"), (3, "sunset"), (5, "family")):
        run("code", "note", unit, note)
    run("group", "create", "Affection", "--put", "dog", "--put", "family")
    run("group", "create", "Achievement", "--put", "Money")
