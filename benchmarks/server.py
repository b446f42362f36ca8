"""A real `linewise up` in a process of its own, and clients that speak HTTP to it."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from benchmarks.figure import Taken


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server listens, who may come in, and its process."""

    host: str
    port: int
    token: str
    pid: int

    def client(self) -> "Client":
        return Client(self)

    @property
    def peak_memory(self) -> float | None:
        """The most memory the process ever held, in MB; None where the system does not say."""
        status = Path(f"/proc/{self.pid}/status")
        if not status.exists():
            return None
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024


class Client:
    """One connection that is kept open."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection = http.client.HTTPConnection(server.host, server.port)

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """The answer's JSON; raises when it is an error."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        headers = {"Authorization": f"Bearer {self._server.token}", "Content-Type": kind}
        self._connection.request(method, path, data, headers)
        answer = self._connection.getresponse()
        found = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {found[:300]!r}")
        return json.loads(found) if "json" in answer.headers.get("content-type", "") else found


@contextmanager
def up(workspace: Path) -> Iterator[Server]:
    """Start `linewise up` on a workspace, wait for the address that it prints, and end it afterwards."""
    command = [sys.executable, "-m", "linewise.cli", "up", str(workspace), "--no-browser", "--port", "0"]
    with _running(command) as process:
        assert process.stdout is not None
        address = urlsplit(process.stdout.readline().split()[-1])
        token = parse_qs(address.query)["token"][0]
        yield Server(address.hostname or "", address.port or 0, token, process.pid)


@contextmanager
def smallest(database: Path) -> Iterator[Server]:
    """Start the smallest application that could do the same (see `smallest.py`)."""
    with _running([sys.executable, "-m", "benchmarks.smallest", str(database)]) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        server = Server("127.0.0.1", port, "", process.pid)
        for _ in range(100):
            try:
                server.client().ask("GET", "/units?after=0")
                break
            except OSError:
                time.sleep(0.05)
        yield server


@contextmanager
def _running(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()  # in the middle of encoding
            process.wait()


def hammer(server: Server, work: Callable[[Client, int], object], *, clients: int, each: int) -> Taken:
    """Milliseconds of every call when so many clients call at once."""
    taken: list[float] = []
    ready = threading.Barrier(clients)

    def one(number: int) -> None:
        client = server.client()
        work(client, number * (each + 1))
        ready.wait()
        for at in range(1, each + 1):
            start = time.perf_counter()
            work(client, number * (each + 1) + at)
            taken.append(1000 * (time.perf_counter() - start))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(taken) < clients * each:
        raise RuntimeError("Some calls failed.")
    return Taken(taken, [])
