"""Whoever edits the database by hand is found out: `verify` names the first broken link, the table, or the source."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from linewise.auditing.views import Verification
from linewise.workbench import Project
from tests.support.study import logged, study


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with study(database_url, tmp_path) as project:
        project.coding.write(0, "luck; money")
        project.coding.write(2, "family")
        code = project.grouping.create("Fortune", norms=["luck"], definition="Chance gave it.").code.id
        project.coding.code(5, {code: "absent"})
        assert project.auditing.verify().ok
        yield project


def by_hand(project: Project, statement: str, **values: object) -> None:
    """Change the database past the log, as somebody with a database tool would; exactly one row, or it is no test."""
    with project._desk.store.writing() as connection:
        changed = connection.execute(text(statement), {"p": project._desk.project_no, **values})
        assert changed.rowcount == 1


def proof(project: Project) -> Verification:
    found = project.auditing.verify()
    assert not found.ok
    return found


def seq_of(project: Project, kind: str) -> int:
    return next(event.seq for event in logged(project) if event.kind == kind)


def test_one_byte_of_a_payload(project: Project) -> None:
    at = seq_of(project, "note_written")
    swap = (
        "UPDATE event SET payload = replace(payload, :old, :new) WHERE project_no = :p AND seq = :at"
        " AND payload LIKE '%' || :old || '%'"
    )
    for old, new in (("luck; money", "luck; honey"), ('"at":"2', '"at":"1'), ('"changes":', '"changes";')):
        by_hand(project, swap, old=old, new=new, at=at)
        found = proof(project)
        assert (found.broken_at, found.events) == (at, at - 1)
        assert f"Event {at}:" in found.reason
        by_hand(project, swap, old=new, new=old, at=at)
    assert project.auditing.verify().ok


def test_any_other_column_of_an_event(project: Project) -> None:
    at = seq_of(project, "code_created")
    for column in ("kind", "actor", "at", "cause", "hash", "previous"):
        by_hand(project, f"UPDATE event SET {column} = {column} || 'x' WHERE project_no = :p AND seq = :at", at=at)
        assert proof(project).broken_at == at
        shorter = f"substr({column}, 1, length({column}) - 1)"
        by_hand(project, f"UPDATE event SET {column} = {shorter} WHERE project_no = :p AND seq = :at", at=at)
    assert project.auditing.verify().ok


def test_an_event_deleted(project: Project) -> None:
    at = seq_of(project, "code_created")
    by_hand(project, "DELETE FROM event WHERE project_no = :p AND seq = :at", at=at)
    found = proof(project)
    assert found.broken_at == at and "missing" in found.reason


def test_the_last_event_deleted(project: Project) -> None:
    last = logged(project)[-1].seq
    by_hand(project, "DELETE FROM event WHERE project_no = :p AND seq = :at", at=last)
    found = proof(project)
    assert found.broken_at == last and f"{last} were written" in found.reason


def test_two_events_swapped(project: Project) -> None:
    at = seq_of(project, "note_written")
    for old, new in ((at, -1), (at + 1, at), (-1, at + 1)):
        by_hand(project, "UPDATE event SET seq = :new WHERE project_no = :p AND seq = :old", old=old, new=new)
    assert proof(project).broken_at == at


def test_a_row_of_the_projection(project: Project) -> None:
    for family, statement in (
        ("note", "UPDATE note SET text = 'something else' WHERE project_no = :p AND unit = 2"),
        ("open_code", "UPDATE open_code SET norm = 'kin' WHERE project_no = :p AND norm = 'family'"),
        ("code", "UPDATE code SET definition = 'Hard work.' WHERE project_no = :p AND name = 'Fortune'"),
        ("coding", "UPDATE coding SET value = 'present' WHERE project_no = :p"),
        ("coding", "DELETE FROM coding WHERE project_no = :p"),
        ("project", "UPDATE project SET seed = 8 WHERE project_no = :p"),
        ("coder", "UPDATE coder SET role = 'reviewer' WHERE project_no = :p"),
        ("mark", "INSERT INTO mark VALUES (:p, '1:x', 1, 'x', 'done', '2026')"),
    ):
        by_hand(project, statement)
        found = proof(project)
        assert found.broken_at is None and f"table of {family} " in found.reason
        project.auditing.replay()
        assert project.auditing.verify().ok


def test_the_texts_that_were_imported(project: Project) -> None:
    for table, column, key, forged in (
        ("unit", "text", 0, "I lost a coin on the road"),
        ("unit", "extra", 3, '{"speaker":"Ann"}'),
        ("document", "attributes", 2, "{}"),
        ("document", "attributes", 2, "{"),
        ("document", "external_id", 2, "z"),
    ):
        with project._desk.reading() as (connection, _):
            where = f"FROM {table} WHERE project_no = :p AND id = :key"
            values = {"p": project._desk.project_no, "key": key}
            genuine = connection.execute(text(f"SELECT {column} {where}"), values).scalar_one()
        put = f"UPDATE {table} SET {column} = :value WHERE project_no = :p AND id = :key"
        by_hand(project, put, value=forged, key=key)
        found = proof(project)
        assert found.broken_at is None and "'lines.csv'" in found.reason
        by_hand(project, put, value=genuine, key=key)
    assert project.auditing.verify().ok
    by_hand(project, "UPDATE imported_coding SET unit = 1 WHERE project_no = :p AND unit = 2")
    assert "'lines.csv'" in proof(project).reason
    by_hand(project, "UPDATE imported_coding SET unit = 2 WHERE project_no = :p AND unit = 1")
    by_hand(project, "DELETE FROM unit WHERE project_no = :p AND id = 7")
    assert "'lines.csv'" in proof(project).reason
