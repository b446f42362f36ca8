"""Whatever a file says, hashes and all: it comes in whole, or is refused with BadInput and leaves nothing."""

import json
import random
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

import linewise
from linewise.core.errors import BadInput
from linewise.core.events import GENESIS, digest, dumps
from tests.exporting.touching import rewritten
from tests.support.study import empty

ODD: tuple[Any, ...] = (
    None, True, -1, 2**31, 2**63, 10**40, 1.5, "", "x", "\x00", "\ud800", "é" * 300, [], {}, [None], {"a": 1}, [[[]]],
    ["a", "b", None, {}], "project", "../x", "-Infinity",
)  # fmt: skip


LOG, TRIES = "log/events.jsonl", 12


def spoilt(chance: random.Random, value: Any, depth: int = 0) -> Any:
    """The value with something in it that does not belong there."""
    if isinstance(value, dict) and value and (depth == 0 or chance.random() < 0.85):
        key = chance.choice(sorted(value))
        if chance.random() < 0.1:
            return {name: one for name, one in value.items() if name != key}
        if chance.random() < 0.05:
            return {**value, "strange": 1}
        return {**value, key: spoilt(chance, value[key], depth + 1)}
    if isinstance(value, list) and value and chance.random() < 0.85:
        at = chance.randrange(len(value))
        return [*value[:at], spoilt(chance, value[at], depth + 1), *value[at + 1 :]]
    return chance.choice(ODD)


def lines(data: bytes, chance: random.Random) -> list[Any]:
    records = [json.loads(line) for line in data.splitlines()]
    at = chance.randrange(len(records))
    what = chance.random()
    if what < 0.8:
        records[at] = spoilt(chance, records[at])
    elif what < 0.9:
        records.insert(at, records[at])
    else:
        del records[at]
    return records


def chained(records: list[Any]) -> list[Any]:
    """Events with hashes that fit, as far as they can have any: whoever can change a log can do that."""
    previous, found = GENESIS, []
    for seq, record in enumerate(records, 1):
        if isinstance(record, dict):
            record = {**record, "seq": seq, "previous": previous}
            names = ("seq", "kind", "version", "actor", "at", "cause", "target", "previous")
            try:
                head = {name: record[name] for name in names}
                previous = record["hash"] = digest(**head, payload=dumps(record["payload"]))
            except (KeyError, ValueError):
                pass
        found.append(record)
    return found


def written(records: list[Any]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


@pytest.mark.parametrize("seed", range(3))
def test_only_bad_input_comes_out_of_any_file(study_zip: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with zipfile.ZipFile(study_zip) as archive:
        members = [name for name in archive.namelist() if name.endswith(".jsonl") and archive.read(name)]
    place, refused = Path(shutil.copy(empty(), tmp_path / "fuzz.linewise")), 0
    for number in range(TRIES):
        member = chance.choice([*members, LOG, LOG, "manifest.json"])

        def change(name: str, data: bytes, member: str = member) -> bytes:
            if name != member:
                return data
            if name == "manifest.json":
                return json.dumps(spoilt(chance, json.loads(data))).encode()
            records = lines(data, chance)
            return written(chained(records) if name == LOG else records)

        touched = rewritten(study_zip, change, honest=member != "manifest.json", headed=member == LOG)
        with linewise.open_workspace(place) as workspace:
            try:
                received = workspace.import_project(touched)
            except BadInput as error:
                refused += 1
                assert error.remedy
                assert workspace.projects() == (), "what was refused should leave nothing"
                continue
            # Changed where nothing forbids it: then it must be a project like any other.
            proof = workspace.project(received.id).auditing.verify()
            assert proof.ok, f"{member}: {proof.reason}"
        place = Path(shutil.copy(empty(), tmp_path / f"fuzz-{number}.linewise"))
    assert refused > 2


def test_the_hashes_used_here_are_those_of_the_log(study_zip: Path) -> None:
    with zipfile.ZipFile(study_zip) as archive:
        records = [json.loads(line) for line in archive.read("log/events.jsonl").splitlines()]
        head = json.loads(archive.read("manifest.json"))["head"]
    assert chained(records) == records and records[-1]["hash"] == head
