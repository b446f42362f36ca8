"""A small study, and a server that really runs on it, for the tests of every outer door."""

import csv
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from fastapi import FastAPI

from linewise.importing.plan import ImportPlan
from linewise.web.app import create_app
from linewise.web.serve import bind
from linewise.workbench import Project, Workspace

TOKEN = "a-token-for-tests"

TEXTS = (
    ("My dog met me at the door.", "32", "affection"),
    ("I won forty dollars in a raffle.", "45", "achievement"),
    ("We had dinner with old friends.", "28", "bonding"),
    ("The sunset over the lake was golden.", "51", "nature"),
    ("I finished my first marathon.", "37", "exercise"),
    ("My daughter called me from college.", "60", "affection"),
    ("I got promoted to manager.", "33", "achievement"),
    ("My friends threw me a party.", "22", "bonding"),
    ("I watched a new film with popcorn.", "19", "leisure"),
    ("Spring flowers bloomed in my garden.", "70", "nature"),
    ("I ran five miles before breakfast.", "41", "exercise"),
    ("My husband brought me coffee in bed.", "36", "affection"),
    ("I passed the final exam.", "24", "achievement"),
    ("My dog met me at the door.", "29", "affection"),
    ("I read a whole novel on Sunday.", "55", "leisure"),
    ("We sang songs around the fire with cousins.", "48", "bonding"),
)


def write_csv(path: Path) -> Path:
    """The texts as a CSV file with id, text, age and label."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "text", "age", "label"))
        writer.writerows((f"hm{number}", *row) for number, row in enumerate(TEXTS))
    return path


PLAN = ImportPlan(text=("text",), id="id", attributes=(("age", "integer"),))


def make_study(folder: Path) -> Workspace:
    """A workspace with one project: sixteen texts, a few notes, two codes."""
    workspace = Workspace(folder / "study.linewise", cause="ui")
    project = workspace.create("Happy moments", coder="me")
    project.importing.run(write_csv(folder / "moments.csv"), PLAN)
    project.coding.write(0, "dog; being greeted")
    project.coding.write(1, "surprise; monetary gain")
    project.coding.write(2, "friends")
    project.grouping.create("Affection", norms=("dog", "being greeted"), definition="Love of people or animals.")
    project.grouping.create("Achievement", norms=("monetary gain",))
    return workspace


def only(workspace: Workspace) -> Project:
    """The project of the study."""
    return workspace.project("Happy moments")


@dataclass(frozen=True)
class Served:
    """A running server: where it is, and an HTTP client that knows the token."""

    url: str
    app: FastAPI
    http: httpx2.Client


@contextmanager
def served(workspace: Workspace, *, token: str | None = TOKEN, **options: Any) -> Iterator[Served]:
    """Run the application in a thread, on a socket of its own, for as long as the block lasts."""
    app = create_app(workspace, token=token, **options)
    listening = bind("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    headers = {"authorization": f"Bearer {token}"} if token else {}
    try:
        with httpx2.Client(base_url=url, headers=headers, trust_env=False, timeout=20) as http:
            yield Served(url, app, http)
    finally:
        app.state.feeds.close()
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive(), "the server did not stop"
