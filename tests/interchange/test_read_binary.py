"""Reading workbooks and Parquet: values, row numbers, damage, and archives made to harm."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from linewise.core.errors import BadInput
from linewise.importing.plan import ImportPlan
from linewise.interchange.preview import preview
from linewise.interchange.read import records
from tests.interchange import files

PLAN = ImportPlan(text=("text",), id="id")
CELL = '<c r="{0}" t="inlineStr"><is><t>{1}</t></is></c>'


def test_a_workbook_keeps_types_and_row_numbers(tmp_path: Path) -> None:
    rows = [
        [],
        ["id", "text", "day", "n", "ok"],
        [1, "Grüße\nzweite Zeile 🙂", date(2026, 3, 1), 2.5, True],
        [],
        [2, 12, date(2026, 3, 2), 3, False],
    ]
    book = files.xlsx(tmp_path / "a.xlsx", {"Notes": [["nothing"]], "Data": rows})
    plan = ImportPlan(
        text=("text",), id="id", sheet="Data", attributes=(("day", "date"), ("n", "number"), ("ok", "boolean"))
    )
    found = list(records(book, plan))
    assert [(r.row, r.external_id, r.text) for r in found] == [(3, "1", "Grüße\nzweite Zeile 🙂"), (5, "2", "12")]
    assert found[0].attributes == {"day": "2026-03-01", "n": 2.5, "ok": True}


def test_an_opendocument_sheet(tmp_path: Path) -> None:
    sheet = files.ods(tmp_path / "a.ods", [["id", "text"], ["a1", "Fünf & <drei>"], ["a2", "=1+1"]])
    found = preview(sheet)
    assert (found.plan.id, found.plan.text, found.estimated_rows, found.exact) == ("id", ("text",), 2, True)
    assert [record.text for record in records(sheet, PLAN)] == ["Fünf & <drei>", "=1+1"]


def test_problems_of_a_workbook_name_its_rows(tmp_path: Path) -> None:
    book = files.xlsx(tmp_path / "a.xlsx", {"S": [["id", "text"], [1, "a"], [1, ""], ["", "c"]]})
    with pytest.raises(BadInput) as caught:
        list(records(book, PLAN))
    assert caught.value.where == {"file": "a.xlsx", "row": 3, "column": "text"}
    assert "row 4, column id: the id is empty" in caught.value.message


def test_sheets_that_are_not_there_or_empty(tmp_path: Path) -> None:
    book = files.xlsx(tmp_path / "a.xlsx", {"S": [["text"]], "Blank": []})
    with pytest.raises(BadInput, match="Its sheets are: S, Blank"):
        list(records(book, ImportPlan(text=("text",), sheet="Other")))
    with pytest.raises(BadInput, match="the sheet is empty"):
        list(records(book, ImportPlan(text=("text",), sheet="Blank")))


def test_two_cells_at_far_corners_do_not_fill_the_memory(tmp_path: Path) -> None:
    corners = f'<row r="1">{CELL.format("A1", "text")}</row><row r="1048576">{CELL.format("XFD1048576", "x")}</row>'
    with pytest.raises(BadInput, match="spans more than 20,000,000 cells"):
        list(records(files.xlsx_by_hand(tmp_path / "a.xlsx", corners), PLAN))


def test_a_sheet_of_repeated_cells_does_not_fill_the_memory(tmp_path: Path) -> None:
    row = f'<table:table-row table:number-rows-repeated="5000">{files.ods_cell("x", 16_000)}</table:table-row>'
    with pytest.raises(BadInput, match="spans more than 20,000,000 cells"):
        list(records(files.ods_by_hand(tmp_path / "a.ods", row), PLAN))


def test_blank_repeats_at_the_end_of_a_sheet_are_no_bomb(tmp_path: Path) -> None:
    rows = (
        f"<table:table-row>{files.ods_cell('text')}"
        '<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
        f"<table:table-row>{files.ods_cell('a')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    sheet = files.ods_by_hand(tmp_path / "a.ods", rows)
    assert [record.text for record in records(sheet, ImportPlan(text=("text",)))] == ["a"]


@pytest.mark.parametrize("honest", [True, False])
def test_a_zip_bomb_is_refused_whatever_size_it_states(tmp_path: Path, honest: bool) -> None:
    path = files.xlsx_by_hand(tmp_path / "a.xlsx", f'<row r="1">{CELL.format("A1", "text")}</row>')
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sharedStrings.xml", "w") as file:
        for _ in range(100):
            file.write(b" " * (1 << 20))
    if not honest:
        data = path.read_bytes()
        path.write_bytes(data.replace((100 << 20).to_bytes(4, "little"), (100).to_bytes(4, "little")))
    with pytest.raises(BadInput, match="unpacks to more than 300 times its size") as caught:
        list(records(path, PLAN))
    assert "CSV" in (caught.value.remedy or "")


@pytest.mark.parametrize("keep", [0.2, 0.6, 0.95])
def test_damaged_workbooks_are_refused(tmp_path: Path, keep: float) -> None:
    book = files.xlsx(tmp_path / "a.xlsx", {"S": [["id", "text"], *([i, f"text {i}"] for i in range(500))]})
    data = book.read_bytes()
    book.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(BadInput, match="damaged"):
        list(records(book, PLAN))


def test_a_workbook_with_broken_xml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not a readable workbook"):
        list(records(files.xlsx_by_hand(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</row>'), PLAN))


def test_parquet_keeps_types_lists_and_structures(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame(
        {
            "id": [1, 2, 3],
            "text": ["eins\n🙂", "zwei", None],
            "tags": [["a", "b"], [], None],
            "at": [datetime(2026, 3, 1, 10), None, None],
            "meta": [{"page": 1}, {"page": 2}, {"page": 3}],
            "raw": [b"\0", b"", None],
        }
    ).write_parquet(path)
    plan = ImportPlan(
        text=("text",),
        id="id",
        codes="tags",
        attributes=(("at", "date"), ("meta.page", "integer"), ("raw", "text")),
        on_bad_row="skip",
    )
    found = list(records(path, plan))
    assert [(r.row, r.external_id, r.text) for r in found] == [(1, "1", "eins\n🙂"), (2, "2", "zwei")]
    assert [record.codes for record in found] == [("a", "b"), ()]
    assert found[0].attributes == {"at": "2026-03-01T10:00:00", "meta.page": 1, "raw": None}


def test_parquet_is_read_across_slices(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    count = 40_000
    frame = pl.DataFrame({"id": range(count), "text": [f"text {i}" for i in range(count)]})
    frame.write_parquet(path, row_group_size=7000)
    calls: list[int] = []
    found = [record.text for record in records(path, PLAN, progress=lambda done, total: calls.append(done))]
    assert found == [f"text {i}" for i in range(count)]
    assert calls == sorted(calls) and calls[-1] == path.stat().st_size
    look = preview(path)
    assert (look.estimated_rows, look.exact, look.plan.id) == (count, True, "id")


@pytest.mark.parametrize("cut", [4, 20, -30])
def test_damaged_parquet_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"text": ["a", "b"]}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:cut] + b"PAR1" * 3)
    with pytest.raises(BadInput, match="not a readable Parquet file"):
        list(records(path, PLAN))
