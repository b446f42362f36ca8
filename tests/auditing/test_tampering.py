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


@pytest.mark.parametrize(
    ("genuine", "forged"),
    [("luck; money", "luck; honey"), ('"at":"2', '"at":"1'), ('"changes":', '"changes";'), ('"note"', '"nose"')],
)
def test_one_byte_of_a_payload(project: Project, genuine: str, forged: str) -> None:
    at = seq_of(project, "note_written")
    before = next(event for event in logged(project) if event.seq == at)
    assert forged != genuine and len(forged) == len(genuine) and before.seq == at
    by_hand(
        project,
        "UPDATE event SET payload = replace(payload, :genuine, :forged) WHERE project_no = :p AND seq = :at"
        " AND payload LIKE '%' || :genuine || '%'",
        genuine=genuine,
        forged=forged,
        at=at,
    )
    found = proof(project)
    assert (found.broken_at, found.events) == (at, at - 1)
    assert f"Event {at}:" in found.reason


@pytest.mark.parametrize("column", ["kind", "actor", "at", "cause", "hash", "previous"])
def test_any_other_column_of_an_event(project: Project, column: str) -> None:
    at = seq_of(project, "code_created")
    by_hand(project, f"UPDATE event SET {column} = {column} || 'x' WHERE project_no = :p AND seq = :at", at=at)
    assert proof(project).broken_at == at


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


def test_an_event_forged_whole_breaks_the_next_link(project: Project) -> None:
    """Even an event whose own hash was recomputed does not fit the one after it."""
    at = seq_of(project, "note_written")
    by_hand(project, "UPDATE event SET hash = :hash WHERE project_no = :p AND seq = :at", hash="0" * 64, at=at)
    assert proof(project).broken_at == at


@pytest.mark.parametrize(
    ("family", "statement"),
    [
        ("note", "UPDATE note SET text = 'something else' WHERE project_no = :p AND unit = 2"),
        ("open_code", "UPDATE open_code SET norm = 'kin' WHERE project_no = :p AND norm = 'family'"),
        ("code", "UPDATE code SET definition = 'Hard work.' WHERE project_no = :p"),
        ("coding", "UPDATE coding SET value = 'present' WHERE project_no = :p"),
        ("coding", "DELETE FROM coding WHERE project_no = :p"),
        ("project", "UPDATE project SET seed = 8 WHERE project_no = :p"),
        ("coder", "UPDATE coder SET role = 'reviewer' WHERE project_no = :p"),
        ("mark", "INSERT INTO mark VALUES (:p, '1:x', 1, 'x', 'done', '2026')"),
    ],
)
def test_a_row_of_the_projection(project: Project, family: str, statement: str) -> None:
    if family == "coding":
        assert len(project.coding.unit(5).codings) > 0
    by_hand(project, statement)
    found = proof(project)
    assert found.broken_at is None and f"table of {family} " in found.reason


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE unit SET text = 'I lost a coin on the road' WHERE project_no = :p AND id = 0",
        "UPDATE unit SET start = 1 WHERE project_no = :p AND id = 3",
        "UPDATE document SET attributes = '{}' WHERE project_no = :p AND id = 2",
        "UPDATE document SET attributes = '{' WHERE project_no = :p AND id = 2",
        "UPDATE document SET external_id = 'z' WHERE project_no = :p AND id = 2",
        "UPDATE imported_coding SET unit = 1 WHERE project_no = :p AND unit = 2",
        "DELETE FROM unit WHERE project_no = :p AND id = 7",
    ],
)
def test_the_texts_that_were_imported(project: Project, statement: str) -> None:
    by_hand(project, statement)
    found = proof(project)
    assert found.broken_at is None and "'lines.csv'" in found.reason


def test_a_spoilt_projection_is_mended_by_replaying_the_log(project: Project) -> None:
    by_hand(project, "UPDATE note SET text = 'something else' WHERE project_no = :p AND unit = 2")
    project.auditing.replay()
    assert project.auditing.verify().ok
    assert project.coding.unit(2).notes[0].text == "family"
