"""Writing files: what comes back is what went out, nothing runs in a spreadsheet, nothing half-written stays."""

import csv
import math
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linewise.core.errors import BadInput
from linewise.importing.plan import ImportPlan
from linewise.interchange.formulas import escape, unescape
from linewise.interchange.read import records
from linewise.interchange.write import write
from linewise.interchange.writers import WriteFormat

COLUMNS = [("id", str), ("text", str), ("n", int), ("x", float), ("ok", bool)]
PLAN = ImportPlan(
    text=("text",),
    id="id",
    attributes=(("n", "integer"), ("x", "number"), ("ok", "boolean")),
    encoding="utf-8",
    unescape_formulas=True,
)
SIGNS = ["=1+1", "+1", "-1", "@x", "'=1", "''-", "'", "\t=", "\r", "\n", '"', '""', ",", ";", "_x000D_"]
HARD = st.sampled_from([*SIGNS, "مرحبا", "👩\u200d👩\u200d👧", "\u2028", "e\u0301"])
# Lone surrogates are no text and cannot be written; NUL and blank texts are refused on the way in.
PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
TEXTS = st.lists(HARD | PLAIN, min_size=1, max_size=4).map("".join).filter(lambda text: text.strip())
CELLS = st.tuples(
    TEXTS,
    st.none() | st.integers(-(2**53), 2**53),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.booleans(),
)


def rows_of(cells: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [{"id": f"r{i}", "text": t, "n": n, "x": x, "ok": ok} for i, (t, n, x, ok) in enumerate(cells)]


TRIP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=600)


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "xlsx"])
@TRIP
@given(st.lists(CELLS, min_size=1, max_size=5))
def test_what_is_written_is_read_back(tmp_path: Path, kind: WriteFormat, cells: list[tuple[Any, ...]]) -> None:
    check_trip(tmp_path, kind, cells)


# Each reading starts a process, so there are fewer of them, with more rows.
@settings(TRIP, max_examples=4)
@given(st.lists(CELLS, min_size=1, max_size=60))
def test_what_is_written_to_parquet_is_read_back(tmp_path: Path, cells: list[tuple[Any, ...]]) -> None:
    check_trip(tmp_path, "parquet", cells)


def check_trip(tmp_path: Path, kind: WriteFormat, cells: list[tuple[Any, ...]]) -> None:
    path = tmp_path / f"a.{kind}"
    rows = rows_of(cells)
    assert write(path, COLUMNS, rows) == len(rows)
    found = list(records(path, PLAN))
    assert [record.external_id for record in found] == [row["id"] for row in rows]
    assert [record.text for record in found] == [row["text"] for row in rows]
    for record, row in zip(found, rows, strict=True):
        assert (record.attributes["n"], record.attributes["ok"]) == (row["n"], row["ok"])
        # A sheet keeps 16 digits of a number, every other format all of them.
        exactly = row["x"] if row["x"] is None or kind != "xlsx" else pytest.approx(row["x"], rel=1e-15)
        assert record.attributes["x"] == exactly


@given(TEXTS)
def test_escaping_is_undone_exactly_and_touches_nothing_else(text: str) -> None:
    assert unescape(escape(text)) == text
    assert escape(text) in (text, f"'{text}")
    assert escape(text)[0] not in "=+-@\t\r\n"


def test_cells_that_a_spreadsheet_would_run_are_harmless(tmp_path: Path) -> None:
    rows = [{"=name": "=HYPERLINK(1)", "n": -5}, {"=name": "-2+3", "n": 1}, {"=name": "'=x", "n": None}]
    columns = [("=name", str), ("n", int)]
    write(tmp_path / "a.csv", columns, rows)
    with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [["'=name", "n"], ["'=HYPERLINK(1)", "-5"], ["'-2+3", "1"], ["''=x", ""]]
    write(tmp_path / "a.xlsx", columns, rows)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert 'quotePrefix="1"' in archive.read("xl/styles.xml").decode()


def test_each_format_keeps_its_types(tmp_path: Path) -> None:
    write(tmp_path / "a.parquet", COLUMNS, rows_of([("a", 1, 2.5, True), ("b", None, None, None)]))
    assert pl.read_parquet(tmp_path / "a.parquet").schema == {
        "id": pl.String(),
        "text": pl.String(),
        "n": pl.Int64(),
        "x": pl.Float64(),
        "ok": pl.Boolean(),
    }
    write(tmp_path / "a.jsonl", COLUMNS, rows_of([("ä", 1, 2.5, True)]))
    assert (tmp_path / "a.jsonl").read_text("utf-8") == '{"id": "r0", "text": "ä", "n": 1, "x": 2.5, "ok": true}\n'


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "parquet", "xlsx"])
def test_a_table_without_rows_still_has_its_columns(tmp_path: Path, kind: WriteFormat) -> None:
    path = tmp_path / f"a.{kind}"
    assert write(path, COLUMNS, []) == 0
    if kind != "jsonl":
        assert list(records(path, PLAN)) == []


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "parquet", "xlsx"])
def test_a_failure_leaves_what_was_there(tmp_path: Path, kind: WriteFormat) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_text("before")

    def rows() -> Iterator[dict[str, Any]]:
        yield {"id": "1", "text": "a"}
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        write(path, COLUMNS, rows())
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx"])
def test_numbers_that_are_none_are_missing_and_large_ones_whole(tmp_path: Path, kind: WriteFormat) -> None:
    path = tmp_path / f"a.{kind}"
    numbers = [math.nan, math.inf, 1.7976931348623157e308, 0.1]
    write(path, COLUMNS, rows_of([("a", 2**60 + 1, number, None) for number in numbers]))
    found = [record.attributes for record in records(path, PLAN)]
    assert [attributes["x"] for attributes in found] == [None, None, 1.7976931348623157e308, 0.1]
    assert {attributes["n"] for attributes in found} == {2**60 + 1}


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Choose one of csv, tsv, jsonl, parquet, xlsx"):
        write(tmp_path / "a.doc", COLUMNS, [])
    with pytest.raises(BadInput, match="folder does not exist"):
        write(tmp_path / "none" / "a.csv", COLUMNS, [])
    with pytest.raises(BadInput, match="same name"):
        write(tmp_path / "a.csv", [("a", str), ("a", str)], [])
    with pytest.raises(BadInput, match="32,767 characters") as caught:
        write(tmp_path / "a.xlsx", [("a", str)], [{"a": "ok"}, {"a": "x" * 40_000}])
    assert (caught.value.where["row"], caught.value.where["column"]) == (3, 1)
    assert not list(tmp_path.iterdir())


def test_a_long_table_is_written_from_a_stream(tmp_path: Path) -> None:
    for kind in ("csv", "parquet"):
        path = tmp_path / f"a.{kind}"
        assert (
            write(path, [("id", int), ("text", str)], ({"id": i, "text": f"text {i}"} for i in range(25_000))) == 25_000
        )
        assert sum(1 for _ in records(path, ImportPlan(text=("text",), id="id"))) == 25_000
