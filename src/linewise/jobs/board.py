"""A board of jobs run by a small thread pool. Results that must survive are written by the work itself, in pieces."""

import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from linewise.core.errors import LinewiseError, NotFound

JobState = Literal["queued", "running", "done", "failed", "cancelled"]

KEPT = 200


class Cancelled(Exception):
    """Raised inside a job's work at the next report of progress after somebody cancelled it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job as others see it. `eta_seconds` follows from the pace so far; None while that says nothing.

    `kind_of_error` names the class of what it failed of, such as "NotReady".
    """

    id: str
    project: str
    kind: str
    title: str
    state: JobState
    done: int
    total: int | None
    message: str
    error: str | None
    remedy: str | None
    started_at: str
    eta_seconds: float | None
    result: dict[str, Any] | None
    kind_of_error: str | None = None


@dataclass(slots=True)
class Job:
    """One piece of background work; its function calls `progress` often, which is also where it is cancelled."""

    id: str
    project: str
    kind: str
    title: str
    started_at: str
    changed: Callable[["Job"], None]
    state: JobState = "queued"
    done: int = 0
    total: int | None = None
    message: str = ""
    error: LinewiseError | None = None
    result: dict[str, Any] | None = None
    # Where and when the pace is measured from: a new stretch of work has a pace of its own.
    began: float = 0.0
    behind: int = 0
    told: float = 0.0
    cancel: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def progress(self, done: int, total: int | None = None, message: str | None = None) -> None:
        """Say how far the work is; raises Cancelled when it should stop."""
        if self.cancel.is_set():
            raise Cancelled
        aim = total if total is not None else self.total
        if aim != self.total or done < self.done:
            self.began, self.behind = time.monotonic(), done
        self.done, self.total = done, aim
        if message is not None:
            self.message = message
        now = time.monotonic()
        if now - self.told > 0.2:
            self.told = now
            self.changed(self)

    @property
    def view(self) -> JobView:
        elapsed = time.monotonic() - self.began
        gone = self.done - self.behind
        moving = self.state == "running" and self.total and gone and elapsed > 1
        return JobView(
            id=self.id,
            project=self.project,
            kind=self.kind,
            title=self.title,
            state=self.state,
            done=self.done,
            total=self.total,
            message=self.message,
            error=self.error.told if self.error else None,
            remedy=self.error.remedy if self.error else None,
            started_at=self.started_at,
            eta_seconds=elapsed / gone * (self.total - self.done) if moving and self.total else None,
            result=self.result,
            kind_of_error=type(self.error).__name__ if self.error else None,
        )


class JobBoard:
    """All jobs of this process, newest last. `listen` hears of every change."""

    def __init__(self, *, workers: int = 2) -> None:
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="linewise-job")
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._listeners: list[Callable[[JobView], None]] = []

    def start(
        self, project: str, kind: str, title: str, work: Callable[[Job], object], *, once: bool = False
    ) -> JobView:
        """Queue the work; with `once`, a job of this kind that waits already for this project is returned instead."""
        with self._lock:
            for job in self._jobs.values():
                waits = job.state == "queued" and not job.cancel.is_set()
                if once and waits and job.project == project and job.kind == kind:
                    return job.view
            job = Job(
                id=uuid.uuid4().hex,
                project=project,
                kind=kind,
                title=title,
                started_at=datetime.now(UTC).isoformat(timespec="microseconds"),
                changed=self._tell,
            )
            self._jobs[job.id] = job
            for old in [key for key, known in self._jobs.items() if known.ended.is_set()][:-KEPT]:
                del self._jobs[old]
        self._tell(job)
        self._pool.submit(self._run, job, work)
        return job.view

    def _run(self, job: Job, work: Callable[[Job], object]) -> None:
        job.began = time.monotonic()
        job.state = "running"
        try:
            job.progress(0)
            outcome = work(job)
            job.result = asdict(outcome) if is_dataclass(outcome) and not isinstance(outcome, type) else None
            job.state = "done"
        except Cancelled:
            job.state = "cancelled"
        except LinewiseError as error:
            job.error, job.state = error, "failed"
        except Exception as error:  # a job must never die silently
            job.error = LinewiseError(f"{type(error).__name__}: {error}", remedy="This is a defect: please report it.")
            job.state = "failed"
        finally:
            job.ended.set()
            self._tell(job)

    def list(self, project: str | None = None) -> tuple[JobView, ...]:
        with self._lock:
            return tuple(job.view for job in self._jobs.values() if project in (None, job.project))

    def running(self, project: str) -> tuple[JobView, ...]:
        """The jobs of a project that have not ended."""
        return tuple(job for job in self.list(project) if job.state in ("queued", "running"))

    def get(self, job: str) -> JobView:
        return self._job(job).view

    def cancel(self, job: str) -> JobView:
        """Ask a job to stop at its next step; a finished one stays as it is."""
        self._job(job).cancel.set()
        return self._job(job).view

    def wait(self, job: str, *, timeout: float | None = None) -> JobView:
        """Block until the job has ended (or the seconds are over) and return it."""
        self._job(job).ended.wait(timeout)
        return self._job(job).view

    def listen(self, listener: Callable[[JobView], None]) -> Callable[[], None]:
        """Call `listener` at every change of a job; returns the function that stops it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        """Cancel everything and wait for the threads."""
        for job in list(self._jobs.values()):
            job.cancel.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for job in list(self._jobs.values()):
            if not job.ended.is_set():
                job.state = "cancelled"
                job.ended.set()

    def _job(self, job: str) -> Job:
        with self._lock:
            found = self._jobs.get(job)
        if found is None:
            raise NotFound(f"There is no job {job!r}.", remedy="It may have ended long ago.")
        return found

    def _tell(self, job: Job) -> None:
        view = job.view
        for listener in tuple(self._listeners):
            listener(view)
