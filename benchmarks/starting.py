"""From the command to a page that can be used."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure, quantiles, seconds
from benchmarks.ground import Ground
from benchmarks.server import up

TIMES = 5


def run(ground: Ground) -> Iterator[Figure]:
    """`linewise up` until the page and the list of projects have been answered, beside importing FastAPI alone."""
    filled = ground.workspace()
    imports = [sys.executable, "-c", "import fastapi, uvicorn"]
    bare = [seconds(lambda: subprocess.run(imports, check=True)) for _ in range(TIMES)]
    for what, places in (
        ("start on a workspace that is there", [filled] * TIMES),
        ("start on a new workspace", [ground.folder / f"new-{at}.linewise" for at in range(TIMES)]),
    ):
        yield Figure(
            what=what,
            unit="s",
            median=quantiles([_until_used(place) for place in places])[0],
            budget=1.5,
            beside="importing FastAPI and uvicorn",
            yardstick=quantiles(bare)[0],
        )


def _until_used(workspace: Path) -> float:
    start = time.perf_counter()
    with up(workspace) as server:
        client = server.client()
        client.ask("GET", "/")
        client.ask("GET", "/api/projects")
        return time.perf_counter() - start
