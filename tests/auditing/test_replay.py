"""The log holds everything: any session can be replayed, proved, taken back and brought back, on either database."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import linewise
from linewise.core.errors import Conflict
from linewise.core.events import KINDS, Event, dumps, fold
from linewise.core.facts import FAMILIES, from_row
from linewise.core.nouns import Source
from linewise.workbench import Project
from tests.auditing.commands import EVERYTHING, Step, do, sessions
from tests.auditing.session import Session
from tests.support.study import logged, stored, study

several = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
few = settings(several, max_examples=5)


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite workspace with the lines imported, to be copied for each example."""
    folder = tmp_path_factory.mktemp("begun")
    with study(f"sqlite:///{folder / 'study.linewise'}", folder):
        pass
    return folder / "study.linewise"


@contextmanager
def on_sqlite(begun: Path, folder: Path) -> Iterator[Session]:
    for file in folder.iterdir():
        file.unlink()
    shutil.copy(begun, folder)
    with linewise.open_workspace(folder / begun.name) as workspace:
        yield Session(workspace.project("study"), folder)


@contextmanager
def on_postgresql(url: str, folder: Path) -> Iterator[Session]:
    with linewise.open_workspace(url) as workspace:
        project = workspace.create(f"study {len(workspace.projects())}", coder="Ann", seed=7)
        session = Session(project, folder)
        do(session, ("import", 0, 0, 0))
        yield session


def carry_out(session: Session, steps: Sequence[Step]) -> list[Event]:
    """The log after the steps that were accepted."""
    for step in steps:
        do(session, step)
    return logged(session.project)


def all_holds(project: Project) -> None:
    the_log_says_it_all(project)
    any_event_turns_back_or_says_what_is_in_the_way(project)
    everything_turns_back_and_comes_again(project)
    the_log_says_it_all(project)


def standing(project: Project) -> list[int]:
    """Numbers of the events that can be undone, newest first."""
    return [entry.seq for entry in project.auditing.log(limit=500).entries if entry.undoable]


def the_log_says_it_all(project: Project) -> None:
    """Folding the log gives the stored facts, and so does replaying it in the database; the chain verifies."""
    before = stored(project)
    assert fold(logged(project)).rows() == before
    found = project.auditing.verify()
    assert found.ok, found.reason
    project.auditing.replay()
    assert stored(project) == before


def everything_turns_back_and_comes_again(project: Project) -> None:
    """Undone in reverse order, nothing is left but what cannot be undone; redone, everything is there again."""
    before, events, seqs = stored(project), logged(project), standing(project)
    for seq in seqs:
        project.undo(seq)
    stays = (e for e in events if not KINDS[e.kind].undoable and e.kind not in ("undone", "redone"))
    assert stored(project) == fold(stays).rows()
    for _ in seqs:
        project.redo()
    assert stored(project) == before


def any_event_turns_back_or_says_what_is_in_the_way(project: Project) -> None:
    """Undoing one event works, or names a later one that concerns the same facts; undoing that one clears the way."""
    before = stored(project)
    for seq in standing(project)[::3]:
        for _ in range(_cleared(project, seq)):
            project.redo()
        assert stored(project) == before


def _cleared(project: Project, seq: int, depth: int = 0) -> int:
    assert depth < 60, "the events named never clear the way"
    try:
        project.undo(seq)
    except Conflict as conflict:
        later = conflict.where["event"]
        events = {event.seq: event for event in logged(project)}
        assert later > seq, conflict
        imported = events[later].kind in ("source_imported", "source_recut") and any(
            project.grouping.code(item.key).imported for item in events[seq].changes if item.family == "code"
        )
        assert imported or _concerns(events[later], events[seq]), conflict
        return _cleared(project, later, depth + 1) + _cleared(project, seq, depth + 1)
    return 1


def _concerns(later: Event, earlier: Event) -> bool:
    """Whether the two changed one fact, or facts of which one points to the other or bears its name."""
    said, meant = _words(later), _words(earlier)
    if any(item.key in said for item in earlier.changes) or any(item.key in meant for item in later.changes):
        return True
    if later.kind == "source_recut" and _units(earlier) & _cut_away(later):
        return True
    for item in earlier.changes:
        row = item.after or item.before or {}
        if item.family in ("code", "saved_view") and dumps(row["name"]).lower() in said.lower():
            return True
        if item.family == "source":
            source = from_row(FAMILIES["source"], row)
            assert isinstance(source, Source)
            if _units(later) & set(range(source.first_unit, source.first_unit + source.units)):
                return True
        if item.family == "note" and any(change.family == "note" for change in later.changes):
            return True
    return False


def _units(event: Event) -> set[int]:
    """Units that the event's facts are about."""
    rows = [item.after or item.before or {} for item in event.changes]
    about = {int(row["about_id"]) for row in rows if row.get("about") == "unit"}
    return about | {int(row["unit"]) for row in rows if "unit" in row}


def _cut_away(event: Event) -> set[int]:
    """The units that an import had before it was cut anew."""
    gone = next(item.before for item in event.changes if item.family == "source")
    assert gone is not None
    return set(range(gone["first_unit"], gone["first_unit"] + gone["units"]))


def _words(event: Event) -> str:
    return dumps([[item.key, item.before, item.after] for item in event.changes])


def test_every_kind_of_event_is_replayed_undone_and_redone(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path) as project:
        events = carry_out(Session(project, tmp_path), EVERYTHING)
        assert {event.kind for event in events} == set(KINDS)
        all_holds(project)


@several
@given(steps=sessions)
def test_random_sessions_on_sqlite(steps: list[Step], begun: Path, tmp_path: Path) -> None:
    with on_sqlite(begun, tmp_path) as session:
        carry_out(session, steps)
        all_holds(session.project)


@few
@given(steps=sessions)
def test_random_sessions_on_postgresql(steps: list[Step], postgres_database_url: str, tmp_path: Path) -> None:
    with on_postgresql(postgres_database_url, tmp_path) as session:
        carry_out(session, steps)
        all_holds(session.project)
