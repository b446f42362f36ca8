"""A file whose rows are here already still brings its codes, as imported statements of that file."""

from pathlib import Path

import pytest

from linewise.core.errors import Conflict
from linewise.workbench import Project, Workspace

PLAIN = "id,text\n1,A walk by the sea\n2,My daughter laughed\n"
CODED = "id,text,codes\n1,A walk by the sea,nature;calm\n2,My daughter laughed,family\n3,New bread,food\n"


@pytest.fixture
def project(database_url: str) -> Project:
    return Workspace(database_url).create("study")


def _written(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content)
    return path


def _imported(project: Project) -> dict[str, list[str]]:
    names = {card.code.id: card.code.name for card in project.grouping.codebook().codes}
    units = project.coding.units(limit=100).units
    return {unit.text: sorted(names[one.code] for one in unit.codings if one.origin == "import") for unit in units}


def test_known_rows_bring_their_codes_once(project: Project, tmp_path: Path) -> None:
    project.importing.run(_written(tmp_path, "plain.csv", PLAIN))
    report = project.importing.run(_written(tmp_path, "coded.csv", CODED))
    assert (report.units, report.unchanged, report.codings) == (1, 2, 4)
    assert _imported(project) == {
        "A walk by the sea": ["calm", "nature"],
        "My daughter laughed": ["family"],
        "New bread": ["food"],
    }
    again = project.importing.run(_written(tmp_path, "again.csv", CODED + "4,Rain,nature\n"))
    assert (again.units, again.unchanged, again.codings) == (1, 3, 1)
    assert project.auditing.verify().ok


def test_codes_alone_can_be_undone_and_come_back(project: Project, tmp_path: Path) -> None:
    project.importing.run(_written(tmp_path, "plain.csv", PLAIN))
    report = project.importing.run(_written(tmp_path, "coded.csv", CODED.partition("3,")[0]))
    assert (report.documents, report.codings) == (0, 3)
    project.undo()
    assert _imported(project) == {"A walk by the sea": [], "My daughter laughed": []}
    project.redo()
    assert _imported(project)["My daughter laughed"] == ["family"]
    assert project.auditing.verify().ok


def test_the_rows_cannot_go_while_another_file_codes_them(project: Project, tmp_path: Path) -> None:
    project.importing.run(_written(tmp_path, "plain.csv", PLAIN))
    first = next(entry for entry in project.auditing.log().entries if entry.kind == "source_imported")
    project.importing.run(_written(tmp_path, "coded.csv", CODED.partition("3,")[0]))
    with pytest.raises(Conflict, match="concerns the same source"):
        project.undo(first.seq)


def test_equal_rows_without_ids_get_each_their_own(project: Project, tmp_path: Path) -> None:
    rows = ("text,codes\n", "Same,a\n", "Same,b\n")
    project.importing.run(_written(tmp_path, "plain.csv", "text\nSame\nSame\n"))
    report = project.importing.run(_written(tmp_path, "coded.csv", "".join(rows)))
    assert (report.units, report.unchanged) == (0, 2)
    given = [
        len([one for one in unit.codings if one.origin == "import"]) for unit in project.coding.units(limit=10).units
    ]
    assert given == [1, 1]
