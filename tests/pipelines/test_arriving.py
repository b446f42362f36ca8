"""A folder that grows: everything once, nothing half, and one bad file stops no other."""

import json
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

import linewise
from linewise.core.errors import BadInput
from linewise.importing.plan import ImportPlan
from linewise.workbench import Project, arriving
from linewise.workbench.arriving import Arrival, Folder, arrive, keep_plan, watch
from tests.support.study import study

BY_TEXT = ImportPlan(text=("text",), id="id")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with study(database_url, tmp_path, rows=None) as made:
        yield made


def put(folder: Path, name: str, *texts: str, start: int = 0) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}{number},{text}" for number, text in enumerate(texts, start)]
    path.write_text("\n".join(["id,text", *lines]) + "\n", encoding="utf-8")
    return path


def states(found: Arrival) -> dict[str, str]:
    return {one.name: one.state for one in found.files}


def texts(project: Project) -> list[str]:
    return sorted(unit.text for unit in project.coding.units(limit=500).units)


def test_new_and_grown_files_come_once(project: Project, inbox: Path) -> None:
    put(inbox, "a.csv", "one", "two")
    put(inbox, "b.csv", "three")
    first = arrive(project.importing, inbox, settle=0.05)
    assert states(first) == {"a.csv": "brought", "b.csv": "brought"}
    assert (first.ok, first.units) == (True, 3)
    again = project.importing.arrive(inbox, settle=60)
    assert states(again) == {"a.csv": "known", "b.csv": "known"}, "and nobody waited a minute"
    put(inbox, "a.csv", "one", "two", "four")
    grown = arrive(project.importing, inbox, settle=0.05)
    assert grown.units == 1 and states(grown)["a.csv"] == "brought"
    assert texts(project) == ["four", "one", "three", "two"]
    (inbox / "a.csv").rename(inbox / "c.csv")
    assert states(arrive(project.importing, inbox, settle=60)) == {"b.csv": "known", "c.csv": "known"}


def test_what_a_person_took_back_does_not_come_back_by_itself(project: Project, inbox: Path) -> None:
    path = put(inbox, "a.csv", "one")
    arrive(project.importing, inbox, settle=0.05)
    project.undo()
    assert [source.name for source in project.importing.sources(undone=True)] == ["a.csv"]
    found = arrive(project.importing, inbox, settle=60)
    assert states(found) == {"a.csv": "left alone"} and "undone" in found.files[0].reason
    assert texts(project) == []
    project.importing.run(path, BY_TEXT)
    assert states(arrive(project.importing, inbox, settle=60)) == {"a.csv": "known"}
    assert texts(project) == ["one"]


def test_a_trial_keeps_nothing(project: Project, inbox: Path) -> None:
    put(inbox, "a.csv", "one")
    found = arrive(project.importing, inbox, settle=0.05, dry_run=True)
    assert found.units == 1 and found.files[0].report is not None and found.files[0].report.dry_run
    assert texts(project) == []


def test_a_bad_file_is_told_and_stops_no_other(project: Project, inbox: Path) -> None:
    (inbox / "a.csv").write_text('id,text\n1,"never closed\n', encoding="utf-8")
    (inbox / "b.parquet").write_bytes(b"PAR1 nothing of the kind PAR1")
    put(inbox, "c.csv", "good")
    found = arrive(project.importing, inbox, settle=0.05)
    assert states(found)["c.csv"] == "brought" and states(found)["b.parquet"] == "failed"
    assert not found.ok and texts(project)[-1:] == ["good"]
    bad = next(one for one in found.files if one.name == "b.parquet")
    assert bad.reason and bad.remedy


def test_what_is_not_ours_is_left_alone_and_told(project: Project, inbox: Path, tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", "secret.csv", "secret")
    for name in (".hidden.csv", "a.csv.part", "~$sheet.csv", "b.tmp", "c.CRDOWNLOAD", "d.csv~", ".cache/e.csv"):
        put(inbox, name, "no")
    (inbox / "link.csv").symlink_to(tmp_path / "elsewhere" / "secret.csv")
    (inbox / "way").symlink_to(tmp_path / "elsewhere")
    (inbox / "empty.csv").touch()
    (inbox / "folder").mkdir()
    found = arrive(project.importing, inbox, pattern="**/*", settle=0.05)
    assert set(states(found).values()) == {"left alone", "waiting"}
    assert states(found)["empty.csv"] == "waiting"
    reasons = {one.name: one.reason for one in found.files}
    assert "link" in reasons["link.csv"] and "hidden" in reasons[".hidden.csv"]
    assert texts(project) == [] and found.ok


@pytest.mark.parametrize("pattern", ["../*", "/etc/*", "a/../../*", ""])
def test_no_pattern_leads_out_of_the_folder(project: Project, inbox: Path, pattern: str) -> None:
    with pytest.raises(BadInput, match="no pattern"):
        arrive(project.importing, inbox, pattern=pattern)


def test_a_file_that_is_still_written_waits(project: Project, inbox: Path) -> None:
    path = put(inbox, "a.csv", "one")
    watched = Folder(project.importing, inbox)
    assert states(watched.look()) == {"a.csv": "waiting"}
    with path.open("a", encoding="utf-8") as file:
        file.write("a.csv1,half a li")
    assert states(watched.look()) == {"a.csv": "waiting"}, "it changed meanwhile"
    with path.open("a", encoding="utf-8") as file:
        file.write("ne\n")
    assert states(watched.look()) == {"a.csv": "waiting"}
    assert states(watched.look()) == {"a.csv": "brought"}
    assert texts(project) == ["half a line", "one"]


def test_a_file_that_never_stops_growing_is_left_for_the_next_time(project: Project, inbox: Path) -> None:
    path, done = put(inbox, "a.csv", "one"), threading.Event()

    def write() -> None:
        while not done.wait(0.02):
            with path.open("a", encoding="utf-8") as file:
                file.write(f"a{time.monotonic_ns()},more\n")

    writer = threading.Thread(target=write)
    writer.start()
    found = arrive(project.importing, inbox, settle=0.3)
    done.set()
    writer.join()
    assert states(found) == {"a.csv": "waiting"} and found.ok and texts(project) == []


def test_every_file_is_read_by_the_plan_in_the_folder(project: Project, inbox: Path) -> None:
    (inbox / "a.csv").write_text("body,other\nwhat is meant,a much longer text that a guess would take\n", "utf-8")
    keep_plan(inbox, ImportPlan(text=("body",)))
    found = arrive(project.importing, inbox, settle=0.05)
    assert states(found) == {"a.csv": "brought"} and texts(project) == ["what is meant"]
    (inbox / arriving.PLAN).write_text("{", encoding="utf-8")
    with pytest.raises(BadInput, match="plan"):
        arrive(project.importing, inbox)
    (inbox / arriving.PLAN).write_text(json.dumps({"id": "x"}), encoding="utf-8")
    with pytest.raises(BadInput, match="plan"):
        arrive(project.importing, inbox)


def test_a_grown_file_is_read_as_it_was_before(project: Project, inbox: Path) -> None:
    put(inbox, "a.csv", "one")
    arrive(project.importing, inbox, settle=0.05, plan=ImportPlan(text=("id", "text"), id="id"))
    put(inbox, "a.csv", "one", "two")
    arrive(project.importing, inbox, settle=0.05)
    assert texts(project) == ["a.csv0\n\none", "a.csv1\n\ntwo"]


def test_two_watchers_at_once_bring_nothing_twice(database_url: str, tmp_path: Path, inbox: Path) -> None:
    # Without ids, so that only what stands in the project tells that a row is here already.
    for number in range(5):
        put(inbox, f"{number}.csv", f"text of {number}", "the same in all")
    plan = ImportPlan(text=("text",))
    with study(database_url, tmp_path, rows=None) as project:
        name = project.id

        def bring() -> None:
            with linewise.open_workspace(database_url) as workspace:
                assert arrive(workspace.project(name).importing, inbox, plan=plan, settle=0.1).ok

        threads = [threading.Thread(target=bring) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        one_by_one = texts(project)
    with study(f"sqlite:///{tmp_path / 'other.linewise'}", tmp_path, rows=None) as alone:
        assert arrive(alone.importing, inbox, plan=plan, settle=0.05).ok
        assert one_by_one == texts(alone)


def test_watching_tells_each_thing_once(project: Project, inbox: Path) -> None:
    put(inbox, "a.csv", "one")
    put(inbox, "x.part", "no")
    looks = watch(project.importing, inbox, every=0.02)
    assert states(next(looks)) == {"a.csv": "waiting", "x.part": "left alone"}
    assert states(next(looks)) == {"a.csv": "brought"}
    put(inbox, "b.csv", "two")
    assert [states(found) for found in islice(looks, 2)] == [{"b.csv": "waiting"}, {"b.csv": "brought"}]
    away = inbox.rename(inbox.with_name("away"))
    gone = next(looks)
    assert not gone.ok and "no such folder" in gone.files[0].reason
    away.rename(inbox)
    put(inbox, "c.csv", "three")
    assert states(next(looks)) == {"c.csv": "waiting"}
    assert next(looks).units == 1
    assert texts(project) == ["one", "three", "two"]
