"""Rows from outside are facts, or something in them is named."""

import pytest

from linewise.core.facts import as_row
from linewise.core.fitting import misfit
from linewise.core.nouns import Code, Coding, RoundItem

CODE = as_row(Code(id="c", name="Money", examples=("a",), created_at="2026", defined_at="2026"))
CODING = as_row(Coding(unit=1, code="c", coder="a", value="present", at="2026"))
ITEM = as_row(RoundItem(round="r", position=0, unit=1, reason="", propensity=1, audit=True, predicted={"c": 0.5}))


def test_what_we_wrote_fits_and_so_does_what_earlier_versions_wrote() -> None:
    assert [misfit(Code, CODE), misfit(Coding, CODING), misfit(RoundItem, ITEM)] == [None, None, None]
    assert misfit(Code, {name: value for name, value in CODE.items() if name != "colour"}) is None


@pytest.mark.parametrize(
    ("noun", "row", "field"),
    [
        (Code, CODE | {"examples": "a"}, "examples"),
        (Code, CODE | {"examples": [1]}, "examples"),
        (Code, CODE | {"merged_into": 3}, "merged_into"),
        (Code, CODE | {"status": "gone"}, "status"),
        (Code, CODE | {"extra": 1}, "extra"),
        (Code, {name: value for name, value in CODE.items() if name != "name"}, "name"),
        (Coding, CODING | {"unit": True}, "unit"),
        (Coding, CODING | {"unit": 2**64}, "unit"),
        (Coding, CODING | {"unit": 1.0}, "unit"),
        (RoundItem, ITEM | {"predicted": {"c": "x"}}, "predicted"),
        (RoundItem, ITEM | {"audit": 1}, "audit"),
        (Coding, [], "coding"),
    ],
)
def test_what_does_not_fit_is_named(noun: type, row: object, field: str) -> None:
    assert misfit(noun, row) == field
