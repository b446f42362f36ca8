"""Models through the server: compared, pinned, taken away; and what a job failed of, by its kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import linewise
from linewise.client import Client, RemoteProject
from linewise.core.errors import NotFound, NotReady
from linewise.workbench import Project, Workspace
from tests.support.words import NAME, decide_round, make_words
from tests.web.server import TOKEN, served


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    where = make_words(tmp_path_factory.mktemp("words") / "study.linewise", texts=100, coded=40)
    with linewise.open_workspace(where) as workspace:
        decide_round(workspace.project(NAME), 12)
        yield workspace.project(NAME)


@pytest.fixture(scope="module")
def afar(study: Project) -> Iterator[RemoteProject]:
    workspace = Workspace(study._desk.store.url)
    with workspace, served(workspace) as server, Client(server.url, TOKEN) as client:
        yield client.project(NAME)


def test_a_model_is_taught_with_a_seed_compared_pinned_and_taken_away(afar: RemoteProject, tmp_path: Path) -> None:
    assert afar.teaching.train(seed=77).seed == 77
    cards = afar.teaching.models()
    first, last = cards[-1], cards[0]
    found = afar.teaching.compare(str(first.number), last.id, limit=3)
    assert (found.first.id, found.second.id) == (first.id, last.id)
    assert found.figures is not None and found.figures.units == 12
    assert len(found.disagreements) <= 3
    assert afar.teaching.pin(first.id).pinned
    assert [card.number for card in afar.teaching.models() if card.current] == [first.number]
    assert afar.teaching.export_model(tmp_path / "model.zip", complete=True, licence="CC0-1.0").is_file()
    model = linewise.load_model(tmp_path / "model.zip")
    assert model.manifest.number == first.number
    assert model.manifest.licence == "CC0-1.0"
    assert afar.teaching.unpin().id == last.id
    with pytest.raises(NotFound):
        afar.teaching.pin("1234")
    with pytest.raises(NotFound):
        afar.teaching.export_model(tmp_path / "none.zip", model="1234")
    assert [path.name for path in tmp_path.iterdir()] == ["model.zip"]


def test_what_a_job_failed_of_arrives_as_what_it_is(tmp_path: Path) -> None:
    with (
        Workspace(tmp_path / "empty.linewise") as workspace,
        served(workspace) as server,
        Client(server.url, TOKEN) as client,
    ):
        project = client.create("Nothing yet")
        with pytest.raises(NotReady, match="no text to encode") as caught:
            project.teaching.train()
        assert caught.value.remedy == "Import something first."
