"""A study in which everything was done once, and its file."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import linewise
from linewise.workbench import Workspace
from linewise.workbench import archiving as files
from tests.auditing.commands import EVERYTHING, do
from tests.auditing.session import Session
from tests.support.postgres import fresh
from tests.support.study import empty, study

# As doccano writes passages with their labels.
SPANS = {
    "id": 1,
    "text": "Ann 🎉 went home.\n\nBo stayed.",
    "label": [[0, 3, "person"], [11, 15, "place"]],
    "Comments": ["so it was"],
}


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which every kind of thing was done once, and its project as a file."""
    folder = tmp_path_factory.mktemp("made")
    with study(f"sqlite:///{folder / 'study.linewise'}", folder) as project:
        session = Session(project, folder)
        for step in EVERYTHING:
            do(session, step)
        (folder / "spans.jsonl").write_text(json.dumps(SPANS) + "\n", encoding="utf-8")
        project.importing.run(folder / "spans.jsonl")
        files.pack(project._desk, folder / "study.zip")
    return folder


@pytest.fixture
def study_zip(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made / "study.zip", tmp_path))


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Workspace]:
    with linewise.open_workspace(shutil.copy(empty(), tmp_path / "elsewhere.linewise")) as workspace:
        yield workspace


@pytest.fixture(params=["sqlite", "postgresql"])
def another_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """One more empty database, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'another.linewise'}"
    else:
        with fresh(request.getfixturevalue("postgres_url")) as url:
            yield url
