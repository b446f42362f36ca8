"""A project into one file, from one state of the database, streamed: memory does not grow with the corpus."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal, get_args

from linewise.core.errors import BadInput
from linewise.core.events import dumps
from linewise.interchange.appearing import appearing
from linewise.storage import Connection, archiving
from linewise.workbench.archiving import layout
from linewise.workbench.archiving.layout import Manifest, Stored
from linewise.workbench.archiving.views import Archived
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings

Artefacts = Literal["all", "needed", "none"]
Progress = Callable[[int, int], None]

# One date for every member: the same state gives the same file.
EPOCH = (1980, 1, 1, 0, 0, 0)
TOLD = 500


def pack(desk: Desk, path: Path, *, artefacts: Artefacts = "all", progress: Progress | None = None) -> Archived:
    """Write the project to a file, all of it or nothing; equal states give equal bytes.

    `artefacts`: "all", those that are "needed" as nothing can compute them again (models, encoders, applied scores,
    kept originals; not vectors), or "none", after which models have to be taught again.
    """
    if artefacts not in get_args(Artefacts):
        raise BadInput(
            f"artefacts cannot be {artefacts!r:.40}.",
            remedy=f"Use {', '.join(get_args(Artefacts))}.",
            option="artefacts",
        )
    with appearing(path) as part:
        manifest = write(desk, part, artefacts=artefacts, progress=progress)
        size = part.stat().st_size
    return Archived(
        path=str(path),
        project=manifest.project,
        name=manifest.name,
        events=manifest.events,
        head=manifest.head,
        documents=manifest.members["corpus/document.jsonl"].rows,
        units=manifest.members["corpus/unit.jsonl"].rows,
        artefacts=manifest.members[layout.INDEX].rows,
        left_out=manifest.left_out,
        bytes=size,
    )


def write(desk: Desk, path: Path, *, artefacts: str = "all", progress: Progress | None = None) -> Manifest:
    """The file as such, at the very path given; an OSError leaves it unfinished."""
    from linewise import __version__

    with (
        desk.reading() as (connection, facts),
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        no = desk.project_no
        name = settings(facts, desk).name
        census = archiving.census(connection, no)
        found = archiving.blocks(connection, no)
        taken = {one: parts for one, parts in found.items() if _wanted(one, artefacts)}
        total = census.events + sum(census.rows.values()) + sum(map(len, taken.values()))
        out = _Out(archive, total, progress)
        last = ""

        def records() -> Iterator[Mapping[str, Any]]:
            nonlocal last
            for record in archiving.events(connection, no):
                last = record["at"]
                yield record

        out.lines(layout.LOG, records())
        for table in archiving.ROWS.values():
            out.lines(f"{layout.CORPUS}{table.name}.jsonl", archiving.rows(connection, no, table))
        _artefacts(out, connection, no, taken)
        words = layout.WORDS.format(
            name=name,
            line="=" * min(len(name), 90),
            events=census.events,
            documents=out.members["corpus/document.jsonl"].rows,
            units=out.members["corpus/unit.jsonl"].rows,
            head=census.head,
            open="[",
            close="]",
        )
        out.whole(layout.README, words.encode())
        manifest = Manifest(
            linewise=__version__,
            schema=archiving.SCHEMA,
            project=census.project,
            name=name,
            at=last,
            events=census.events,
            head=census.head,
            next_document=census.next_document,
            next_unit=census.next_unit,
            artefacts=artefacts,
            left_out=len(found) - len(taken),
            members=dict(out.members),
        )
        out.whole(layout.MANIFEST, manifest.dump())
        sums = "".join(f"{one.sha256}  {member}\n" for member, one in sorted(out.members.items()))
        out.whole(layout.SUMS, sums.encode())
    return manifest


def _wanted(artefact: str, artefacts: str) -> bool:
    return artefacts == "all" or (artefacts == "needed" and layout.is_sealed(artefact))


def _artefacts(out: "_Out", connection: Connection, no: int, taken: Mapping[str, list[tuple[int, int]]]) -> None:
    index = []
    for number, (artefact, parts) in enumerate(taken.items(), 1):
        stem = artefact if layout.is_sealed(artefact) else f"{number:06}"
        member = f"{layout.BLOBS}{stem}.bin"
        out.blob(member, (archiving.data_of(connection, no, artefact, position) for position, _ in parts))
        index.append({"artefact": artefact, "file": member, "blocks": parts})
    out.lines(layout.INDEX, index, counted=False)


class _Out:
    """Members of an archive, hashed while they are written."""

    def __init__(self, archive: zipfile.ZipFile, total: int, progress: Progress | None) -> None:
        self._archive, self._total, self._progress = archive, total, progress
        self._done = 0
        self.members: dict[str, Stored] = {}

    def lines(self, member: str, records: Iterable[Mapping[str, Any]], *, counted: bool = True) -> None:
        rows = 0
        with self._member(member) as write:
            batch: list[str] = []
            for record in records:
                batch.append(dumps(record))
                rows += 1
                if len(batch) >= TOLD or len(batch[-1]) > 1 << 20:
                    write(("\n".join(batch) + "\n").encode())
                    self._tell(len(batch) if counted else 0)
                    batch.clear()
            if batch:
                write(("\n".join(batch) + "\n").encode())
                self._tell(len(batch) if counted else 0)
        self.members[member] = Stored(sha256=self.members[member].sha256, bytes=self.members[member].bytes, rows=rows)

    def blob(self, member: str, parts: Iterable[bytes]) -> None:
        with self._member(member, packed=False) as write:
            for part in parts:
                write(part)
                self._tell(1)

    def whole(self, member: str, data: bytes) -> None:
        with self._member(member) as write:
            write(data)

    @contextmanager
    def _member(self, member: str, *, packed: bool = True) -> Iterator[Callable[[bytes], None]]:
        info = zipfile.ZipInfo(member, EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o644 << 16
        running, size = hashlib.sha256(), 0
        stream: IO[bytes]
        with self._archive.open(info, "w", force_zip64=True) as stream:

            def write(data: bytes) -> None:
                nonlocal size
                running.update(data)
                size += len(data)
                stream.write(data)

            yield write
        self.members[member] = Stored(sha256=running.hexdigest(), bytes=size)

    def _tell(self, fresh: int) -> None:
        self._done += fresh
        if self._progress is not None:
            self._progress(self._done, self._total)
