"""What is new since the model: as a filter, beside other filters, in views, and counted where people look."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linewise.core.errors import BadInput
from linewise.workbench import Project
from tests.pipelines.studies import grow, taught
from tests.support.study import study


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Iterator[Project]:
    with study(database_url, tmp_path) as made:
        yield made


def ids(project: Project, **query: object) -> list[int]:
    page = project.coding.units(since="model", **query)
    assert page.total == len(page.units)
    return [unit.id for unit in page.units]


def test_before_there_is_a_model_everything_is_new_but_nothing_is_counted(project: Project) -> None:
    assert len(ids(project)) == 8
    assert project.coding.progress().new == 0


def test_what_came_after_the_model_is_new_until_the_next_one(project: Project, tmp_path: Path) -> None:
    taught(project)
    assert ids(project) == []
    assert project.state().progress.new == 0
    grow(project, tmp_path)
    assert ids(project) == [8, 9]
    assert ids(project, order="length", descending=True) == [8, 9]
    assert ids(project, order="attribute:mood") == [8, 9]
    assert ids(project, search="letter") == [8]
    project.undo()
    assert ids(project) == [] and project.coding.progress().new == 0
    project.redo()
    assert ids(project) == [8, 9]
    project.coding.write(8, "post")
    assert ids(project, status="unread") == [9]
    assert ids(project, status="read") == [8]
    assert project.state().progress.new == 2
    view = project.coding.save_view("fresh", {"since": "model", "status": "unread"})
    assert view.query["since"] == "model"
    project.teaching.encode()
    project.teaching.train()
    assert ids(project) == [] and project.coding.progress().new == 0


def test_of_a_pinned_model_the_news_is_counted_from_it(project: Project, tmp_path: Path) -> None:
    taught(project)
    first = project.teaching.models()[0].id
    grow(project, tmp_path)
    project.teaching.encode()
    project.teaching.train()
    assert project.coding.progress().new == 0
    project.teaching.pin(first)
    assert ids(project) == [8, 9] and project.coding.progress().new == 2


def test_since_a_time(project: Project, tmp_path: Path) -> None:
    between = datetime.now(UTC)
    grow(project, tmp_path)
    assert project.coding.units(since=between.isoformat()).total == 2
    assert project.coding.units(since=between.replace(tzinfo=None).isoformat() + "Z").total == 2
    assert project.coding.units(since="2001-01-01").total == 10
    assert project.coding.units(since="2999-01-01").total == 0
    with pytest.raises(BadInput, match="since 'yesterday'"):
        project.coding.units(since="yesterday")
