"""One coder at one project: reading, deciding and writing in one transaction, and hearing what others wrote."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from linewise.core.errors import Conflict
from linewise.core.events import KINDS, Draft, Event
from linewise.jobs import JobBoard
from linewise.storage import Connection, log
from linewise.storage.projection import TableFacts
from linewise.storage.store import Store
from linewise.workbench.cache import Cache
from linewise.workbench.clock import now

SYSTEM = "system"


class Bell:
    """Rings when something was written; waiting ends early then."""

    def __init__(self) -> None:
        self._rung = threading.Condition()
        self._count = 0

    def ring(self) -> None:
        with self._rung:
            self._count += 1
            self._rung.notify_all()

    def wait(self, seen: int, timeout: float) -> int:
        """Block until it rang after `seen` (or the seconds are over); returns the count now."""
        with self._rung:
            self._rung.wait_for(lambda: self._count != seen, timeout)
            return self._count


@dataclass(frozen=True, slots=True)
class Desk:
    """What every stage needs: the database, the project's number in it, who acts, and from which door."""

    store: Store
    jobs: JobBoard
    project_no: int
    project_id: str
    coder: str
    cause: str
    bell: Bell = field(default_factory=Bell)
    cache: Cache = field(default_factory=Cache)

    @contextmanager
    def reading(self) -> Iterator[tuple[Connection, TableFacts]]:
        """One state of the project to read from."""
        with self.store.reading() as connection:
            yield connection, TableFacts(connection, self.project_no)

    def write(
        self,
        decide: Callable[[Connection, TableFacts], Draft],
        *,
        actor: str | None = None,
        at: str | None = None,
    ) -> Event | None:
        """Decide and log in one transaction; None when the decision changes nothing."""
        with self.store.writing(self.project_no) as connection:
            draft = decide(connection, TableFacts(connection, self.project_no))
            if not draft.changes:
                return None
            event = self.log(connection, draft, actor=actor, at=at)
        self.bell.ring()
        return event

    def log(
        self,
        connection: Connection,
        draft: Draft,
        *,
        actor: str | None = None,
        at: str | None = None,
        apply: bool = True,
    ) -> Event:
        """Append a draft in a transaction that the caller holds."""
        return log.append(
            connection,
            self.project_no,
            draft,
            actor=actor or self.coder,
            at=at or now(),
            cause=self.cause,
            apply=apply,
        )

    def refuse(self, connection: Connection, places: list[tuple[str, str]], what: str, *, since: int) -> Conflict:
        """The Conflict that names exactly which change after event `since` stands in the way."""
        family, key = places[0]
        thing = family.replace("_", " ")
        seqs = [seq for seq in log.touching(connection, self.project_no, family, key) if seq > since][-400:]
        if not seqs:
            return Conflict(f"{what}: the {thing} {key} is in the way.", remedy="Remove it first.")
        later = self._standing(connection, seqs)
        if later is None:
            turned = log.one(connection, self.project_no, seqs[-1])
            assert turned is not None
            return Conflict(
                f"{what}: event {turned.seq} ({KINDS[turned.kind].title} {turned.target}) concerns the same {thing}.",
                remedy="Redo that first, or make the change by hand.",
                event=turned.seq,
            )
        return Conflict(
            f"{what}: event {later.seq} ({KINDS[later.kind].title}, {later.at[:19]}) concerns the same {thing}.",
            remedy=f"Undo event {later.seq} first." if KINDS[later.kind].undoable else "That one stays.",
            event=later.seq,
        )

    def _standing(self, connection: Connection, seqs: list[int]) -> Event | None:
        """The newest of these events that was not itself taken back."""
        gone = log.taken_back(connection, self.project_no, seqs)
        for event in log.newest(connection, self.project_no, seqs=seqs, limit=len(seqs)):
            if event.seq not in gone and event.kind not in ("undone", "redone"):
                return event
        return None
