"""The thread of a server that carries messages out: it looks every second whether a log grew or a pause is over."""

import logging
import threading
from typing import TYPE_CHECKING

from linewise.storage import hooks as store
from linewise.storage.hooks import Due
from linewise.workbench.clock import now

if TYPE_CHECKING:
    from linewise.workbench.workspace import Workspace

log = logging.getLogger("linewise.hooks")


class Courier:
    """Delivers for every project of a workspace while it runs, whoever wrote: this server, or a command beside it."""

    def __init__(self, workspace: "Workspace", *, every: float = 1.0) -> None:
        self._workspace, self._every = workspace, every
        self._stopped = threading.Event()
        self._seen: dict[str, Due] = {}
        self._thread = threading.Thread(target=self._run, name="linewise-courier", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, patience: float = 3.0) -> None:
        """Stop after the message under way; one that takes longer than the patience is sent again another time."""
        self._stopped.set()
        self._thread.join(patience)

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                self._look()
            except Exception:
                # The database may be away for a while; what waits stays where it is.
                log.exception("messages could not be looked for")
                self._stopped.wait(10 * self._every)

    def _look(self) -> None:
        with self._workspace.store.reading() as connection:
            agenda = store.agenda(connection, now())
        for project in agenda:
            if project.due or self._seen.get(project.project) != project:
                self._workspace.project(project.project).hooks.deliver(stopping=self._stopped.is_set)
                self._seen[project.project] = project
