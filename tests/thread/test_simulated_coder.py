"""A coder who answers from HappyDB's gold labels goes the whole way through the public API, with the real encoder."""

import csv
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars
import pytest

import linewise
from linewise.core.views import UnitView
from linewise.demo import happydb_gold, happydb_path
from linewise.workbench import Project, Workspace

TEXTS = 3_000
NOTED = 120
ROUNDS = 5

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Study:
    """A finished study: where it lies, its project, and the gold label of each unit."""

    workspace: Workspace
    project: Project
    gold: dict[int, str]
    names: dict[str, str]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    folder = tmp_path_factory.mktemp("study")
    gold = happydb_gold()
    with linewise.open_workspace(folder / "happy.linewise") as workspace:
        project = workspace.create("Happy moments", exclusive=True, seed=7)
        # Some texts occur twice with different gold labels, so here each is decided for itself.
        project.change(code_twins=False)
        project.importing.run(_texts_only(folder / "moments.csv"))
        label = {unit.id: gold[str(unit.external_id)] for unit in _units(project)}
        for unit in project.coding.units(order="random", limit=NOTED).units:
            project.coding.write(unit.id, label[unit.id])
        for line in project.grouping.tray().items:
            project.grouping.create(line.text, norms=[line.norm])
        project.teaching.encode()
        project.teaching.train()
        for number in range(ROUNDS):
            _verify(project, label, seed=number)
            for job in workspace.jobs.list():
                workspace.jobs.wait(job.id, timeout=60)
            project.teaching.train()
        project.applying.run(confidence=0.8)
        names = {card.code.id: card.code.name for card in project.grouping.codebook().codes}
        yield Study(workspace, project, label, names)


def _texts_only(target: Path) -> Path:
    with happydb_path() as source, source.open(newline="", encoding="utf-8") as file:
        rows = list(itertools.islice(csv.DictReader(file), TEXTS))
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text"])
        writer.writerows([row["id"], row["text"]] for row in rows)
    return target


def _units(project: Project) -> Iterator[UnitView]:
    after = None
    while True:
        page = project.coding.units(limit=500, after=after)
        yield from page.units
        if (after := page.next) is None:
            return


def _verify(project: Project, label: dict[int, str], *, seed: int) -> None:
    opened = project.verifying.open(seed=seed, audit_share=0.4)
    for item in opened.items:
        codes = {card.code.name: card.code.id for card in project.grouping.codebook().codes}
        wanted = label[item.unit.id]
        if wanted in codes:
            project.verifying.decide(opened.round.id, item.position, codes=[codes[wanted]])
        else:
            project.verifying.decide(opened.round.id, item.position, state="corrected", new_codes=[wanted])
    project.verifying.close(opened.round.id)


def test_what_people_said_equals_the_gold_labels(study: Study) -> None:
    frame = study.project.applying.frame("long")
    human = frame.filter((polars.col("origin") == "person") & (polars.col("value") == "present"))
    assert human.height >= NOTED + ROUNDS * 50
    assert all(study.gold[unit] == code for unit, code in human.select("unit", "code").iter_rows())


def test_every_row_says_where_it_comes_from_and_nobody_is_overruled(study: Study) -> None:
    frame = study.project.applying.frame("long")
    machine = frame.filter(polars.col("origin") == "model")
    human = frame.filter(polars.col("origin") == "person")
    assert set(frame["origin"].unique()) == {"person", "model"}
    assert machine.height > 500
    assert machine["confidence"].min() >= 0.8
    assert machine["model"].null_count() == 0 and machine["codebook_version"].null_count() == 0
    assert not set(machine["unit"]) & set(human.filter(polars.col("value") == "present")["unit"])


def test_the_interval_from_the_audit_sample_covers_the_true_accuracy(study: Study) -> None:
    figures = study.project.verifying.figures("rounds")
    unread = [unit.id for unit in _units(study.project) if not unit.notes and unit.mark is None]
    rounds = study.project.verifying.state().rounds
    # Each audit unit met the model of its round, so the truth is the mean of those models on what nobody has read.
    truth = sum(_accuracy(study, unread, one.round.model) for one in rounds) / len(rounds)
    assert figures.units >= 90
    assert figures.accuracy.low <= truth <= figures.accuracy.high


def _accuracy(study: Study, units: list[int], model: str | None) -> float:
    codes = next(card.codes for card in study.project.teaching.models() if card.id == model)
    best = study.project.teaching.predict(units, model=model).argmax(axis=1)
    return sum(study.names[codes[at]] == study.gold[unit] for at, unit in zip(best, units, strict=True)) / len(units)


def test_the_machine_is_right_more_often_than_the_commonest_code(study: Study) -> None:
    frame = study.project.applying.frame("long").filter(polars.col("origin") == "model")
    right = sum(study.gold[unit] == code for unit, code in frame.select("unit", "code").iter_rows())
    assert right / frame.height > 0.75


def test_an_export_read_back_is_the_same_corpus_with_the_same_codes(study: Study, tmp_path: Path) -> None:
    study.project.applying.export(tmp_path / "wide.csv", shape="wide")
    preview = study.project.importing.preview(tmp_path / "wide.csv")
    assert (preview.plan.text, preview.plan.id, preview.plan.codes) == (("text",), "id", "codes")
    with linewise.open_workspace(tmp_path / "again.linewise") as workspace:
        again = workspace.create("again")
        again.importing.run(tmp_path / "wide.csv")
        before, after = study.project.applying.frame("wide"), again.applying.frame("wide")
    assert after["text"].to_list() == before["text"].to_list()
    assert after["id"].to_list() == before["id"].to_list()
    assert after["codes"].to_list() == before["codes"].to_list()
    assert set(after["origin"].drop_nulls()) == {"import"}


def test_the_whole_study_can_be_proved_and_undone(study: Study) -> None:
    proof = study.project.auditing.verify()
    assert proof.ok, proof.reason
    assert study.project.undo().target.kind == "model_applied"
    assert "model" not in set(study.project.applying.frame("long")["origin"])
    study.project.redo()
    assert "model" in set(study.project.applying.frame("long")["origin"])
