"""The schema: what migrations build is what the code means, and an older workspace is copied before it changes."""

import sqlite3
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

import linewise
from linewise.core.errors import Broken, NotFound
from linewise.core.nouns import NOUNS
from linewise.storage import migrate, schema
from linewise.storage.store import Store
from tests.support.study import study

# Full text is each database's own affair, and so outside the schema that they share.
OF_ONE_DATABASE = ("unit_fts", "unit_words", "words")


def test_migrations_build_what_the_code_describes(database_url: str) -> None:
    store = Store(database_url)
    with store.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda thing, name, *_: not str(name).startswith(OF_ONE_DATABASE),
            },
        )
        assert compare_metadata(context, schema.metadata) == []
    store.close()


def test_a_fact_has_the_columns_of_its_noun() -> None:
    for noun in NOUNS:
        columns = {column.name for column in schema.PROJECTION[noun.family].columns}
        assert columns - {"project_no", "key"} == {field.name for field in fields(noun)}


def test_a_new_workspace_needs_no_copy(database_url: str) -> None:
    with linewise.open_workspace(database_url) as workspace:
        assert workspace.store.backup is None
    with linewise.open_workspace(database_url) as workspace:
        assert workspace.store.backup is None


def test_an_older_workspace_is_copied_before_it_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = tmp_path / "old.linewise"
    present = migrate.HEAD
    with study(f"sqlite:///{where}", tmp_path) as project:
        project.coding.write(2, "family")
    upgraded: list[str] = []
    monkeypatch.setattr(migrate, "HEAD", "9999")
    monkeypatch.setattr(migrate, "_upgrade", lambda *_: upgraded.append("9999"))
    store = Store(where)
    store.close()
    assert upgraded == ["9999"]
    assert store.backup == tmp_path / f"old.linewise.before-{present}-to-9999.bak"
    monkeypatch.undo()
    with linewise.open_workspace(store.backup) as workspace:
        project = workspace.project("study")
        assert project.auditing.verify().ok
        assert project.coding.unit(2).notes[0].text == "family"


def test_a_workspace_of_the_first_schema_is_carried_over(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path) as project:
        project.coding.write(2, "family")
        project.exploring.write_memo("unit", "2", "why family?")
        with project._desk.store.writing() as connection:
            for line in (
                "DROP TABLE hook",
                "DROP TABLE delivery",
                "DROP TABLE imported_span",
                "ALTER TABLE project DROP COLUMN learn_imports",
                "ALTER TABLE source DROP COLUMN program",
                "ALTER TABLE source DROP COLUMN spans",
                "ALTER TABLE source DROP COLUMN parcel",
                "ALTER TABLE source DROP COLUMN original",
                "DROP TABLE question",
                "DROP TABLE rationale",
                "DROP TABLE simulation",
                "ALTER TABLE application DROP COLUMN promise",
                "ALTER TABLE model DROP COLUMN pinned_at",
                "ALTER TABLE encoding DROP COLUMN source",
                "ALTER TABLE encoding DROP COLUMN offered",
                "ALTER TABLE encoding DROP COLUMN used_at",
                "ALTER TABLE encoding DROP COLUMN seen",
                "ALTER TABLE code DROP COLUMN counter_examples",
                "DROP TABLE bookmark",
                "DROP TABLE saved_view",
                "DROP TABLE refusal",
                "ALTER TABLE project DROP COLUMN blind_share",
                "ALTER TABLE round DROP COLUMN blind_share",
                "ALTER TABLE round_item DROP COLUMN blind",
                "ALTER TABLE round_item DROP COLUMN unaided",
                "ALTER TABLE round_item DROP COLUMN unaided_at",
                "ALTER TABLE memo DROP COLUMN links",
                "UPDATE alembic_version SET version_num = '0001'",
            ):
                connection.execute(text(line))
    with linewise.open_workspace(database_url) as workspace:
        project = workspace.project("study")
        assert project.auditing.verify().ok
        assert project.coding.unit(2).notes[0].text == "family"
        assert project.exploring.memos()[0].links == ()
        project.undo()
        assert project.exploring.memos() == ()


def test_a_workspace_of_a_newer_version_is_refused_and_left_alone(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path) as project, project._desk.store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Broken, match="newer Linewise") as caught:
        linewise.open_workspace(database_url)
    assert "pip install" in str(caught.value.remedy)
    assert list(tmp_path.glob("*.bak")) == []


def test_a_workspace_that_must_exist_is_not_begun(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        linewise.open_workspace(tmp_path / "none.linewise", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    where = tmp_path / "letter.linewise"
    where.write_text("Dear reader, " * 500)
    with pytest.raises(linewise.LinewiseError):
        linewise.open_workspace(where)
    assert where.read_text().startswith("Dear reader")


def test_a_workspace_commits_to_disk_before_it_answers(tmp_path: Path) -> None:
    where = tmp_path / "study.linewise"
    store = Store(where)
    with store.writing() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2  # FULL
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    store.close()
    with closing(sqlite3.connect(where)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
