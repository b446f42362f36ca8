"""Saturation: the curve of new codes over the reading, and an honest word on how many are unseen."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from linewise.coding.saturation import STEP, coverage, richness, saturation
from linewise.core.errors import BadInput, NotFound
from linewise.workbench import Project
from tests.support.study import study

STUDIES = 200


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    rows = [(str(at), f"Line number {at}", "calm", "", "") for at in range(44)]
    with study(database_url, tmp_path, rows=rows) as project:
        yield project


def test_the_curve_tells_what_each_stretch_of_twenty_brought() -> None:
    reading = [["a", "b"], ["a"], *[["c"]] * 18, ["d", "a"], []]
    found = saturation(reading)
    assert [(one.read, one.new, one.total) for one in found.stretches] == [(STEP, 3, 3), (22, 1, 4)]
    assert (found.units, found.codes, found.enough) == (22, 4, False)
    assert "22 of the 40" in found.words and found.richness is None


def test_a_long_reading_is_told_in_longer_steps() -> None:
    found = saturation([["a"]] * 5_030)
    assert found.step == 60 and len(found.stretches) == 84 and found.stretches[-1].read == 5_030


def test_the_estimate_is_the_published_one() -> None:
    # Chao2 by hand: 100 units, 6 codes met once, 3 twice, none three times: 10 + .99 * 36 / 6 = 15.94.
    found = richness(100, {1: 6, 2: 3, 5: 1})
    assert found.seen == 10 and found.unseen == pytest.approx(0.99 * 36 / 6)
    assert found.low <= found.unseen <= found.high
    # Coverage by hand: 1 - 6/17 * (99 * 6 / (99 * 6 + 2 * 3)).
    assert coverage(100, 6, 3, 17) == pytest.approx(1 - 6 / 17 * (594 / 600))


@pytest.mark.parametrize("times", [{}, {1: 1}, {1: 9}, {2: 3}, {1: 4, 2: 1}, {7: 5}])
def test_no_reading_is_too_odd_for_an_interval(times: dict[int, int]) -> None:
    for units in (0, 1, 2, 50):
        found = richness(units, times)
        assert 0 <= found.low <= found.high and 0 <= found.coverage <= 1


def test_where_all_codes_come_back_hardly_any_is_unseen() -> None:
    found = saturation([["a", "b", "c", "d", "e", "f"]] * 80)
    assert found.enough and "hardly any" in found.words and "no new open codes" in found.words


def test_too_little_is_said_to_be_too_little() -> None:
    assert "Nothing" not in saturation([]).words and not saturation([]).enough
    assert not saturation([[str(at)] for at in range(80)]).enough, "every code stands once: nothing can be told"
    assert not saturation([["only"]] * 80).enough


def _studies(kind: str, codes: int, units: int) -> Iterator[tuple[list[list[str]], int]]:
    """Simulated readings with the number of codes that there are."""
    random = np.random.default_rng(20261121)
    for _ in range(STUDIES):
        if kind == "even":
            chances = np.full(codes, 0.06)
        else:
            weights = {
                "log-normal": random.lognormal(0, 1, codes),
                "broken stick": random.exponential(1, codes),
                "Zipf": 1 / np.arange(1, codes + 1),
            }[kind]
            chances = np.minimum(0.9, weights / weights.sum() * 1.6)
        drawn = random.random((units, codes)) < chances
        yield [[str(code) for code in np.flatnonzero(row)] for row in drawn], codes


@pytest.mark.parametrize(
    ("kind", "codes", "units", "least"),
    [
        # Seen when this was written: .96, .94, .92, .94, .94, .93; a miss is nearly always an estimate that is too low.
        ("even", 40, 60, 0.93),
        ("log-normal", 40, 60, 0.90),
        ("log-normal", 120, 150, 0.88),
        ("log-normal", 120, 400, 0.90),
        ("Zipf", 120, 150, 0.90),
        ("broken stick", 120, 400, 0.88),
    ],
)
def test_the_interval_holds_the_truth_about_as_often_as_it_says(
    kind: str, codes: int, units: int, least: float
) -> None:
    held = above = 0
    for reading, there in _studies(kind, codes, units):
        found = saturation(reading)
        assert found.enough and found.richness is not None
        unseen = there - found.codes
        held += found.richness.low <= unseen <= found.richness.high
        above += found.richness.low > unseen
    assert held / STUDIES >= least, f"{held} of {STUDIES}"
    assert above / STUDIES <= 0.07, f"too high in {above} of {STUDIES}"


def test_the_reading_is_taken_in_its_own_order_and_twins_count_once(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path) as project:
        for unit, text in ((6, "waiting"), (0, "luck; surprise"), (3, "luck"), (2, "family")):
            project.coding.write(unit, text)
        project.coding.mark(5, "skipped")
        found = project.coding.saturation()
        assert (found.units, found.codes) == (5, 4), "units 0 and 1, 3 and 4 are twins"
        project.coding.write(6, "waiting for a bus")
        project.undo()
        assert project.coding.saturation() == found


def test_saturation_of_one_coder_and_of_codes(project: Project) -> None:
    other = project.as_coder("Bo")
    for unit in range(42):
        project.coding.write(unit, f"code {unit % 6}; rare {unit}" if unit % 9 == 0 else f"code {unit % 6}")
    other.coding.write(43, "only Bo's")
    project.grouping.create("Even", norms=[f"code {number}" for number in (0, 2, 4)])
    whole, mine = project.coding.saturation(), project.coding.saturation(coder="Ann")
    assert (whole.units, mine.units, whole.codes - mine.codes) == (43, 42, 1)
    assert whole.enough and "new open codes" in whole.words
    codes = project.coding.saturation(of="codes", coder=other.coder.id)
    assert (codes.units, codes.codes) == (1, 0)
    assert project.coding.saturation(of="codes").codes == 1
    with pytest.raises(NotFound):
        project.coding.saturation(coder="Nobody")
    with pytest.raises(BadInput):
        project.coding.saturation(of="weather")  # type: ignore[arg-type]
