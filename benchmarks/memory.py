"""The most memory that the server ever holds."""

import time
from collections.abc import Iterator

from benchmarks.figure import Figure
from benchmarks.ground import Ground
from benchmarks.server import hammer, up


def run(ground: Ground) -> Iterator[Figure]:
    """One server receives and imports the whole corpus, pages, searches and saves, while vectors are being made."""
    units = ground.some(200)
    with up(ground.folder / "memory.linewise") as server:
        client = server.client()
        project = f"/api/projects/{client.ask('POST', '/api/projects', {'name': 'bench'})['project']['id']}"
        file = client.ask("POST", f"{project}/import/files?name=corpus.csv", ground.csv.read_bytes())
        job = client.ask("POST", f"{project}/import", {"file": file["file"]})
        while job["state"] in ("queued", "running"):
            time.sleep(0.2)
            job = client.ask("GET", f"/api/jobs/{job['id']}")
        if job["state"] != "done":
            raise RuntimeError(f"The import ended as {job['state']}: {job['error']}")
        imported = server.peak_memory
        for path in ("", "?order=length", "?search=happy", "?attribute=country:USA", "?order=random&status=unread"):
            client.ask("GET", f"{project}/code/units{path}")
        hammer(
            server,
            lambda own, at: own.ask("PUT", f"{project}/code/units/{units[at]}/note", {"text": f"family {at}"}),
            clients=4,
            each=20,
        )
        client.ask("GET", f"{project}/group/codes")
        peak = server.peak_memory
    for what, found in (("after the import", imported), ("in all", peak)):
        if found is not None:
            budget = 300 if ground.units <= 100_000 else 1500
            yield Figure(what=f"peak memory of the server, {what}", unit="MB", median=found, budget=budget)
