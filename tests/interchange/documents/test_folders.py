"""Folders and archives of documents, and data sets of Hugging Face: one import for many files."""

import json
import zipfile
from pathlib import Path

import polars as pl
import pytest

from linewise.core.errors import BadInput
from linewise.importing.record import Report
from linewise.interchange.detect import detect
from linewise.interchange.preview import preview
from linewise.interchange.read import records
from tests.interchange.documents import builders
from tests.interchange.samples import SAMPLES

pytestmark = pytest.mark.usefixtures("kept_room")


def study(folder: Path) -> Path:
    (folder / "wave 1").mkdir(parents=True)
    builders.word(folder / "wave 1" / "anna.docx")
    builders.pdf(folder / "wave 1" / "scan.pdf", [[]])
    builders.srt(folder / "b.srt")
    builders.html(folder / "wrong.txt")
    (folder / "n.txt").write_text("Only words, naïve.", "cp1252")
    (folder / "x.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / ".DS_Store").write_text("x")
    (folder / "t.csv").write_text("a,b\n1,2\n3,4\n")
    (folder / "l.txt").symlink_to("/etc/hostname")
    return folder


def zipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                archive.write(path, path.relative_to(folder))
        archive.writestr("../evil.txt", "x")
        archive.writestr("nested.zip", b"PK\x05\x06" + b"\0" * 18)
    return target


@pytest.mark.parametrize("archive", [False, True])
def test_a_document_a_file_and_what_cannot_be_read_by_its_name(tmp_path: Path, archive: bool) -> None:
    path = study(tmp_path / "study")
    if archive:
        path = zipped(path, tmp_path / "study.zip")
    assert detect(path).format == "folder"
    look = preview(path)
    names = [row.attributes["document"] for row in look.rows]
    assert names == ["b.srt", "n.txt", "wave 1/anna.docx", "wrong.txt"]
    assert [row.attributes["folder"] for row in look.rows] == [None, None, "wave 1", None]
    reasons = "\n".join(problem.reason for problem in look.problems)
    for told in ("'t.csv': it holds CSV", "'wave 1/scan.pdf': its 1 page holds pictures only"):
        assert told in reasons
    for told in ("'../evil.txt'", "'nested.zip'") if archive else ("'l.txt'",):
        assert told in reasons
    with pytest.raises(BadInput, match=r"scan\.pdf"):
        list(records(path, look.plan))
    report = Report()
    skipping = look.plan.from_dict({**look.plan.to_dict(), "on_bad_row": "skip"})
    assert len(list(records(path, skipping, report=report))) == 4
    assert report.bad == len(look.problems)


def test_folders_that_hold_no_documents(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "x.bin").write_bytes(b"x")
    with pytest.raises(BadInput, match="folder"):
        detect(tmp_path / "a")


def test_a_saved_data_set_has_the_names_of_its_labels(tmp_path: Path) -> None:
    look = preview(SAMPLES["dataset"](tmp_path))
    assert look.shape.format == "dataset" and look.plan.codes == "tags"
    assert [(row.text, row.codes) for row in look.rows] == [("a", ("joy",)), ("b", ("joy", "pride"))]


def test_the_layout_of_the_hub(tmp_path: Path) -> None:
    data = tmp_path / "hub" / "data"
    data.mkdir(parents=True)
    features = {"label": {"names": ["no", "yes"], "_type": "ClassLabel"}}
    about = {"huggingface": json.dumps({"info": {"features": features}})}
    for split, labels in (("test", [1]), ("train", [0, 1, -1])):
        frame = pl.DataFrame({"text": [f"{split} {n}" for n in range(len(labels))], "label": labels})
        frame.write_parquet(data / f"{split}-00000-of-00001.parquet", metadata=about)
    (tmp_path / "hub" / "README.md").write_text("# A data set")
    look = preview(tmp_path / "hub")
    assert look.shape.format == "dataset" and look.plan.codes == "label"
    assert [(row.attributes["split"], row.codes) for row in look.rows] == [
        ("test", ("yes",)),
        ("train", ("no",)),
        ("train", ("yes",)),
        ("train", ()),
    ]


def test_a_data_file_that_is_damaged_is_named(tmp_path: Path) -> None:
    path = SAMPLES["dataset"](tmp_path)
    (path / "train" / "data-00000-of-00001.arrow").write_bytes(b"\xff" * 100)
    with pytest.raises(BadInput, match="data-00000"):
        preview(path)
