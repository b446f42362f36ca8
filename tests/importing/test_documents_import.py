"""Documents through a whole import: units with their structure, comments as memos, everything undone at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linewise.workbench import Project
from tests.interchange.documents import builders
from tests.interchange.documents.test_folders import study as documents
from tests.support.study import study


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with study(database_url, tmp_path, rows=None) as project:
        yield project


def own(project: Project) -> list[tuple[str, dict[str, object]]]:
    page = project.coding.units(limit=100)
    return [(unit.text, dict(unit.attributes)) for unit in page.units]


def test_a_word_document_by_its_paragraphs(project: Project, tmp_path: Path) -> None:
    path = builders.word(tmp_path / "anna.docx")
    plan = project.importing.preview(path).plan
    plan = plan.from_dict({**plan.to_dict(), "segmentation": "paragraph"})
    report = project.importing.run(path, plan)
    units = dict(own(project))
    assert report.documents == 1 and report.units == len(units) == 12
    assert units["first item"]["heading"] == "Part one › Deeper" and units["first item"]["part"] == "list"
    assert units["The end, naïve e\u0301."]["heading"] == "Part two"
    assert units["Anna\tYes."]["author"] == "B. Weber" and units["Anna\tYes."]["document"] == "anna.docx"
    assert [memo.text for memo in project.exploring.memos()] == ["She laughs."]
    assert project.importing.run(path, plan).already


def test_a_folder_with_what_can_be_read(project: Project, tmp_path: Path) -> None:
    path = documents(tmp_path / "study")
    plan = project.importing.preview(path).plan
    plan = plan.from_dict({**plan.to_dict(), "segmentation": "sentence", "on_bad_row": "skip"})
    report = project.importing.run(path, plan)
    assert (report.documents, report.skipped) == (4, 3)
    assert any("scan.pdf" in problem.reason for problem in report.problems)
    times = {attributes.get("time") for _, attributes in own(project) if attributes["document"] == "b.srt"}
    assert "00:00:01.000" in times
