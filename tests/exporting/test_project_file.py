"""A project as one file: out of either database and into either, equal, provable, and refused when it was touched."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import linewise
from linewise.core.errors import BadInput, Conflict
from linewise.jobs.board import Cancelled
from linewise.storage import archiving, artefacts
from linewise.storage.schema import hook, metadata
from linewise.workbench import Workspace
from linewise.workbench import archiving as files
from tests.exporting.comparing import everything
from tests.exporting.touching import only, rewritten, swap


def test_it_comes_out_of_either_database_and_into_either_as_it_was(
    made: Path, database_url: str, another_database_url: str, tmp_path: Path
) -> None:
    with linewise.open_workspace(made / "study.linewise", create=False) as workspace:
        original = everything(workspace.project("study"))
    assert sum(map(len, original.values())) > 150, "there should be something to compare"
    assert original["imported_span"] and original["block"] and original["attribute"]
    with linewise.open_workspace(database_url) as here:
        here.create("in the way, so that numbers differ")
        received = here.import_project(made / "study.zip")
        arrived = here.project(received.id)
        assert everything(arrived) == original
        assert arrived.auditing.verify().ok
        assert [one.id for one in arrived.coding.units(search="coin").units] == [0, 1]
        files.pack(arrived._desk, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (made / "study.zip").read_bytes()
    with linewise.open_workspace(another_database_url) as there:
        back = there.import_project(tmp_path / "again.zip")
        assert everything(there.project(back.id)) == original
        assert back.head == received.head
        assert there.project(back.id).auditing.verify().ok


def test_every_table_is_taken_along_made_again_or_left_behind_on_purpose() -> None:
    sorts = [*archiving.ROWS.values(), *archiving.REMADE, *archiving.KEPT, *archiving.LEFT]
    assert sorted(table.name for table in sorts) == sorted(metadata.tables), "a new table needs a word on its export"


def test_what_was_received_goes_on(study_zip: Path, elsewhere: Workspace) -> None:
    project = elsewhere.project(elsewhere.import_project(study_zip).id)
    before = project.state().seq
    project.coding.write(6, "the bus; lateness")
    project.undo()
    assert project.state().seq == before + 2
    assert project.auditing.verify().ok


def test_no_secret_and_no_address_leaves(made: Path, tmp_path: Path) -> None:
    shutil.copy(made / "study.linewise", tmp_path)
    with linewise.open_workspace(tmp_path / "study.linewise") as workspace:
        project = workspace.project("study")
        values = {column.name: None if column.nullable else 0 for column in hook.columns}
        values |= {"project_no": project._desk.project_no, "topics": [], "private": False, "active": False}
        values |= {"id": "h", "url": "https://example.org/tell", "secret": "whsec_hush", "coder": "Ann", "at": "2026"}
        with project._desk.store.writing() as connection:
            connection.execute(hook.insert().values({**values, "notice": ""}))
        files.pack(project._desk, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"hush" not in whole and b"example.org/tell" not in whole


def test_it_can_be_read_without_any_program_of_ours(study_zip: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(study_zip) as archive:
        for line in archive.read("SHA256SUMS").decode().splitlines():
            sha, _, name = line.partition("  ")
            assert hashlib.sha256(archive.read(name)).hexdigest() == sha
        manifest = json.loads(archive.read("manifest.json"))
        assert set(archive.namelist()) == {*manifest["members"], "manifest.json", "SHA256SUMS"}
        readme = archive.read("README.txt").decode()
        events = [json.loads(line) for line in archive.read("log/events.jsonl").splitlines()]
        units = [json.loads(line) for line in archive.read("corpus/unit.jsonl").splitlines()]
    # As the README tells it, with nothing but the standard library.
    previous = "0" * 64
    for event in events:
        head = [previous, *(event[name] for name in ("seq", "kind", "version", "actor", "at", "cause", "target"))]
        compact = {"separators": (",", ":"), "ensure_ascii": False}
        said = json.dumps(head, **compact) + "\n" + json.dumps(event["payload"], sort_keys=True, **compact)
        previous = hashlib.sha256(said.encode()).hexdigest()
        assert event["hash"] == previous
    assert manifest["head"] == previous and previous in readme
    assert units[0]["text"] == "I found a coin on the road"


def test_it_is_checked_without_its_database(study_zip: Path) -> None:
    found = files.check(study_zip)
    assert found.ok and found.units >= 8 and found.events > 20, found.reason
    touched = files.check(rewritten(study_zip, only(UNIT, COIN), honest=True))
    assert not touched.ok and "are not the ones that were imported" in touched.reason


UNIT, LOG, MANIFEST = "corpus/unit.jsonl", "log/events.jsonl", "manifest.json"
COIN, NOTE = swap(b"found a coin", b"stole a coin"), swap(b"note_written", b"memo_written")


@pytest.mark.parametrize(
    ("change", "honest", "words"),
    [
        (only(UNIT, COIN), False, "was changed"),
        (only(UNIT, COIN), True, "are not the ones that were imported"),
        (only(LOG, NOTE), True, "does not follow from the one before"),
        (only(LOG, lambda data: data[: data.rindex(b"\n", 0, -1) + 1]), True, "its log ends at event"),
        (only(LOG, lambda data: data.split(b"\n", 1)[1]), True, "does not follow"),
        (only(UNIT, lambda data: None), False, "is missing"),
        (only("SHA256SUMS", lambda data: None), False, "is missing"),
        (only("artefacts/index.jsonl", lambda data: None), False, "is missing"),
        (only(MANIFEST, swap(b'"events": ', b'"events": 1')), False, "manifest.json was changed"),
        (only(MANIFEST, lambda data: b"[]"), False, "makes no sense"),
        (only(MANIFEST, lambda data: b"[" * 100_000), False, "makes no sense"),
        (only(MANIFEST, swap(b'"schema": "0', b'"schema": "9')), True, "written by a newer Linewise"),
        (only(MANIFEST, swap(b'"version": 1', b'"version": 2')), True, "written by a newer Linewise"),
        (only(UNIT, swap(b'"start":0', b'"begin":0')), True, "written by a newer Linewise"),
        (only(UNIT, swap(b'"start":0', b'"start":"x"')), True, "start cannot be"),
        (only(UNIT, swap(b'"start":0', b'"start":99999999999999999999999')), True, "A value cannot be used"),
        (only(UNIT, swap(b'"id":0', b'"id":4294967296')), True, "has the number"),
        (only(UNIT, swap(b'"id":1', b'"id":0')), True, "A row cannot be stored"),
        (only(UNIT, lambda data: b"[1]\n" + data), True, "is no object"),
        (only(UNIT, lambda data: b"{" * 50_000 + data), True, "is no JSON"),
    ],
)
def test_what_was_touched_is_refused_and_leaves_nothing(
    study_zip: Path, elsewhere: Workspace, change: Callable[[str, bytes], bytes | None], honest: bool, words: str
) -> None:
    touched = rewritten(study_zip, change, honest=honest)
    with pytest.raises(BadInput) as refused:
        elsewhere.import_project(touched)
    assert words in str(refused.value) and refused.value.remedy
    assert elsewhere.projects() == ()
    with elsewhere.store.reading() as connection:
        assert elsewhere.store.project_numbers(connection) == {}


def test_an_artefact_is_what_its_name_says(study_zip: Path, elsewhere: Workspace) -> None:
    with zipfile.ZipFile(study_zip) as archive:
        blob = next(name for name in archive.namelist() if name.endswith(".bin"))
    with pytest.raises(BadInput, match="is not what its name says"):
        elsewhere.import_project(rewritten(study_zip, only(blob, lambda data: b"x" + data[1:]), honest=True))


@pytest.mark.parametrize("name", ["../../evil.jsonl", "corpus/evil.jsonl", "/evil"])
def test_a_member_too_many_is_refused(study_zip: Path, elsewhere: Workspace, name: str) -> None:
    with zipfile.ZipFile(study_zip, "a") as archive:
        archive.writestr(name, b"{}")
    with pytest.raises(BadInput, match="it holds"):
        elsewhere.import_project(study_zip)


def test_a_bomb_is_refused(study_zip: Path, elsewhere: Workspace) -> None:
    row = b'{"name":"diverse","position":0,"unit":0}'
    bomb = rewritten(study_zip, only("corpus/ranking.jsonl", lambda data: row + b" " * 120_000_000 + b"\n"))
    with pytest.raises(BadInput, match="times its size"):
        elsewhere.import_project(bomb)


def test_other_files_are_told_apart(study_zip: Path, tmp_path: Path, elsewhere: Workspace) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 and then nothing")
    assert files.is_project(study_zip)
    for name in ("other.zip", "no.zip", "absent.zip"):
        assert not files.is_project(tmp_path / name)
    for name in ("other.zip", "no.zip"):
        with pytest.raises(BadInput):
            elsewhere.import_project(tmp_path / name)


def test_twice_is_once(study_zip: Path, elsewhere: Workspace) -> None:
    first = elsewhere.import_project(study_zip)
    again = elsewhere.import_project(study_zip)
    assert (first.already, again.already) == (False, True)
    elsewhere.project(first.id).coding.write(6, "late")
    assert elsewhere.import_project(study_zip).already, "the file holds nothing that is not here"
    assert len(elsewhere.projects()) == 1


def test_another_history_of_the_same_project_is_refused_with_reasons(study_zip: Path, elsewhere: Workspace) -> None:
    project = elsewhere.project(elsewhere.import_project(study_zip).id)
    with linewise.open_workspace(study_zip.with_name("third.linewise")) as third:
        same = third.project(third.import_project(study_zip).id)
        same.coding.write(6, "one history")
        same.coding.write(7, "and on")
        ahead = study_zip.with_name("ahead.zip")
        files.pack(same._desk, ahead)
    with pytest.raises(Conflict, match="goes on after it by 2 events"):
        elsewhere.import_project(ahead)
    project.coding.write(6, "another history")
    with pytest.raises(Conflict, match="with another history"):
        elsewhere.import_project(ahead)


def test_a_name_that_is_taken_needs_another(study_zip: Path, elsewhere: Workspace) -> None:
    elsewhere.create("Study")
    with pytest.raises(Conflict, match="already"):
        elsewhere.import_project(study_zip)
    received = elsewhere.import_project(study_zip, name="Study from Ann")
    project = elsewhere.project("study from ann")
    assert (received.name, project.id) == ("Study from Ann", received.id)
    assert project.auditing.verify().ok


def test_what_can_be_computed_again_may_stay_behind(made: Path, tmp_path: Path) -> None:
    with linewise.open_workspace(made / "study.linewise", create=False) as workspace:
        study = workspace.project("study")
        desk, standing = study._desk, study.state().progress.units
        with desk.store.writing() as connection:
            artefacts.put(connection, desk.project_no, "vectors/abc", 0, b"1234")
        try:
            kept = {how: files.pack(desk, tmp_path / f"{how}.zip", artefacts=how) for how in ("all", "needed", "none")}
        finally:
            with desk.store.writing() as connection:
                artefacts.drop(connection, desk.project_no, "vectors/abc")
    assert kept["all"].left_out == 0 and kept["needed"].left_out == 1 and kept["none"].artefacts == 0
    assert kept["needed"].artefacts == kept["all"].artefacts - 1
    with linewise.open_workspace(tmp_path / "light.linewise") as light:
        project = light.project(light.import_project(tmp_path / "none.zip").id)
        assert project.auditing.verify().ok
        assert project.state().progress.units == standing
        assert project.coding.units().units
        assert project.grouping.codebook().codes
        project.applying.frame("long")


def test_it_stops_when_it_is_told_to(made: Path, tmp_path: Path, elsewhere: Workspace) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        elsewhere.import_project(made / "study.zip", progress=stop)
    assert elsewhere.projects() == ()
    with linewise.open_workspace(made / "study.linewise", create=False) as workspace, pytest.raises(Cancelled):
        files.pack(workspace.project("study")._desk, tmp_path / "half.zip", progress=stop)
    assert list(tmp_path.glob("*half*")) == []
