"""`linewise up` as a person starts it: quick, light, at a free port, and gone when told to stop."""

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx2
import pytest

from linewise.web.serve import bind

HEAVY = ("sklearn", "scipy", "polars", "onnxruntime", "tokenizers", "xlsxwriter", "torch")


@contextmanager
def up(tmp_path, *arguments):
    """A process of `linewise up`; yields the process, its link, and the seconds until it was printed."""
    environment = {**os.environ, "LINEWISE_HOME": str(tmp_path / "home"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "linewise.cli", "up", *arguments, "--no-browser"]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=tmp_path)
    try:
        assert select.select([process.stdout], [], [], 30)[0], "no link within 30 s"
        line = process.stdout.readline().decode()
        assert "http" in line, line + process.stderr.read().decode()
        yield process, re.search(r"http\S+", line)[0], time.monotonic() - began
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize("stopping", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_a_link_that_signs_in_and_leaves_a_closed_workspace_when_stopped(tmp_path, stopping):
    with up(tmp_path, "study.linewise", "--port", "0") as (process, link, _):
        with httpx2.Client(trust_env=False) as browser:
            assert browser.get(link).status_code == 303
            address = link.partition("/?")[0]
            assert browser.get(f"{address}/api/projects").json() == []
            assert browser.post(f"{address}/api/projects", json={"name": "Mine"}).status_code == 201
        process.send_signal(stopping)
        assert process.wait(10) == 0
        assert process.stderr.read() == b""
    assert {path.name for path in tmp_path.iterdir()} == {"study.linewise", "home"}


def test_a_second_server_takes_another_port_and_sessions_hold_for_both(tmp_path):
    with up(tmp_path, "one.linewise", "--port", "0") as (_, first, _):
        port = int(re.search(r":(\d+)/", first)[1])
        with up(tmp_path, "two.linewise", "--port", str(port)) as (_, second, _):
            assert int(re.search(r":(\d+)/", second)[1]) != port
            with httpx2.Client(trust_env=False) as browser:
                browser.get(first)
                assert browser.get(second.partition("?")[0] + "api/projects").status_code == 200
    secret = tmp_path / "home" / "session-secret"
    assert secret.stat().st_mode & 0o077 == 0


def test_it_listens_on_loopback_only(tmp_path):
    with up(tmp_path, "study.linewise", "--port", "0") as (_, link, _):
        port = int(re.search(r":(\d+)/", link)[1])
        assert link.startswith("http://127.0.0.1:")
        with socket.socket() as free:
            free.bind(("127.0.0.2", port))


def test_nothing_heavy_is_imported_to_start():
    code = (
        "import sys, json; import linewise.web.serve, linewise.web.app; from linewise.workbench import open_workspace;"
        "w = open_workspace(sys.argv[1]); w.create('x').state(); linewise.web.app.create_app(w, token='t');"
        "print(json.dumps(sorted(sys.modules))); w.close()"
    )
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", code, f"{folder}/study.linewise"], capture_output=True, text=True, check=True
        )
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert not loaded & set(HEAVY)


def test_answers_are_not_held_back_by_the_network_stack():
    with (
        bind("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as accepted,
    ):
        # What asyncio asks for before it switches Nagle's algorithm off.
        assert accepted.proto == socket.IPPROTO_TCP


def test_two_servers_that_start_together_never_get_one_port():
    with bind("127.0.0.1", 0) as first, bind("127.0.0.1", first.getsockname()[1]) as second:
        assert first.getsockname() != second.getsockname()
