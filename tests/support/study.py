"""Small studies for tests: a workspace with a few lines to code, and a look behind the facade at what was stored."""

import atexit
import csv
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import linewise
from linewise.core.events import Event
from linewise.core.facts import FAMILIES
from linewise.importing.plan import ImportPlan
from linewise.storage import log, projection
from linewise.storage.engine import database_url, sqlite_path
from linewise.workbench import Project

COLUMNS = ("id", "text", "mood", "age", "codes")
PLAN = ImportPlan(
    text=("text",), id="id", attributes=(("mood", "category"), ("age", "integer")), codes="codes", encoding="utf-8"
)

# Units 1 and 4 are twins of 0 and 3; some cells are empty, as they are in life.
LINES: tuple[tuple[str, str, str, str, str], ...] = (
    ("a", "I found a coin on the road", "glad", "30", "luck"),
    ("b", "I found a coin on the road", "glad", "41", ""),
    ("c", "My daughter smiled at me", "calm", "30", "family"),
    ("d", "We won the game", "", "9", ""),
    ("e", "We won the game", "loud", "", ""),
    ("f", "A quiet evening with a book", "calm", "77", "rest; family"),
    ("g", "The bus came late again", "sad", "30", ""),
    ("h", "Café au lait, and naïve jokes", "", "", ""),
)


def table(path: Path, rows: Sequence[Sequence[str]] = LINES, *, columns: Sequence[str] = COLUMNS) -> Path:
    """Write rows as a CSV file and return its path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return path


@cache
def empty() -> Path:
    """An SQLite workspace without projects: migrating is most of the time that a small test would take."""
    folder = Path(tempfile.mkdtemp(prefix="linewise-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with linewise.open_workspace(folder / "empty.linewise"):
        return folder / "empty.linewise"


@contextmanager
def study(
    url: str, folder: Path, *, rows: Sequence[Sequence[str]] | None = LINES, twins: bool = True, exclusive: bool = False
) -> Iterator[Project]:
    """A fresh project in a fresh database, with the rows imported (None: nothing), closed afterwards."""
    path = sqlite_path(database_url(url))
    if path is not None and not path.exists():
        shutil.copy(empty(), path)
    with linewise.open_workspace(url) as workspace:
        project = workspace.create("study", coder="Ann", exclusive=exclusive, seed=7)
        if not twins:
            project.change(code_twins=False)
        if rows is not None:
            project.importing.run(table(folder / "lines.csv", rows), PLAN)
        yield project


def stored(project: Project) -> dict[str, dict[str, dict[str, Any]]]:
    """Every row of the projection by family and key."""
    desk = project._desk
    with desk.store.reading() as connection:
        return {family: dict(projection.rows_of(connection, desk.project_no, family)) for family in FAMILIES}


def logged(project: Project) -> list[Event]:
    """The whole log, oldest first."""
    desk = project._desk
    with desk.store.reading() as connection:
        return list(log.read(connection, desk.project_no))
