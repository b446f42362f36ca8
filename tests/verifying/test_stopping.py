"""Advice on stopping: a forecast that holds its interval, and words that give every reason and lock no door."""

from dataclasses import replace

import numpy as np

from linewise.verifying.figures import rate
from linewise.verifying.forecasting import Answer, Curves, curves
from linewise.verifying.stopping import Known, advise


def learned(level: float, scale: float, each: int) -> Curves | None:
    """Five rounds of 50, the accuracy of their models on a curve."""
    rng = np.random.default_rng(0)
    found = []
    for at in range(50, 300, 50):
        met, now = level - scale * at**-0.5, level - scale * 300**-0.5
        found += [Answer(at, one < met, one < now) for one in rng.random(each)]
    return curves(found, 300)


GROWING = learned(0.9, 2.5, 60)
KNOWN = Known(
    curves=GROWING,
    newest=rate(47, 60),
    lately=100,
    changed=22,
    doubtful=400,
    unread=4_000,
    rare=(("n", "nature"),),
    precision=0.9,
    ahead=50,
)


def test_the_words_give_the_level_the_gain_and_what_is_rare() -> None:
    found = advise(KNOWN)
    assert found.verdict in ("on", "little")
    assert "Another 50 decisions would likely raise accuracy from 78%" in found.words
    assert "you changed 22" in found.words and "no code came up" in found.words
    assert "90% is not reached before everything is read" in found.words
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
    flat = replace(KNOWN, curves=learned(0.8, 0.0, 600), newest=rate(240, 300), changed=30)
    found = advise(flat)
    assert (found.verdict, found.next, found.code) == ("little", "code", "n")
    assert found.more is None and "not reached before" in found.words
    assert advise(replace(flat, rare=())).next == "round"


def test_what_settles_and_what_is_new_are_reasons() -> None:
    flat = replace(KNOWN, curves=learned(0.8, 0.0, 600), newest=rate(240, 300), changed=5, rare=())
    assert advise(replace(flat, alike=0.995)).words.count("it has settled") == 1
    assert advise(flat).verdict == "enough"
    fresh = advise(replace(flat, new_codes=2))
    assert fresh.verdict != "enough" and "2 codes came up anew" in fresh.words


def test_without_a_curve_there_is_no_forecast() -> None:
    found = advise(replace(KNOWN, curves=None))
    assert found.gain is None and "a curve needs at least two rounds" in found.words
