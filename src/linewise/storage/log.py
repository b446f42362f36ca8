"""The log: append in the caller's transaction, read in order, follow one fact through it."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Exists, FromClause, Row, bindparam, func, insert, or_, select, update

from linewise.core import events
from linewise.core.errors import Broken
from linewise.core.events import KINDS, Draft, Event
from linewise.storage.prepared import Prepared
from linewise.storage.projection import TableFacts
from linewise.storage.schema import event, touch, workspace_project

_HEAD = Prepared(
    select(workspace_project.c.last_seq, workspace_project.c.last_hash).where(
        workspace_project.c.no == bindparam("project")
    )
)
_ADVANCE = Prepared(
    update(workspace_project)
    .where(workspace_project.c.no == bindparam("project"))
    .values(last_seq=bindparam("seq"), last_hash=bindparam("digest"))
)
_EVENT, _TOUCH = Prepared(insert(event)), Prepared(insert(touch))
_LAST_OF_FAMILY = Prepared(
    select(func.max(touch.c.seq)).where(
        touch.c.project_no == bindparam("project"), touch.c.family == bindparam("family")
    )
)


def append(
    connection: Connection,
    project_no: int,
    draft: Draft,
    *,
    actor: str,
    at: str,
    cause: str,
    apply: bool = True,
) -> Event:
    """Write one event and, in the same transaction, what it changes; returns the event as logged.

    Raises Conflict when a fact is no longer what the draft was decided on. The caller holds the write lock.
    """
    kind = KINDS[draft.kind]
    last, previous = head(connection, project_no)
    seq = last + 1
    text = events.payload(draft.detail, draft.changes)
    digest = events.digest(
        seq=seq,
        kind=kind.name,
        version=kind.version,
        actor=actor,
        at=at,
        cause=cause,
        target=draft.target,
        payload=text,
        previous=previous,
    )
    if apply:
        TableFacts(connection, project_no).apply(draft.changes)
    row = {
        "project_no": project_no,
        "seq": seq,
        "kind": kind.name,
        "version": kind.version,
        "actor": actor,
        "at": at,
        "cause": cause,
        "target": draft.target,
        "payload": text,
        "previous": previous,
        "hash": digest,
    }
    _EVENT.run(connection, [row])
    touched = {subject for item in draft.changes for subject in item.subjects}
    if touched:
        _TOUCH.run(
            connection,
            [{"project_no": project_no, "family": family, "key": key, "seq": seq} for family, key in sorted(touched)],
        )
    _ADVANCE.run(connection, [{"project": project_no, "seq": seq, "digest": digest}])
    return Event(
        seq=seq,
        kind=kind.name,
        version=kind.version,
        actor=actor,
        at=at,
        cause=cause,
        target=draft.target,
        detail=draft.detail,
        changes=draft.changes,
        previous=previous,
        hash=digest,
    )


def read(connection: Connection, project_no: int, *, after: int = 0, until: int | None = None) -> Iterator[Event]:
    """Events in order, after one number and up to another, streamed."""
    statement = select(event).where(event.c.project_no == project_no, event.c.seq > after).order_by(event.c.seq)
    if until is not None:
        statement = statement.where(event.c.seq <= until)
    for row in connection.execute(statement.execution_options(yield_per=500)):
        yield parse(row)


def one(connection: Connection, project_no: int, seq: int) -> Event | None:
    """The event with this number, or None."""
    if not 0 < seq < 2**31:
        return None
    row = connection.execute(select(event).where(event.c.project_no == project_no, event.c.seq == seq)).first()
    return parse(row) if row is not None else None


def newest(
    connection: Connection,
    project_no: int,
    *,
    before: int | None = None,
    limit: int = 50,
    seqs: list[int] | None = None,
    subject: tuple[str, str] | None = None,
    actor: str | None = None,
    kinds: Sequence[str] = (),
    holding: Sequence[str] = (),
) -> list[Event]:
    """The latest events, newest first, before one number; all that is given must hold.

    `seqs` keeps only those; `subject` those that touched a fact or unit; `holding` those with any of these strings in
    what they changed.
    """
    statement = select(event).where(event.c.project_no == project_no).order_by(event.c.seq.desc()).limit(limit)
    if before is not None:
        statement = statement.where(event.c.seq < before)
    if seqs is not None:
        statement = statement.where(event.c.seq.in_(seqs))
    if subject is not None:
        touched = select(touch.c.seq).where(
            touch.c.project_no == project_no, touch.c.family == subject[0], touch.c.key == subject[1]
        )
        statement = statement.where(event.c.seq.in_(touched))
    if actor is not None:
        statement = statement.where(event.c.actor == actor)
    if kinds:
        statement = statement.where(event.c.kind.in_(kinds))
    if holding:
        # On SQLite LIKE takes no notice of case already; folding a long text first costs more than the search.
        plain = connection.dialect.name == "sqlite"
        payload = event.c.payload
        statement = statement.where(
            or_(*((payload.contains if plain else payload.icontains)(one, autoescape=True) for one in holding))
        )
    return [parse(row) for row in connection.execute(statement)]


def touching(connection: Connection, project_no: int, family: str, key: str) -> list[int]:
    """Numbers of the events that touched one fact (or, as family "unit", one unit), oldest first."""
    statement = (
        select(touch.c.seq)
        .where(touch.c.project_no == project_no, touch.c.family == family, touch.c.key == key)
        .order_by(touch.c.seq)
    )
    return list(connection.execute(statement).scalars())


def last_codebook_seq(connection: Connection, project_no: int) -> int:
    """The codebook's version: the number of the last event that touched a code or a grouping, 0 before any."""
    # One family at a time: each is then answered by the end of an index.
    return max(
        _LAST_OF_FAMILY.rows(connection, project=project_no, family=family)[0][0] or 0
        for family in ("code", "placement")
    )


def codebook_changes(connection: Connection, project_no: int, after: int, until: int) -> int:
    """How many events after one, up to another, touched a code."""
    statement = select(func.count(touch.c.seq.distinct())).where(
        touch.c.project_no == project_no, touch.c.family == "code", touch.c.seq > after, touch.c.seq <= until
    )
    return connection.execute(statement).scalar_one()


def taken_back(connection: Connection, project_no: int, seqs: list[int]) -> set[int]:
    """Which of these events stand undone at the moment (undone, and that not itself redone)."""
    undo = event.alias("undo")
    statement = select(undo.c.target).where(
        undo.c.project_no == project_no, undo.c.kind == "undone", undo.c.target.in_(seqs), ~_redone(undo, project_no)
    )
    return {target for target in connection.execute(statement).scalars() if target is not None}


def turned_back_by(connection: Connection, project_no: int, seq: int) -> int | None:
    """The undo by which this event stands undone, if it does."""
    undo = event.alias("undo")
    statement = select(func.max(undo.c.seq)).where(
        undo.c.project_no == project_no, undo.c.target == seq, undo.c.kind == "undone", ~_redone(undo, project_no)
    )
    found: int | None = connection.execute(statement).scalar()
    return found


def undo_candidate(connection: Connection, project_no: int, actor: str) -> int | None:
    """The actor's last event that may be undone and still stands."""
    before: int | None = None
    undoable = [kind.name for kind in KINDS.values() if kind.undoable]
    while True:
        statement = (
            select(event.c.seq)
            .where(event.c.project_no == project_no, event.c.actor == actor, event.c.kind.in_(undoable))
            .order_by(event.c.seq.desc())
            .limit(50)
        )
        if before is not None:
            statement = statement.where(event.c.seq < before)
        seqs = list(connection.execute(statement).scalars())
        if not seqs:
            return None
        gone = taken_back(connection, project_no, seqs)
        for seq in seqs:
            if seq not in gone:
                return int(seq)
        before = seqs[-1]


def redo_candidate(connection: Connection, project_no: int, actor: str) -> int | None:
    """The actor's last undo that stands, unless the actor has done something new since."""
    undoable = [kind.name for kind in KINDS.values() if kind.undoable]
    last_new: int | None = connection.execute(
        select(func.max(event.c.seq)).where(
            event.c.project_no == project_no, event.c.actor == actor, event.c.kind.in_(undoable)
        )
    ).scalar()
    undo = event.alias("undo")
    statement = select(func.max(undo.c.seq)).where(
        undo.c.project_no == project_no,
        undo.c.actor == actor,
        undo.c.kind == "undone",
        undo.c.seq > (last_new or 0),
        ~_redone(undo, project_no),
    )
    found: int | None = connection.execute(statement).scalar()
    return found


def parse(row: Row[Any]) -> Event:
    """The event in a row of the log table; Broken when its payload was spoilt."""
    try:
        detail, changes = events.parse_payload(row.payload)
    except (ValueError, KeyError, TypeError):
        raise Broken(
            f"Event {row.seq} cannot be read.", remedy="Restore the workspace from a copy.", event=row.seq
        ) from None
    return Event(
        seq=row.seq,
        kind=row.kind,
        version=row.version,
        actor=row.actor,
        at=row.at,
        cause=row.cause,
        target=row.target,
        detail=detail,
        changes=changes,
        previous=row.previous,
        hash=row.hash,
    )


def head(connection: Connection, project_no: int) -> tuple[int, str]:
    """Number and hash of the last event written."""
    (row,) = _HEAD.rows(connection, project=project_no)
    return row.last_seq, row.last_hash


def count_since(connection: Connection, project_no: int, kinds: Sequence[str], at: str) -> int:
    """How many events of these kinds were written after a time."""
    statement = select(func.count()).where(event.c.project_no == project_no, event.c.kind.in_(kinds), event.c.at > at)
    return connection.execute(statement).scalar_one()


def _redone(undo: FromClause, project_no: int) -> Exists:
    """Whether an undo was itself taken back."""
    redo = event.alias("redo")
    found = select(redo.c.seq).where(
        redo.c.project_no == project_no, redo.c.target == undo.c.seq, redo.c.kind == "redone"
    )
    return found.exists()
