"""A project may learn from what others coded: weakly, after all that people here said, and never in its figures."""

import csv
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

import linewise
from linewise.core.errors import NotReady
from linewise.demo import happydb_path
from linewise.importing.plan import ImportPlan
from linewise.workbench import Project
from tests.support.study import table

TEXTS = 100


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with happydb_path() as source, source.open(newline="", encoding="utf-8") as file:
        rows = [(row["id"], row["text"], row["label"]) for row in itertools.islice(csv.DictReader(file), TEXTS)]
    coded = table(tmp_path / "coded.csv", rows, columns=("id", "text", "codes"))
    with linewise.open_workspace(tmp_path / "study.linewise") as workspace:
        project = workspace.create("moments", coder="me", seed=7)
        project.importing.run(coded, ImportPlan(text=("text",), id="id", codes="codes"))
        project.teaching.encode()
        yield project


def test_a_model_learns_from_imports_when_somebody_says_so_and_no_figure_counts_them(project: Project) -> None:
    assert [one.present for one in project.teaching.state().training if one.present] == []
    project.change(learn_imports=True)
    taught = project.teaching.state()
    assert taught.ready and sum(one.present for one in taught.training) == TEXTS
    model = project.teaching.train()
    assert model.figures["labels"] == 0
    assert project.coding.progress().decided == 0
    with pytest.raises(NotReady, match="held out"):
        project.teaching.calibration()
    # Far more often than by chance the likeliest code is the one that the import gave.
    names = {card.code.id: card.code.name for card in project.grouping.codebook().codes}
    right = 0
    for unit in project.coding.units(limit=40).units:
        tried = project.teaching.try_text(unit.text)
        likeliest = max(tried.codes, key=lambda one: one.confidence)
        right += names[likeliest.code] in {names[one.code] for one in unit.codings}
    assert right > 24
    project.undo()
    assert not project.settings.learn_imports


def test_what_people_say_outweighs_an_import(project: Project) -> None:
    project.change(learn_imports=True)
    unit = project.coding.unit(0)
    (claimed,) = (one.code for one in unit.codings)
    before = {one.code: one for one in project.teaching.state().training}[claimed]
    project.coding.code(0, {claimed: "absent"})
    after = {one.code: one for one in project.teaching.state().training}[claimed]
    assert (after.present, after.absent) == (before.present - 1, 1)
