"""The live feed: log entries and jobs of a project as server-sent events, resumable by the last entry's number."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

import anyio.to_thread
from fastapi.sse import ServerSentEvent
from pydantic import TypeAdapter

from linewise.auditing.views import LogEntry
from linewise.jobs import JobView
from linewise.workbench import Project, Workspace

# A follower that lags so far behind is sent away; it comes back and resumes by its Last-Event-ID.
LONGEST_QUEUE = 1_000

log = logging.getLogger("linewise.web")

_ENTRY = TypeAdapter(LogEntry)
_JOB = TypeAdapter(JobView)


@dataclass(slots=True, eq=False)
class _Follower:
    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[tuple[int, ServerSentEvent] | None] = field(default_factory=asyncio.Queue)

    def tell(self, seq: int, event: ServerSentEvent) -> None:
        self._put(None if self.queue.qsize() > LONGEST_QUEUE else (seq, event))

    def end(self) -> None:
        self._put(None)

    def _put(self, item: tuple[int, ServerSentEvent] | None) -> None:
        # The loop may be closed already when the server has stopped.
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.queue.put_nowait, item)


class Feeds:
    """Every open feed of a server. One thread for each project that is followed reads its log and tells all."""

    def __init__(self, workspace: Workspace) -> None:
        self._followers: dict[str, set[_Follower]] = {}
        self._readers: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()
        self._closed = False
        self._unlisten: Callable[[], None] = workspace.jobs.listen(self._job_changed)

    async def follow(self, project: Project, *, after: int | None) -> AsyncIterator[ServerSentEvent]:
        """Events as they come; with `after`, first those that were missed."""
        follower = _Follower(asyncio.get_running_loop())
        await anyio.to_thread.run_sync(self._join, project, follower)
        try:
            # Says that the feed is open before anything happens.
            yield ServerSentEvent(comment="following")
            last = -1
            if after is not None:
                for entry in await anyio.to_thread.run_sync(_missed, project, after):
                    last = entry.seq
                    yield _logged(entry)
            while (item := await follower.queue.get()) is not None:
                seq, event = item
                if seq < 0 or seq > last:
                    yield event
        finally:
            self._leave(project.id, follower)

    def close(self) -> None:
        """End every feed and its thread, so that the database may be closed after it."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            followers = [follower for group in self._followers.values() for follower in group]
            readers = tuple(self._readers.values())
        self._unlisten()
        for follower in followers:
            follower.end()
        for reader in readers:
            reader.join()

    def _join(self, project: Project, follower: _Follower) -> None:
        with self._lock:
            if self._closed:
                follower.end()
                return
            group = self._followers.get(project.id)
            if group is not None:
                group.add(follower)
                return
            entries = project.subscribe()
            # The first step notes where the log ends; whoever joins after it misses nothing.
            next(entries)
            self._followers[project.id] = {follower}
            reader = threading.Thread(target=self._read, args=(project.id, entries), name="linewise-feed")
            self._readers[project.id] = reader
            reader.start()

    def _leave(self, project: str, follower: _Follower) -> None:
        with self._lock:
            self._followers.get(project, set()).discard(follower)

    def _read(self, project: str, entries: Iterator[LogEntry | None]) -> None:
        try:
            for entry in entries:
                with self._lock:
                    followers = tuple(self._followers[project])
                    if self._closed or not followers:
                        self._forget(project)
                        return
                if entry is not None:
                    event = _logged(entry)
                    for follower in followers:
                        follower.tell(entry.seq, event)
        except Exception:
            log.exception("the feed of project %s ended", project)
            with self._lock:
                followers = tuple(self._forget(project))
            # They come again and resume, by a new thread.
            for follower in followers:
                follower.end()

    def _forget(self, project: str) -> set[_Follower]:
        del self._readers[project]
        return self._followers.pop(project)

    def _job_changed(self, job: JobView) -> None:
        with self._lock:
            followers = tuple(self._followers.get(job.project, ()))
        if followers:
            event = ServerSentEvent(event="job", raw_data=_JOB.dump_json(job).decode())
            for follower in followers:
                follower.tell(-1, event)


def _logged(entry: LogEntry) -> ServerSentEvent:
    return ServerSentEvent(event="log", id=str(entry.seq), raw_data=_ENTRY.dump_json(entry).decode())


def _missed(project: Project, after: int) -> list[LogEntry]:
    entries = takewhile(lambda entry: entry is not None, project.subscribe(after=after, poll=0))
    return [entry for entry in entries if entry is not None]
