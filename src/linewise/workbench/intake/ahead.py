"""Reading a file before anybody who writes has to wait: as much of the work as fits is done outside the transaction."""

import hashlib
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from linewise.core.errors import BadInput
from linewise.importing.plan import ImportPlan
from linewise.importing.record import Record, Report
from linewise.interchange.detect import detect
from linewise.interchange.read import reading
from linewise.interchange.readers import TABLES
from linewise.interchange.table import Contents
from linewise.interchange.tree import tree

# Tables up to this size (bytes) are read ahead; a larger one is streamed while it is written, which is nearly as quick.
SMALL = 8 * 2**20

Progress = Callable[[int, int], None]


@contextmanager
def read_ahead(
    path: Path, plan: ImportPlan, *, report: Report, progress: Progress | None
) -> Iterator[tuple[Contents, Iterable[Record]]]:
    """What a file holds, and its records: of documents and projects, which are slow to read, all are read by now."""
    with reading(path, plan, report=report, progress=progress) as (contents, rows):
        if detect(path).format in TABLES:
            yield contents, list(rows) if path.stat().st_size <= SMALL else rows
            return
        with tempfile.TemporaryFile() as spool:
            for record in rows:
                pickle.dump(record, spool, protocol=pickle.HIGHEST_PROTOCOL)
            spool.seek(0)
            yield contents, _unspooled(spool)


def _unspooled(spool: BinaryIO) -> Iterator[Record]:
    while True:
        try:
            yield pickle.load(spool)
        except EOFError:
            return


def content_hash(path: Path) -> str:
    """SHA-256 of a file; of a folder, over the names and contents of what lies in it."""
    try:
        if path.is_dir():
            running = hashlib.sha256()
            with tree(path) as inside:
                for member in inside:
                    own = hashlib.sha256()
                    with inside.open(member) as stream:
                        for piece in iter(lambda stream=stream: stream.read(1 << 20), b""):  # type: ignore[misc]
                            own.update(piece)
                    running.update(f"{len(member.name)} {member.name} ".encode() + own.digest())
            return running.hexdigest()
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInput(
            f"the file cannot be read: {error.strerror}.", remedy="Check the path.", file=str(path)
        ) from None
