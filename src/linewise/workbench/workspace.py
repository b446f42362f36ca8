"""A workspace: one database, the people and projects in it, and the jobs of this process."""

import getpass
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from linewise.core import nouns
from linewise.core.errors import Conflict, NotFound
from linewise.core.events import Draft, change
from linewise.core.facts import need
from linewise.core.nouns import Coder
from linewise.core.text import norm
from linewise.jobs import Job, JobBoard, JobView
from linewise.storage import log
from linewise.storage.projection import TableFacts
from linewise.storage.store import Store
from linewise.workbench import recent, since
from linewise.workbench.cache import Cache
from linewise.workbench.clock import new_id, new_seed, now
from linewise.workbench.desk import Bell, Desk
from linewise.workbench.project import Project, project_name
from linewise.workbench.views import ProjectCard

if TYPE_CHECKING:
    from linewise.workbench.archiving.views import ArchiveCheck, Received


class Workspace:
    """An opened database of projects; close it, or use it as a context manager."""

    def __init__(self, where: str | Path, *, create: bool = True, cause: str = "python") -> None:
        self.store = Store(where, create=create)
        self.jobs = JobBoard()
        self._cause = cause
        self._shared: dict[str, tuple[Bell, Cache]] = {}

    def projects(self) -> tuple[ProjectCard, ...]:
        """Every project at a glance, oldest first."""
        with self.store.reading() as connection:
            cards = []
            for project_id, number in self.store.project_numbers(connection).items():
                facts = TableFacts(connection, number)
                project = need(facts, nouns.Project, project_id)
                owner = next(iter(facts.find(Coder)))
                progress = since.progress(connection, facts, number, coder=owner.id)
                events = log.newest(connection, number, limit=recent.LOOKED_AT)
                deeds = recent.sitting(events)
                in_round = recent.open_round(facts, owner.id)
                application = facts.latest(nouns.Application)
                cards.append(
                    ProjectCard(
                        id=project.id,
                        name=project.name,
                        created_at=project.created_at,
                        updated_at=events[0].at,
                        exclusive=project.exclusive,
                        units=progress.units,
                        read=progress.read,
                        coded=progress.coded,
                        noted=progress.noted,
                        decided=progress.decided,
                        machine=min(application.coded, progress.units - progress.coded) if application else 0,
                        codes=progress.codes,
                        stage=recent.stage(deeds, units=progress.units, in_round=in_round is not None),
                        recent=recent.words(deeds),
                        round=in_round,
                        new=progress.new,
                    )
                )
            return tuple(cards)

    def create(
        self, name: str, *, exclusive: bool = False, coder: str | None = None, seed: int | None = None
    ) -> Project:
        """Make a project with its first coder (by default named after the account); names are unique."""
        name = project_name(name)
        project = nouns.Project(
            id=new_id(),
            name=name,
            exclusive=exclusive,
            seed=new_seed() if seed is None else seed,
            created_at=now(),
        )
        owner = Coder(id=new_id(), name=coder or account(), role="owner")
        if any(norm(card.name) == norm(name) for card in self.projects()):
            raise Conflict(f"There is a project {name!r} already.", remedy="Open it, or choose another name.")
        with self.store.writing() as connection:
            number = self.store.add_project(connection, project.id)
            draft = Draft("project_created", (change(None, project), change(None, owner)), {"name": name})
            log.append(connection, number, draft, actor=owner.id, at=project.created_at, cause=self._cause)
        return self.project(project.id)

    def demo(self) -> Project:
        """The example project, made if there is none; its texts arrive in the background."""
        from linewise.workbench.example import example

        return example(self)

    def project(self, wanted: str) -> Project:
        """The project with this id or name, as its first coder."""
        with self.store.reading() as connection:
            for project_id, number in self.store.project_numbers(connection).items():
                facts = TableFacts(connection, number)
                if project_id == wanted or norm(need(facts, nouns.Project, project_id).name) == norm(wanted):
                    owner = next(iter(facts.find(Coder)))
                    shared = self._shared.setdefault(project_id, (Bell(), Cache()))
                    return Project(Desk(self.store, self.jobs, number, project_id, owner.id, self._cause, *shared))
        raise NotFound(
            f"There is no project {wanted!r} in this workspace.", remedy="List them: linewise projects list."
        )

    def import_project(
        self, path: str | Path, *, name: str | None = None, progress: Callable[[int, int], None] | None = None
    ) -> "Received":
        """Bring in a whole project that was exported to one file, here or elsewhere; `name` where its name is taken.

        Conflict when it is here with another history; BadInput when the file is damaged or was changed.
        """
        from linewise.workbench.archiving import receive

        return receive(self, Path(path), name=name, cause=self._cause, progress=progress)

    def check_project(self, path: str | Path, *, progress: Callable[[int, int], None] | None = None) -> "ArchiveCheck":
        """Whether the file of a project is whole: every hash, the log's chain, every text. Nothing is brought in."""
        from linewise.workbench.archiving import check

        return check(Path(path), progress=progress)

    def start_import_project(self, path: str | Path, *, name: str | None = None) -> JobView:
        """The same in the background; the job's result is the `Received`."""
        source = Path(path)

        def work(job: Job) -> "Received":
            return self.import_project(source, name=name, progress=job.progress)

        return self.jobs.start("", "project_import", f"Bringing in {source.name}", work)

    def resume(self) -> None:
        """Go on with background work that an earlier process left: vectors of units that have none."""
        for card in self.projects():
            teaching = self.project(card.id).teaching
            if card.units and teaching.missing_vectors():
                teaching.start_encoding()

    def through(self, cause: str) -> Self:
        """Log what follows under another door's name ("ui", "cli", "python")."""
        self._cause = cause
        return self

    def close(self) -> None:
        """Stop this process's jobs and close the database."""
        for _, cache in self._shared.values():
            cache.ahead.close()
        self.jobs.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def account() -> str:
    """The name of whoever runs this process, as far as the system knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "me"


def open_workspace(where: str | Path = "study.linewise", *, create: bool = True, cause: str = "python") -> Workspace:
    """Open (or begin) a workspace: a path means an SQLite file, a postgresql:// URL a team's database."""
    return Workspace(where, create=create, cause=cause)


def open_project(where: str | Path = "study.linewise", *, project: str | None = None, create: bool = True) -> Project:
    """Open the only project of a workspace, or the one named; an empty workspace begins one named after the file."""
    workspace = Workspace(where, create=create)
    cards = workspace.projects()
    if project is not None:
        known = any(project == card.id or norm(project) == norm(card.name) for card in cards)
        return workspace.project(project) if known or not create else workspace.create(project)
    if len(cards) == 1:
        return workspace.project(cards[0].id)
    if cards:
        names = ", ".join(card.name for card in cards)
        raise Conflict("This workspace holds several projects.", remedy=f"Name one of them: {names}.")
    if not create:
        raise NotFound("This workspace holds no project.", remedy="Create one: linewise projects create NAME.")
    return workspace.create(Path(str(where)).stem if "://" not in str(where) else "study")
