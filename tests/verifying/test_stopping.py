"""Advice on stopping: a forecast that holds its interval, and words that give every reason and lock no door."""

from dataclasses import replace

import numpy as np

from linewise.verifying.figures import rate
from linewise.verifying.stopping import Known, Point, advise, forecast

GROWING = tuple(Point(50 * at, round(60 * (0.9 - 2.5 / (50 * at) ** 0.5)), 60) for at in range(1, 6))
KNOWN = Known(
    points=GROWING,
    decisions=300,
    newest=rate(47, 60),
    lately=100,
    changed=22,
    doubtful=400,
    unread=4_000,
    rare=(("n", "nature"),),
    precision=0.9,
    ahead=50,
)


def test_one_round_tells_nothing_about_the_next() -> None:
    assert forecast(GROWING[:1], 100, 50) is None
    assert forecast([Point(100, 0, 0), Point(50, 30, 60)], 100, 50) is None


def test_a_curve_never_promises_a_loss() -> None:
    falling = [Point(50, 50, 60), Point(100, 45, 60), Point(150, 40, 60)]
    found = forecast(falling, 200, 50)
    assert found is not None and found[0] == found[1] == 0


def test_the_forecast_of_the_gain_holds_its_interval() -> None:
    """Studies whose curve is known: the true gain of 50 more decisions lies inside about as often as promised."""
    rng = np.random.default_rng(1)
    at = np.array([50, 100, 150, 200])
    true = 2.0 * (250**-0.5 - 300**-0.5)
    inside = 0
    for _ in range(300):
        hits = rng.binomial(80, 0.9 - 2.0 * at**-0.5)
        found = forecast([Point(int(n), int(k), 80) for n, k in zip(at, hits, strict=True)], 250, 50)
        assert found is not None
        inside += found[1] <= true <= found[2]
    assert inside / 300 > 0.9


def test_the_words_give_the_level_the_gain_and_what_is_rare() -> None:
    found = advise(KNOWN)
    assert found.verdict in ("on", "little")
    assert "Another 50 decisions would likely raise accuracy from 78%" in found.words
    assert "you changed 22" in found.words
    assert "400 (10%)" in found.words
    assert "“nature” has fewer than 10 examples" in found.words


def test_few_drawn_units_are_too_early_to_tell_from() -> None:
    found = advise(replace(KNOWN, newest=rate(12, 15)))
    assert (found.verdict, found.next) == ("early", "round")
    assert "only 15 units" in found.words
    assert advise(replace(KNOWN, newest=None, model=False)).next == "teach"


def test_above_the_target_even_at_the_lower_end_is_enough() -> None:
    found = advise(replace(KNOWN, newest=rate(196, 200), precision=0.9))
    assert (found.verdict, found.next) == ("enough", "apply")
    assert "above the 90%" in found.words


def test_a_flat_curve_says_that_more_of_the_same_adds_little_and_points_to_rare_codes() -> None:
    flat = [Point(50 * at, 480, 600) for at in range(1, 6)]
    found = advise(replace(KNOWN, points=flat, newest=rate(240, 300), changed=30))
    assert (found.verdict, found.next, found.code) == ("little", "code", "n")
    assert advise(replace(KNOWN, points=flat, newest=rate(240, 300), changed=30, rare=())).next == "round"
