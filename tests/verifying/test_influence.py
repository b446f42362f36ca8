"""Influence: what seeing a prediction does to answers, from units that chance alone left blind."""

from dataclasses import replace

import numpy as np
import pytest

from linewise.core.nouns import RoundItem
from linewise.verifying.influence import influence
from linewise.verifying.rounds import drawn_blind

AT = "2026-01-01T00:00:00.000000+00:00"


def item(suggested: str, codes: str, *, unaided: str | None = None) -> RoundItem:
    return RoundItem(
        round="r",
        position=0,
        unit=0,
        reason="",
        propensity=None,
        audit=False,
        predicted={"j": 0.6, "n": 0.4},
        suggested=tuple(suggested),
        codes=tuple(codes),
        state="accepted" if set(suggested) == set(codes) else "corrected",
        at=AT,
        blind=unaided is not None,
        unaided=tuple(unaided or ""),
        unaided_at=AT if unaided is not None else None,
    )


def test_agreement_is_counted_on_first_answers_and_who_gave_way_is_told() -> None:
    items = [
        item("j", "j", unaided="j"),
        item("j", "j", unaided="n"),
        item("j", "n", unaided="n"),
        item("j", "jn", unaided="n"),
        item("j", "j"),
        item("j", "n"),
    ]
    found = influence(items)
    assert (found.blind.hits, found.blind.of) == (1, 4)
    assert (found.aided.hits, found.aided.of) == (1, 2)
    assert (found.to_model.hits, found.to_model.of, found.elsewhere) == (1, 3, 1)
    assert found.difference == pytest.approx(0.25)
    assert "1 of 3" in found.words and "few units" in found.words


def test_rounds_without_a_blind_unit_do_not_enter_the_comparison() -> None:
    elsewhere = [replace(item("j", "j"), round="other") for _ in range(50)]
    assert influence([item("j", "n", unaided="n"), *elsewhere]).aided.of == 0
    assert influence(elsewhere).difference is None
    assert "nothing is known" in influence(elsewhere).words


def test_in_a_round_about_one_code_only_that_code_counts() -> None:
    found = influence([item("j", "jn", unaided="jn")], {"r": "j"})
    assert (found.blind.hits, found.blind.of) == (1, 1)


def test_a_real_influence_is_found_and_none_is_not_invented() -> None:
    rng = np.random.default_rng(0)

    def study(pull: float) -> float | None:
        items = []
        for _ in range(300):
            own = "j" if rng.random() < 0.6 else "n"
            if rng.random() < 0.5:
                items.append(item("j", own, unaided=own))
            else:
                items.append(item("j", "j" if rng.random() < pull else own))
        return influence(items).low

    drawn = [study(0.5) for _ in range(40)]
    free = [study(0.0) for _ in range(200)]
    assert np.mean([low is not None and low > 0 for low in drawn]) > 0.9
    assert np.mean([low is not None and low > 0 for low in free]) < 0.06


def test_blind_places_are_a_share_drawn_by_their_own_lot() -> None:
    assert len(drawn_blind(50, share=0.3, seed=4)) == 15
    assert drawn_blind(50, share=0.3, seed=4) == drawn_blind(50, share=0.3, seed=4)
    times = np.zeros(20)
    for seed in range(2_000):
        times[list(drawn_blind(20, share=0.25, seed=seed))] += 1
    assert abs(times / 2_000 - 0.25).max() < 0.05
