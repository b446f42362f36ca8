"""Many hands at once: one chain without gaps, nothing lost, and readers that see one state."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import linewise
from linewise.core.errors import Conflict
from linewise.core.events import Draft, change
from linewise.core.nouns import Note
from linewise.storage import log
from linewise.workbench import Project
from tests.support.study import logged, stored, study

HANDS = 4
EACH = 12


def at_once(*works: Callable[[], None]) -> None:
    """Run all at the same moment in threads; the first error of any is raised here."""
    errors: list[BaseException] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def writing(project: Project, name: str) -> Callable[[], None]:
    def work() -> None:
        mine = project.as_coder(name)
        for number in range(EACH):
            mine.coding.write(5 + number % 3, f"{name} {number}; shared")

    return work


def test_threads_and_processes_write_one_chain(database_url: str, tmp_path: Path) -> None:
    """Half the hands share one opened workspace, the others open the database for themselves as processes would."""
    with study(database_url, tmp_path) as here, linewise.open_workspace(database_url) as workspace:
        there = workspace.project("study")
        before = here.state().seq
        at_once(*(writing((here, there)[hand % 2], f"hand {hand}") for hand in range(HANDS)))
        events = logged(here)
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert len(events) == before + HANDS * (EACH + 1)
        found = here.auditing.verify()
        assert found.ok, found.reason
        texts = {row["text"] for row in stored(here)["note"].values()}
        assert texts == {f"hand {hand} {number}; shared" for hand in range(HANDS) for number in range(EACH - 3, EACH)}


def test_a_reader_sees_one_state_while_others_write(database_url: str, tmp_path: Path) -> None:
    """Otherwise `verify` would cry wolf whenever somebody writes while it reads."""
    with study(database_url, tmp_path) as project:
        done = threading.Event()
        checks: list[str] = []

        def verifying() -> None:
            while not done.is_set() or not checks:
                checks.append(project.auditing.verify().reason)

        def all_writing() -> None:
            try:
                for hand in range(2):
                    writing(project, f"hand {hand}")()
            finally:
                done.set()

        at_once(verifying, all_writing)
        assert set(checks) == {""}


def test_a_name_is_given_to_one_code_however_many_ask(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path) as project:
        refused: list[Conflict] = []

        def create() -> None:
            try:
                project.grouping.create("Kin")
            except Conflict as conflict:
                refused.append(conflict)

        at_once(*[create] * HANDS)
        assert len(refused) == HANDS - 1
        assert [card.code.name for card in project.grouping.codebook().codes].count("Kin") == 1


def test_a_decision_on_facts_that_moved_is_refused_whole(database_url: str, tmp_path: Path) -> None:
    """Two sessions read the same note; the second to write hears of it, and nothing of its event is kept."""
    with study(database_url, tmp_path) as project:
        note = project.coding.write(2, "family").notes[0].id
        desk = project._desk
        with desk.reading() as (_, facts):
            seen = facts.get(Note, note)
        assert seen is not None
        project.coding.write(2, "kin", note=note)
        before, seq = stored(project), project.state().seq
        fresh = Note(id="fresh", unit=3, coder=seen.coder, text="new", at=seen.at)
        stale = Draft("note_changed", (change(None, fresh), change(seen, None)))
        with (
            pytest.raises(Conflict, match="changed by somebody else"),
            desk.store.writing(desk.project_no) as connection,
        ):
            log.append(connection, desk.project_no, stale, actor=desk.coder, at=seen.at, cause="test")
        assert (stored(project), project.state().seq) == (before, seq)


def test_opening_a_new_workspace_from_many_sides_at_once(database_url: str) -> None:
    def opening() -> None:
        with linewise.open_workspace(database_url) as workspace:
            assert workspace.projects() == ()

    at_once(*[opening] * HANDS)
