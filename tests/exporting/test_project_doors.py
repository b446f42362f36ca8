"""A whole project from a file, through the terminal and through a server."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import linewise
from linewise.cli.app import app
from linewise.client import Client
from linewise.core.errors import BadInput
from linewise.workbench import Workspace
from tests.exporting.touching import only, rewritten, swap
from tests.web.server import TOKEN, served


def test_the_terminal_brings_it_in_checks_it_and_says_where_it_goes(study_zip: Path, tmp_path: Path) -> None:
    terminal = CliRunner()
    place = ["--in", str(tmp_path / "cli.linewise")]
    checked = terminal.invoke(app, ["projects", "check", str(study_zip), "--json"])
    assert checked.exit_code == 0 and json.loads(checked.stdout)["ok"] is True, checked.output
    for already in (False, True):
        got = terminal.invoke(app, ["projects", "import", str(study_zip), "--json", *place])
        assert got.exit_code == 0 and json.loads(got.stdout)["already"] is already, got.output
    assert "is here already" in terminal.invoke(app, ["projects", "import", str(study_zip), *place]).stdout
    short = ["import", str(study_zip), "--in", str(tmp_path / "short.linewise")]
    tried = terminal.invoke(app, [*short, "--dry-run"])
    assert tried.exit_code == 0 and "is whole" in tried.stdout and not (tmp_path / "short.linewise").exists()
    assert json.loads(terminal.invoke(app, [*short, "--json"]).stdout)["already"] is False
    with linewise.open_workspace(tmp_path / "short.linewise", create=False) as workspace:
        assert len(workspace.projects()) == 1
    touched = rewritten(study_zip, only("corpus/unit.jsonl", swap(b"coin", b"crown")))
    for words in (["projects", "check", str(touched)], ["import", str(touched), "--dry-run"]):
        told = terminal.invoke(app, words)
        assert told.exit_code == 1 and "Not whole" in told.stdout


def test_it_travels_through_a_server(study_zip: Path, elsewhere: Workspace) -> None:
    with served(elsewhere) as server, Client(server.url, TOKEN) as client:
        found = client.check_project(study_zip)
        received = client.import_project(study_zip)
        assert found.ok and received.head == found.head
        assert client.import_project(study_zip).already
        assert client.project(received.id).auditing.verify().ok
        with pytest.raises(BadInput, match="whole Linewise project"):
            client.project(received.id).importing.preview(study_zip)
