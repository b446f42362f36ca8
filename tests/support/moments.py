"""A small study of happy moments, coded from the gold labels, for tests that need something to look at."""

import csv
import itertools
from pathlib import Path

import pytest

from linewise.demo import happydb_gold, happydb_path
from linewise.importing.plan import ImportPlan
from linewise.workbench import Project, Workspace

NAME = "Happy moments"
PLAN = ImportPlan(text=("text",), id="id")


def import_moments(project: Project, folder: Path, *, texts: int) -> None:
    """Bring the first so many texts of the demo corpus into a project."""
    target = folder / "moments.csv"
    with happydb_path() as source, source.open(newline="", encoding="utf-8") as file:
        rows = list(itertools.islice(csv.DictReader(file), texts))
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "text"))
        writer.writerows((row["id"], row["text"]) for row in rows)
    project.importing.run(target, PLAN)


def make_moments(where: Path, *, texts: int = 200, noted: int = 60) -> Path:
    """A workspace with one project: texts, notes that say the gold label, a code of each label, a model."""
    gold = happydb_gold()
    with Workspace(where) as workspace:
        project = workspace.create(NAME, coder="me", seed=7)
        import_moments(project, where.parent, texts=texts)
        for unit in project.coding.units(order="random", limit=noted).units:
            project.coding.write(unit.id, gold[str(unit.external_id)].replace("_", " "))
        for line in project.grouping.tray().items:
            project.grouping.create(line.text.capitalize(), norms=[line.norm])
        project.teaching.encode()
        project.teaching.train()
    return where


@pytest.fixture(scope="session")
def moments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That study, to be copied by each test that changes it."""
    return make_moments(tmp_path_factory.mktemp("moments") / "study.linewise")
