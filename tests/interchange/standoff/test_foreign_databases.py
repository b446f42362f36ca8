"""SQLite files that mean harm, or are broken, or still in use."""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from linewise.core.errors import BadInput
from linewise.interchange import sqlite
from linewise.interchange.detect import detect
from linewise.interchange.sqlite import foreign_database
from tests.interchange.standoff.databases import taguette
from tests.interchange.standoff.sample import read

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, 'x' AS name FROM n"


@contextmanager
def made(path: Path, *statements: str) -> Iterator[Path]:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    yield path


def project(path: Path, *statements: str) -> Path:
    taguette(path, "<p>Some text.</p>", [(0, 4, ["a"])])
    with made(path, *statements):
        return path


def refused(path: Path) -> BadInput:
    began = time.monotonic()
    with pytest.raises(BadInput) as caught:
        read(path)
    assert time.monotonic() - began < 20 and caught.value.remedy and caught.value.where
    return caught.value


def test_an_endless_view_in_place_of_a_table(tmp_path: Path) -> None:
    path = project(tmp_path / "a.sqlite3", "DROP TABLE tags", f"CREATE VIEW tags AS {ENDLESS}")
    assert "no table 'tags'" in refused(path).message


def test_a_virtual_table_in_place_of_one(tmp_path: Path) -> None:
    path = project(tmp_path / "a.sqlite3", "DROP TABLE tags", "CREATE VIRTUAL TABLE tags USING fts5(id, path)")
    assert "no table 'tags'" in refused(path).message


def test_a_column_that_computes(tmp_path: Path) -> None:
    path = project(
        tmp_path / "a.sqlite3",
        "ALTER TABLE documents RENAME COLUMN contents TO was",
        "ALTER TABLE documents ADD COLUMN contents AS (hex(zeroblob(400000000)))",
    )
    _, documents, losses = read(path)
    assert documents == [] and "documents without text" in [loss.what for loss in losses]


def test_triggers_never_run_and_nothing_is_written(tmp_path: Path) -> None:
    path = project(
        tmp_path / "a.sqlite3",
        "CREATE TRIGGER t AFTER INSERT ON tags BEGIN DELETE FROM documents; END",
        "CREATE INDEX expensive ON documents (substr(contents, 1, 3))",
    )
    before = path.read_bytes()
    assert len(read(path)[1]) == 1
    assert path.read_bytes() == before and [one.name for one in tmp_path.iterdir()] == ["a.sqlite3"]


def test_a_giant_value(tmp_path: Path) -> None:
    path = project(tmp_path / "a.sqlite3", "UPDATE documents SET contents = zeroblob(70000000)")
    assert "too big" in refused(path).message


def test_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "MOST_ROWS", 1000)
    path = project(
        tmp_path / "a.sqlite3",
        "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
        "INSERT INTO tags SELECT i, 1, 'tag ' || i, '' FROM n",
    )
    assert "more than 1,000 rows" in refused(path).message


def test_values_of_other_kinds_than_announced(tmp_path: Path) -> None:
    path = project(
        tmp_path / "a.sqlite3",
        "UPDATE highlights SET start_offset = 'x', end_offset = 9223372036854775807",
        "UPDATE tags SET path = x'ff00fe', description = 3.5",
        "UPDATE documents SET name = x'e9'",
        "UPDATE commands SET payload = '{\"highlight_add\": [[[', date = 7, user_login = 1.5",
        "UPDATE projects SET description = x'00'",
    )
    contents, (entry,), losses = read(path)
    assert entry.name == "\ufffd" and contents.codes[0].name == "\ufffd\ufffd\ufffd"
    assert entry.statements == () and [loss.what for loss in losses] == ["highlights without a place"]


@pytest.mark.parametrize("seed", range(40))
def test_bytes_changed(tmp_path: Path, seed: int) -> None:
    path = project(tmp_path / "a.sqlite3")
    content = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _ in range(chance.choice((1, 10, 300))):
        content[chance.randrange(100 if seed % 2 else 0, len(content))] = chance.randrange(256)
    if seed % 5 == 0:
        del content[chance.randrange(200, len(content)) :]
    path.write_bytes(content)
    try:
        read(path)
    except BadInput as error:
        assert error.remedy and error.where["file"] == "a.sqlite3"


def test_a_project_that_is_still_open(tmp_path: Path) -> None:
    path = project(tmp_path / "a.sqlite3")
    (tmp_path / "a.sqlite3-wal").write_bytes(b"pages")
    assert "last changes" in refused(path).message


def test_a_path_with_signs(tmp_path: Path) -> None:
    assert len(read(project(tmp_path / "50% of? #1.sqlite3"))[1]) == 1


def test_other_databases_are_told_what_they_are(tmp_path: Path) -> None:
    with made(tmp_path / "other.db", "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)") as path:
        with pytest.raises(BadInput, match="SQLite database") as caught:
            detect(path)
        assert caught.value.remedy
        with foreign_database(path) as database:
            assert database.count("t") == 1 and database.count("none") == 0
            assert list(database.rows("t", ("a", "missing"))) == [(1, None)]
