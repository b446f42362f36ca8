"""Reading CSV, TSV, JSON and plain text: the good, and every way to be bad."""

import json
from pathlib import Path
from typing import Any

import pytest

from linewise.core.errors import BadInput
from linewise.importing.plan import ImportPlan
from linewise.importing.record import Record, Report
from linewise.interchange.read import records
from linewise.interchange.table import LONGEST

PLAN = ImportPlan(text=("text",), id="id")


def read(path: Path, content: str | bytes, plan: ImportPlan = PLAN) -> list[Record]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(records(path, plan))


def refused(path: Path, content: str | bytes, plan: ImportPlan = PLAN) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(path, content, plan)
    assert caught.value.where["file"] == path.name
    assert caught.value.remedy
    return caught.value


def texts(found: list[Record]) -> list[tuple[int, str | None, str]]:
    return [(record.row, record.external_id, record.text) for record in found]


def test_csv_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    content = '\ufeffid,text,\r\n1,"two\r\nlines, ""quoted""",\r\n\r\n,,\r\n2,  kept  ,,,\r\n3,last'
    content = content.replace("3,last", "3,last,")
    found = read(tmp_path / "a.csv", content)
    assert texts(found) == [(2, "1", 'two\r\nlines, "quoted"'), (5, "2", "  kept  "), (6, "3", "last")]


def test_repeated_and_missing_column_names_are_told_apart(tmp_path: Path) -> None:
    plan = ImportPlan(text=("text (2)",), id="column 3")
    assert texts(read(tmp_path / "a.csv", "text,text,\na,b,c\n", plan)) == [(2, "c", "b")]


def test_a_table_without_header(tmp_path: Path) -> None:
    plan = ImportPlan(text=("column 2",), header=False)
    assert texts(read(tmp_path / "a.csv", "1,one\n2,two\n", plan)) == [(1, None, "one"), (2, None, "two")]


def test_a_ragged_row_is_named(tmp_path: Path) -> None:
    error = refused(tmp_path / "a.csv", "id,text\n1,a\n2,b,c\n3\n4,d\n")
    assert error.where["row"] == 3
    assert "row 3: the row has 3 cells where the header has 2" in error.message
    assert "row 4: the row has 1 cells" in error.message
    report = Report()
    plan = ImportPlan(text=("text",), on_bad_row="skip")
    assert [r.row for r in records(tmp_path / "a.csv", plan, report=report)] == [2, 5]
    assert report.bad == 2


def test_nul_characters_are_named_by_row_and_column(tmp_path: Path) -> None:
    error = refused(tmp_path / "a.csv", "id,text\n1,fine\n2,half\0cut\n")
    assert (error.where["row"], error.where["column"]) == (3, "text")
    assert "NUL character at position 5" in error.message


@pytest.mark.parametrize("before", ["", "x" * 100_000 + "\n4,"])
def test_a_byte_of_another_encoding_is_named_by_row_column_and_offset(tmp_path: Path, before: str) -> None:
    head = f'id,text,note\n1,"schön\nund gut",ok\n2,{before}größer,ok\n5,caf'.encode()
    error = refused(tmp_path / "a.csv", head + b"\xe9,ok\n6,x,y\n" + "7,äöüäöüäöü,z\n".encode() * 5)
    assert error.where["row"] == (4 if not before else 5)
    assert error.where["column"] == "text"
    assert f"byte {len(head):,} of the file (0xE9) is not valid utf-8" in error.message
    assert "cp1252" in (error.remedy or "")


def test_a_bad_byte_at_the_start_of_a_row_belongs_to_that_row(tmp_path: Path) -> None:
    head = "id,text\n1,äöüäöüäöüäöü\n".encode()
    error = refused(tmp_path / "a.csv", head + b"\xff,x\n")
    assert (error.where["row"], error.where["column"]) == (3, "id")


def test_the_chosen_encoding_is_used(tmp_path: Path) -> None:
    content = "id,text\n1,café ‚so‘\n".encode("cp1252")
    assert read(tmp_path / "a.csv", content)[0].text == "café ‚so‘"
    plan = ImportPlan(text=("text",), encoding="cp437")
    assert read(tmp_path / "a.csv", content, plan)[0].text != "café ‚so‘"
    wrong = ImportPlan(text=("text",), encoding="ascii")
    assert "not valid ascii" in refused(tmp_path / "a.csv", content, wrong).message


def test_half_a_character_at_the_end_is_found(tmp_path: Path) -> None:
    content = "id,text\n1,äöüäöüäöüäöüä".encode()[:-1]
    plan = ImportPlan(text=("text",), encoding="utf-8")
    assert refused(tmp_path / "a.csv", content, plan).where["row"] == 2


def test_an_open_quote_is_named_by_the_row_it_stands_in(tmp_path: Path) -> None:
    rest = "".join(f"{i},text number {i}\n" for i in range(3, 500))
    error = refused(tmp_path / "a.csv", f'id,text\n1,a\n2,"never closed\n{rest}')
    assert error.where["row"] == 3
    assert "never closed" in error.message


def test_an_open_quote_that_swallows_too_much_is_stopped(tmp_path: Path) -> None:
    rest = "9,line of a large file\n" * (LONGEST // 20)
    error = refused(tmp_path / "a.csv", f'id,text\n1,a\n2,"never closed\n{rest}')
    assert error.where["row"] == 3
    assert "16,777,216 characters" in error.message


def test_a_line_without_end_is_stopped(tmp_path: Path) -> None:
    long = "x" * (LONGEST + 10)
    assert refused(tmp_path / "a.csv", f"id,text\n1,{long}\n").where["row"] == 2
    assert refused(tmp_path / "a.jsonl", f'{{"id":1,"text":"a"}}\n{{"text":"{long}"}}\n').where["row"] == 2
    assert refused(tmp_path / "a.json", f'[{{"id":1,"text":"a"}},{{"text":"{long}"}}]').where["row"] == 2
    assert refused(tmp_path / "a.txt", f"{long}\n", ImportPlan(text=("text",))).where["row"] == 1


def test_a_long_text_below_the_limit_is_read_whole(tmp_path: Path) -> None:
    text = "x" * 1_000_000
    assert read(tmp_path / "a.csv", f"id,text\n1,{text}\n")[0].text == text


def test_wrong_columns_and_repeated_ids_are_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "a.csv", "id,body\n1,a\n").where["column"] == "text"
    error = refused(tmp_path / "a.csv", "id,text\n1,a\n2,b\n1,c\n")
    assert (error.where["row"], error.where["column"]) == (4, "id")


def test_only_a_header_gives_no_records_and_no_error(tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", "id,text\n") == []


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_json_objects(tmp_path: Path, name: str) -> None:
    items: list[Any] = [
        {"id": 1, "text": "eins\n🙂", "tags": ["a", "b"], "meta": {"source": {"page": 3}}, "score": float("nan")},
        {"id": 2, "text": "zwei", "tags": None},
    ]
    lines = [json.dumps(item, ensure_ascii=index == 0) for index, item in enumerate(items)]
    content = "\n\n".join(lines) if name == "a.jsonl" else f"[{' ,'.join(lines)}\n]\n"
    plan = ImportPlan(
        text=("text",), id="id", codes="tags", attributes=(("meta.source.page", "integer"), ("score", "number"))
    )
    found = read(tmp_path / name, content, plan)
    assert [record.row for record in found] == ([1, 3] if name == "a.jsonl" else [1, 2])
    assert [record.text for record in found] == ["eins\n🙂", "zwei"]
    assert [record.codes for record in found] == [("a", "b"), ()]
    assert found[0].attributes == {"meta.source.page": 3, "score": None}


def test_a_json_array_is_read_across_chunks(tmp_path: Path) -> None:
    items = [{"id": i, "text": "ä" * (i * 37 % 3000) + f"!{i}"} for i in range(400)]
    found = read(tmp_path / "a.json", json.dumps(items, ensure_ascii=False, indent=1))
    assert [record.text for record in found] == [item["text"] for item in items]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{'text': 1}", "not valid JSON at position 2"),
        ('{"text": "cut', "not valid JSON"),
        ('["text"]', "a JSON object was expected, not list"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ('{"n": ' + "9" * 5000 + "}", "number too long"),
    ],
)
def test_a_bad_json_line_is_named_and_may_be_skipped(tmp_path: Path, line: str, says: str) -> None:
    content = f'{{"id": 1, "text": "a"}}\n{line}\n{{"id": 2, "text": "b"}}\n'
    error = refused(tmp_path / "a.jsonl", content)
    assert error.where["row"] == 2 and says in error.message
    plan = ImportPlan(text=("text",), on_bad_row="skip")
    assert [record.row for record in read(tmp_path / "a.jsonl", content, plan)] == [1, 3]


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ('[{"id":1,"text":"a"}, {"id":2,"text":"b"', 2),
        ('[{"id":1,"text":"a"} {"id":2}]', 1),
        ('[{"id":1,"text":"a"},]', 2),
        ('[{"a":' + '{"a":' * 100_000, 1),
        ('{\n"data": [{"text": "a"}]}', 1),
    ],
)
def test_a_broken_json_array_is_named_by_its_element(tmp_path: Path, content: str, row: int) -> None:
    assert refused(tmp_path / "a.json", content).where["row"] == row


def test_a_bad_byte_in_json_lines_is_named_by_its_line(tmp_path: Path) -> None:
    good = '{"id": 1, "text": "äöüäöüäöüäöü"}\n'.encode()
    assert refused(tmp_path / "a.jsonl", good + b'{"id": 2, "text": "caf\xe9"}\n').where["row"] == 2


def test_lone_surrogates_of_json_are_refused_by_row(tmp_path: Path) -> None:
    error = refused(tmp_path / "a.jsonl", '{"id": 1, "text": "half \\ud83d"}\n')
    assert (error.where["row"], error.where["column"]) == (1, "text")


def test_a_text_file_is_one_document_or_one_a_line(tmp_path: Path) -> None:
    content = "Ann: hello\r\n\r\nBen: hi\n"
    whole = read(tmp_path / "a.txt", content, ImportPlan(text=("text",)))
    assert texts(whole) == [(1, None, content)]
    lines = read(tmp_path / "a.txt", content, ImportPlan(text=("text",), documents="line"))
    assert texts(lines) == [(1, None, "Ann: hello"), (3, None, "Ben: hi")]


def test_progress_rises_to_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n" + "".join(f"{i},text number {i}\n" for i in range(5000)))
    calls: list[tuple[int, int]] = []
    assert len(list(records(path, PLAN, progress=lambda done, total: calls.append((done, total))))) == 5000
    size = path.stat().st_size
    assert len(calls) == 6 and calls == sorted(calls) and calls[-1] == (size, size)
    assert 0 < calls[0][0] < size
