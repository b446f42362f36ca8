"""Rows to records: what is refused, what is skipped, what is said about it."""

import math
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linewise.core.errors import BadInput
from linewise.importing.check import check
from linewise.importing.plan import AttributeType, ImportPlan
from linewise.importing.record import RawRow, Record, Report
from linewise.importing.seen import SeenIds
from linewise.importing.values import attribute

PLAN = ImportPlan(text=("text",), id="id", attributes=(("age", "integer"),), codes="label")
COLUMNS = ("id", "text", "age", "label")


def rows(*cells: dict[str, Any]) -> list[RawRow]:
    return [RawRow(number, cell) for number, cell in enumerate(cells, 2)]


def row(**changes: Any) -> dict[str, Any]:
    return {"id": "1", "text": "a text", "age": "30", "label": "joy"} | changes


def refused(*cells: dict[str, Any], plan: ImportPlan = PLAN) -> BadInput:
    with pytest.raises(BadInput) as caught:
        list(check(rows(*cells), plan, file="f.csv", columns=COLUMNS))
    return caught.value


def test_a_good_row_keeps_its_text_to_the_character() -> None:
    text = "  e\u0301 \u200b\r\n\tfin \ufeff "
    (record,) = check(rows(row(text=text, label=" joy ;; rest;joy")), PLAN, file="f", columns=COLUMNS)
    assert record == Record(2, text, "1", {"age": 30}, ("joy", "rest"), None)


@pytest.mark.parametrize(
    ("changes", "column", "says"),
    [
        ({"text": " \n "}, "text", "empty"),
        ({"text": None}, "text", "empty"),
        ({"text": ["a"]}, "text", "list"),
        ({"text": "a\0b"}, "text", "NUL character at position 2"),
        ({"text": "a\ud800"}, "text", "lone surrogate"),
        ({"id": " "}, "id", "id is empty"),
        ({"id": "\0"}, "id", "NUL"),
        ({"age": "old"}, "age", "'old' is not a whole number"),
        ({"age": "1e400"}, "age", "whole number"),
        ({"label": "a\0"}, "label", "NUL"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(changes: dict[str, Any], column: str, says: str) -> None:
    error = refused(row(), row(id="2") | changes)
    assert error.where == {"file": "f.csv", "row": 3, "column": column}
    assert says in error.message
    assert error.remedy


def test_a_repeated_id_names_the_row_that_had_it_first() -> None:
    assert "used before, in row 2" in refused(row(), row(id="x"), row()).message
    assert "used before, in row 3" in refused(row(), row(id="x"), row(id=" x ")).message


def test_many_bad_rows_are_counted_and_the_first_twenty_shown() -> None:
    error = refused(row(id="ok"), *[row(id=str(i), text="") for i in range(25)])
    assert error.message.startswith("25 rows cannot be imported")
    assert error.message.count("the text is empty") == 20
    error = refused(*[row(id=str(i), text="") for i in range(5000)])
    assert error.message.startswith("1000 or more rows")


def test_nothing_more_comes_out_after_the_first_bad_row() -> None:
    stream = check(rows(row(), row(id="2", text=""), row(id="3")), PLAN, file="f", columns=COLUMNS)
    assert next(stream).row == 2
    with pytest.raises(BadInput):
        next(stream)


def test_skipping_leaves_out_bad_rows_and_reports_them() -> None:
    plan = ImportPlan.from_dict(PLAN.to_dict() | {"on_bad_row": "skip"})
    report = Report()
    source = [*rows(row(), row(id="2", text=""), row(id="3")), RawRow(5, {}, "the row has 2 cells")]
    assert [record.row for record in check(source, plan, file="f", columns=COLUMNS, report=report)] == [2, 4]
    assert (report.good, report.bad) == (2, 2)
    assert [(problem.row, problem.column) for problem in report.problems] == [(3, "text"), (5, None)]
    with pytest.raises(BadInput, match="1 row cannot"):
        list(check(rows(row(text="")), plan, file="f", columns=COLUMNS))


def test_control_characters_are_imported_and_remarked_upon() -> None:
    report = Report()
    (record,) = check(rows(row(text="a\x07b")), PLAN, file="f", columns=COLUMNS, report=report)
    assert record.text == "a\x07b"
    assert (report.good, report.bad, report.remarks) == (1, 0, 1)
    assert report.problems[0].kept and "U+0007" in report.problems[0].reason


def test_a_report_stays_small_and_keeps_room_for_what_matters() -> None:
    plan = ImportPlan(text=("text",), on_bad_row="skip")
    cells = [{"text": "\x07"}] * 500 + [{"text": "\0"}] * 500
    report = Report()
    assert len(list(check(rows(*cells), plan, file="f", columns=("text",), report=report))) == 500
    assert (report.remarks, report.bad, len(report.problems)) == (500, 500, 100)
    assert sum(not problem.kept for problem in report.problems) == 50


def test_a_missing_column_is_named_with_those_there_are() -> None:
    with pytest.raises(BadInput, match="Its columns are: id, words") as caught:
        list(check([], PLAN, file="f.csv", columns=("id", "words")))
    assert caught.value.where["column"] == "text"


def test_rows_without_fixed_columns_may_lack_keys_but_not_all_of_them() -> None:
    some = rows({"id": 1, "text": "a"}, {"id": 2, "text": "b", "age": 3, "label": ["x", "y"]})
    found = list(check(some, PLAN, file="f"))
    assert [(record.attributes["age"], record.codes) for record in found] == [(None, ()), (3, ("x", "y"))]
    with pytest.raises(BadInput, match="no such column") as caught:
        list(check(rows({"id": 1, "body": "a"}), PLAN, file="f"))
    assert caught.value.where["column"] == "text"


def test_blank_rows_are_passed_over_but_a_row_of_zeros_is_not() -> None:
    blank = {"id": "", "text": "", "age": None, "label": ""}
    assert [record.row for record in check(rows(blank, row()), PLAN, file="f", columns=COLUMNS)] == [3]
    plan = ImportPlan(text=("n",))
    assert [record.text for record in check(rows({"n": 0}), plan, file="f", columns=("n",))] == ["0"]


def test_several_text_columns_are_joined_by_a_blank_line() -> None:
    plan = ImportPlan(text=("a", "b"), speaker="who")
    cells = rows({"a": "one", "b": "two", "who": " Ann "}, {"a": " ", "b": "two", "who": None})
    found = list(check(cells, plan, file="f"))
    assert [(record.text, record.speaker) for record in found] == [("one\n\ntwo", "Ann"), ("two", None)]


@pytest.mark.parametrize(
    ("value", "kind", "read"),
    [
        (3.0, "integer", 3),
        ("-7", "integer", -7),
        ("NA", "integer", None),
        (math.nan, "number", None),
        ("2.50", "number", 2.5),
        ("1e-3", "number", 0.001),
        (True, "boolean", True),
        ("No", "boolean", False),
        ("2026-11-21", "date", "2026-11-21"),
        ("2026-11-21 10:30", "date", "2026-11-21T10:30:00"),
        ("2026-11-21T10:30:00Z", "date", "2026-11-21T10:30:00+00:00"),
        (datetime(2026, 11, 21), "date", "2026-11-21"),
        (date(2026, 11, 21), "date", "2026-11-21"),
        ("1.3.2026", "date", "2026-03-01"),
        ("NA", "category", "NA"),
        (2.0, "text", "2"),
        (["a", 1], "text", "a; 1"),
        ("", "boolean", None),
    ],
)
def test_attributes_are_read_by_type(value: object, kind: AttributeType, read: object) -> None:
    found = attribute(value, kind)
    assert found == read and type(found) is type(read)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("1.5", "integer"),
        ("99999999999999999999", "integer"),
        ("٣", "integer"),
        ("1,5", "number"),
        ("inf", "number"),
        (math.inf, "number"),
        ("maybe", "boolean"),
        ("11/21/2026", "date"),
        ("31.02.2026", "date"),
        ("2026-13-01", "date"),
        ("20261121", "date"),
    ],
)
def test_what_does_not_fit_is_refused(value: object, kind: AttributeType) -> None:
    with pytest.raises(ValueError):
        attribute(value, kind)


@given(st.lists(st.integers(0, 30).map(str) | st.sampled_from(["a", "01", "x-1", "-1"]), max_size=60))
def test_ids_are_remembered_exactly(names: list[str]) -> None:
    seen, first = SeenIds(), dict[str, int]()
    for place, name in enumerate(names, 2):
        assert seen.add(name, place) == first.get(name)
        first.setdefault(name, place)


def test_ids_are_remembered_beyond_the_newest() -> None:
    seen = SeenIds()
    names = [f"{i * 7919 % 350_003:06x}" for i in range(350_003)]
    assert all(seen.add(name, row) is None for row, name in enumerate(names))
    assert all(seen.add(name, 0) is not None for name in names[::1000])
    assert seen.add("new", 0) is None
