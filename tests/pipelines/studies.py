"""What happens to a study in these tests: it is taught, and more data comes."""

from pathlib import Path

from linewise.workbench import Project
from tests.support.study import PLAN, table

MORE = (("x", "A late letter came", "glad", "20", ""), ("y", "Rain all day", "", "", ""))


def grow(project: Project, folder: Path, name: str = "late") -> None:
    """Two more documents."""
    rows = [(f"{name}-{key}", f"{name}: {text}", *rest) for key, text, *rest in MORE]
    project.importing.run(table(folder / f"{name}.csv", rows), PLAN)


def taught(project: Project) -> None:
    """Some notes, two codes, and a model of them."""
    for unit, text in enumerate(("coin", "coin", "child", "game", "game", "book")):
        project.coding.write(unit, text)
    project.grouping.create("Fortune", norms=("coin",))
    project.grouping.create("Victory", norms=("game",))
    project.teaching.encode()
    project.teaching.train()
