"""Each kind of question on decisions with one flaw planted, and on decisions without."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from linewise.core.nouns import Question
from linewise.teaching.questions import Entry, Ground, Kind, Raised, Said, few, left_out, raised
from linewise.teaching.questions.settled import standing

CODES = ("home", "work", "sea")
SPOTS = 5
EACH = 60
D = 24


def ground(
    labels: Sequence[int], spots: Sequence[int], *, exclusive: bool = True, seed: int = 0, unread: int = 0
) -> Ground:
    """Units around one of `SPOTS` places, coded (a column of `CODES` each); then some that nobody read, elsewhere."""
    rng = np.random.default_rng(seed)
    centres = np.eye(SPOTS + 1, D) * 2
    at = np.array([*spots, *([SPOTS] * unread)])
    vectors = (centres[at] + rng.normal(0, 0.35, (len(at), D))).astype(np.float16)
    units = np.arange(len(spots))
    table = np.eye(max(labels) + 1, dtype=np.float32)[list(labels)]
    x = vectors[units].astype(np.float32)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    twins = np.arange(len(at))
    return Ground(
        units=units,
        labels=table,
        explicit=np.ones(table.shape, bool),
        outside=left_out(x, table, np.ones_like(table), copies=twins[units], exclusive=exclusive),
        when=units,
        vectors=vectors,
        twins=twins,
        standing=twins,
        read=units,
        codes=tuple(Entry(id=f"c{at}", name=(*CODES, "lake")[at]) for at in range(table.shape[1])),
        texts=lambda asked: [f"text number {'abcdefghij'[unit % 10] * (1 + unit // 10)}" for unit in asked],
        at=tuple(f"2026-01-01T00:{unit // 60:02d}:{unit % 60:02d}" for unit in units.tolist()),
        exclusive=exclusive,
        seed=seed,
    )


def clean(seed: int = 0, *, unread: int = 0) -> Ground:
    """Three codes at three places, decided in a random order."""
    order = np.random.default_rng(seed).permutation(np.repeat([0, 1, 2], EACH))
    return ground(order.tolist(), order.tolist(), seed=seed, unread=unread)


def of(found: Sequence[Raised], kind: Kind) -> list[Raised]:
    return [one for one in found if one.kind == kind]


@pytest.mark.parametrize("seed", range(4))
def test_decisions_that_agree_raise_nothing(seed: int) -> None:
    assert raised(clean(seed)) == ()


def test_left_out_probabilities_do_not_know_the_own_label() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(200, D)).astype(np.float32)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    labels = np.eye(2, dtype=np.float32)[rng.integers(2, size=200)]
    outside = left_out(x, labels, np.ones_like(labels), copies=np.arange(200), exclusive=True)
    assert abs((outside.argmax(1) == labels.argmax(1)).mean() - 0.5) < 0.12, "random labels are guessed at random"
    twice = left_out(
        np.vstack([x, x]), np.vstack([labels, labels]), np.ones((400, 2), np.float32), copies=np.tile(np.arange(200), 2)
    )
    assert abs((twice.argmax(1) == np.tile(labels.argmax(1), 2)).mean() - 0.5) < 0.12, "nor by their twins"


def test_left_out_is_what_leaving_out_gives() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(40, 6)).astype(np.float32)
    labels = (rng.random((40, 1)) < 0.5).astype(np.float32)
    from linewise.teaching.questions.outside import RIDGE, _solved

    scores = _solved(x, labels, np.ones(40, np.float32), most=100, rng=rng)
    rows, penalty = np.hstack([x, np.ones((40, 1))]), np.diag([RIDGE] * 6 + [1e-3])
    for out in (0, 17):
        kept = np.arange(40) != out
        heads = np.linalg.solve(rows[kept].T @ rows[kept] + penalty, rows[kept].T @ labels[kept])
        assert scores[out, 0] == pytest.approx((rows[out] @ heads)[0], abs=1e-4)


def test_a_slip_is_asked_about_with_its_neighbours() -> None:
    labels = [0] * EACH + [1] * EACH + [2] * EACH
    spots = list(labels)
    labels[7] = 2
    (slip,) = of(raised(ground(labels, spots)), "slip")
    assert slip.about == ("unit:7",)
    assert slip.sides[1].code == "c0", "its neighbours have what the model says"
    correct = next(offer for offer in slip.offers if offer.name == "correct")
    assert correct.values == {"c2": "absent", "c0": "present"}


def test_a_slip_where_codes_may_meet_is_about_one_code() -> None:
    labels = [0] * EACH + [1] * EACH
    labels[3] = 1
    found = of(raised(ground(labels, [0] * EACH + [1] * EACH, exclusive=False)), "slip")
    assert [one.about[0] for one in found] == ["unit:3"]


def test_equal_texts_and_equal_words_coded_differently() -> None:
    base = clean()
    where = np.flatnonzero(base.labels[:, 0] == 1)[:2], np.flatnonzero(base.labels[:, 1] == 1)[:1]
    a, b, c = *where[0].tolist(), int(where[1][0])
    twins, vectors = base.twins.copy(), base.vectors.copy()
    twins[c] = twins[a]
    vectors[c] = vectors[a]
    (same,) = of(raised(replace(base, twins=twins, vectors=vectors)), "twins")
    assert set(same.units) == {a, c}
    assert [offer.deed for offer in same.offers] == ["code", "code", "memo"]
    vectors[c] = vectors[b]
    texts = {b: "A dog, a walk!", c: "a walk a dog"}
    near = replace(base, vectors=vectors, texts=lambda asked: [texts.get(unit, f"other {unit}") for unit in asked])
    (words,) = of(raised(near), "twins")
    assert set(words.units) == {b, c}
    assert words.title.startswith("The same words")
    far = replace(near, vectors=base.vectors)
    assert of(raised(far), "twins") == [], "the same words with another sense are no twins"


def test_coders_who_disagree_on_one_text() -> None:
    base = clean()
    said = Said(np.array([5, 5]), np.array([0, 0]), np.array([0, 1]), np.array([True, False]))
    (asked,) = of(raised(replace(base, said=said)), "twins")
    assert asked.about == ("unit:5", "code:c0")
    assert asked.title.startswith("One text")


def test_a_code_of_two_places_has_two_senses() -> None:
    order = np.random.default_rng(3).permutation(np.repeat([0, 1, 2, 3], EACH)).tolist()
    labels = [0 if spot == 3 else spot for spot in order]
    (two,) = of(raised(ground(labels, order)), "two_senses")
    assert two.about == ("code:c0",)
    split = next(offer for offer in two.offers if offer.deed == "split")
    spots = {order[unit] for unit in split.units}
    assert len(spots) == 1, "the part that would move is one of the two places"


def test_one_place_dealt_out_to_two_codes_cannot_be_told_apart() -> None:
    rng = np.random.default_rng(4)
    order = rng.permutation(np.repeat([0, 1, 2], EACH)).tolist()
    labels = [3 if spot == 2 and rng.random() < 0.4 else spot for spot in order]
    (alike,) = of(raised(ground(labels, order)), "alike")
    assert set(alike.about) == {"code:c2", "code:c3"}
    merge = alike.offers[0]
    assert (merge.code, merge.into) == ("c3", "c2"), "the smaller goes into the larger"


def test_a_code_that_moved_is_noticed() -> None:
    order = np.random.default_rng(5).permutation(np.repeat([0, 1, 2], EACH)).tolist()
    labels = [0 if spot == 2 and at > len(order) // 2 and at % 3 else spot for at, spot in enumerate(order)]
    found = of(raised(ground(labels, order)), "drift")
    assert {one.about[0] for one in found} <= {"code:c0", "code:c2"}
    assert any(one.about == ("code:c0",) and "wider" in one.title for one in found)


def test_texts_that_came_late_are_no_drift() -> None:
    spots = [0, 1] * (EACH // 2) + [2] * EACH + [0, 1] * (EACH // 2)
    assert of(raised(ground(spots, spots)), "drift") == []


def test_a_cluster_that_nobody_read() -> None:
    (far,) = of(raised(clean(unread=EACH)), "unread")
    assert set(far.units) <= set(range(3 * EACH, 4 * EACH))
    assert [offer.deed for offer in far.offers] == ["round", "create", "keep", "memo"]


def test_silence_where_the_model_is_sure_and_a_code_without_example() -> None:
    labels = [0] * EACH + [1] * EACH
    base = ground(labels, labels, exclusive=False)
    table, explicit = base.labels.copy(), base.explicit.copy()
    table[:3, 0] = 0
    explicit[:3, 0] = False
    x = base.x
    outside = left_out(x, table, np.where(explicit, 1, 0.5).astype(np.float32), copies=base.copies)
    (missed,) = of(raised(replace(base, labels=table, explicit=explicit, outside=outside)), "missed")
    assert {0, 1} <= set(missed.sides[0].units) <= {0, 1, 2}
    wide = np.pad(base.labels, ((0, 0), (0, 1)))
    lonely = replace(
        base,
        labels=wide,
        explicit=np.pad(base.explicit, ((0, 0), (0, 1))),
        outside=np.pad(base.outside, ((0, 0), (0, 1)), constant_values=np.nan),
        codes=(*base.codes, Entry(id="c9", name="joy")),
    )
    (empty,) = of(raised(lonely), "empty")
    assert empty.about == ("code:c9",)


def test_few_are_asked_and_none_twice() -> None:
    order = np.random.default_rng(6).permutation(np.repeat([0, 1, 2], EACH)).tolist()
    rng = np.random.default_rng(7)
    labels = [int(rng.integers(3)) if rng.random() < 0.1 else spot for spot in order]
    everything = raised(ground(labels, order))
    asked = few(everything)
    assert len(of(everything, "slip")) > 2
    assert len(of(asked, "slip")) == 2
    assert len({one.id for one in asked}) == len(asked) <= 7
    assert raised(ground(labels, order)) == everything, "equal grounds, equal questions"


def test_an_answered_question_rests_until_much_is_new() -> None:
    order = np.random.default_rng(3).permutation(np.repeat([0, 1, 2, 3], EACH)).tolist()
    found = ground([0 if spot == 3 else spot for spot in order], order)
    (two,) = of(raised(found), "two_senses")
    old = Question(
        id=two.id, kind=two.kind, about=two.about, state="set_aside", answer="", coder="me", at="2026-01-01T00:04:00"
    )
    assert of(standing(raised(found), [old], found), "two_senses") == []
    early = replace(old, at="2026-01-01T00:01:00")
    assert of(standing(raised(found), [early], found), "two_senses") == [two], "most decisions came since"
