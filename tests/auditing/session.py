"""One project in the hands of several coders, for commands to act on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from linewise.core.errors import LinewiseError
from linewise.core.events import Draft
from linewise.core.nouns import Code
from linewise.storage import artefacts, corpus
from linewise.workbench import Project

T = TypeVar("T")


@dataclass
class Session:
    """One project in the hands of several coders."""

    project: Project
    folder: Path
    coders: list[Project] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.coders = [self.project]

    def all(self, noun: type[T]) -> list[T]:
        with self.project._desk.reading() as (_, facts):
            return list(facts.find(noun))

    def one(self, noun: type[T], number: int) -> T:
        found = self.all(noun)
        if not found:
            raise LinewiseError("There is none yet.")
        return found[number % len(found)]

    def code(self, number: int) -> str:
        return self.one(Code, number).id

    def unit(self, number: int) -> int:
        """A unit that stands; the number itself while none does."""
        with self.project._desk.reading() as (connection, _):
            standing = list(corpus.unit_ids(connection, self.project._desk.project_no))
        return standing[number % len(standing)] if standing else number

    def log(self, draft: Callable[[], Draft]) -> None:
        self.project._desk.write(lambda *_: draft())

    def sealed(self, data: bytes) -> str:
        desk = self.project._desk
        with desk.store.writing(desk.project_no) as connection:
            return artefacts.seal(connection, desk.project_no, data)
