"""Plans: valid or not there at all, and the same after a trip through JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linewise.core.errors import BadInput
from linewise.importing.plan import ImportPlan

NAMES = st.text(min_size=1, max_size=8)
PLANS = st.builds(
    ImportPlan,
    text=st.lists(NAMES, min_size=1, max_size=3, unique=True).map(tuple),
    id=st.none() | NAMES,
    attributes=st.lists(
        st.tuples(NAMES, st.sampled_from(["text", "integer", "date"])), max_size=3, unique_by=lambda pair: pair[0]
    ).map(tuple),
    codes=st.none() | NAMES,
    segmentation=st.sampled_from(["whole", "line", "turn"]),
    encoding=st.sampled_from([None, "utf-8", "cp1252"]),
    delimiter=st.sampled_from([None, ",", "\t"]),
    header=st.booleans(),
    on_bad_row=st.sampled_from(["refuse", "skip"]),
)


@given(PLANS)
def test_a_plan_survives_json(plan: ImportPlan) -> None:
    assert ImportPlan.from_dict(json.loads(json.dumps(plan.to_dict()))) == plan


def test_short_forms_are_understood() -> None:
    plan = ImportPlan.from_dict({"text": "body", "attributes": {"age": "integer"}})
    assert plan == ImportPlan(text=("body",), attributes=(("age", "integer"),))


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({}, "text"),
        ({"text": []}, "text"),
        ({"text": ["a", "a"]}, "text"),
        ({"text": [1]}, "text"),
        ({"text": 5}, "text"),
        ({"text": "a", "colour": "red"}, "colour"),
        ({"text": "a", "id": 3}, "id"),
        ({"text": "a", "attributes": [["x", "colour"]]}, "attributes"),
        ({"text": "a", "attributes": [["x", "text"], ["x", "date"]]}, "attributes"),
        ({"text": "a", "attributes": ["x"]}, "attributes"),
        ({"text": "a", "segmentation": "chapter"}, "segmentation"),
        ({"text": "a", "segmentation": ["line"]}, "segmentation"),
        ({"text": "a", "on_bad_row": "ignore"}, "on_bad_row"),
        ({"text": "a", "encoding": "klingon"}, "encoding"),
        ({"text": "a", "encoding": "hex"}, "encoding"),
        ({"text": "a", "encoding": "a\0b"}, "encoding"),
        ({"text": "a", "delimiter": "ab"}, "delimiter"),
        ({"text": "a", "delimiter": '"'}, "delimiter"),
        ({"text": "a", "header": "yes"}, "header"),
        ({"text": "a", "codes_separator": " "}, "codes_separator"),
    ],
)
def test_a_wrong_plan_names_its_key(wrong: dict[str, Any], key: str) -> None:
    with pytest.raises(BadInput) as caught:
        ImportPlan.from_dict(wrong)
    assert caught.value.where["option"] == key
    assert caught.value.remedy


def test_each_column_has_one_role() -> None:
    plan = ImportPlan(text=("t", "u"), id="i", codes="c", speaker="s", attributes=(("a", "date"),))
    assert [plan.role(name) for name in "tuicsax"] == [
        "text",
        "text",
        "id",
        "codes",
        "speaker",
        "attribute",
        "ignore",
    ]
    assert plan.columns == ("t", "u", "i", "c", "s", "a")
