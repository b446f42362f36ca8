"""`project.auditing`: the log as people read it, the history of anything, proofs, and past states."""

import re
import time as clock
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from linewise.auditing import proving
from linewise.auditing.undoing import obstacles, redo, undo
from linewise.auditing.views import FactChange, LogEntry, LogPage, Snapshot, Verification
from linewise.auditing.wording import sentence, words
from linewise.core.errors import BadInput, Conflict, NotFound
from linewise.core.events import KINDS, Draft, Event, fold
from linewise.core.facts import FAMILIES, Facts
from linewise.core.nouns import Code, Coder, Coding, Model, Note, OpenCode, Round, Source
from linewise.core.text import norm
from linewise.storage import Connection, corpus, log, projection, resting
from linewise.workbench import naming
from linewise.workbench.desk import Desk
from linewise.workbench.views import Undone

# How many entries a search looks through at once, and by how many codes of a name it also looks.
SEARCHED, MOST_CODES = 2_000, 50
# Fields that hold what people wrote.
WRITTEN = ("text", "name", "definition", "use_when", "not_when")


class Auditing:
    """Everything the Audit stage offers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def log(
        self,
        *,
        after: int | None = None,
        limit: int = 50,
        subject: str | None = None,
        coder: str | None = None,
        kinds: Sequence[str] = (),
        search: str = "",
    ) -> LogPage:
        """Entries, newest first, older than `after`; all that is given must hold.

        `subject` ("unit:12", "code:ID" ...) keeps what touched it, `coder` what one person did (name or id), `kinds`
        some kinds of event, `search` entries in whose words, or in what they changed, a text occurs. A search looks
        through so many entries at a time: a page may hold fewer than `limit`, or none, and still go on at `next`.
        """
        if not 1 <= limit <= 500:
            raise BadInput(f"A page of the log holds 1 to 500 entries, not {limit}.", remedy="Ask for fewer.")
        if unknown := next((kind for kind in kinds if kind not in KINDS), None):
            raise BadInput(f"There is no kind of event {unknown!r}.", remedy=f"Use some of {', '.join(KINDS)}.")
        place = _place(subject) if subject is not None else None
        with self._desk.reading() as (connection, facts):
            wanted = norm(search)
            who = next((one.id for one in facts.find(Coder) if coder in (one.id, one.name)), coder)
            found = log.newest(
                connection,
                self._desk.project_no,
                before=after,
                limit=SEARCHED if wanted else limit + 1,
                subject=place,
                actor=who,
                kinds=kinds,
                holding=_holding(facts, wanted) if wanted else (),
            )
            more = len(found) > limit if not wanted else len(found) == SEARCHED
            names = naming.Names(facts)
            entries: list[LogEntry] = []
            seen = 0
            for event in found:
                if len(entries) == limit:
                    more = True
                    break
                seen = event.seq
                entry = entry_of(event, names, undone=False)
                if not wanted or wanted in norm(entry.words) or _holds(event, wanted):
                    entries.append(entry)
            return LogPage(entries=self._with_undone(connection, entries), next=seen if more else None)

    def entries(self, connection: Connection, facts: Facts, events: list[Event]) -> tuple[LogEntry, ...]:
        """Events as people read them."""
        names = naming.Names(facts)
        return self._with_undone(connection, [entry_of(event, names, undone=False) for event in events])

    def _with_undone(self, connection: Connection, entries: Sequence[LogEntry]) -> tuple[LogEntry, ...]:
        gone = log.taken_back(connection, self._desk.project_no, [entry.seq for entry in entries])
        return tuple(replace(entry, undone=True, undoable=False) if entry.seq in gone else entry for entry in entries)

    def history(self, subject: str) -> tuple[FactChange, ...]:
        """Every change of one thing, oldest first: "unit:12", "note:ID", "code:ID", "coding:UNIT:CODE:CODER" ..."""
        no = self._desk.project_no
        with self._desk.reading() as (connection, facts):
            place = _place(subject)
            names = {coder.id: coder.name for coder in facts.find(Coder)}
            events = (self._event(connection, seq) for seq in log.touching(connection, no, *place))
            return tuple(
                change
                for event in events
                for change, item in zip(_changes(event, names), event.changes, strict=True)
                if place in item.subjects
            )

    def changes(self, seq: int) -> tuple[FactChange, ...]:
        """What one event changed, fact by fact."""
        with self._desk.reading() as (connection, facts):
            names = {coder.id: coder.name for coder in facts.find(Coder)}
            return tuple(_changes(self._event(connection, seq), names))

    def verify(self, progress: Callable[[int, int], None] | None = None) -> Verification:
        """Recompute the chain, replay it, compare the projection, and recompute every source's digest."""
        began, no = clock.perf_counter(), self._desk.project_no
        with self._desk.reading() as (connection, _):
            outcome = proving.check(
                log.read(connection, no),
                rows=lambda family: projection.rows_of(connection, no, family),
                head=log.head(connection, no),
                digest=lambda source: corpus.source_digest(connection, no, source),
                progress=progress,
            )
            units = corpus.count_units(connection, no)
            places = {(family, key) for family in FAMILIES for key, _ in projection.rows_of(connection, no, family)}
        return Verification(
            ok=outcome.ok,
            events=outcome.events,
            facts=len(places),
            units=units,
            broken_at=outcome.broken_at,
            reason=outcome.reason,
            seconds=round(clock.perf_counter() - began, 3),
        )

    def at(self, seq: int | None = None, time: str | None = None) -> Snapshot:
        """The project as it was after an event, or at a time (ISO 8601; a date means its end)."""
        no = self._desk.project_no
        limit = _moment(time) if time is not None else None
        with self._desk.reading() as (connection, _):
            events = [event for event in log.read(connection, no, until=seq) if limit is None or event.at <= limit]
        if not events:
            raise NotFound("The project did not exist then.", remedy="Name a later event or time.")
        return _snapshot(fold(events), events[-1])

    def replay(self) -> int:
        """Drop the projection and write it again from the log; returns the number of events replayed."""
        no = self._desk.project_no
        with self._desk.store.writing(no) as connection:
            facts = projection.TableFacts(connection, no)
            projection.clear(connection, no)
            count = 0
            for event in log.read(connection, no):
                facts.apply(event.changes, check=False)
                count += 1
        return count

    def undo(self, seq: int | None = None) -> Undone:
        """Take back one event, or the coder's last; Conflict names the later change that stands in the way."""

        def choose(connection: Connection) -> tuple[Event, Draft]:
            target = seq
            if target is None:
                target = log.undo_candidate(connection, self._desk.project_no, self._desk.coder)
            if target is None:
                raise Conflict("There is nothing to undo.")
            event = self._event(connection, target)
            if log.taken_back(connection, self._desk.project_no, [target]):
                raise Conflict(f"Event {target} is undone already.")
            return event, undo(event)

        return self._turn(choose, "undid")

    def redo(self, seq: int | None = None) -> Undone:
        """Bring back one undone event, or what the coder undid last, unless something new was done since."""

        def choose(connection: Connection) -> tuple[Event, Draft]:
            no = self._desk.project_no
            if seq is not None:
                self._event(connection, seq)
                target = log.turned_back_by(connection, no, seq)
                if target is None:
                    raise Conflict(f"Event {seq} is not undone.", remedy="There is nothing to bring back.")
            else:
                target = log.redo_candidate(connection, no, self._desk.coder)
            if target is None:
                raise Conflict("There is nothing to redo.")
            turned = self._event(connection, target)
            assert turned.target is not None
            return self._event(connection, turned.target), redo(turned)

        return self._turn(choose, "redid")

    def _turn(self, choose: Callable[[Connection], tuple[Event, Draft]], verb: str) -> Undone:
        no = self._desk.project_no
        with self._desk.store.writing(no) as connection:
            facts = projection.TableFacts(connection, no)
            original, draft = choose(connection)
            blocked = obstacles(facts, draft) or list(resting.obstacles(connection, no, draft.changes))
            title = KINDS[original.kind].title
            if blocked:
                what = f"Event {original.seq} ({title}) cannot be turned back"
                raise self._desk.refuse(connection, blocked, what, since=original.seq)
            written = self._desk.log(connection, draft)
            (entry,) = self.entries(connection, facts, [original])
        self._desk.bell.ring()
        return Undone(seq=written.seq, target=entry, words=f"{verb}: {title}")

    def _event(self, connection: Connection, seq: int) -> Event:
        event = log.one(connection, self._desk.project_no, seq)
        if event is None:
            raise NotFound(f"There is no event {seq}.", remedy="Look at the log for its number.")
        return event


def _place(subject: str) -> tuple[str, str]:
    family, _, key = subject.partition(":")
    if not key or (family != "unit" and family not in FAMILIES):
        raise BadInput(
            f"{subject!r} names nothing with a history.",
            remedy=f"Use unit:NUMBER or one of {', '.join(FAMILIES)} followed by :KEY.",
        )
    return family, key


def _changes(event: Event, names: Mapping[str, str]) -> Iterator[FactChange]:
    for item in event.changes:
        yield FactChange(
            seq=event.seq,
            kind=event.kind,
            actor=names.get(event.actor, event.actor),
            at=event.at,
            family=item.family,
            key=item.key,
            before=item.before,
            after=item.after,
        )


def entry_of(event: Event, names: naming.Names, *, undone: bool) -> LogEntry:
    """One event as people read it."""
    kind = KINDS[event.kind]
    said = sentence(event, names)
    return LogEntry(
        seq=event.seq,
        kind=event.kind,
        title=_title(event),
        words=words(said),
        said=said,
        actor=names(f"coder:{event.actor}") or event.actor,
        at=event.at,
        cause=event.cause,
        target=event.target,
        changes=len(event.changes),
        detail=event.detail,
        undoable=kind.undoable and not undone,
        undone=undone,
        hash=event.hash,
    )


def _holding(facts: Facts, wanted: str) -> list[str]:
    """What an event that is found must hold somewhere: a run of plain letters of the search, or a code so named."""
    runs = re.findall(r"[a-z0-9]+", wanted)
    codes = [code.id for code in facts.find(Code) if wanted in norm(code.name)]
    return [max(runs, key=len), *codes[:MOST_CODES]] if runs else []


def _holds(event: Event, wanted: str) -> bool:
    """Whether a text occurs in what people wrote, before or after the event."""
    return any(
        wanted in norm(value)
        for item in event.changes
        for row in (item.before, item.after)
        if row is not None
        for field in WRITTEN
        if isinstance(value := row.get(field), str)
    )


def _title(event: Event) -> str:
    title = KINDS[event.kind].title
    if event.kind in ("undone", "redone"):
        of = KINDS.get(str(event.detail.get("of")))
        return f"{title}: {of.title}" if of else title
    return title


def _snapshot(facts: Facts, last: Event) -> Snapshot:
    codes = sorted(facts.find(Code), key=lambda code: (code.position, code.created_at))
    return Snapshot(
        seq=last.seq,
        at=last.at,
        codes=tuple(code for code in codes if code.status != "merged"),
        notes=sum(1 for _ in facts.find(Note)),
        open_codes=sum(1 for _ in facts.find(OpenCode)),
        codings=sum(1 for _ in facts.find(Coding)),
        rounds=sum(1 for _ in facts.find(Round)),
        models=sum(1 for _ in facts.find(Model)),
        units=sum(source.units for source in facts.find(Source)),
    )


def _moment(time: str) -> str:
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        raise BadInput(f"{time!r} is no time.", remedy="Write 2026-11-21 or 2026-11-21T10:30.") from None
    if len(time) == 10:
        moment = moment.replace(hour=23, minute=59, second=59, microsecond=999_999)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")
