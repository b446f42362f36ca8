"""What the Code page keeps is reached from the client and from the command line too."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from linewise.cli.app import app
from linewise.client import Client
from linewise.core.errors import Conflict
from tests.web.server import make_study, served


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    make_study(tmp_path).close()
    yield tmp_path


def ask(folder: Path, *arguments: str) -> Any:
    result = CliRunner().invoke(app, ["code", *arguments, "--in", str(folder / "study.linewise"), "--json"])
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_the_client_bookmarks_saves_views_and_reads_documents(tmp_path: Path) -> None:
    workspace = make_study(tmp_path)
    with workspace, served(workspace, token="t") as server, Client(server.url, "t") as client:
        coding = client.project().coding
        assert coding.bookmark(3).bookmarked
        made = coding.save_view("marked", {"status": "bookmarked", "columns": ["age"]})
        assert coding.view("Marked") == made
        assert coding.save_view("kept", view=made.id).query["status"] == "bookmarked"
        assert [unit.id for unit in coding.units(status="bookmarked").units] == [3]
        assert [unit.id for unit in coding.units(piece="Friends").units] == [2]
        assert [unit.id for unit in coding.document(4).units] == [4]
        assert coding.values("age", search="3")[0].units == 1
        (near,) = coding.suggest("gains monetary")
        assert (near.text, near.why) == ("monetary gain", "resembles")
        with pytest.raises(Conflict) as refused:
            coding.write(2, "pals", expected="nothing of the kind")
        assert refused.value.where["present"] == "friends"
        coding.withdraw_view(made.id)
        assert coding.views() == ()


def test_the_command_line_bookmarks_and_lists_by_view(folder: Path) -> None:
    assert ask(folder, "bookmark", "3")["bookmarked"]
    assert ask(folder, "view-save", "marked", "--status", "bookmarked")["name"] == "marked"
    ask(folder, "view-save", "Marked", "--status", "bookmarked", "--order", "length", "--column", "age")
    assert [view["query"]["columns"] for view in ask(folder, "views")] == [["age"]]
    assert ask(folder, "view-rename", "marked", "mine")["name"] == "mine"
    assert [unit["id"] for unit in ask(folder, "list", "--view", "mine")["units"]] == [3]
    assert ask(folder, "list", "--view", "mine", "--attribute", "age:32")["units"] == []
    assert [unit["id"] for unit in ask(folder, "list", "--piece", "friends")["units"]] == [2]
    assert [unit["id"] for unit in ask(folder, "list", "--start", "14")["units"]] == [14, 15]
    assert not ask(folder, "bookmark", "3", "--off")["bookmarked"]
    assert ask(folder, "view-remove", "mine") == []
    assert ask(folder, "values", "age")[0]["units"] == 1
    assert ask(folder, "document", "4")["between"] == [""]
    words = CliRunner().invoke(app, ["code", "views", "--in", str(folder / "study.linewise")])
    assert words.exit_code == 0
