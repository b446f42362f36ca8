"""What was acknowledged survives `kill -9`, and what was not leaves no trace."""

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import linewise
from linewise.workbench import Project
from tests.support.study import stored, study, table

BUSY = Path(__file__).with_name("busy.py")


@contextmanager
def busy(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """The process, reading line by line; killed without warning when the block ends."""
    process = subprocess.Popen([sys.executable, BUSY, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def lines(process: subprocess.Popen[str], many: int) -> list[str]:
    assert process.stdout is not None
    return [process.stdout.readline().rstrip("\n") for _ in range(many)]


def said(project: Project) -> tuple[dict[int, str], dict[int, str]]:
    rows = stored(project)
    notes = {row["unit"]: row["text"] for row in rows["note"].values()}
    return notes, {row["unit"]: row["value"] for row in rows["coding"].values()}


def test_every_acknowledged_write_is_there_after_a_kill(database_url: str, tmp_path: Path) -> None:
    with study(database_url, tmp_path, twins=False) as project:
        project.grouping.create("Thought")
    chance = random.Random(1)
    for _ in range(3):
        with busy("write", database_url) as process:
            heard = lines(process, chance.randrange(20, 60))
            process.send_signal(signal.SIGKILL)
            assert process.stdout is not None
            # What it told between the last line read and its death counts as well.
            heard += [line.rstrip("\n") for line in process.stdout if line.endswith("\n")]
        notes = {int(unit): text for kind, unit, text in _told(heard) if kind == "note"}
        values = {int(unit): value for kind, unit, value in _told(heard) if kind == "code"}
        assert notes and values
        with linewise.open_workspace(database_url) as workspace:
            project = workspace.project("study")
            found = project.auditing.verify()
            assert found.ok, found.reason
            now_notes, now_values = said(project)
            # At most the one write that was on its way may have come after.
            later = [unit for unit in notes if now_notes.get(unit) != notes[unit]]
            later += [unit for unit in values if now_values.get(unit) != values[unit]]
            assert len(later) <= 1
            for unit in later:
                assert _number(now_notes.get(unit, "")) > _number(notes.get(unit, "")) or unit in values


def _told(heard: list[str]) -> Iterator[tuple[str, str, str]]:
    for line in heard:
        if line.startswith(("note ", "code ")):
            kind, unit, rest = line.split(" ", 2)
            yield kind, unit, rest


def _number(thought: str) -> int:
    return int(thought.removeprefix("thought ") or -1)


def test_an_import_that_was_killed_leaves_nothing(database_url: str, tmp_path: Path) -> None:
    big = table(tmp_path / "big.csv", [(str(n), f"Line {n} of many", "glad", str(n % 90), "") for n in range(8_000)])
    with study(database_url, tmp_path) as project:
        before = project.state().seq
    for heard in (1, 4):
        with busy("import", database_url, big) as process:
            assert all(line.startswith("at ") for line in lines(process, heard))
        with linewise.open_workspace(database_url) as workspace:
            project = workspace.project("study")
            assert project.state().seq == before
            assert project.coding.progress().units == 8
            assert project.coding.units(search="many").total == 0
            assert project.auditing.verify().ok
    with linewise.open_workspace(database_url) as workspace:
        project = workspace.project("study")
        assert project.importing.run(big).units == 8_000
        assert project.coding.units(search="many").total == 8_000


@pytest.mark.parametrize("heard", [1, 3])
def test_a_process_killed_while_opening_harms_nothing(database_url: str, tmp_path: Path, heard: int) -> None:
    with study(database_url, tmp_path) as project:
        project.coding.write(2, "family")
    with busy("open", database_url) as process:
        lines(process, heard)
    with linewise.open_workspace(database_url) as workspace:
        assert workspace.project("study").auditing.verify().ok
        assert workspace.store.backup is None
