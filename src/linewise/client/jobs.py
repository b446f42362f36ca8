"""Jobs of the server, seen from here."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

import time
from collections.abc import Callable
from typing import TypeVar

from linewise.client.connection import error_named
from linewise.client.route import Routes, get, route
from linewise.client.wire import build
from linewise.core.errors import Conflict, LinewiseError
from linewise.jobs import JobView

T = TypeVar("T")


class Jobs(Routes):
    """Work in the background of the server."""

    @get("{job}")
    def get(self, job: str) -> JobView: ...

    @route("DELETE", "{job}")
    def cancel(self, job: str) -> JobView: ...

    def wait(self, job: str, *, progress: Callable[[JobView], object] | None = None) -> JobView:
        """Ask until the job has ended, telling `progress` each time; an interrupt cancels the job there."""
        pause = 0.05
        try:
            while (view := self.get(job)).state in ("queued", "running"):
                if progress is not None:
                    progress(view)
                time.sleep(pause)
                pause = min(pause * 1.5, 1.0)
        except KeyboardInterrupt:
            self.cancel(job)
            raise
        return view

    def outcome(self, kind: type[T], job: JobView, progress: Callable[[JobView], object] | None = None) -> T:
        """Wait for a job and read its result; raises what stopped it."""
        ended = self.wait(job.id, progress=progress)
        if ended.state == "failed":
            what = ended.error or "The job failed."
            raise error_named(ended.kind_of_error or "", LinewiseError)(what, remedy=ended.remedy)
        if ended.state == "cancelled":
            raise Conflict("Somebody cancelled the job.", remedy="Start it again.", job=job.id)
        return build(kind, ended.result)
