"""Figures: counted on audit units alone, with intervals that hold, and said in words that claim no more."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linewise.core.intervals import wilson
from linewise.core.nouns import ItemState, RoundItem
from linewise.verifying.figures import figures

NAMES = {"j": "joy", "n": "nature"}


def item(suggested: str, codes: str, state: ItemState = "accepted", *, audit: bool = True) -> RoundItem:
    predicted = {"j": 0.6, "n": 0.2}
    return RoundItem(
        round="r",
        position=0,
        unit=0,
        reason="",
        propensity=0.1 if audit else None,
        audit=audit,
        predicted=predicted,
        suggested=tuple(suggested),
        codes=tuple(codes),
        state=state,
    )


def test_counts_come_from_decided_audit_units_only() -> None:
    items = [
        item("j", "j"),
        item("j", "n", "corrected"),
        item("jn", "nj"),
        item("", "n", "corrected"),
        item("j", "", "unsure"),
        item("j", "", "skipped"),
        item("j", "", "pending"),
        item("j", "j", audit=False),
    ]
    found = figures(items, NAMES)
    assert (found.units, found.unsure, found.skipped) == (4, 1, 1)
    assert (found.accuracy.hits, found.accuracy.of) == (2, 4)
    joy, nature = found.codes
    assert (joy.precision.hits, joy.precision.of, joy.recall.hits, joy.recall.of) == (2, 3, 2, 2)
    assert (nature.precision.hits, nature.precision.of, nature.recall.hits, nature.recall.of) == (1, 1, 1, 3)
    assert joy.f1 == pytest.approx(0.8)
    assert nature.f1 == pytest.approx(0.5)


def test_the_words_give_the_range_and_name_what_cannot_be_said_yet() -> None:
    items = [item("j", "j") for _ in range(41)] + [item("j", "n", "corrected") for _ in range(9)]
    words = figures(items, NAMES).words
    low, high = wilson(41, 50)
    assert "Of 50 units drawn at random, the model coded 41 as you did: 82%" in words
    assert f"between {low:.0%} and {high:.0%}" in words
    assert "few" not in words
    few = figures([item("j", "j")] * 3, NAMES).words
    assert "few units" in few
    assert "“nature”" in few


def test_figures_of_several_rounds_do_not_pass_for_those_of_the_newest_model() -> None:
    first, second = item("j", "j"), item("j", "j")
    assert "newest" not in figures([first], NAMES).words
    assert "models of 2 rounds" in figures([first, replace(second, round="another")], NAMES).words


def test_nothing_audited_means_nothing_claimed() -> None:
    found = figures([item("j", "j", audit=False)], NAMES)
    assert found.accuracy.share is None
    assert (found.accuracy.low, found.accuracy.high) == (0, 1)
    assert "nothing can be said" in found.words


@given(st.integers(0, 400), st.integers(0, 400), st.floats(0.5, 0.999))
def test_the_interval_holds_the_share_seen_within_0_and_1(hits: int, misses: int, confidence: float) -> None:
    low, high = wilson(hits, hits + misses, confidence=confidence)
    assert 0 <= low <= high <= 1
    if hits + misses:
        assert low - 1e-12 <= hits / (hits + misses) <= high + 1e-12
    wider = wilson(hits, hits + misses, confidence=(1 + confidence) / 2)
    assert wider[0] <= low + 1e-12 and high <= wider[1] + 1e-12


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.82, 0.95])
@pytest.mark.parametrize("n", [20, 50, 200])
def test_the_interval_covers_the_true_share_about_as_often_as_promised(share: float, n: int) -> None:
    bounds = np.array([wilson(hits, n) for hits in range(n + 1)])
    hits = np.random.default_rng(n).binomial(n, share, 20_000)
    covered = ((bounds[hits, 0] <= share) & (share <= bounds[hits, 1])).mean()
    assert covered > 0.915
    assert covered < 0.99
