"""Replays: what they cost is counted rightly, they repeat with their seeds, and every door shows the same."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import linewise
from linewise.core.errors import BadInput, NotReady
from linewise.verifying.pool import Floats, Ints
from linewise.verifying.replay import Known, Pace, Point, Predict, macro_f1, replay
from linewise.verifying.simulated import curve, needed, verdict
from linewise.workbench import Project


def known(units: int = 240, *, twins: bool = False, codes: int = 3) -> Known:
    """Three heaps of points, one code each; with `twins` every text occurs twice."""
    rng = np.random.default_rng(5)
    texts = np.arange(units) // 2 if twins else np.arange(units)
    code = rng.integers(0, codes, units)[texts]
    centres = np.eye(6)[:codes]
    vectors = centres[code] + 0.5 * rng.normal(size=(units, 6))[texts]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Known(
        vectors=vectors.astype(np.float16),
        gold=np.eye(codes, dtype=np.float32)[code],
        twins=texts.astype(np.int64),
        exclusive=True,
        texts=tuple(f"text {at}" for at in texts),
    )


def nearest_centre(x: NDArray[np.float16], labels: Floats, groups: Ints, seed: int) -> Predict:
    """A learner that is quick: the nearer the mean of a code's units, the likelier the code."""
    means = np.stack(
        [x[labels[:, code] > 0.5].mean(axis=0) if labels[:, code].any() else 0 * x[0] for code in range(3)]
    )

    def predict(rows: NDArray[np.float16]) -> Floats:
        scores = np.exp(8 * rows.astype(np.float32) @ means.T.astype(np.float32))
        return np.asarray(scores / scores.sum(axis=1, keepdims=True), np.float32)

    return predict


def test_reading_everything_makes_everything_right_and_each_text_is_read_once() -> None:
    points = list(replay(known(twins=True), "auto", nearest_centre, seed=1, pace=Pace(first=20)))
    assert points[-1].whole == 1
    assert points[-1].read == 120
    assert points[-1].found == (1.0, 1.0, 1.0)
    assert [point.read for point in points] == sorted({point.read for point in points})


def test_a_replay_repeats_with_its_seed_and_differs_with_another() -> None:
    first, again, other = (
        list(replay(known(), "clustered*0.5+random*0.5", nearest_centre, seed=seed, pace=Pace(first=10, until=0.3)))
        for seed in (1, 1, 2)
    )
    assert first == again != other


@pytest.mark.parametrize("strategy", ["committee", "surprising", "typical", "badge", "rare", "core_set", "repair"])
def test_every_way_can_be_replayed(strategy: str) -> None:
    points = list(replay(known(), strategy, nearest_centre, seed=3, pace=Pace(first=20, until=0.4)))
    assert points[-1].read == 96
    assert points[-1].whole > 0.8


def test_the_replay_stops_at_its_goal() -> None:
    points = list(replay(known(), "margin", nearest_centre, seed=1, pace=Pace(first=10), goal=0.9))
    assert points[-1].whole >= 0.9 > points[-2].whole


def test_macro_f1_counts_codes_alike() -> None:
    gold = np.array([[True, False], [True, False], [False, True]])
    assert macro_f1(gold, np.array([[True, False], [True, False], [False, False]])) == pytest.approx(0.5)
    assert macro_f1(gold, gold) == 1


def points(*wholes: float) -> list[Point]:
    return [Point(10 * (at + 1), whole, whole, whole, (whole,)) for at, whole in enumerate(wholes)]


def test_what_a_goal_costs_is_read_between_the_points_once_it_holds_for_good() -> None:
    assert needed(points(0.5, 0.8, 0.9), 0.85) == pytest.approx(25)
    assert needed(points(0.5, 0.9, 0.7, 0.9), 0.85) == pytest.approx(37.5)
    assert needed(points(0.5, 0.6), 0.85) is None


def test_the_verdict_names_the_cheapest_way_and_says_when_nothing_is_clear() -> None:
    quick = curve("auto", "Recommended", [points(0.7, 0.9, 0.96), points(0.7, 0.91, 0.96)])
    slow = curve("random", "At random", [points(0.5, 0.6, 0.7), points(0.5, 0.6, 0.7)])
    words = verdict([slow, quick], 100, exclusive=True)
    assert words.startswith("“Recommended” suits these data best: the whole corpus is 95% right after 28 units read")
    assert "at random not within this replay" in words
    twin = curve("margin", "Closest calls", [points(0.7, 0.91, 0.96), points(0.7, 0.9, 0.96)])
    assert "No clear difference from “Recommended”" in verdict([twin, quick], 100, exclusive=True)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Ninety short texts with a column of kinds, encoded."""
    folder = tmp_path_factory.mktemp("simulation")
    words = {"food": ("ate", "cooked", "soup"), "sport": ("ran", "swam", "won"), "home": ("cleaned", "slept", "garden")}
    path = Path(folder) / "texts.csv"
    rows = [
        f"I {verb} and {verb} again on day {day},{kind}" for day in range(10) for kind in words for verb in words[kind]
    ]
    path.write_text("text,kind\n" + "\n".join(rows) + "\n", encoding="utf-8")
    with linewise.open_workspace(folder / "study.linewise") as workspace:
        made = workspace.create("study", exclusive=True)
        made.importing.run(path)
        made.teaching.encode()
        yield made


def test_a_project_with_a_column_of_codes_is_replayed_and_kept(project: Project) -> None:
    (source,) = project.teaching.simulation_sources()
    assert (source.name, source.units, source.codes) == ("column:kind", 90, ("food", "home", "sport"))
    told: list[tuple[int, int]] = []
    view = project.teaching.simulate(
        strategies=("auto", "margin*0.5+diverse*0.5"), seeds=2, until=0.5, progress=lambda *at: told.append(at)
    )
    assert [one.strategy for one in view.curves] == ["auto", "margin*0.5+diverse*0.5"]
    assert view.curves[0].points[-1].read == 45
    assert view.curves[0].points[-1].whole > 0.9
    assert "suits these data best" in view.words
    assert told[-1] == (400, 400)
    assert told == sorted(told)
    assert project.teaching.simulations()[0] == view == project.teaching.simulation(view.id)
    again = project.teaching.simulate(strategies=("auto", "margin*0.5+diverse*0.5"), seeds=2, until=0.5)
    assert again.curves == view.curves


def test_what_cannot_be_replayed_is_refused_with_a_way_out(project: Project) -> None:
    for asked in ({"strategies": ("likely",)}, {"strategies": ("nonsense",)}, {"seeds": 0}, {"head": "deep"}):
        with pytest.raises(BadInput):
            project.teaching.simulate(**asked)
    with pytest.raises(BadInput, match="no answers"):
        project.teaching.simulate(gold="column:missing")
    with pytest.raises((NotReady, BadInput)):
        project.teaching.simulate(gold="decisions")
