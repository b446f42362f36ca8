"""Hooks and their deliveries: who is told of what in a project, and what waits to be sent or was."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, or_, select, update
from sqlalchemy.sql import ColumnElement

from linewise.core.events import Event
from linewise.storage import log
from linewise.storage.schema import delivery, event, hook, workspace_project

WAITING, DELIVERED, GIVEN_UP = "waiting", "delivered", "given up"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookRow:
    """A hook as stored. `cursor` is the last event that it was asked about; times are ISO 8601 in UTC."""

    id: str
    url: str
    topics: tuple[str, ...]
    private: bool
    secret: str = field(repr=False)
    coder: str
    at: str
    active: bool = True
    notice: str = ""
    cursor: int = 0
    failures: int = 0
    failing_since: str | None = None
    rests_until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One message to one hook. `seq` is the event it tells of, None for a test."""

    id: str
    hook: str
    seq: int | None
    topic: str
    body: str
    state: str
    attempts: int
    at: str
    next_at: str | None
    tried_at: str | None = None
    status: int | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A project with hooks that are active: where its log ends, and whether a delivery may be tried now."""

    project: str
    head: int
    hooks: frozenset[str]
    due: bool


def agenda(connection: Connection, at: str) -> list[Due]:
    """Every project with a hook that is active; one statement, as it is asked every second."""
    waits = exists().where(
        delivery.c.project_no == hook.c.project_no, delivery.c.hook == hook.c.id, *_may_be_tried(at), _rested(at)
    )
    statement = (
        select(workspace_project.c.id, workspace_project.c.last_seq, hook.c.id.label("hook"), waits.label("due"))
        .join(hook, hook.c.project_no == workspace_project.c.no)
        .where(hook.c.active.is_(True))
    )
    found: dict[str, Due] = {}
    for row in connection.execute(statement):
        known = found.get(row.id, Due(project=row.id, head=row.last_seq, hooks=frozenset(), due=False))
        found[row.id] = replace(known, hooks=known.hooks | {row.hook}, due=known.due or bool(row.due))
    return list(found.values())


def hooks(connection: Connection, project_no: int) -> list[HookRow]:
    """The hooks of a project, oldest first."""
    statement = select(hook).where(hook.c.project_no == project_no).order_by(hook.c.at, hook.c.id)
    return [_hook(row) for row in connection.execute(statement)]


def add(connection: Connection, project_no: int, made: HookRow) -> None:
    connection.execute(insert(hook).values(project_no=project_no, **{**asdict(made), "topics": list(made.topics)}))


def change(connection: Connection, project_no: int, wanted: str, **values: object) -> None:
    connection.execute(update(hook).where(*_is(hook, project_no, wanted)).values(**values))


def remove(connection: Connection, project_no: int, wanted: str) -> None:
    """Take a hook away, and everything that was or was to be sent to it."""
    connection.execute(delete(delivery).where(delivery.c.project_no == project_no, delivery.c.hook == wanted))
    connection.execute(delete(hook).where(*_is(hook, project_no, wanted)))


def advance(connection: Connection, project_no: int, wanted: str, *, was: int, to: int) -> bool:
    """Move a hook's place in the log; False when another process did so first."""
    moved = update(hook).where(*_is(hook, project_no, wanted), hook.c.cursor == was).values(cursor=to)
    return connection.execute(moved).rowcount == 1


def events(
    connection: Connection, project_no: int, *, after: int, until: int, kinds: Collection[str], limit: int
) -> Iterator[Event]:
    """The first events of some kinds after one number, up to another, oldest first."""
    statement = (
        select(event)
        .where(
            event.c.project_no == project_no, event.c.seq > after, event.c.seq <= until, event.c.kind.in_(list(kinds))
        )
        .order_by(event.c.seq)
        .limit(limit)
    )
    return (log.parse(row) for row in connection.execute(statement))


def enqueue(connection: Connection, project_no: int, made: Iterable[DeliveryRow]) -> None:
    rows = [{"project_no": project_no, **asdict(one)} for one in made]
    if rows:
        connection.execute(insert(delivery), rows)


def due(connection: Connection, project_no: int, of: str, at: str, *, limit: int, pauses: bool) -> list[DeliveryRow]:
    """What may be sent to a hook now, what has waited longest first; without `pauses`, all that waits."""
    tests = _may_be_tried(at) if pauses else (delivery.c.state == WAITING,)
    statement = (
        select(delivery)
        .where(delivery.c.project_no == project_no, delivery.c.hook == of, *tests)
        .order_by(delivery.c.next_at, delivery.c.at, delivery.c.seq)
        .limit(limit)
    )
    return [_delivery(row) for row in connection.execute(statement)]


def claim(connection: Connection, project_no: int, one: DeliveryRow, *, at: str, until: str) -> bool:
    """Take a delivery in hand until a time, when others may have it; False when somebody else has it."""
    held = (
        update(delivery)
        .where(
            *_is(delivery, project_no, one.id),
            delivery.c.state == one.state,
            delivery.c.attempts == one.attempts,
            delivery.c.next_at.is_not_distinct_from(one.next_at),
        )
        .values(attempts=one.attempts + 1, tried_at=at, next_at=until)
    )
    return connection.execute(held).rowcount == 1


def settle(connection: Connection, project_no: int, wanted: str, **values: object) -> None:
    connection.execute(update(delivery).where(*_is(delivery, project_no, wanted)).values(**values))


def deliveries(connection: Connection, project_no: int, of: str | None, *, limit: int) -> list[DeliveryRow]:
    """The latest deliveries of a hook, or of all, newest first."""
    statement = select(delivery).where(delivery.c.project_no == project_no)
    if of is not None:
        statement = statement.where(delivery.c.hook == of)
    newest = statement.order_by(delivery.c.at.desc(), delivery.c.seq.desc(), delivery.c.id.desc()).limit(limit)
    return [_delivery(row) for row in connection.execute(newest)]


def waiting(connection: Connection, project_no: int) -> dict[str, int]:
    """How many deliveries wait, by hook."""
    statement = (
        select(delivery.c.hook, func.count().label("many"))
        .where(delivery.c.project_no == project_no, delivery.c.state == WAITING)
        .group_by(delivery.c.hook)
    )
    return {row.hook: row.many for row in connection.execute(statement)}


def prune(connection: Connection, project_no: int, of: str, *, keep: int) -> None:
    """Forget what was delivered or given up, but for the latest; what waits stays."""
    settled = (delivery.c.project_no == project_no, delivery.c.hook == of, delivery.c.state != WAITING)
    oldest_kept = connection.execute(
        select(delivery.c.at).where(*settled).order_by(delivery.c.at.desc()).offset(keep - 1).limit(1)
    ).scalar()
    if oldest_kept is not None:
        connection.execute(delete(delivery).where(*settled, delivery.c.at < oldest_kept))


def _may_be_tried(at: str) -> tuple[ColumnElement[bool], ...]:
    return (delivery.c.state == WAITING, delivery.c.next_at <= at)


def _rested(at: str) -> ColumnElement[bool]:
    return or_(hook.c.rests_until.is_(None), hook.c.rests_until <= at)


def _is(table: Any, project_no: int, wanted: str) -> tuple[ColumnElement[bool], ...]:
    return (table.c.project_no == project_no, table.c.id == wanted)


def _hook(row: Row[Any]) -> HookRow:
    values = {name: value for name, value in row._mapping.items() if name != "project_no"}
    return HookRow(**{**values, "topics": tuple(row.topics)})


def _delivery(row: Row[Any]) -> DeliveryRow:
    return DeliveryRow(**{name: value for name, value in row._mapping.items() if name != "project_no"})
