"""The house's tools agree with every line: layers, lint, format, types, the pages' types and unit tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
UI = [sys.executable, str(ROOT / "scripts" / "ui.py"), "npm"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        pytest.param([str(TOOLS / "lint-imports"), "--no-logo"], id="layers"),
        pytest.param([str(TOOLS / "ruff"), "check"], id="lint"),
        pytest.param([str(TOOLS / "ruff"), "format", "--check"], id="format"),
        pytest.param([str(TOOLS / "mypy")], id="types"),
    ],
)
def test_python(command: list[str]) -> None:
    _passes(command)


@pytest.mark.slow
@pytest.mark.parametrize("script", [pytest.param("check", id="svelte-check"), pytest.param("test", id="vitest")])
def test_pages(script: str) -> None:
    _passes([*UI, "run", script])


def _passes(command: list[str]) -> None:
    plain = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=ROOT, env=plain, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout
