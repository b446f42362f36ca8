"""Whatever bytes a file holds, reading gives records or BadInput: no other error, no hang."""

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linewise.core.errors import BadInput
from linewise.importing.plan import ImportPlan
from linewise.interchange.preview import preview
from linewise.interchange.read import records
from linewise.interchange.readers import READERS, Format
from linewise.interchange.table import ReadOptions
from tests.interchange import files

PLAN = ImportPlan(text=("text",), on_bad_row="skip")
FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
SIGNS = ["id", "text", ",", ";", "\t", "\n", "\r\n", '"', '""', "{", "}", "[", "]", ":", "1", " ", "\\u", "=1"]
BYTES = [b'{"text": "a"}', b"\0", b"\xe9", b"\xff\xfe", b"\xc3\xa4", *(sign.encode() for sign in SIGNS)]
TABLES = st.lists(st.sampled_from(BYTES), max_size=40).map(b"".join)
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "cp1252", "shift_jis", "idna"])


def look_and_read(path: Path) -> None:
    steps = (preview, lambda path: list(records(path, PLAN)), lambda path: list(records(path, preview(path).plan)))
    for step in steps:
        try:
            step(path)
        except BadInput as error:
            assert error.where and error.message and error.remedy


@FUZZ
@given(st.binary(max_size=300) | TABLES, st.sampled_from(["", ".csv", ".json", ".jsonl", ".txt", ".tsv", ".xlsx"]))
def test_random_bytes(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    look_and_read(path)


@pytest.mark.parametrize("kind", list(READERS))
@FUZZ
@given(content=st.binary(min_size=1, max_size=200) | TABLES, encoding=ENCODINGS)
def test_random_bytes_straight_into_each_reader(tmp_path: Path, kind: Format, content: bytes, encoding: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    try:
        with READERS[kind].open(path, ReadOptions(encoding=encoding)) as table:
            for row in table.rows:
                assert row.number >= 1
    except BadInput as error:
        assert error.where["file"] == "a"


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("originals")
    pl.DataFrame({"text": ["some text", None, "x"] * 50, "n": range(150)}).write_parquet(folder / "a.parquet")
    files.xlsx(folder / "a.xlsx", {"S": [["text", "n"], *([f"t{i}", i] for i in range(50))]})
    files.ods(folder / "a.ods", [["text"], ["a"], ["b"]])
    return {kind: (folder / f"a.{kind}").read_bytes() for kind in ("parquet", "xlsx", "ods")}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@FUZZ
@given(data=st.data())
def test_workbooks_with_bytes_changed(
    tmp_path: Path, originals: dict[str, bytes], kind: str, data: st.DataObject
) -> None:
    look_and_read(changed(originals[kind], tmp_path / f"b.{kind}", data))


# Each reading starts a process. Some of these files abort the one that decodes them.
@settings(FUZZ, max_examples=8)
@given(data=st.data())
def test_parquet_with_bytes_changed(tmp_path: Path, originals: dict[str, bytes], data: st.DataObject) -> None:
    path = changed(originals["parquet"], tmp_path / "b.parquet", data)
    try:
        list(records(path, PLAN))
    except BadInput as error:
        assert error.where and error.message and error.remedy


def changed(original: bytes, path: Path, data: st.DataObject) -> Path:
    content = bytearray(original)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content))
    return path


@FUZZ
@given(data=st.data())
def test_workbooks_with_changed_xml_in_a_sound_archive(
    tmp_path: Path, originals: dict[str, bytes], data: st.DataObject
) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(originals["xlsx"])) as source, zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            content = bytearray(source.read(name))
            if content and data.draw(st.booleans()):
                content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
            changed.writestr(name, bytes(content))
    path = tmp_path / "b.xlsx"
    path.write_bytes(target.getvalue())
    look_and_read(path)
