"""Whatever bytes a file holds, reading gives records or BadInput: no other error, no hang."""

import io
import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linewise.core.errors import BadInput
from linewise.importing.plan import ImportPlan
from linewise.interchange.detect import detect
from linewise.interchange.preview import preview
from linewise.interchange.read import records
from linewise.interchange.readers import READERS, Format
from linewise.interchange.table import ReadOptions
from tests.interchange.samples import SAMPLES

pytestmark = pytest.mark.usefixtures("kept_room")
PLAN = ImportPlan(text=("text",), on_bad_row="skip")
FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
SIGNS = ["id", "text", ",", ";", "\t", "\n", "\r\n", '"', '""', "{", "}", "[", "]", ":", "1", " ", "\\u", "=1"]
BYTES = [b'{"text": "a"}', b"\0", b"\xe9", b"\xff\xfe", b"\xc3\xa4", *(sign.encode() for sign in SIGNS)]
PUT = [
    b"<",
    b">",
    b"&#0;",
    b"&#xD800;",
    b"]]>",
    b"{",
    b"}",
    b"\\u-1",
    b"\\'ff",
    b"-->",
    b"\xff",
    b"\0",
    b"%",
    b"null",
    b"-1",
]
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


def test_every_format_has_a_sample_that_is_known_for_what_it_is(tmp_path: Path) -> None:
    # A whole project is checked by its own hashes, and read as a project of its own.
    assert set(READERS) - set(SAMPLES) == {"project"}
    for kind, build in SAMPLES.items():
        folder = tmp_path / kind
        folder.mkdir()
        assert detect(build(folder)).format == kind


# Each reading of these starts a process that decodes tables.
SLOW = ("parquet", "dataset")


@pytest.mark.parametrize("kind", [kind for kind in SAMPLES if kind not in SLOW])
@FUZZ
@given(data=st.data())
def test_sound_files_with_bytes_changed(originals: Path, tmp_path: Path, kind: Format, data: st.DataObject) -> None:
    path = sample(kind, originals, tmp_path)
    change_one(path, data)
    look_and_read(path)


@pytest.mark.parametrize("kind", SLOW)
@settings(FUZZ, max_examples=4)
@given(data=st.data())
def test_sound_files_of_tables_with_bytes_changed(
    originals: Path, tmp_path: Path, kind: Format, data: st.DataObject
) -> None:
    path = sample(kind, originals, tmp_path)
    change_one(path, data)
    try:
        list(records(path, PLAN))
    except BadInput as error:
        assert error.where and error.message and error.remedy


def change_one(path: Path, data: st.DataObject) -> None:
    """Change one of the files that make up a sample."""
    broken = data.draw(st.sampled_from(members(path)))
    broken.write_bytes(changed(broken.read_bytes(), data))


ZIPPED = ("xlsx", "ods", "docx", "odt", "epub", "qdpx", "webanno")


@pytest.mark.parametrize("kind", [kind for kind in SAMPLES if kind in ZIPPED])
@FUZZ
@given(data=st.data())
def test_changed_parts_in_a_sound_archive(originals: Path, tmp_path: Path, kind: Format, data: st.DataObject) -> None:
    path = sample(kind, originals, tmp_path)
    target = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as archive:
        names = source.namelist()
        broken = data.draw(st.sets(st.sampled_from(names), min_size=1, max_size=2))
        for name in names:
            content = source.read(name)
            archive.writestr(name, changed(content, data) if name in broken and content else content)
    path.write_bytes(target.getvalue())
    look_and_read(path)


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for samples, each built once: some programs write the time into theirs."""
    return tmp_path_factory.mktemp("originals")


def sample(kind: Format, originals: Path, folder: Path) -> Path:
    """A fresh copy of the sample; examples share a folder, each has one of its own in it."""
    original = originals / kind
    if not original.exists():
        original.mkdir()
        SAMPLES[kind](original)
    (built,) = original.iterdir()
    own = Path(tempfile.mkdtemp(dir=folder)) / built.name
    return Path(shutil.copytree(built, own) if built.is_dir() else shutil.copyfile(built, own))


def members(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())


def changed(original: bytes, data: st.DataObject) -> bytes:
    """Bytes replaced, taken out, doubled or put in, at a few places."""
    content = bytearray(original)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content)))
        end = min(len(content), place + data.draw(st.sampled_from([1, 1, 4, 30])))
        way = data.draw(st.sampled_from(["set", "cut", "double", "put", "nest"]))
        if way == "set":
            content[place:end] = bytes([data.draw(st.integers(0, 255))]) * (end - place)
        elif way == "cut":
            del content[place:end]
        elif way == "double":
            content[place:place] = content[place:end]
        elif way == "put":
            content[place:place] = data.draw(st.sampled_from(PUT) | st.binary(max_size=4))
        else:
            content[place:place] = content[place:end] * 50
    return bytes(content)
