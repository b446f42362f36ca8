"""The curve: what a slider shows is what applying does, and what the audit sample says is out of sample."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from linewise.applying.coded import given, settled
from linewise.applying.curve import CONFIDENCES, checked, decisions_left, reaching, settled_from
from linewise.core.errors import BadInput, NotReady
from linewise.core.nouns import RoundItem
from linewise.workbench import Project, Workspace
from tests.support.moments import make_moments


@pytest.mark.parametrize("exclusive", [True, False])
def test_a_unit_is_settled_up_to_its_confidence_and_no_further(exclusive: bool) -> None:
    scores = np.random.default_rng(0).beta(0.4, 0.4, (500, 4)).astype(np.float16).astype(np.float32)
    values, _ = settled_from(scores, exclusive=exclusive)
    counts = reaching(values)
    for at, confidence in enumerate(CONFIDENCES):
        limits = np.full(4, confidence, np.float32)
        assert counts[at] == settled(scores, limits, exclusive=exclusive).sum()


def item(
    predicted: dict[str, float], codes: tuple[str, ...], *, audit: bool = True, state: str = "accepted"
) -> RoundItem:
    known = {"round": "r", "position": 0, "unit": 0, "reason": "", "propensity": None}
    return RoundItem(**known, audit=audit, predicted=predicted, codes=codes, state=state)  # type: ignore[arg-type]


def test_only_decided_units_of_the_audit_sample_are_counted() -> None:
    sure, unsure = {"a": 0.9, "b": 0.1}, {"a": 0.6, "b": 0.45}
    items = [
        item(sure, ("a",)),
        item(sure, ("b",)),
        item(unsure, ("a",)),
        item(sure, ("a",), audit=False),
        item(sure, ("a",), state="skipped"),
        item({}, ("a",)),
    ]
    found = checked(items, exclusive=False)
    assert found.settled_from.tolist() == pytest.approx([0.9, 0.9, 0.55])
    assert found.right.tolist() == [True, False, True]
    assert checked(items[:1], exclusive=True).settled_from.tolist() == pytest.approx([0.9])


def test_what_is_left_to_decide_is_told_with_its_uncertainty() -> None:
    assert decisions_left(80, 100, None) == (None, 80)
    assert decisions_left(80, 100, 3.0) == (25, 80)
    assert decisions_left(9_000, 10_000, 6.3) == (1400, 9_000), "a guess looks like one"
    assert decisions_left(80, 100, -1.0) == (80, 80), "a model that got worse takes nothing away"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    where = make_moments(tmp_path_factory.mktemp("moments") / "study.linewise", texts=150, noted=50)
    with Workspace(where) as workspace:
        project = workspace.project("Happy moments")
        opened = project.verifying.open(strategy="random", size=10, audit_share=0.5)
        for one in opened.items:
            project.verifying.decide(opened.round.id, one.position, state="corrected", codes=[one.predictions[0].code])
        project.verifying.close(opened.round.id)
        yield project


def test_the_curve_says_what_coverage_says(project: Project) -> None:
    curve = project.applying.curve()
    assert curve.audit == 10
    for place in (0, 20, 40):
        point = curve.points[place]
        coverage = project.applying.coverage(point.confidence)
        assert (point.settled, point.left, curve.human) == (coverage.machine, coverage.left, coverage.human)
        machine = {row.code: row.machine for row in coverage.codes}
        assert {row.code: row.given[place] for row in curve.codes} == machine
        assert sum(row.left[place] for row in curve.codes) == point.left


def test_every_number_leads_to_its_units(project: Project) -> None:
    curve = project.applying.curve()
    place = 30
    for row in curve.codes:
        for which, number in (("given", row.given[place]), ("left", row.left[place])):
            found = project.applying.units(row.code, which=which, confidence=CONFIDENCES[place], limit=500)  # type: ignore[arg-type]
            assert found.total == len(found.units) == number
    with pytest.raises(BadInput, match="no 'other' units"):
        project.applying.units(curve.codes[0].code, which="other")  # type: ignore[arg-type]


def test_applying_reaches_what_the_curve_promised(project: Project) -> None:
    curve = project.applying.curve()
    place = 25
    application = project.applying.run(confidence=CONFIDENCES[place])
    assert application.coded == curve.points[place].settled
    view = project.applying.export_preview(shape="wide", include="probabilities")
    assert any(name.startswith("probability: ") for name in view.columns)
    project.undo()
    with pytest.raises(NotReady, match="no probabilities"):
        project.applying.export_preview(include="probabilities")


def test_an_export_of_what_people_said_holds_nothing_of_the_model(project: Project, tmp_path: Path) -> None:
    project.applying.run(confidence=0.5)
    people = project.applying.frame(include="people")
    everything = project.applying.frame()
    assert set(people["origin"]) == {"person"}
    assert len(people) < len(everything) and "model" in set(everything["origin"])
    codes = project.applying.frame("codes")
    assert codes["people"].sum() > 0 and codes["model"].sum() > 0
    report = project.applying.export(tmp_path / "codes.xlsx", shape="codes")
    assert report.rows == len(codes)
    project.undo()


def test_each_given_code_is_among_what_coded_gives(project: Project) -> None:
    curve = project.applying.curve()
    scores = project.teaching.predict([unit.id for unit in project.coding.units(limit=500).units])
    everywhere = given(scores, np.full(scores.shape[1], 0.8, np.float32), exclusive=False).sum()
    assert sum(row.given[30] for row in curve.codes) <= everywhere
