"""What is said of a project that went into a file, or came out of one."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """A project that was written to a file: `head` is the hash of its last event, `bytes` the size of the file.

    `left_out` counts artefacts that were not taken along.
    """

    path: str
    project: str
    name: str
    events: int
    head: str
    documents: int
    units: int
    artefacts: int
    left_out: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A project that came from a file; `already`: it was here, with everything that the file holds, and stayed."""

    id: str
    name: str
    events: int
    head: str
    documents: int
    units: int
    artefacts: int
    left_out: int
    already: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveCheck:
    """Whether a file holds a project that is whole; where it is not, `reason` says what is wrong."""

    ok: bool
    reason: str
    project: str = ""
    name: str = ""
    events: int = 0
    head: str = ""
    documents: int = 0
    units: int = 0
    artefacts: int = 0
    left_out: int = 0
    written_by: str = ""
    members: Mapping[str, int] | None = None
    seconds: float = 0.0
