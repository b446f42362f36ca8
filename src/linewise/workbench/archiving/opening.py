"""Reading the file of a project: every member once, counted and hashed against the manifest while it streams by."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from linewise.core.errors import BadInput
from linewise.interchange.tree import Tree, tree
from linewise.storage.archived import newer
from linewise.storage.archiving import SCHEMA
from linewise.workbench.archiving import layout
from linewise.workbench.archiving.layout import Manifest, Stored

# A corpus of some million units with its vectors; what a file really holds is counted.
MOST = 64 * 2**30
LARGEST_BLOCK = 256 * 2**20


class Blob(NamedTuple):
    """An artefact in the file: which member, and the place and the bytes of each of its blocks."""

    artefact: str
    member: str
    blocks: list[tuple[int, int]]


@dataclass(slots=True)
class Archive:
    """An opened file whose manifest fits it. Each member can be read once, and is checked at its end."""

    manifest: Manifest
    _inside: Tree
    _read: set[str] = field(default_factory=set)

    def lines(self, member: str) -> Iterator[dict[str, Any]]:
        """The records of a member, which must be there."""
        stored = self._stored(member)
        running, size, rows = hashlib.sha256(), 0, 0
        found = self._inside.find(member)
        assert found is not None
        with self._inside.open(found) as stream:
            while line := stream.readline(layout.LONGEST + 1):
                running.update(line)
                size, rows = size + len(line), rows + 1
                if len(line) > layout.LONGEST:
                    raise self.bad(f"line {rows} of {member} is too long")
                try:
                    record = json.loads(line)
                except (ValueError, RecursionError):
                    raise self.bad(f"line {rows} of {member} is no JSON") from None
                if not isinstance(record, dict):
                    raise self.bad(f"line {rows} of {member} is no object")
                yield record
        self._require(member, stored, Stored(sha256=running.hexdigest(), bytes=size, rows=rows))

    def blobs(self) -> list[Blob]:
        """What the index says of artefacts."""
        found = []
        for record in self.lines(layout.INDEX):
            try:
                name, member, blocks = record["artefact"], record["file"], record["blocks"]
                parts = [(position, size) for position, size in blocks]
                fits = all(type(one) is int and one >= 0 for pair in parts for one in pair)
            except (KeyError, TypeError, ValueError):
                fits, name, member, parts = False, "", "", []
            if not fits or not isinstance(name, str) or not isinstance(member, str):
                raise self.bad("its index of artefacts makes no sense")
            if max((size for _, size in parts), default=0) > LARGEST_BLOCK:
                raise self.bad(f"a block of {member!r:.90} is too large")
            if layout.is_sealed(name) and self._stored(member).sha256 != name:
                raise self.bad(f"{member!r:.90} is not what its name says")
            found.append(Blob(name, member, parts))
        if len({blob.artefact for blob in found}) < len(found):
            raise self.bad("its index names an artefact twice")
        return found

    def data(self, blob: Blob) -> Iterator[tuple[int, bytes]]:
        """The blocks of an artefact, one at a time."""
        stored = self._stored(blob.member)
        running, total = hashlib.sha256(), 0
        found = self._inside.find(blob.member)
        assert found is not None
        with self._inside.open(found) as stream:
            for position, size in blob.blocks:
                part = stream.read(size)
                running.update(part)
                total += len(part)
                yield position, part
            if stream.read(1):
                raise self.bad(f"{blob.member} is longer than its blocks")
        self._require(blob.member, stored, Stored(sha256=running.hexdigest(), bytes=total))

    def complete(self) -> None:
        """Read what nobody asked for, so that every member was checked."""
        for member, stored in self.manifest.members.items():
            if member not in self._read:
                running, size = hashlib.sha256(), 0
                found = self._inside.find(member)
                assert found is not None
                with self._inside.open(found) as stream:
                    while part := stream.read(1 << 20):
                        running.update(part)
                        size += len(part)
                self._require(member, stored, Stored(sha256=running.hexdigest(), bytes=size, rows=stored.rows))

    def has(self, member: str) -> bool:
        return member in self.manifest.members

    def bad(self, reason: str) -> BadInput:
        return self._inside.bad(reason, "Copy or export the file again.")

    def _stored(self, member: str) -> Stored:
        stored = self.manifest.members.get(member)
        if stored is None:
            raise self.bad(f"{member!r:.90} is missing")
        return stored

    def _require(self, member: str, expected: Stored, found: Stored) -> None:
        if found != expected:
            raise self.bad(f"{member} was changed: it is not what the manifest says")
        self._read.add(member)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a file; BadInput when it is no project, of a newer Linewise, or holds other members than it says."""
    with tree(path, most=MOST) as inside:
        if inside.refused:
            raise inside.bad(f"it holds {inside.refused[0]!r:.90}, which no project has", "Do not use it.")
        manifest, text = layout.read_manifest(inside)
        if manifest.schema > SCHEMA:
            raise newer(f"its schema is {manifest.schema}, this version knows {SCHEMA}")
        archive = Archive(manifest, inside)
        there = {member.name for member in inside}
        for member in (layout.SUMS, layout.LOG, layout.INDEX, *manifest.members):
            if member not in there:
                raise archive.bad(f"{member!r:.90} is missing")
        if extra := there - {layout.MANIFEST, layout.SUMS, *manifest.members}:
            raise archive.bad(f"it holds {min(extra)!r:.90}, of which its manifest says nothing")
        sums = inside.find(layout.SUMS)
        assert sums is not None
        stated = hashlib.sha256(text.encode()).hexdigest()
        if f"{stated}  {layout.MANIFEST}" not in inside.read(sums, most=layout.LARGEST_MANIFEST).decode(
            errors="replace"
        ).split("\n"):
            raise archive.bad("its manifest.json was changed")
        yield archive
