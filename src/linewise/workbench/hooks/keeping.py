"""`project.hooks`: who is told when something is ready to code, to verify or to use."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast
from urllib.parse import urlsplit

from linewise.core.errors import BadInput, NotFound
from linewise.core.text import checked as checked_name
from linewise.storage import Connection, log
from linewise.storage import hooks as store
from linewise.storage.hooks import WAITING, DeliveryRow, HookRow
from linewise.storage.projection import TableFacts
from linewise.webhooks import checked, new_secret, resolved
from linewise.workbench import since
from linewise.workbench.clock import new_id, now
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.hooks import delivering
from linewise.workbench.hooks.delivering import Stopping
from linewise.workbench.hooks.topics import EXPORTED, READY, TEST, body
from linewise.workbench.hooks.views import TOPICS, Delivered, Delivery, DeliveryState, Hook, NewHook, Topic

MOST_HOOKS = 20


class Hooks:
    """Everything about hooks. They belong to this workspace: they are not in the log, and no export carries them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def list(self) -> tuple[Hook, ...]:
        """Every hook of the project, oldest first, with what was sent to it last."""
        with self._desk.reading() as (connection, _):
            no = self._desk.project_no
            waiting = store.waiting(connection, no)
            return tuple(
                _hook(row, waiting.get(row.id, 0), store.deliveries(connection, no, row.id, limit=1))
                for row in store.hooks(connection, no)
            )

    def add(self, url: str, topics: Sequence[str] = TOPICS, *, private: bool = False) -> NewHook:
        """Tell an address of what happens from now on; the answer holds the secret, which nobody sees again.

        `private` lets the address lie on this machine or in the network around it. BadInput when it cannot be a hook.
        """
        wanted = _topics(topics)
        _check(url, private=private)
        made = HookRow(
            id=new_id(),
            url=url,
            topics=wanted,
            private=private,
            secret=new_secret(),
            coder=self._desk.coder,
            at=now(),
        )
        with self._desk.store.writing(self._desk.project_no) as connection:
            if len(store.hooks(connection, self._desk.project_no)) >= MOST_HOOKS:
                raise BadInput(f"A project has at most {MOST_HOOKS} hooks.", remedy="Remove one first.")
            head = log.head(connection, self._desk.project_no)[0]
            store.add(connection, self._desk.project_no, replace(made, cursor=head))
        return NewHook(hook=self._one(made.id), secret=made.secret)

    def change(
        self,
        hook: str,
        *,
        url: str | None = None,
        topics: Sequence[str] | None = None,
        active: bool | None = None,
        private: bool | None = None,
    ) -> Hook:
        """Give a hook another address or other topics, pause it or switch it on again.

        A hook that is switched on hears of everything that happened meanwhile. With another address, `private` has to
        be said again.
        """
        with self._desk.reading() as (connection, _):
            old = self._row(connection, hook)
        values: dict[str, object] = {}
        if url is not None or private is not None:
            moved = url is not None and url != old.url
            near = private if private is not None else old.private and not moved
            _check(url or old.url, private=near)
            values |= {"url": url or old.url, "private": near}
        if topics is not None:
            values["topics"] = list(_topics(topics))
        if active is not None:
            values["active"] = active
        if active or url is not None:
            values |= {"notice": "", "failures": 0, "failing_since": None, "rests_until": None}
        if values:
            with self._desk.store.writing(self._desk.project_no) as connection:
                store.change(connection, self._desk.project_no, old.id, **values)
        return self._one(old.id)

    def remove(self, hook: str) -> None:
        """Take a hook away, with its secret and what waits for it."""
        with self._desk.store.writing(self._desk.project_no) as connection:
            store.remove(connection, self._desk.project_no, self._row(connection, hook).id)

    def test(self, hook: str) -> Delivery:
        """Send a test to a hook, once and at once, and say what was answered; a paused hook is tested too."""
        desk = self._desk
        with desk.store.writing(desk.project_no) as connection:
            row = self._row(connection, hook)
            made = self._said(connection, row, TEST, {"words": "This is a test."})
            # Not for the courier, which would take it out of this hand.
            message = replace(made, state="test", next_at=None)
            store.enqueue(connection, desk.project_no, [message])
        delivering.attempt(desk, row, message, test=True)
        return next(one for one in self.deliveries(row.id) if one.id == message.id)

    def deliveries(self, hook: str | None = None, *, limit: int = 50) -> tuple[Delivery, ...]:
        """What was sent or is to be, newest first: to one hook, or to all."""
        with self._desk.reading() as (connection, _):
            of = self._row(connection, hook).id if hook is not None else None
            found = store.deliveries(connection, self._desk.project_no, of, limit=max(1, min(limit, 200)))
            return tuple(map(_delivery, found))

    def announce(self, name: str, *, size: int | None = None, sha256: str | None = None) -> tuple[Delivery, ...]:
        """Say that a file was written and can be used: a message waits for every hook that hears of exports.

        `name` is what the file is called, `size` counts its bytes. Returns what is to be sent.
        """
        name = checked_name(name, what="name of a file", longest=500)
        known = {"name": name, "size": size, "sha256": sha256}
        data = {"export": {key: value for key, value in known.items() if value is not None}, "ready": READY[EXPORTED]}
        with self._desk.store.writing(self._desk.project_no) as connection:
            rows = [row for row in store.hooks(connection, self._desk.project_no) if EXPORTED in row.topics]
            made = [self._said(connection, row, EXPORTED, data) for row in rows]
            store.enqueue(connection, self._desk.project_no, made)
        return tuple(map(_delivery, made))

    def deliver(self, *, at_once: bool = False, stopping: Stopping = lambda: False) -> Delivered:
        """Send what is due; a running server does so by itself. With `at_once`, what waits for its next try too."""
        return delivering.deliver(self._desk, at_once=at_once, stopping=stopping)

    def notices(self, connection: Connection) -> tuple[str, ...]:
        """What everybody should know: hooks that were switched off because nothing got through."""
        return tuple(
            f"The hook to {urlsplit(row.url).hostname} was switched off. {row.notice}"
            for row in store.hooks(connection, self._desk.project_no)
            if not row.active and row.notice
        )

    def _said(self, connection: Connection, row: HookRow, topic: str, data: Mapping[str, object]) -> DeliveryRow:
        """A message that no event of the log stands for."""
        facts, at = TableFacts(connection, self._desk.project_no), now()
        shared = {
            "project": {"id": self._desk.project_id, "name": settings(facts, self._desk).name},
            "new_since_model": since.new_units(connection, facts, self._desk.project_no),
        }
        return DeliveryRow(
            id=f"msg_{uuid.uuid4().hex}",
            hook=row.id,
            seq=None,
            topic=topic,
            body=body(topic, at, {**shared, **data}),
            state=WAITING,
            attempts=0,
            at=at,
            next_at=at,
        )

    def _one(self, hook: str) -> Hook:
        return next(one for one in self.list() if one.id == hook)

    def _row(self, connection: Connection, hook: str) -> HookRow:
        """The hook with this id, or with this address where only one has it."""
        rows = store.hooks(connection, self._desk.project_no)
        found = [row for row in rows if row.id == hook] or [row for row in rows if row.url == hook]
        if len(found) != 1:
            raise NotFound(f"There is no hook {hook!r}.", remedy="List them: linewise hooks list.")
        return found[0]


def _check(url: str, *, private: bool) -> None:
    parts = checked(url)
    try:
        resolved(parts, private=private)
    except OSError:
        # Nobody is asked to be online while they set a hook; the address is judged again at each message.
        return


def _topics(topics: Sequence[str]) -> tuple[Topic, ...]:
    unknown = [topic for topic in topics if topic not in TOPICS]
    if unknown or not topics:
        what = f"There is no topic {unknown[0]!r}." if unknown else "A hook needs something to be told of."
        raise BadInput(what, remedy=f"Choose of {', '.join(TOPICS)}.")
    return tuple(topic for topic in TOPICS if topic in topics)


def _hook(row: HookRow, waiting: int, last: Sequence[DeliveryRow]) -> Hook:
    return Hook(
        id=row.id,
        url=row.url,
        topics=cast("tuple[Topic, ...]", row.topics),
        private=row.private,
        active=row.active,
        notice=row.notice,
        coder=row.coder,
        at=row.at,
        failing_since=row.failing_since,
        waiting=waiting,
        last=_delivery(last[0]) if last else None,
    )


def _delivery(row: DeliveryRow) -> Delivery:
    return Delivery(
        id=row.id,
        hook=row.hook,
        topic=row.topic,
        event=row.seq,
        state=cast("DeliveryState", row.state if row.state != TEST else WAITING),
        attempts=row.attempts,
        at=row.at,
        tried_at=row.tried_at,
        next_at=row.next_at,
        status=row.status,
        error=row.error,
    )
