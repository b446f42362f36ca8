"""A look before the import: right guesses on real corpora, and little work on large files."""

import tracemalloc
from pathlib import Path

import pytest

from linewise.core.errors import BadInput
from linewise.demo import happydb_gold, happydb_path
from linewise.importing.plan import ImportPlan
from linewise.interchange.preview import preview
from linewise.interchange.read import records
from tests.interchange import files


def test_happydb_needs_no_mapping() -> None:
    gold = happydb_gold()
    with happydb_path() as path:
        look = preview(path)
        found = list(records(path, look.plan))
    assert look.plan == ImportPlan(text=("text",), id="id", codes="label", encoding="utf-8", delimiter=",")
    assert [(column.name, column.role) for column in look.columns] == [
        ("id", "id"),
        ("text", "text"),
        ("label", "codes"),
    ]
    assert (len(look.rows), look.sampled, look.exact, look.problems) == (50, 500, False, ())
    assert abs(look.estimated_rows - 14_125) < 2_000
    assert {record.external_id: record.codes for record in found} == {key: (label,) for key, label in gold.items()}
    assert len(found) == 14_125 and len(set(gold.values())) == 7


@pytest.mark.parametrize(
    ("file", "plan", "count"),
    [
        ("sms_spam/sms_spam.csv", ImportPlan(text=("text",), id="id", codes="label"), 5574),
        ("madewithml/projects.json", ImportPlan(text=("title", "description"), id="id", codes="tags"), 2032),
        (
            "madewithml/dataset.csv",
            ImportPlan(text=("title", "description"), id="id", codes="tag", attributes=(("created_on", "date"),)),
            764,
        ),
    ],
)
def test_other_corpora_need_no_mapping_either(corpora: Path, file: str, plan: ImportPlan, count: int) -> None:
    guessed = preview(corpora / file).plan
    assert (guessed.text, guessed.id, guessed.codes, guessed.attributes) == (
        plan.text,
        plan.id,
        plan.codes,
        plan.attributes,
    )
    assert sum(1 for _ in records(corpora / file, guessed)) == count


def test_problems_are_told_and_good_rows_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text,age\n1,a text,30\n2,,31\n1,again,32\n4,one more,old\n5,too,many,cells\n")
    look = preview(path, plan=ImportPlan(text=("text",), id="id", attributes=(("age", "integer"),)))
    assert [record.row for record in look.rows] == [2]
    assert [(problem.row, problem.column) for problem in look.problems] == [
        (3, "text"),
        (4, "id"),
        (5, "age"),
        (6, None),
    ]
    assert (look.estimated_rows, look.exact) == (5, True)


def test_a_file_of_bad_rows_only_still_has_a_preview(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n1,\n2,\n")
    look = preview(path, plan=ImportPlan(text=("text",), id="id"))
    assert look.rows == () and len(look.problems) == 2
    with pytest.raises(BadInput, match="Its columns are: id, text"):
        preview(path, plan=ImportPlan(text=("body",)))


def test_units_are_shown_as_the_plan_cuts_them(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("Ann: Hello.\nBen: Hi there.\nIt rains.\n")
    look = preview(path)
    assert look.plan.segmentation == "turn"
    assert [(unit.speaker, unit.text) for unit in look.units_sample] == [
        ("Ann", "Hello."),
        ("Ben", "Hi there.\nIt rains."),
    ]
    record = look.rows[0]
    assert all(record.text[unit.start : unit.end] == unit.text for unit in look.units_sample)


def test_a_table_without_header_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1,I went home early today.\n2,We had a long walk.\n")
    look = preview(path)
    assert not look.plan.header
    assert [record.text for record in look.rows] == ["I went home early today.", "We had a long walk."]
    book = files.xlsx(tmp_path / "a.xlsx", {"S": [["id", "answer"], [1, "I went home."]]})
    assert preview(book).plan.header


def test_a_gigabyte_is_looked_at_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n" + "".join(f"{i},text number {i} of many\n" for i in range(60_000)))
    with path.open("r+b") as file:
        # A hole: as long as a gigabyte, but nothing on the disk.
        file.truncate(1 << 30)
    tracemalloc.start()
    look = preview(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert look.plan.text == ("text",) and len(look.rows) == 50
    assert look.estimated_rows > 10_000_000 and not look.exact
    assert peak < 16 << 20


def test_a_long_file_is_read_in_memory_that_does_not_grow_with_it(tmp_path: Path) -> None:
    peaks = []
    for count in (10_000, 60_000):
        path = tmp_path / f"{count}.csv"
        path.write_text("id,text\n" + "".join(f"{i},{'some words ' * 20}{i}\n" for i in range(count)))
        tracemalloc.start()
        assert sum(1 for _ in records(path, ImportPlan(text=("text",), id="id"))) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert path.stat().st_size > 13_000_000
    assert peaks[1] - peaks[0] < 1_000_000


def test_the_demo_corpus_goes_away_with_its_context() -> None:
    with happydb_path() as path:
        assert path.read_bytes()[:14] == b"id,text,label\n"
    assert not path.exists()
