"""From the log to the receiver: messages are made from the events that stand there, then sent until somebody took them.

What is made is stored in one transaction with the hook's place in the log, so that nothing between a write and its
delivery can be lost, whatever stops in between; and a message is sent while no transaction is open.
"""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from linewise.storage import Connection, log
from linewise.storage import hooks as store
from linewise.storage.hooks import DELIVERED, GIVEN_UP, WAITING, DeliveryRow, HookRow
from linewise.webhooks import GONE, WHOLE, Answer, send
from linewise.workbench import since
from linewise.workbench.clock import now
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.hooks.topics import BY_KIND, body, told
from linewise.workbench.hooks.views import Delivered

# Seconds between attempts, as the specification advises: ten attempts within some three days.
PAUSES = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
# How long a hook that fails is left alone, whatever else waits for it.
RESTS = (5, 15, 60, 300)
SWITCHED_OFF_AFTER = timedelta(days=5)
MANY = 200
KEPT = 200
# Up to so many events that nobody wants to hear of are read again, rather than writing down that they were.
FAR = 2_000
AT_A_TIME = 4

Stopping = Callable[[], bool]


def follow(desk: Desk) -> bool:
    """Make the messages that the log holds for its hooks since they last looked; whether it holds more of them."""
    no = desk.project_no
    with desk.reading() as (connection, facts):
        head = log.head(connection, no)[0]
        behind = [row for row in store.hooks(connection, no) if row.active and row.cursor < head]
        if not behind:
            return False
        oldest = min(row.cursor for row in behind)
        found = list(store.events(connection, no, after=oldest, until=head, kinds=BY_KIND, limit=MANY))
        more = len(found) == MANY
        until = found[-1].seq if more else head
        shared = {
            "project": {"id": desk.project_id, "name": settings(facts, desk).name},
            "new_since_model": since.new_units(connection, facts, no),
        }
    ready = [(event, *said) for event in found if (said := told(event)) is not None]
    made = {
        row.id: [
            _message(row, event.seq, topic, body(topic, event.at, {**shared, **data}))
            for event, topic, data in ready
            if event.seq > row.cursor and topic in row.topics
        ]
        for row in behind
    }
    if not any(made.values()) and until - oldest < FAR:
        return False
    with desk.store.writing(no) as connection:
        for row in behind:
            if row.cursor < until and store.advance(connection, no, row.id, was=row.cursor, to=until):
                store.enqueue(connection, no, made[row.id])
    return more


def deliver(desk: Desk, *, at_once: bool = False, stopping: Stopping = lambda: False) -> Delivered:
    """Send what is due, each hook's messages until one fails; with `at_once`, without regard to any pause."""
    while follow(desk) and not stopping():
        pass
    at = now()
    with desk.reading() as (connection, _):
        every = [row for row in store.hooks(connection, desk.project_no) if row.active]
    rested = [row for row in every if at_once or row.rests_until is None or row.rests_until <= at]
    if len(rested) > 1:
        with ThreadPoolExecutor(min(AT_A_TIME, len(rested)), thread_name_prefix="linewise-hook") as pool:
            outcomes = list(pool.map(lambda row: _serve(desk, row, at_once, stopping), rested))
    else:
        outcomes = [_serve(desk, row, at_once, stopping) for row in rested]
    with desk.reading() as (connection, _):
        waiting = sum(store.waiting(connection, desk.project_no).values())
    tried, failed = sum(tried for tried, _ in outcomes), sum(failed for _, failed in outcomes)
    return Delivered(tried=tried, delivered=tried - failed, failed=failed, waiting=waiting, ok=not failed)


def _serve(desk: Desk, hook: HookRow, at_once: bool, stopping: Stopping) -> tuple[int, int]:
    """How many of one hook's messages were tried, and how many of them failed: at most one."""
    tried = 0
    while not stopping():
        with desk.reading() as (connection, _):
            rows = store.due(connection, desk.project_no, hook.id, now(), limit=MANY, pauses=not at_once)
        for row in rows:
            if stopping():
                return tried, 0
            answer = attempt(desk, hook, row)
            if answer is None:
                continue
            tried += 1
            if not answer.ok:
                return tried, 1
        if len(rows) < MANY:
            break
    if tried:
        with desk.store.writing(desk.project_no) as connection:
            store.prune(connection, desk.project_no, hook.id, keep=KEPT)
    return tried, 0


def attempt(desk: Desk, hook: HookRow, row: DeliveryRow, *, test: bool = False) -> Answer | None:
    """Send one message once and write down what became of it; None when another process has it in hand."""
    no = desk.project_no
    with desk.store.writing(no) as connection:
        # Should this process end before it can say what happened, the message is sent again later.
        if not store.claim(connection, no, row, at=now(), until=_later(3 * WHOLE)):
            return None
    answer = send(hook.url, hook.secret, id=row.id, body=row.body, private=hook.private)
    attempts = row.attempts + 1
    with desk.store.writing(no) as connection:
        said: dict[str, object] = {"status": answer.status, "error": answer.error}
        if answer.ok:
            store.settle(connection, no, row.id, state=DELIVERED, next_at=None, **said)
            store.change(connection, no, hook.id, failures=0, failing_since=None, rests_until=None, notice="")
        elif test or attempts > len(PAUSES):
            store.settle(connection, no, row.id, state=GIVEN_UP, next_at=None, **said)
        else:
            next_at = _later(max(PAUSES[attempts - 1], answer.after))
            store.settle(connection, no, row.id, state=WAITING, next_at=next_at, **said)
        if not answer.ok and not test:
            store.change(connection, no, hook.id, **_failed(_as_it_stands(connection, no, hook), answer))
    return answer


def _as_it_stands(connection: Connection, no: int, known: HookRow) -> HookRow:
    """The hook as it stands now: another message of it may have failed meanwhile."""
    return next((row for row in store.hooks(connection, no) if row.id == known.id), known)


def _failed(hook: HookRow, answer: Answer) -> dict[str, object]:
    first = hook.failing_since or now()
    rest = max(RESTS[min(hook.failures, len(RESTS) - 1)], answer.after)
    changed: dict[str, object] = {
        "failures": hook.failures + 1,
        "failing_since": first,
        "rests_until": _later(rest),
    }
    if answer.status == GONE:
        return {**changed, "active": False, "notice": "It answered 410: it wants to hear no more."}
    if datetime.now(UTC) - datetime.fromisoformat(first) > SWITCHED_OFF_AFTER:
        days = SWITCHED_OFF_AFTER.days
        return {**changed, "active": False, "notice": f"Nothing got through for {days} days. {answer.error}".strip()}
    return changed


def _message(hook: HookRow, seq: int, topic: str, text: str) -> DeliveryRow:
    # The same event gives the same id wherever and whenever the message is made, so that receivers know it again.
    id = f"msg_{uuid.uuid5(uuid.UUID(hook.id), str(seq)).hex}"
    at = now()
    return DeliveryRow(
        id=id, hook=hook.id, seq=seq, topic=topic, body=text, state=WAITING, attempts=0, at=at, next_at=at
    )


def _later(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(timespec="microseconds")
