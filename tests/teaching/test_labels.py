"""What the model learns from: decisions before implications, silence weighs little, unsure and ties say nothing."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linewise.teaching.labels import (
    CLAIMED,
    DONE,
    FULLY_GROUPED,
    Claimed,
    Decision,
    Done,
    Grouped,
    Training,
    derive_training,
)

EARLY, NOON, LATE = "2026-01-01T08:00:00", "2026-01-01T12:00:00", "2026-01-01T18:00:00"
JOY, WORK, DOGS = 0, 1, 2
THREE = [EARLY, EARLY, LATE]


def cell(training: Training, unit: int, code: int) -> tuple[float, float]:
    """The label and weight of a cell; unknown where the unit is not there at all."""
    at = np.flatnonzero(training.units == unit)
    if not len(at):
        return math.nan, 0.0
    return float(training.labels[at[0], code]), round(float(training.weights[at[0], code]), 4)


def unknown(training: Training, unit: int, code: int) -> bool:
    label, weight = cell(training, unit, code)
    return math.isnan(label) and weight == 0


def test_decisions_are_labels_and_whatever_nobody_spoke_of_is_unknown() -> None:
    found = derive_training(THREE, decisions=[Decision(7, JOY, "present", "ann"), Decision(7, WORK, "absent", "ann")])
    assert found.units.tolist() == [7]
    assert cell(found, 7, JOY) == (1, 1)
    assert cell(found, 7, WORK) == (0, 1)
    assert unknown(found, 7, DOGS)
    assert found.explicit.tolist() == [[True, True, False]]


def test_grouping_an_open_code_makes_its_code_present() -> None:
    found = derive_training(THREE, grouped=[Grouped(1, DOGS, "ann")])
    assert cell(found, 1, DOGS) == (1, 1)
    assert unknown(found, 1, JOY)


def test_a_decision_outweighs_what_grouping_implies() -> None:
    found = derive_training(THREE, decisions=[Decision(1, JOY, "absent", "ann")], grouped=[Grouped(1, JOY, "ann")])
    assert cell(found, 1, JOY) == (0, 1)


def test_unsure_leaves_the_cell_unknown_even_where_grouping_implies_something() -> None:
    found = derive_training(
        THREE, decisions=[Decision(1, JOY, "unsure", "ann")], grouped=[Grouped(1, JOY, "ann")], fully_grouped={1}
    )
    assert unknown(found, 1, JOY)
    assert cell(found, 1, WORK) == (0, pytest.approx(FULLY_GROUPED))


def test_an_import_claims_weakly_and_only_where_nobody_has_spoken() -> None:
    found = derive_training(
        THREE,
        decisions=[Decision(1, JOY, "absent", "ann"), Decision(2, JOY, "unsure", "ann")],
        claimed=[Claimed(1, JOY), Claimed(1, WORK), Claimed(2, JOY), Claimed(3, JOY)],
    )
    assert cell(found, 1, JOY) == (0, 1)
    assert cell(found, 1, WORK) == (1, CLAIMED)
    assert unknown(found, 2, JOY)
    assert cell(found, 3, JOY) == (1, CLAIMED)
    # Of the codes that imports use, the others are absent; of one that they do not know, nothing is said.
    assert cell(found, 3, WORK) == (0, CLAIMED)
    assert unknown(found, 3, DOGS)
    assert not found.explicit[found.units.tolist().index(3)].any()


def test_a_unit_of_which_nothing_is_known_is_left_out() -> None:
    found = derive_training(THREE, decisions=[Decision(1, JOY, "unsure", "ann"), Decision(2, JOY, "absent", "ann")])
    assert found.units.tolist() == [2]


def test_done_implies_absence_of_the_codes_that_existed_and_says_nothing_of_later_ones() -> None:
    found = derive_training(THREE, grouped=[Grouped(1, JOY, "ann")], done=[Done(1, "ann", NOON)])
    assert cell(found, 1, JOY) == (1, 1)
    assert cell(found, 1, WORK) == (0, DONE)
    assert unknown(found, 1, DOGS)
    again = derive_training(THREE, grouped=[Grouped(1, JOY, "ann")], done=[Done(1, "ann", LATE)])
    assert cell(again, 1, DOGS) == (0, DONE)


def test_a_fully_grouped_unit_implies_absence_more_weakly_than_done() -> None:
    found = derive_training(THREE, fully_grouped={1, 2}, done=[Done(2, "ann", NOON)])
    assert cell(found, 1, JOY) == (0, pytest.approx(FULLY_GROUPED))
    assert cell(found, 2, JOY) == (0, DONE)
    assert FULLY_GROUPED < DONE < 1
    assert not found.explicit.any()


def test_coders_who_disagree_make_a_soft_label_and_a_tie_is_unknown() -> None:
    votes = [Decision(1, JOY, "present", who) for who in ("ann", "bob")] + [Decision(1, JOY, "absent", "cy")]
    assert cell(derive_training(THREE, decisions=votes), 1, JOY) == (pytest.approx(2 / 3), 1)
    assert unknown(derive_training(THREE, decisions=votes[1:]), 1, JOY)


def test_one_coders_silence_weighs_less_than_another_coders_note() -> None:
    found = derive_training(THREE, grouped=[Grouped(1, JOY, "ann")], done=[Done(1, "bob", NOON)])
    label, _ = cell(found, 1, JOY)
    assert label == pytest.approx(1 / (1 + DONE))


def test_where_codes_exclude_one_another_one_present_makes_the_others_absent() -> None:
    found = derive_training(THREE, decisions=[Decision(1, JOY, "present", "ann")], exclusive=True)
    assert [cell(found, 1, code) for code in range(3)] == [(1, 1), (0, 1), (0, 1)]
    grouped = derive_training(THREE, grouped=[Grouped(1, DOGS, "ann")], exclusive=True)
    assert [cell(grouped, 1, code) for code in range(3)] == [(0, 1), (0, 1), (1, 1)]


def test_an_exclusive_decision_overrules_a_grouping_into_another_code() -> None:
    found = derive_training(
        THREE, decisions=[Decision(1, JOY, "present", "ann")], grouped=[Grouped(1, WORK, "ann")], exclusive=True
    )
    assert cell(found, 1, WORK) == (0, 1)


def test_two_coders_with_two_exclusive_codes_leave_both_unknown_and_the_third_absent() -> None:
    votes = [Decision(1, JOY, "present", "ann"), Decision(1, WORK, "present", "bob")]
    found = derive_training(THREE, decisions=votes, exclusive=True)
    assert unknown(found, 1, JOY) and unknown(found, 1, WORK)
    assert cell(found, 1, DOGS) == (0, 1)


def test_regrouping_relabels() -> None:
    before = derive_training(THREE, grouped=[Grouped(1, JOY, "ann")], done=[Done(1, "ann", NOON)])
    after = derive_training(THREE, grouped=[Grouped(1, WORK, "ann")], done=[Done(1, "ann", NOON)])
    assert cell(before, 1, JOY)[0] == 1 and cell(after, 1, JOY)[0] == 0
    assert before.digest() != after.digest()


def test_twins_are_one_text_under_the_first_of_them() -> None:
    twins = np.array([0, 1, 0, 3])
    found = derive_training(
        THREE, decisions=[Decision(2, JOY, "present", "ann"), Decision(0, WORK, "absent", "ann")], twins=twins
    )
    assert found.units.tolist() == [0]
    assert cell(found, 0, JOY) == (1, 1)
    torn = [Decision(0, JOY, "present", "ann"), Decision(2, JOY, "absent", "ann")]
    assert unknown(derive_training(THREE, decisions=torn, twins=twins), 0, JOY)


def test_no_statements_or_no_codes_make_an_empty_training_set() -> None:
    assert derive_training(THREE).labels.shape == (0, 3)
    assert derive_training([], fully_grouped={1}, done=[Done(1, "ann", NOON)]).labels.shape == (0, 0)


UNITS, CODES, CODERS, TIMES = range(5), range(3), ("ann", "bob"), (EARLY, NOON, LATE)
decisions = st.builds(
    Decision,
    st.sampled_from(UNITS),
    st.sampled_from(CODES),
    st.sampled_from(["present", "absent", "unsure"]),
    st.sampled_from(CODERS),
)
grouped = st.builds(Grouped, st.sampled_from(UNITS), st.sampled_from(CODES), st.sampled_from(CODERS))
done = st.builds(Done, st.sampled_from(UNITS), st.sampled_from(CODERS), st.sampled_from(TIMES))


@given(
    st.lists(decisions, unique_by=lambda d: (d.unit, d.code, d.coder), max_size=12),
    st.lists(grouped, unique=True, max_size=8),
    st.lists(done, unique_by=lambda d: (d.unit, d.coder), max_size=6),
    st.frozensets(st.sampled_from(UNITS)),
    st.randoms(use_true_random=False),
)
@settings(max_examples=300, deadline=None)
def test_precedence_holds_whatever_is_stated_and_order_does_not_matter(decisions, grouped, done, full, chance) -> None:  # type: ignore[no-untyped-def]
    created = [EARLY, NOON, LATE]
    found = derive_training(created, decisions=decisions, grouped=grouped, done=done, fully_grouped=full)
    for unit in UNITS:
        for code in CODES:
            label, weight = cell(found, unit, code)
            decided = [d for d in decisions if (d.unit, d.code) == (unit, code)]
            put = {g.coder for g in grouped if (g.unit, g.code) == (unit, code)}
            silent = {d.coder for d in done if d.unit == unit and created[code] <= d.at} - put
            votes = [d.value == "present" for d in decided if d.value != "unsure"]
            if decided:
                expected, heavy = (sum(votes) / len(votes) if votes else 0.5), 1.0
            elif put or silent:
                expected = len(put) / (len(put) + DONE * len(silent))
                heavy = (len(put) + DONE * len(silent)) / (len(put) + len(silent))
            else:
                expected, heavy = (0.0, FULLY_GROUPED) if unit in full else (0.5, 0.0)
            if expected == 0.5:
                assert math.isnan(label) and weight == 0
            else:
                assert label == pytest.approx(expected) and weight == pytest.approx(heavy, abs=1e-4)
    for statements in (decisions, grouped, done):
        chance.shuffle(statements)
    again = derive_training(created, decisions=decisions, grouped=grouped, done=done, fully_grouped=full)
    assert again.digest() == found.digest()
