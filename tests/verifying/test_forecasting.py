"""The forecast: its ranges hold in studies whose curve is known, and it says so when it cannot tell."""

import numpy as np

from linewise.verifying.forecasting import Answer, curves, forecast, needed


def answers(rng: np.random.Generator, each: int, level: float = 0.9, scale: float = 2.0) -> list[Answer]:
    """Rounds of 50 decisions: units differ in how hard they are, so that one unit's answers go together."""
    found = []
    for at in (60, 110, 160, 210):
        hard = rng.random(each)
        met, now = level - scale * at**-0.5, level - scale * 260**-0.5
        found += [Answer(at, bool(one < met), bool(one < now)) for one in hard]
    return found


def test_ranges_of_level_gain_and_decisions_hold() -> None:
    rng, studies = np.random.default_rng(1), 200
    level = gain = reached = 0
    for _ in range(studies):
        drawn = curves(answers(rng, 30), 260)
        assert drawn is not None
        true = 0.9 - 2.0 * 460**-0.5
        low, high = np.quantile(drawn.after(200), (0.025, 0.975))
        level += low <= true <= high
        low, high = np.quantile(drawn.gain(200), (0.025, 0.975))
        gain += low <= true - (0.9 - 2.0 * 260**-0.5) <= high
        goal = needed(drawn, true, 10**6)
        assert goal is not None
        reached += (goal.low or 0) <= 200 <= (np.inf if goal.high is None else goal.high)
    assert level / studies >= 0.93 and gain / studies >= 0.93
    assert reached / studies >= 0.75


def test_it_says_so_when_it_cannot_tell() -> None:
    rng = np.random.default_rng(0)
    few = answers(rng, 4)
    assert curves(few, 260) is None and curves(few[:4] * 10, 260) is None
    found = forecast(None, audit=16, target=0.9, unread=500)
    assert found.points == () and "16 audit units" in found.words
    flat = [Answer(at, one < 0.7, one < 0.7) for at in (60, 110, 160) for one in rng.random(300)]
    drawn = curves(flat, 210)
    assert drawn is not None
    goal = needed(drawn, 0.95, 5_000)
    assert goal is not None and goal.more is None and "not reached" in goal.words
    done = needed(drawn, 0.3, 5_000)
    assert done is not None and done.high == 0 and "reached already" in done.words


def test_the_curve_goes_no_further_than_the_corpus_and_never_promises_a_loss() -> None:
    rng = np.random.default_rng(2)
    drawn = curves(answers(rng, 60), 260)
    assert drawn is not None
    found = forecast(drawn, audit=240, target=0.8, unread=100)
    assert [one.more for one in found.points][-1] == 100
    assert all(one.low <= one.share <= one.high for one in found.points)
    assert (drawn.gain(100) >= 0).all() and (drawn.after(10**6) <= 1).all()
