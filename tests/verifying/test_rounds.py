"""Rounds: the audit units are a fair sample whatever the strategy, mixed in so that nobody can tell."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from linewise.verifying.mixing import Mixture
from linewise.verifying.pool import Pool
from linewise.verifying.rounds import plan_round
from linewise.verifying.strategies import STRATEGIES
from tests.verifying.test_strategies import pool

MARGIN = Mixture.of("margin")


@pytest.mark.parametrize("name", STRATEGIES)
@given(
    seed=st.integers(0, 10_000),
    units=st.integers(1, 60),
    size=st.integers(1, 30),
    share=st.floats(0, 1),
    few=st.booleans(),
)
@settings(max_examples=10, deadline=None)
def test_a_round_is_made_of_distinct_texts_and_repeats_with_its_seed(
    name: str, seed: int, units: int, size: int, share: float, few: bool
) -> None:
    where = pool(seed, units, texts=max(1, units // 3) if few else None)
    mixture = Mixture.of(name)
    found = plan_round(where, mixture, size=size, audit_share=share, seed=seed)
    texts = [int(where.twins[one.row]) for one in found]
    assert len(set(texts)) == len(found) == min(size, len(np.unique(where.twins)))
    assert all(where.units[one.row] == one.unit for one in found)
    assert found == plan_round(where, mixture, size=size, audit_share=share, seed=seed)
    audit = [one for one in found if one.audit]
    assert len(audit) == (len(found) if name == "random" else round(len(found) * share))
    assert all(one.propensity is not None and 0 < one.propensity <= 1 for one in audit)
    assert all(one.propensity is None for one in found if not one.audit)


def test_every_unit_is_as_likely_as_any_other_to_be_audited() -> None:
    where = pool(0, 60)
    where = Pool(units=where.units, twins=np.arange(60), probabilities=where.probabilities)
    times = dict.fromkeys(where.units.tolist(), 0)
    rounds = 3_000
    for seed in range(rounds):
        for one in plan_round(where, MARGIN, size=20, audit_share=0.3, seed=seed):
            if one.audit:
                times[one.unit] += 1
                assert one.propensity == pytest.approx(6 / 60)
    assert sum(times.values()) == 6 * rounds
    # Without replacement counts vary less than a multinomial's: too regular is as suspicious as too uneven.
    assert 0.001 < chisquare(list(times.values())).pvalue < 0.9999


def test_the_audit_sample_is_the_same_whatever_the_strategy_and_the_model() -> None:
    one, other = pool(1, 50), pool(1, 50)
    assert other.probabilities is not None
    other = replace(other, probabilities=1 - other.probabilities, code=0)
    samples = {
        frozenset(
            item.unit for item in plan_round(where, Mixture.of(name), size=10, audit_share=0.4, seed=5) if item.audit
        )
        for where in (one, other)
        for name in STRATEGIES
        if name != "random"
    }
    assert len(samples) == 1


def test_a_place_in_the_round_does_not_tell_which_units_are_audited() -> None:
    where = pool(2, 200)
    places = np.zeros(20)
    for seed in range(1_000):
        for place, one in enumerate(plan_round(where, MARGIN, size=20, audit_share=0.25, seed=seed)):
            places[place] += one.audit
    assert chisquare(places).pvalue > 0.001


def test_the_audit_share_tells_the_truth_where_the_seen_share_does_not() -> None:
    """The reason for audit units: under margin the round is full of hard cases, the audit units are not."""
    rng = np.random.default_rng(0)
    p = np.clip(rng.beta(0.4, 0.4, (4_000, 1)), 0.001, 0.999).astype(np.float32)
    truth = rng.random(4_000) < p[:, 0]
    right = truth == (p[:, 0] > 0.5)
    where = Pool(units=np.arange(4_000), twins=np.arange(4_000), probabilities=p)
    seen, audited = [], []
    for seed in range(40):
        for one in plan_round(where, MARGIN, size=50, audit_share=0.4, seed=seed):
            seen.append(right[one.unit])
            if one.audit:
                audited.append(right[one.unit])
    assert abs(np.mean(audited) - right.mean()) < 0.05
    assert np.mean(seen) < right.mean() - 0.1
