"""Promised precision: kept in nearly every simulated study, exact for small corpora, given up in words."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import hypergeom

from linewise.applying.needing import more_decisions
from linewise.applying.plan import NEVER, planned, spent
from linewise.applying.promising import Checked, Found, betted, chance, fewest_of, found
from linewise.applying.saying import code_promise, promises, words

Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]


def corpus(rng: np.random.Generator, units: int, boast: float = 0.0) -> tuple[Floats, Bools]:
    chance_ = rng.beta(1.2, 0.5, units)
    truth = rng.random(units) < chance_
    return np.clip(chance_ + boast * (1 - chance_), 0, 1).astype(np.float32), truth


def split(said: Floats, truth: Bools, rows: NDArray[np.int64]) -> Checked:
    left = np.setdiff1d(np.arange(len(said)), rows)
    return Checked(said[rows][:, None], truth[rows][:, None], said[left][:, None])


@pytest.mark.parametrize(("precision", "often"), [(0.8, 0.9), (0.9, 0.5)])
@pytest.mark.parametrize("boast", [0.0, 0.15], ids=["honest model", "model that overstates"])
def test_the_promise_is_broken_no_more_often_than_allowed(precision: float, often: float, boast: float) -> None:
    """In a corpus of 3,000: what is promised is that of the units left, and those are what is counted."""
    rng, risk, studies = np.random.default_rng(1), 0.1, 300
    broken = made = 0
    for _ in range(studies):
        said, truth = corpus(rng, 3_000, boast)
        rows = rng.permutation(3_000)[:300]
        value = found(split(said, truth, rows), precision=precision, risk=risk).value
        left = np.delete(np.arange(3_000), rows)
        if value is not None:
            made += 1
            broken += bool(truth[left][said[left] >= np.float32(value)].mean() < precision)
    assert broken / studies <= risk + 2 * np.sqrt(risk * (1 - risk) / studies)
    assert made > studies * often, "a method that promises nothing keeps every promise"


def test_who_looks_after_every_round_breaks_no_more_promises() -> None:
    """Five looks at a growing audit sample: any promise that was made at any of them counts."""
    rng, risk, studies, broken = np.random.default_rng(2), 0.1, 200, 0
    for _ in range(studies):
        said, truth = corpus(rng, 2_000)
        order = rng.permutation(2_000)
        left = order[250:]
        bad = False
        for look in range(1, 6):
            rows = order[: 50 * look]
            checked = Checked(said[rows][:, None], truth[rows][:, None], said[left][:, None])
            value = found(checked, precision=0.85, risk=spent(risk, look)).value
            bad |= value is not None and bool(truth[left][said[left] >= np.float32(value)].mean() < 0.85)
        broken += bad
    assert broken / studies <= risk + 2 * np.sqrt(risk * (1 - risk) / studies)


@pytest.mark.parametrize(
    ("right", "given", "rest", "precision"), [(98, 100, 500, 0.95), (29, 30, 40, 0.9), (20, 20, 5, 0.9)]
)
def test_the_chance_of_a_broken_promise_is_the_worst_over_all_corpora(
    right: int, given: int, rest: int, precision: float
) -> None:
    worst = 0.0
    for good in range(given + rest + 1):
        seen = np.arange(max(0, good - rest), min(given, good) + 1)
        bad = (seen >= right) & (good - seen < precision * rest - 1e-9)
        worst = max(worst, float(hypergeom.pmf(seen, given + rest, good, given)[bad].sum()))
    assert chance(right, given, rest, precision) == pytest.approx(worst)
    assert chance(right, given, 10**9, precision) <= 1
    assert chance(0, given, rest, precision) == 1


def test_codings_of_one_unit_count_as_one_bet() -> None:
    """Units whose codes are all right or all wrong together: a binomial test would take them for many."""
    rng, broken, studies = np.random.default_rng(3), 0, 300
    for _ in range(studies):
        right = np.repeat(rng.random(120)[:, None] < 0.9, 3, axis=1)
        sure = np.full((120, 3), 0.9, np.float32)
        broken += betted(Checked(sure, right, sure), 0.5, 0.9) <= 0.1
    assert broken / studies <= 0.1
    every = Checked(np.full((200, 3), 0.9, np.float32), np.ones((200, 3), bool), np.full((50, 3), 0.9, np.float32))
    assert found(every, precision=0.9, risk=0.1).value == 0.5


def test_too_few_and_too_wrong_are_told_apart() -> None:
    few = found(split(np.full(60, 0.97, np.float32), np.ones(60, bool), np.arange(10)), precision=0.9, risk=0.1)
    assert (few.value, few.given, few.right, few.few) == (None, 10, 10, True)
    rng = np.random.default_rng(0)
    wrong = found(split(np.full(900, 0.97, np.float32), rng.random(900) < 0.7, np.arange(500)), precision=0.9, risk=0.1)
    assert wrong.value is None and not wrong.few
    nothing = Checked(np.empty((0, 1), np.float32), np.empty((0, 1), bool), np.empty((0, 1), np.float32))
    assert found(nothing, precision=0.9, risk=0.1).value is None
    assert fewest_of(0.9, 0.1) == 22 < fewest_of(0.9, 0.1, alone=False)


def three(rng: np.random.Generator, draws: int) -> Checked:
    """An exclusive codebook: a frequent code that is right, a frequent one that is not, and a rare one."""
    code = rng.choice(3, draws + 4_000, p=(0.55, 0.4, 0.05))
    sure = np.where(np.arange(3) == code[:, None], 0.95, 0.0).astype(np.float32)
    right = (sure > 0) & (rng.random(sure.shape) < np.array([0.99, 0.8, 0.99]))
    return Checked(sure[:draws], right[:draws], sure[draws:])


def test_each_code_stands_for_itself_and_those_too_rare_together() -> None:
    checked = three(np.random.default_rng(0), 300)
    plan = planned(checked, units=4_000, precision=0.9, risk=0.1, scope="each")
    assert [one.by for one in plan.parts] == ["code", "none", "none"]
    assert plan.parts[0].threshold == 0.5 and plan.parts[1].threshold is None
    assert plan.parts[1].more is None, "no number of audit units makes it right"
    assert plan.parts[2].more is not None and plan.parts[2].more > 200
    together = planned(checked, units=4_000, precision=0.85, risk=0.1, scope="together")
    assert {one.by for one in together.parts} == {"group"} and together.grouped == 3
    assert NEVER > 1


def test_as_many_more_decisions_as_said_are_mostly_enough() -> None:
    rng, kept = np.random.default_rng(5), 0
    for _ in range(40):
        said, truth = corpus(rng, 20_000)
        order = rng.permutation(20_000)
        rows, left = order[:60], order[10_000:]
        more = more_decisions(
            Checked(said[rows][:, None], truth[rows][:, None], said[left][:, None]),
            units=len(left),
            precision=0.9,
            risk=0.1,
        )
        assert more is not None
        rows = order[: 60 + more]
        checked = Checked(said[rows][:, None], truth[rows][:, None], said[left][:, None])
        kept += found(checked, precision=0.9, risk=0.1).value is not None
    assert kept >= 24


def test_the_words_say_exactly_what_is_promised_and_what_not() -> None:
    checked = three(np.random.default_rng(0), 300)
    plan = planned(checked, units=4_000, precision=0.9, risk=0.1, scope="each")
    parts = zip("abc", plan.parts, strict=True)
    rows = [code_promise(name, part, 100, 50, 0.9, 0.1, plan.grouped) for name, part in parts]
    kept, refused = promises(rows, {"a": "joy", "b": "awe", "c": "rain"}, None, 0.9, 0.1, audit=300)
    assert kept == (
        "Of this code, at least 90% of what the model gives unread units is right (with 90% confidence): “joy”.",
    )
    assert refused[0] == "Nothing can be promised of “awe” and “rain”: people read what has it."
    assert "audit units were right" in rows[0].words and "Not promised, and left to people" in rows[1].words
    assert "About" in rows[2].words
    assert "Verify a round" in words(10, 0, 0, 10, plan, 0, 0.9)
    assert Found(None, 0, 0, 0, 22).few
