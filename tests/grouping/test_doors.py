"""What the page does is done on the command line and through the client too, with the same words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linewise.client import Client
from linewise.client.remote import RemoteProject
from tests.cli.conftest import ask, folder, run, study
from tests.web.server import TOKEN, make_study, served

__all__ = ["ask", "folder", "run", "study"]


@pytest.mark.usefixtures("study")
def test_the_command_line_arranges_moves_compares_and_proposes(run, ask):
    run("group", "create", "Home", "--counter-example", "A hotel")
    book = ask("group", "arrange", "Achievement", "Affection", "--under", "Home")
    parents = {card["code"]["name"]: card["code"]["parents"] for card in book["codes"]}
    home = next(card["code"]["id"] for card in book["codes"] if card["code"]["name"] == "Home")
    assert parents == {"Affection": [home], "Achievement": [home], "Home": []}
    assert ask("group", "show", "Home")["open_codes_below"] == 3
    ask("group", "move", "Affection", "Achievement", "dog")
    assert {item["norm"] for item in ask("group", "tray", "--code", "Achievement")["items"]} == {"dog", "money"}
    shown = run("group", "compare", "Affection", "Achievement").stdout
    assert "Only “Affection”: 1 units" in shown
    assert "A hotel" in run("group", "show", "Home").stdout
    run("code", "note", 7, "long walk; long walks")
    assert "long walk, long walks" in run("group", "propose").stdout
    ask("group", "propose", "--reject", 1)
    assert ask("group", "propose")["items"] == []
    run("undo")
    assert ask("group", "propose", "--accept", 1, "--name", "Walking")["open_codes"] == 2
    assert "There is no proposal 9" in run("group", "propose", "--accept", 9, code=1).stderr


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[RemoteProject]:
    with make_study(tmp_path) as workspace, served(workspace) as server, Client(server.url, TOKEN) as client:
        yield client.project("Happy moments")


def test_the_client_gives_what_the_workbench_gives(remote: RemoteProject) -> None:
    group = remote.grouping
    left, right = (group.create(name).code.id for name in ("Left", "Right"))
    remote.coding.write(1, "one; two")
    group.place(left, ["one", "two"])
    assert group.move(left, right, ["two"]).open_codes == 1
    assert group.norms(code=right).norms == ("two",)
    assert group.compare(left, right).both.total == 1
    book = group.arrange([right], under=left)
    assert next(card for card in book.codes if card.code.id == right).ancestors == (left,)
    remote.coding.write(3, "red car; red cars")
    (proposal,) = (one for one in group.proposals().items if one.members[0].norm.startswith("red"))
    group.refuse([member.norm for member in proposal.members])
    assert proposal not in group.proposals().items
