"""The questions that were found last, as one process keeps them between calls."""

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linewise.teaching.questions import Raised


@dataclass(frozen=True, slots=True)
class Found:
    """The questions of one state of the project: raised and not settled by then; words of their sides by place.

    `known` are the answers there were by then, by id and time.
    """

    seq: int
    questions: "tuple[Raised, ...]"
    known: frozenset[tuple[str, str]]
    words: dict[tuple[str, int], tuple[str, ...]]
    ready: bool


@dataclass(slots=True)
class Thoughts:
    """The questions found last, and the lock that keeps the looking to one thread."""

    found: Found | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
