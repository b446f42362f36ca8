"""The same from the command line, over HTTP and from the client; and the receiver that the documentation shows."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from linewise.client import Client
from linewise.core.errors import BadInput, Forbidden
from linewise.web.app import create_app
from tests.cli.conftest import Run, ask, folder, run
from tests.pipelines.receiver import Receiver
from tests.web.server import make_study, served

__all__ = ["ask", "folder", "run"]

Ask = Callable[..., Any]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "pipelines.md"
ROWS = "id,text,age\nn1,A late moment,30\nn2,A later one,31\n"


def test_the_command_brings_what_is_new_and_its_exit_code_says_how_that_went(folder: Path, run: Run, ask: Ask) -> None:
    inbox = folder / "inbox"
    inbox.mkdir()
    (inbox / "a.csv").write_text(ROWS, encoding="utf-8")
    options = ("--text", "text", "--id", "id", "--settle", "0.05")
    trial = ask("import", "--new", "inbox", *options, "--dry-run")
    assert trial["units"] == 2 and not (folder / "study.linewise").exists()
    assert ask("import", "--new", "inbox", *options)["units"] == 2
    assert ask("import", "--new", "inbox", *options)["files"][0]["state"] == "known"
    assert "Nothing new." in run("import", "--new", "inbox", *options).stdout
    (inbox / "bad.parquet").write_bytes(b"PAR1 no PAR1")
    (inbox / "b.csv").write_text(ROWS.replace("n", "m"), encoding="utf-8")
    told = run("import", "--new", "inbox", *options, code=1).stdout
    assert "FAILED" in told and "b.csv: brought 2 documents" in told
    (inbox / "bad.parquet").unlink()
    for wrong in (
        ("import", "--new", "nowhere"),
        ("import", "--new", "moments.csv"),
        ("import", "--new", "inbox", "--preview"),
        ("import", "--new", "inbox", "--keep-plan"),
        ("import", "moments.csv", "--keep-plan", "--text", "text"),
        ("watch", "moments.csv"),
    ):
        run(*wrong, code=2)
    run("import", "--new", "inbox", *options, "--keep-plan", "--attribute", "age:integer")
    assert json.loads((inbox / "linewise-plan.json").read_text("utf-8"))["attributes"] == [["age", "integer"]]
    (inbox / "c.csv").write_text(ROWS.replace("n", "o"), encoding="utf-8")
    assert ask("watch", "inbox", "--once", "--every", "0.1")["units"] == 2
    assert ask("code", "list", "--since", "model")["total"] == 6
    assert ask("code", "list", "--since", "model", "--attribute", "age:30")["total"] == 1
    assert ask("code", "view-save", "fresh", "--since", "model")["query"]["since"] == "model"
    assert ask("code", "list", "--view", "fresh")["total"] == 6


def test_a_watcher_brings_what_comes_and_ends_in_peace(folder: Path) -> None:
    inbox = folder / "inbox"
    inbox.mkdir()
    command = [sys.executable, "-m", "linewise.cli", "watch", "inbox", "--every", "0.1", "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as watcher:
        assert watcher.stderr is not None and watcher.stdout is not None
        assert "Ctrl-C" in watcher.stderr.readline()
        (inbox / "a.csv").write_text(ROWS, encoding="utf-8")
        found: dict[str, Any] = {"units": 0}
        while not found["units"]:
            found = json.loads(watcher.stdout.readline())
        assert [one["state"] for one in found["files"]] == ["brought"]
        watcher.send_signal(signal.SIGINT)
        assert watcher.wait(20) == 0
        assert "stopped" in watcher.stderr.read()


def test_hooks_from_the_command_line(folder: Path, run: Run, ask: Ask, receiver: Receiver) -> None:
    run("import", "moments.csv", "--text", "text", "--id", "id")
    assert "No hooks" in run("hooks", "list").stdout
    assert "Settings" in run("hooks", "add", receiver.url, code=1).stderr
    made = ask("hooks", "add", receiver.url, "--on", "units.arrived", "--allow-private")
    receiver.secret = made["secret"]
    assert made["secret"] not in run("hooks", "list").stdout + run("hooks", "list", "--json").stdout
    assert ask("hooks", "test", made["hook"]["id"])["state"] == "delivered"
    receiver.answers = [(500, {})]
    assert "500" in run("hooks", "test", receiver.url, code=1).stdout
    (folder / "late.csv").write_text(ROWS, encoding="utf-8")
    run("import", "late.csv", "--text", "text", "--id", "id")
    receiver.answers = [(500, {})]
    run("hooks", "deliver", code=1)
    assert ask("hooks", "deliver")["waiting"] == 1
    assert ask("hooks", "deliver", "--now") == {"tried": 1, "delivered": 1, "failed": 0, "waiting": 0, "ok": True}
    assert receiver.received[-1]["data"]["source"]["name"] == "late.csv"
    assert len(ask("hooks", "deliveries")) == 3 and "taken" not in run("hooks", "deliveries").stdout
    assert "No hook" in run("hooks", "announce", "late.csv").stdout
    assert not ask("hooks", "change", receiver.url, "--pause", "--on", "export.written")["active"]
    assert ask("hooks", "announce", "late.csv")[0]["topic"] == "export.written"
    assert "paused" in run("hooks", "list").stdout
    assert ask("hooks", "change", receiver.url, "--resume", "--on", "model.fitted")["topics"] == ["model.fitted"]
    run("hooks", "change", receiver.url, "--on", "nothing", code=1)
    assert ask("hooks", "remove", receiver.url) == []


def test_a_server_delivers_by_itself_and_the_client_says_the_same(tmp_path: Path, receiver: Receiver) -> None:
    with make_study(tmp_path) as workspace, served(workspace, token="t") as server, Client(server.url, "t") as client:
        project = client.project()
        with pytest.raises(BadInput):
            project.hooks.add(receiver.url)
        made = project.hooks.add(receiver.url, ("units.arrived",), private=True)
        receiver.secret = made.secret
        (tmp_path / "inbox").mkdir()
        (tmp_path / "inbox" / "late.csv").write_text(ROWS, encoding="utf-8")
        arrival = project.importing.arrive(tmp_path / "inbox", settle=0.05)
        assert (arrival.ok, arrival.units) == (True, 2)
        assert receiver.wait(1)[0]["data"]["source"]["name"] == "late.csv"
        assert project.importing.arrive(tmp_path / "inbox", settle=60).files[0].state == "known"
        assert project.coding.units(since="model").total == 18
        assert project.coding.progress().new == 0
        assert project.hooks.test(made.hook.id).ok
        until = time.monotonic() + 10
        while project.hooks.list()[0].waiting and time.monotonic() < until:
            time.sleep(0.05)
        (known,) = project.hooks.list()
        assert known.waiting == 0 and known.topics == ("units.arrived",)
        assert [one.state for one in project.hooks.deliveries(known.id, limit=5)] == ["delivered", "delivered"]
        assert not project.hooks.change(known.id, active=False).active
        assert project.hooks.deliver(at_once=True).tried == 0
        assert project.hooks.announce("coded.csv", size=3) == ()
        project.hooks.remove(known.id)
        assert project.hooks.list() == ()


def test_who_comes_over_the_network_opens_no_door_into_it(tmp_path: Path, receiver: Receiver) -> None:
    with make_study(tmp_path) as workspace:
        local = workspace.project("Happy moments").hooks.add(receiver.url, private=True)
        with TestClient(create_app(workspace, token=None, addresses=True), base_url="http://localhost") as api:
            place = f"/api/projects/{api.get('/api/projects').json()[0]['id']}/hooks"
            body = {"url": receiver.url, "private": True}
            assert api.post(place, json=body).status_code == 403
            assert api.patch(f"{place}/{local.hook.id}", json=body).status_code == 403
            moved = api.patch(f"{place}/{local.hook.id}", json={"url": "http://127.0.0.1:1/"})
            assert moved.status_code == 422
            assert api.post(place, json={"url": "https://example.org/", "topics": []}).status_code == 422
            listed = api.get(place)
            assert listed.status_code == 200 and local.secret not in listed.text
        with (
            served(workspace, token="t", addresses=True) as server,
            Client(server.url, "t") as client,
            pytest.raises(Forbidden, match="open to a network"),
        ):
            client.project().hooks.add(receiver.url, private=True)


def test_the_receiver_of_the_documentation_takes_our_messages_and_no_others(tmp_path: Path) -> None:
    code = next(text for text in re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.S) if "do_POST" in text)
    with make_study(tmp_path) as workspace:
        hooks = workspace.project("Happy moments").hooks
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        made = hooks.add(f"http://127.0.0.1:{port}/", private=True)
        other = hooks.add(f"http://127.0.0.1:{port}/other", private=True)
        environment = {**os.environ, "LINEWISE_SECRET": made.secret, "PORT": str(port)}
        with subprocess.Popen(
            [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as shown:
            until = time.monotonic() + 20
            while (sent := hooks.test(made.hook.id)).status is None and time.monotonic() < until:
                time.sleep(0.05)
            assert sent.status == 204
            assert hooks.test(other.hook.id).status == 401
            assert shown.stdout is not None and shown.stdout.readline().split() == [sent.id, "test"]
            shown.kill()
