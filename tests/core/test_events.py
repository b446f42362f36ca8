"""The log's record by itself: what is hashed, what folds, what is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linewise.core.errors import Broken
from linewise.core.events import Change, Event, change, digest, dumps, fold, parse_payload, payload, stands
from linewise.core.facts import FAMILIES, MemoryFacts, as_row, from_row
from linewise.core.intervals import wilson
from linewise.core.nouns import NOUNS, Code, Coding, Note, Noun

NOTE = Note(id="n", unit=3, coder="ann", text="luck", at="2026-01-01")

json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
facts = st.one_of([st.from_type(noun) for noun in (Note, Coding, Code)])


@given(fact=facts)
def test_a_fact_survives_being_a_row(fact: Noun) -> None:
    assert from_row(FAMILIES[fact.family], as_row(fact)) == fact


@given(detail=st.dictionaries(st.text(max_size=5), json, max_size=4))
def test_a_payload_says_the_same_after_being_stored(detail: dict[str, object]) -> None:
    text = payload(detail, (change(None, NOTE), change(NOTE, None)))
    assert payload(*parse_payload(text)) == text


@given(st.permutations(list("abcdef")))
def test_equal_values_have_equal_text(keys: list[str]) -> None:
    assert dumps({key: key.upper() for key in keys}) == dumps({key: key.upper() for key in sorted(keys)})


def test_the_hash_covers_every_part_of_an_event() -> None:
    names = ("seq", "kind", "version", "actor", "at", "cause", "target", "payload", "previous")
    parts = dict(zip(names, (1, "note_written", 1, "a", "t", "ui", None, "{}", "0"), strict=True))
    others = dict(zip(names, (2, "x", 2, "b", "u", "cli", 1, "{ }", "1"), strict=True))
    hashes = {digest(**{**parts, name: value}) for name, value in others.items()}
    assert len(hashes | {digest(**parts)}) == len(others) + 1


def event(*changes: Change) -> Event:
    return Event(
        seq=1, kind="note_written", version=1, actor="a", at="t", cause="x", target=None, detail={}, changes=changes,
        previous="", hash="",
    )  # fmt: skip


def test_folding_and_its_inverse_leave_nothing() -> None:
    later = replace(NOTE, text="chance")
    steps = (change(None, NOTE), change(NOTE, later))
    state = fold([event(*steps)])
    assert state.get(Note, "n") == later
    back = fold([event(*(step.inverse for step in reversed(steps)))], state)
    assert back.rows() == MemoryFacts().rows()


@pytest.mark.parametrize("steps", [[change(NOTE, None)], [change(None, NOTE), change(None, NOTE)]])
def test_a_change_of_what_is_not_there_is_broken(steps: list[Change]) -> None:
    with pytest.raises(Broken):
        fold([event(*steps)])


def test_a_change_stands_until_its_fact_is_changed_again() -> None:
    made = change(None, NOTE)
    assert stands(MemoryFacts([NOTE]), made)
    assert not stands(MemoryFacts([replace(NOTE, text="chance")]), made)
    assert not stands(MemoryFacts(), made)
    assert stands(MemoryFacts(), made.inverse)


def test_a_change_needs_one_fact() -> None:
    with pytest.raises(ValueError):
        change(NOTE, replace(NOTE, id="m"))
    with pytest.raises(ValueError):
        change(None, None)


def test_a_change_belongs_to_the_history_of_its_unit() -> None:
    assert change(NOTE, None).subjects == {("note", "n"), ("unit", "3")}


def test_every_noun_has_a_family_of_its_own() -> None:
    assert len({noun.family for noun in NOUNS}) == len(NOUNS) == len(FAMILIES)


@pytest.mark.parametrize(
    ("hits", "of", "expected"),
    [(0, 0, (0.0, 1.0)), (0, 10, (0.0, 0.2775)), (10, 10, (0.7225, 1.0)), (7, 10, (0.3968, 0.8922))],
)
def test_the_interval_of_wilson_by_the_published_formula(hits: int, of: int, expected: tuple[float, float]) -> None:
    assert wilson(hits, of) == pytest.approx(expected, abs=1e-4)
