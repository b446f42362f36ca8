"""`linewise up` as a process of its own: it may be killed at any moment, and start again at the same address."""

import os
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60


class Server:
    """A `linewise up` on one home folder. Its port is chosen at the first start and kept."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.home = home
        self.port = 0
        self._arguments = arguments
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> str:
        """Start, and return the link with its one-time token once the server answers."""
        command = [
            sys.executable,
            "-m",
            "linewise.cli",
            "up",
            *self._arguments,
            "--no-browser",
            "--port",
            str(self.port),
        ]
        environment = {**os.environ, "LINEWISE_HOME": str(self.home), "PYTHONUNBUFFERED": "1", "OMP_NUM_THREADS": "2"}
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
        assert self._process.stdout is not None
        assert select.select([self._process.stdout], [], [], PATIENCE)[0], f"no link within {PATIENCE} s"
        line = self._process.stdout.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/\?token=\S+", line)
        assert found, f"no link in {line!r}"
        assert self.port in (0, int(found[1])), "the server came back at another port"
        self.port = int(found[1])
        return found[0]

    def kill(self) -> None:
        """End it as a power cut would: SIGKILL, no goodbye."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


@contextmanager
def served(home: Path, *arguments: str) -> Iterator[Server]:
    """A server that is not started yet, and is gone when the block ends."""
    server = Server(home, *arguments)
    try:
        yield server
    finally:
        server.kill()
