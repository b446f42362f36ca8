"""Mixtures and ways of choosing do what they say on small pools; what is drawn by lot stays a fair sample."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chisquare

from linewise.core.errors import BadInput
from linewise.core.nouns import Round, RoundItem
from linewise.verifying import telling
from linewise.verifying.mixing import AUTO, Mixture, named, random_share, recipe
from linewise.verifying.pool import Pool
from linewise.verifying.rounds import plan_round
from linewise.verifying.spreading import kmeans, plusplus
from linewise.verifying.strategies import STRATEGIES
from linewise.verifying.surprisal import surprises
from tests.verifying.test_strategies import pool


def choose(name: str, where: Pool, size: int, seed: int = 0) -> list[int]:
    return [pick.row for pick in STRATEGIES[name].choose(where, size, np.random.default_rng(seed))]


def bare(units: int, **known: object) -> Pool:
    return replace(Pool(units=np.arange(units), twins=np.arange(units)), **known)  # type: ignore[arg-type]


def unit(rows: NDArray[np.float64] | list[list[float]]) -> NDArray[np.float16]:
    x = np.asarray(rows, np.float64)
    return (x / np.linalg.norm(x, axis=1, keepdims=True)).astype(np.float16)


def test_a_mixture_is_read_with_its_shares_and_says_what_it_is() -> None:
    mixed = Mixture.of(" margin*0.7 + diverse*0.3 ")
    assert mixed.parts == (("margin", pytest.approx(0.7)), ("diverse", pytest.approx(0.3)))
    assert mixed.title == "Closest calls 70% + Breadth 30%"
    assert Mixture.of("margin+rare").sizes(5) in ([3, 2], [2, 3])
    assert Mixture.of("margin*2+rare*1").sizes(9) == [6, 3]
    assert named("of another time*1") == "of another time*1"


@pytest.mark.parametrize(
    "text", ["", "nothing", "margin*", "margin*0", "margin+margin", "margin*-1", "margin*0.5 rare"]
)
def test_a_mixture_that_means_nothing_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        Mixture.of(text)
    assert refused.value.remedy


def test_each_part_of_a_mixture_gets_its_share_of_what_the_audit_leaves() -> None:
    where = pool(0, 400)
    found = plan_round(where, Mixture.of("margin*0.6+rare*0.4"), size=50, audit_share=0.2, seed=3)
    rare = sum(one.reason.startswith("May be") for one in found)
    assert (sum(one.audit for one in found), rare, len(found)) == (10, 16, 50)


def test_what_a_mixture_draws_by_lot_joins_the_audit_sample_at_one_propensity() -> None:
    where = bare(60, probabilities=np.random.default_rng(0).random((60, 2)).astype(np.float32))
    times = np.zeros(60)
    for seed in range(2_000):
        found = plan_round(where, Mixture.of("margin*0.5+random*0.5"), size=20, audit_share=0.2, seed=seed)
        drawn = [one for one in found if one.audit]
        assert len(drawn) == 4 + 8
        assert all(one.propensity == pytest.approx(12 / 60) for one in drawn)
        times[[one.unit for one in drawn]] += 1
    assert 0.001 < chisquare(times).pvalue < 0.9999


def test_a_round_that_is_partly_drawn_by_lot_does_not_tell_which_units_are() -> None:
    opened = Round(
        id="r",
        number=1,
        coder="c",
        strategy="margin*0.5+random*0.5",
        size=2,
        audit_share=0.0,
        seed=1,
        model=None,
        opened_at="",
    )
    item = RoundItem(round="r", position=0, unit=1, reason="Drawn at random.", propensity=0.1, audit=True)
    assert telling.audited(item, opened) is None
    assert "50% drawn at random" in telling.reason(item, opened, "A mixture")
    assert random_share("margin*0.5+random*0.5") == 0.5
    blind = replace(item, blind=True, reason="May be “food” (80%).")
    told = telling.reason(blind, replace(opened, strategy="rare"), "Rare codes")
    assert "food" not in told
    assert "food" in telling.reason(
        replace(blind, state="accepted", unaided_at="now"), replace(opened, strategy="rare"), ""
    )


def test_the_recommended_way_begins_with_typical_texts_and_goes_on_with_what_is_wrong() -> None:
    assert recipe(AUTO, bare(3)) == "random"
    assert recipe(AUTO, bare(3, vectors=unit(np.eye(3)))) == "typical"
    taught = bare(3, vectors=unit(np.eye(3)), probabilities=np.ones((3, 2), np.float32))
    assert recipe(AUTO, taught) == "spread"
    assert recipe("margin*0.5+rare*0.5", taught) == "margin*0.5+rare*0.5"


def test_repair_prefers_answers_that_settle_many_equal_texts() -> None:
    p = np.array([[0.6, 0.4], [0.6, 0.4], [0.6, 0.4], [0.51, 0.49], [0.99, 0.01]], np.float32)
    where = replace(bare(5, probabilities=p), twins=np.array([0, 0, 0, 1, 2]), exclusive=True)
    assert [int(where.twins[row]) for row in choose("repair", where, 3)] == [0, 1, 2]
    reasons = STRATEGIES["repair"].choose(where, 1, np.random.default_rng(0))[0].reason
    assert "settles 3 equal texts" in reasons


@pytest.mark.parametrize("name", ["clustered", "spread"])
def test_doubtful_units_of_one_place_are_shown_once(name: str) -> None:
    """Ten doubtful units lie in each of two heaps; the surest, in a third, are not asked about."""
    rng = np.random.default_rng(0)
    heaps = np.repeat(np.eye(3), [10, 10, 20], axis=0) + 0.02 * rng.normal(size=(40, 3))
    doubt = np.repeat([0.5, 0.98], 20).astype(np.float32)
    where = bare(40, vectors=unit(heaps), probabilities=np.stack([doubt, 1 - doubt], axis=1), exclusive=True)
    assert {row // 10 for row in choose(name, where, 2)} == {0, 1}


def test_badge_takes_far_moves_in_different_directions() -> None:
    x = unit([[1, 0.01], [1, 0], [0, 1], [0, 1]])
    p = np.array([[0.5, 0.5], [0.99, 0.01], [0.5, 0.5], [0.99, 0.01]], np.float32)
    where = bare(4, vectors=x, probabilities=p, exclusive=True)
    pairs = [frozenset(choose("badge", where, 2, seed)) for seed in range(60)]
    assert all(pair & {0, 2} for pair in pairs)
    assert pairs.count(frozenset({0, 2})) > 20 > pairs.count(frozenset({0, 1}))


def test_density_leaves_the_odd_one_for_later() -> None:
    heap = np.vstack([np.tile([1, 0.05], (6, 1)), [[-1, 0.2]]])
    p = np.array([[0.6, 0.4]] * 6 + [[0.5, 0.5]], np.float32)
    where = bare(7, vectors=unit(heap), probabilities=p, exclusive=True)
    assert choose("margin", where, 1) == [6]
    assert choose("density", where, 6) != [6] and 6 not in choose("density", where, 6)


def test_core_set_goes_where_nothing_was_read() -> None:
    where = bare(4, vectors=unit([[1, 0.1], [1, 0], [0, 1], [-1, 0]]), read=unit([[1, 0]]))
    assert choose("core_set", where, 2) == [3, 2]


def test_a_committee_is_asked_where_its_members_differ() -> None:
    members = np.array([[[0.9, 0.1], [0.5, 0.5], [0.9, 0.1]], [[0.9, 0.1], [0.5, 0.5], [0.1, 0.9]]], np.float32)
    p = members.mean(axis=0)
    where = bare(3, probabilities=p, committee=lambda units: members[:, units], exclusive=True, names=("food", "sport"))
    assert choose("committee", where, 1) == [2]
    reason = STRATEGIES["committee"].choose(where, 1, np.random.default_rng(0))[0].reason
    assert "1 say “sport”" in reason and "1 say “food”" in reason


def test_typical_units_come_from_each_heap_and_unread_heaps_first() -> None:
    rng = np.random.default_rng(1)
    heaps = np.repeat(np.eye(4), 30, axis=0) + 0.05 * rng.normal(size=(120, 4))
    where = bare(120, vectors=unit(heaps))
    assert {row // 30 for row in choose("typical", where, 4)} == {0, 1, 2, 3}
    read = replace(where, read=unit(heaps[:60]))
    first = choose("typical", read, 2)
    assert {row // 30 for row in first} <= {2, 3}


def test_surprising_units_are_of_different_kinds() -> None:
    plain = ["we had dinner at home"] * 40
    odd = ["we had ceviche in lima"] * 4 + ["we had surgery on knees"] * 4
    texts = plain + odd
    where = replace(bare(48, texts=lambda units: [texts[at] for at in units]), twins=np.arange(48))
    kinds = {texts[row] for row in choose("surprising", where, 3)}
    assert len(kinds) == 3
    found = surprises(texts)
    assert "ceviche" in found.words[40] and "dinner" not in found.words[40]
    assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1)
    assert not surprises(["", "!"]).vectors.any()


def test_rare_codes_get_the_more_places_the_fewer_are_known() -> None:
    rng = np.random.default_rng(0)
    p = rng.random((200, 2)).astype(np.float32)
    where = bare(200, probabilities=p, found=np.array([90, 0]), names=("common", "seldom"))
    picks = STRATEGIES["rare"].choose(where, 22, np.random.default_rng(0))
    for_seldom = [pick for pick in picks if "“seldom”" in pick.reason]
    assert len(for_seldom) == 20
    assert for_seldom[0].row == p[:, 1].argmax()
    assert "of which 0 are known" in for_seldom[0].reason


def test_rules_against_the_model_come_with_the_surest_contradiction_first() -> None:
    p = np.array([[0.9, 0.1], [0.2, 0.6], [0.95, 0.5]], np.float32)
    votes = np.array([[1, 0], [1, -1], [-1, 0]], np.int8)
    where = bare(3, probabilities=p, votes=votes, names=("food", "sport"))
    assert choose("disagreement", where, 3) == [2, 1, 0]
    reason = STRATEGIES["disagreement"].choose(where, 1, np.random.default_rng(0))[0].reason
    assert reason == "A rule votes against “food”; the model gives it 95%."


def test_spreading_covers_heaps_and_repeats_with_its_seed() -> None:
    rng = np.random.default_rng(2)
    x = np.repeat(10 * np.eye(5), 20, axis=0).astype(np.float32) + rng.normal(size=(100, 5)).astype(np.float32)
    covered = [len({row // 20 for row in plusplus(x, 5, np.random.default_rng(seed)).tolist()}) for seed in range(50)]
    assert np.mean(covered) > 4
    _, group = kmeans(x, 5, np.random.default_rng(0))
    again = kmeans(x, 5, np.random.default_rng(0))[1]
    assert (group == again).all()
    assert len(plusplus(np.zeros((4, 2), np.float32), 4, rng)) == 4
