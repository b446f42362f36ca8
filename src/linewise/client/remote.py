"""A server and its projects, as the workbench has them."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from linewise.auditing.views import LogEntry
from linewise.client.connection import Connection
from linewise.client.jobs import Jobs
from linewise.client.route import Routes, get, post
from linewise.client.stages import (
    Applying,
    Auditing,
    Coding,
    Exploring,
    Exporting,
    Grouping,
    Hooks,
    Importing,
    Teaching,
    Verifying,
)
from linewise.client.stages.importing import chunks
from linewise.client.stages.stage import Told
from linewise.client.wire import build
from linewise.core.errors import NotFound
from linewise.jobs import JobView
from linewise.workbench.archiving.views import ArchiveCheck, Received
from linewise.workbench.views import ProjectCard, ProjectState, Undone


class Client(Routes):
    """A server: its projects and its jobs. Use it as a context manager, or close it."""

    def __init__(self, url: str, token: str | None = None) -> None:
        super().__init__(Connection(url, token), "")
        self.jobs = Jobs(self._connection, "/jobs")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    @get("projects")
    def projects(self) -> tuple[ProjectCard, ...]: ...

    def create(self, name: str, *, exclusive: bool = False) -> "RemoteProject":
        """Make a project."""
        body = {"name": name, "exclusive": exclusive}
        made = self._connection.ask(ProjectState, "POST", "/projects", body=body)
        return RemoteProject(self._connection, made.project.id, made.project.name)

    def demo(self) -> "RemoteProject":
        """The example project, made if there is none; its texts arrive in the background."""
        made = self._connection.ask(ProjectState, "POST", "/demo")
        return RemoteProject(self._connection, made.project.id, made.project.name)

    def import_project(self, path: str | Path, *, name: str | None = None, progress: Told | None = None) -> Received:
        """Send the file of a whole project and wait until it is in."""
        body = {"file": self._upload(Path(path)), "name": name}
        started = self._connection.ask(JobView, "POST", "/projects/import", body=body)
        return self.jobs.outcome(Received, started, progress)

    def check_project(self, path: str | Path) -> ArchiveCheck:
        """Send the file of a project and have it proved whole."""
        body = {"file": self._upload(Path(path))}
        return self._connection.ask(ArchiveCheck, "POST", "/projects/check", body=body)

    def _upload(self, path: Path) -> str:
        sent: Mapping[str, Any] = self._connection.ask(
            Mapping[str, Any],  # type: ignore[type-abstract]
            "POST",
            "/projects/files",
            query={"name": path.name},
            content=chunks(path),
        )
        return str(sent["file"])

    def project(self, wanted: str | None = None) -> "RemoteProject":
        """A project by id or name; without either, the only one there is."""
        cards = self.projects()
        found = [card for card in cards if wanted in (None, card.id, card.name)]
        if len(found) != 1:
            names = ", ".join(repr(card.name) for card in cards) or "none"
            missing = wanted is not None and not found
            what = f"There is no project {wanted!r}" if missing else "It is not clear which project is meant"
            raise NotFound(f"{what}; there are: {names}.", remedy="Give the name or the id of one of them.")
        return RemoteProject(self._connection, found[0].id, found[0].name)


class RemoteProject(Routes):
    """A project on a server, with its stages."""

    def __init__(self, connection: Connection, id: str, name: str) -> None:
        super().__init__(connection, f"/projects/{id}")
        self.id = id
        self.name = name
        self.importing = Importing(connection, self._base)
        self.exporting = Exporting(connection, self._base)
        self.coding = Coding(connection, self._base)
        self.grouping = Grouping(connection, self._base)
        self.teaching = Teaching(connection, self._base)
        self.verifying = Verifying(connection, self._base)
        self.applying = Applying(connection, self._base)
        self.auditing = Auditing(connection, self._base)
        self.exploring = Exploring(connection, self._base)
        self.hooks = Hooks(connection, self._base)

    @get("")
    def state(self) -> ProjectState: ...

    @post("undo")
    def undo(self, seq: int | None = None) -> Undone: ...

    @post("redo")
    def redo(self, seq: int | None = None) -> Undone: ...

    def change(self, **settings: Any) -> ProjectState:
        """Change settings of the project: its name, exclusive, code_twins, learn_imports, precision, rounds …"""
        return self._connection.ask(ProjectState, "PATCH", self._base, body=settings)

    def subscribe(self, *, after: int | None = None) -> Iterator[LogEntry | JobView]:
        """What happens, as it happens, without end; `after` begins with what followed that event."""
        headers = {"last-event-id": str(after)} if after is not None else {}
        for event in self._connection.events(f"{self._base}/feed", headers=headers):
            if event.event == "log":
                yield build(LogEntry, json.loads(event.data))
            elif event.event == "job":
                yield build(JobView, json.loads(event.data))
