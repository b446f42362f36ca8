"""Guesses that spare a person the mapping of columns."""

from typing import Any

import pytest

from linewise.importing.guess import describe, guess, guess_transcript
from linewise.importing.plan import ImportPlan


def guessed(rows: list[dict[str, Any]]) -> ImportPlan:
    return guess(rows, list(rows[0]))[1]


def test_survey_columns_get_roles_and_types() -> None:
    rows = [
        {
            "Respondent ID": f"R{i:03}",
            "started": f"2026-03-{i % 28 + 1:02} 10:00",
            "age": str(20 + i),
            "score": f"{i}.5",
            "consent": "yes" if i % 3 else "no",
            "region": ["north", "south"][i % 2],
            "zip": f"0{i:04}",
            "empty": "",
            "What made you happy?": f"I met friend number {i} and we talked for a long time",
            "themes": ["joy; friends", "joy", "friends", "rest; joy"][i % 4],
        }
        for i in range(40)
    ]
    columns, plan = guess(rows, list(rows[0]))
    assert plan.text == ("What made you happy?",)
    assert plan.id == "Respondent ID"
    assert plan.codes == "themes" and plan.codes_separator == ";"
    assert dict(plan.attributes) == {
        "started": "date",
        "age": "integer",
        "score": "number",
        "consent": "boolean",
        "region": "category",
        "zip": "text",
    }
    by_name = {column.name: column for column in columns}
    assert by_name["empty"].role == "ignore" and by_name["empty"].empty == 40
    assert by_name["region"].distinct == 2 and by_name["region"].examples == ("north", "south")


def test_a_title_joins_the_text_and_lists_are_codes() -> None:
    rows = [
        {"id": i, "title": f"On thing {i}", "description": f"A longer text about thing {i}", "tags": ["a", "b"]}
        for i in range(5)
    ]
    plan = guessed(rows)
    assert plan.text == ("title", "description")
    assert (plan.id, plan.codes) == ("id", "tags")
    assert guessed([{**row, "title": "Interview with Ann"} for row in rows]).text == ("description",)


@pytest.mark.parametrize(("cell", "separator"), [("a|b", "|"), ("a, b", ","), ("a;b", ";"), ("a", ";")])
def test_the_separator_of_codes_is_found(cell: str, separator: str) -> None:
    rows = [{"text": f"some words {i}", "label": cell if i % 2 else "a"} for i in range(20)]
    assert guessed(rows).codes_separator == separator


def test_a_repeating_number_is_no_id_and_an_unnamed_count_is() -> None:
    assert guessed([{"n": 1, "text": "one two three"}, {"n": 1, "text": "four five"}]).id is None
    assert (
        guessed([{"column 1": "0", "text": "one two three"}, {"column 1": "1", "text": "four five"}]).id == "column 1"
    )


def test_no_text_is_lost_to_a_column_of_dates_or_ids() -> None:
    assert guessed([{"note": "short", "date": "2026-01-01", "id": "a1"}]).text == ("note",)
    assert guessed([{"a": "1"}]).text == ("a",)
    assert guess([], ["id", "text", "label"])[1].text == ("text",)


def test_a_conversation_in_cells_is_cut_at_its_turns() -> None:
    rows = [{"id": str(i), "transcript": f"Ann: how are you\nBen: fine, number {i}"} for i in range(3)]
    assert guessed(rows).segmentation == "turn"


def test_a_text_file_is_cut_by_how_it_looks() -> None:
    assert guess_transcript("Ann: hi\nBen: hello\n") == "turn"
    assert guess_transcript("One paragraph\nwrapped.\n\nAnother.\n") == "paragraph"
    assert guess_transcript("a line\nanother\nand a third") == "line"
    assert guess_transcript("all in one") == "whole"


def test_a_chosen_plan_describes_the_same_columns() -> None:
    rows = [{"a": "x y", "b": "1"}]
    plan = ImportPlan(text=("a",), attributes=(("b", "text"),))
    assert [(c.name, c.role, c.type) for c in describe(rows, ["a", "b"], plan)] == [
        ("a", "text", "text"),
        ("b", "attribute", "text"),
    ]
