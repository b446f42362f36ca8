"""What other programs called the things that an import brought: a sealed artefact beside the source.

Plain JSON: `codes` (our id to what the entry said), `documents` (our number to its id and name), `memos` (our id to the
memo as it came), `stretches` (our number to the structure of its text). Exports give the ids back.
"""

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from linewise.core.exchange import CodeEntry, DocumentEntry, MemoEntry, Stretch
from linewise.core.nouns import Source
from linewise.storage import Connection, artefacts

_GUID = re.compile(r"\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?")


@dataclass(slots=True)
class Parcels:
    """The ids and leftovers of one import, or of several together."""

    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    documents: dict[int, dict[str, Any]] = field(default_factory=dict)
    memos: dict[str, dict[str, Any]] = field(default_factory=dict)
    stretches: dict[int, list[list[Any]]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.codes or self.documents or self.memos or self.stretches)

    def add_code(self, ours: str, entry: CodeEntry, *, given: str) -> None:
        """Keep how an entry was called, and the name it was `given` here; of two that became one, the first counts."""
        said = {"id": entry.id, "name": entry.name, "given": given, "codable": entry.codable}
        self.codes.setdefault(ours, said)

    def add_document(self, number: int, entry: DocumentEntry) -> None:
        """Keep a document's id, name and structure."""
        self.documents[number] = {"id": entry.id, "name": entry.name}
        if entry.stretches:
            self.stretches[number] = [[one.start, one.end, one.name, one.value] for one in entry.stretches]

    def add_memo(self, ours: str, memo: MemoEntry) -> None:
        """Keep a memo as it came."""
        self.memos[ours] = {name: getattr(memo, name) for name in MemoEntry.__slots__}

    def structure(self, number: int) -> tuple[Stretch, ...]:
        """The structure of a document's text."""
        return tuple(Stretch(*one) for one in self.stretches.get(number, ()))

    def dump(self) -> bytes:
        """As bytes to be sealed."""
        plain = {"codes": self.codes, "documents": self.documents, "memos": self.memos, "stretches": self.stretches}
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()

    def load(self, data: bytes) -> None:
        """Take in what `dump` wrote; what is known already has the word."""
        plain = json.loads(data)
        self.codes = plain["codes"] | self.codes
        self.memos = plain["memos"] | self.memos
        self.documents = {int(number): said for number, said in plain["documents"].items()} | self.documents
        self.stretches = {int(number): said for number, said in plain["stretches"].items()} | self.stretches


def parcels(connection: Connection, project_no: int, sources: Iterable[Source]) -> Parcels:
    """The parcels of these imports together, of several the first."""
    together = Parcels()
    for source in sources:
        if source.parcel:
            together.load(artefacts.unseal(connection, project_no, source.parcel))
    return together


def is_guid(own: str) -> bool:
    """Whether an id means the same thing wherever it stands; numbers count from one in every file."""
    return _GUID.fullmatch(own) is not None


def plain_guid(own: str) -> str:
    """A GUID as ours are written: in small letters, without braces."""
    return own.strip("{}").lower()


def document_id(project: str, number: int) -> str:
    """The id under which a document of ours is known elsewhere: always the same."""
    return str(uuid.uuid5(uuid.UUID(project), f"document:{number}"))


def identity(memo: MemoEntry | Mapping[str, Any]) -> tuple[str, ...]:
    """What makes two memos of one file's successive states the same: the id, else what they say of what."""
    said = memo if isinstance(memo, Mapping) else {name: getattr(memo, name) for name in MemoEntry.__slots__}
    if is_guid(said["id"]):
        return (said["id"],)
    return (said["id"], said["subject"], said["subject_id"], said["title"], said["text"])
