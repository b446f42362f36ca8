"""A project as one coder works on it: the stages, its settings, undo, and what is going on in it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from linewise.auditing.views import LogEntry
from linewise.core import nouns
from linewise.core.errors import BadInput
from linewise.core.events import Draft, change
from linewise.core.facts import Facts, need
from linewise.core.nouns import Coder
from linewise.core.text import checked, norm
from linewise.storage import Connection, log
from linewise.workbench import since
from linewise.workbench.applying import Applying
from linewise.workbench.auditing import Auditing
from linewise.workbench.clock import new_id
from linewise.workbench.coding import Coding
from linewise.workbench.desk import Desk
from linewise.workbench.exploring import Exploring
from linewise.workbench.exporting import Exporting
from linewise.workbench.given import settings
from linewise.workbench.grouping import Grouping
from linewise.workbench.hooks import Hooks
from linewise.workbench.importing import Importing
from linewise.workbench.teaching import Teaching
from linewise.workbench.verifying import Verifying
from linewise.workbench.views import ProjectState, Undone

LIMITS = {"round_size": (1, 1000), "audit_share": (0.0, 1.0), "blind_share": (0.0, 1.0), "precision": (0.5, 0.999)}
SETTINGS = ("name", "exclusive", "code_twins", "learn_imports", *LIMITS)


class Project:
    """One project through one coder's eyes; every change is logged under that coder's name."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.teaching = Teaching(desk)
        self.importing = Importing(desk, self.teaching)
        self.coding = Coding(desk, self.teaching)
        self.grouping = Grouping(desk, self.teaching)
        self.verifying = Verifying(desk, self.teaching)
        self.applying = Applying(desk, self.teaching)
        self.auditing = Auditing(desk)
        self.exploring = Exploring(desk, self.coding)
        self.hooks = Hooks(desk)
        self.exporting = Exporting(desk, self.hooks)

    @property
    def id(self) -> str:
        return self._desk.project_id

    @property
    def settings(self) -> nouns.Project:
        """The project's name and choices as they stand."""
        with self._desk.reading() as (_, facts):
            return settings(facts, self._desk)

    @property
    def name(self) -> str:
        return self.settings.name

    @property
    def coder(self) -> Coder:
        """Whose project this is in this session."""
        with self._desk.reading() as (_, facts):
            return need(facts, Coder, self._desk.coder)

    @property
    def coders(self) -> tuple[Coder, ...]:
        """Everybody who codes here."""
        with self._desk.reading() as (_, facts):
            return tuple(facts.find(Coder))

    def as_coder(self, name: str) -> "Project":
        """The same project through the eyes of another person, who joins if the name is new."""
        name = " ".join(checked(name, what="name of a coder", longest=100).split())
        if not name:
            raise BadInput("A coder needs a name.", remedy="Give one.")
        joined = new_id()

        def decide(_: Connection, facts: Facts) -> Draft:
            nonlocal joined
            for coder in facts.find(Coder):
                if norm(coder.name) == norm(name):
                    joined = coder.id
                    return Draft("coder_joined", ())
            return Draft("coder_joined", (change(None, Coder(id=joined, name=name)),), {"name": name})

        self._desk.write(decide, actor=joined)
        return Project(replace(self._desk, coder=joined))

    def through(self, cause: str) -> "Project":
        """The same project, with another word for the door that changes come through ("ui", "cli", "python")."""
        return Project(replace(self._desk, cause=cause))

    def change(self, **choices: Any) -> nouns.Project:
        """Change the name, exclusive, code_twins, learn_imports, round_size, audit_share, blind_share or precision."""
        unknown = set(choices) - set(SETTINGS)
        if unknown:
            raise BadInput(f"A project has no {', '.join(sorted(unknown))}.", remedy=f"Use {', '.join(SETTINGS)}.")
        for name, (least, most) in LIMITS.items():
            if name in choices and not least <= choices[name] <= most:
                raise BadInput(f"{name} must lie between {least:g} and {most:g}.", remedy="Choose a value in there.")
        if "name" in choices:
            choices["name"] = project_name(choices["name"])

        def decide(_: Connection, facts: Facts) -> Draft:
            old = settings(facts, self._desk)
            new = replace(old, **choices)
            return Draft("project_changed", (change(old, new),) if new != old else (), {"choices": choices})

        self._desk.write(decide)
        return self.settings

    def state(self) -> ProjectState:
        """What every page shows: progress, what can be undone, what is running, what is amiss."""
        desk = self._desk
        with desk.reading() as (connection, facts):
            no = desk.project_no
            candidates = (
                log.undo_candidate(connection, no, desk.coder),
                log.redo_candidate(connection, no, desk.coder),
            )
            undo, redo = (self._entry(connection, facts, seq) for seq in candidates)
            return ProjectState(
                project=settings(facts, desk),
                coder=need(facts, Coder, desk.coder),
                progress=since.progress(connection, facts, no, coder=desk.coder),
                codebook=log.last_codebook_seq(connection, no),
                seq=log.head(connection, no)[0],
                undo=undo,
                redo=redo,
                jobs=desk.jobs.running(desk.project_id),
                notices=(*self.teaching.notices(connection, facts), *self.hooks.notices(connection)),
            )

    def undo(self, seq: int | None = None) -> Undone:
        """Take back the coder's last step, or the event with this number."""
        return self.auditing.undo(seq)

    def redo(self, seq: int | None = None) -> Undone:
        """Bring back what was undone last, or the undone event with this number."""
        return self.auditing.redo(seq)

    def subscribe(self, *, after: int | None = None, poll: float = 1.0) -> Iterator[LogEntry | None]:
        """Log entries as they are written, by anybody; None at least every `poll` seconds, as a heartbeat."""
        desk, heard = self._desk, 0
        with desk.reading() as (connection, _):
            last = after if after is not None else log.head(connection, desk.project_no)[0]
        while True:
            with desk.reading() as (connection, facts):
                events = list(log.read(connection, desk.project_no, after=last))
                entries = self.auditing.entries(connection, facts, events)
            for entry in entries:
                last = entry.seq
                yield entry
            if not entries:
                yield None
            heard = desk.bell.wait(heard, poll)

    def _entry(self, connection: Connection, facts: Facts, seq: int | None) -> LogEntry | None:
        event = log.one(connection, self._desk.project_no, seq) if seq is not None else None
        return self.auditing.entries(connection, facts, [event])[0] if event is not None else None


def project_name(name: str) -> str:
    """A name fit for a project."""
    name = " ".join(checked(name, what="name of a project", longest=200).split())
    if not name:
        raise BadInput("A project needs a name.", remedy="Give one.")
    return name
