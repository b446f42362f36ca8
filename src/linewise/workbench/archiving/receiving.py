"""A project from a file into a database: replayed, loaded, made searchable and proved, or nothing of it."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from linewise.core import nouns
from linewise.core.errors import Conflict
from linewise.core.events import GENESIS, Draft, change
from linewise.core.facts import Facts
from linewise.core.nouns import Coder, Source
from linewise.core.text import norm
from linewise.storage import Connection, archiving, corpus, log
from linewise.storage.archiving import Incoming
from linewise.storage.projection import TableFacts
from linewise.workbench.archiving import layout
from linewise.workbench.archiving.opening import Archive, opened
from linewise.workbench.archiving.views import Received
from linewise.workbench.clock import now

if TYPE_CHECKING:
    from linewise.workbench.workspace import Workspace

Progress = Callable[[int, int], None]
TOLD = 500


class Loaded(NamedTuple):
    """What was written: the project's number in the database, and what is known of it."""

    number: int
    facts: Facts
    artefacts: int


def receive(
    workspace: "Workspace",
    path: Path,
    *,
    name: str | None = None,
    cause: str = "python",
    progress: Progress | None = None,
) -> Received:
    """Bring a project in from its file, under its own id; `name` where its name is taken here.

    A project that is here with all that the file holds stays as it is. Conflict when it is here with another history,
    or its name is taken; BadInput when the file is not what it says. Nothing of it stays then.
    """
    from linewise.workbench.project import project_name

    began, wanted = time.perf_counter(), project_name(name) if name else None
    with opened(path) as archive:
        known = _known(workspace, archive)
        if known is None:
            names = {norm(card.name) for card in workspace.projects()}
            if norm(wanted or archive.manifest.name) in names:
                raise Conflict(
                    f"There is another project called {wanted or archive.manifest.name!r} here already.",
                    remedy="Give the project from the file another name.",
                )
            with workspace.store.writing() as connection, archiving.fitting(connection):
                loaded = load(connection, archive, progress=progress)
                if wanted is not None:
                    _rename(connection, loaded, archive, wanted, cause)
        manifest = archive.manifest
    here = workspace.project(manifest.project)
    return Received(
        id=manifest.project,
        name=here.name,
        events=manifest.events,
        head=manifest.head,
        documents=manifest.members["corpus/document.jsonl"].rows,
        units=manifest.members["corpus/unit.jsonl"].rows,
        artefacts=manifest.members[layout.INDEX].rows,
        left_out=manifest.left_out,
        already=known is not None,
        seconds=round(time.perf_counter() - began, 3),
    )


def load(connection: Connection, archive: Archive, *, blobs: bool = True, progress: Progress | None = None) -> Loaded:
    """Write all that a file holds in the caller's transaction, and prove it; without `blobs`, only hash those."""
    manifest = archive.manifest
    total = sum(stored.rows for stored in manifest.members.values())
    done = 0

    def tell(fresh: int) -> None:
        nonlocal done
        done += fresh
        if progress is not None:
            progress(done, total)

    into = Incoming(connection, manifest.project, next_document=manifest.next_document, next_unit=manifest.next_unit)
    for record in archive.lines(layout.LOG):
        into.event(record)
        if into.last % TOLD == 0:
            tell(TOLD)
    if (into.last, into.hash) != (manifest.events, manifest.head) or into.hash == GENESIS:
        raise archive.bad(f"its log ends at event {into.last}, and not as the manifest says")
    for table_name, table in archiving.ROWS.items():
        member = f"{layout.CORPUS}{table_name}.jsonl"
        if archive.has(member):
            for number, row in enumerate(archive.lines(member), 1):
                into.row(table, row)
                if number % TOLD == 0:
                    tell(TOLD)
    into.flush()
    found = archive.blobs()
    for blob in found:
        for position, data in archive.data(blob):
            if blobs:
                into.block(blob.artefact, position, data)
        tell(1)
    archive.complete()
    into.finish()
    facts = TableFacts(connection, into.number)
    _prove(connection, archive, into.number, facts)
    tell(total - done)
    return Loaded(into.number, facts, len(found))


def _prove(connection: Connection, archive: Archive, number: int, facts: Facts) -> None:
    """The project is the one named, somebody is in it, and every text is the one that was imported."""
    projects = [one.id for one in facts.find(nouns.Project)]
    if projects != [archive.manifest.project] or next(iter(facts.find(Coder)), None) is None:
        raise archive.bad("its log is that of another project than its manifest says")
    for source in facts.find(Source):
        try:
            same = corpus.source_digest(connection, number, source) == source.digest
        except ValueError:
            same = False
        if not same:
            raise archive.bad(f"the texts of {source.name!r:.90} are not the ones that were imported")


def _rename(connection: Connection, loaded: Loaded, archive: Archive, name: str, cause: str) -> None:
    old = loaded.facts.get(nouns.Project, archive.manifest.project)
    owner = next(iter(loaded.facts.find(Coder)))
    assert old is not None
    if old.name != name:
        draft = Draft("project_changed", (change(old, replace(old, name=name)),), {"choices": {"name": name}})
        log.append(connection, loaded.number, draft, actor=owner.id, at=now(), cause=cause)


def _known(workspace: "Workspace", archive: Archive) -> int | None:
    """The number of this very project where it is here with all that the file holds; Conflict where it differs."""
    manifest = archive.manifest
    with workspace.store.reading() as connection:
        number = workspace.store.project_numbers(connection).get(manifest.project)
        if number is None:
            return None
        last, _ = log.head(connection, number)
        same = log.one(connection, number, min(last, manifest.events))
    remedy = "Bring it into another workspace (linewise projects import FILE --in other.linewise) and compare."
    why = "Every event is chained to its project, so there can be no second copy of one in a workspace"
    assert same is not None
    if last >= manifest.events:
        if same.hash == manifest.head:
            return number
        raise Conflict(f"This project is here already, with another history than the file's. {why}.", remedy=remedy)
    for record in archive.lines(layout.LOG):
        if record.get("seq") == last:
            ahead = record.get("hash") == same.hash
            break
    else:
        ahead = False
    if ahead:
        raise Conflict(
            f"This project is here already, and the file goes on after it by {manifest.events - last:,} events. {why}.",
            remedy=remedy,
        )
    raise Conflict(f"This project is here already, with another history than the file's. {why}.", remedy=remedy)
