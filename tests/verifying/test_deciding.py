"""Answers: to a whole unit, about one code alone, and before the prediction was seen."""

from dataclasses import replace

import pytest

from linewise.core.errors import Conflict
from linewise.core.nouns import Round, RoundItem
from linewise.verifying.deciding import answer, decided, first_answer, hidden
from linewise.verifying.telling import audited, reason

AT = "2026-01-01T00:00:00.000000+00:00"
ITEM = RoundItem(
    round="r",
    position=0,
    unit=3,
    reason="Two codes are 3% apart.",
    propensity=None,
    audit=False,
    predicted={"joy": 0.7, "rest": 0.2},
    suggested=("joy",),
)
ROUND = Round(id="r", number=1, coder="c", strategy="margin", size=9, audit_share=0.2, seed=1, model="m", opened_at=AT)
DRAWN = replace(ITEM, audit=True, reason="Drawn at random.", propensity=1 / 240)


def test_a_round_about_one_code_says_nothing_of_the_others() -> None:
    assert answer(ITEM, ("joy",), "corrected", focus="joy") == {"joy": "present"}
    assert answer(ITEM, (), "corrected", focus="joy") == {"joy": "absent"}
    assert answer(ITEM, ("rest",), "corrected", focus="joy") == {"joy": "absent", "rest": "present"}
    assert answer(ITEM, (), "unsure", focus="joy") == {"joy": "unsure"}
    assert answer(ITEM, (), "skipped", focus="joy") == {"joy": None}


def test_about_one_code_only_that_code_decides_whether_the_model_was_right() -> None:
    assert decided(ITEM, ("joy", "rest"), "corrected", AT, focus="joy").state == "accepted"
    assert decided(ITEM, ("rest",), "corrected", AT, focus="joy").state == "corrected"


def test_a_first_answer_that_differs_waits_for_the_last_word_and_both_are_kept() -> None:
    blind = replace(ITEM, blind=True)
    assert hidden(blind)
    first = first_answer(blind, ("rest",), AT)
    assert (first.state, first.unaided, first.unaided_at, first.codes) == ("pending", ("rest",), AT, ())
    assert not hidden(first)
    last = decided(first, ("joy",), "corrected", AT)
    assert (last.state, last.unaided, last.codes) == ("accepted", ("rest",), ("joy",))
    assert decided(last, (), "pending", AT).unaided == ("rest",)


def test_a_first_answer_that_agrees_is_the_decision() -> None:
    found = first_answer(replace(ITEM, blind=True), ("joy",), AT)
    assert (found.state, found.codes, found.unaided) == ("accepted", ("joy",), ("joy",))


def test_a_decision_without_looking_counts_as_unaided() -> None:
    found = decided(replace(ITEM, blind=True), ("rest",), "corrected", AT)
    assert (found.state, found.unaided, found.unaided_at) == ("corrected", ("rest",), AT)


def test_what_was_seen_cannot_be_answered_unaided() -> None:
    with pytest.raises(Conflict):
        first_answer(ITEM, (), AT)
    with pytest.raises(Conflict):
        first_answer(replace(ITEM, blind=True, unaided_at=AT), (), AT)


def test_before_the_decision_a_drawn_unit_reads_like_any_other() -> None:
    assert reason(DRAWN, ROUND, "Closest calls") == reason(ITEM, ROUND, "Closest calls")
    assert audited(DRAWN, ROUND) is audited(ITEM, ROUND) is None


def test_after_it_each_tells_its_own_reason() -> None:
    told = [replace(one, state="accepted", at=AT) for one in (DRAWN, ITEM)]
    assert "1 in 240" in reason(told[0], ROUND, "Closest calls")
    assert reason(told[1], ROUND, "Closest calls") == ITEM.reason
    assert [audited(one, ROUND) for one in told] == [True, False]


def test_where_all_are_of_one_kind_there_is_nothing_to_hide() -> None:
    assert "random" in reason(DRAWN, replace(ROUND, strategy="random", audit_share=1.0), "At random")
    assert reason(ITEM, replace(ROUND, audit_share=0.0), "Closest calls") == ITEM.reason
