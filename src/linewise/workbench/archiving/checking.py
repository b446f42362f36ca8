"""Proving that the file of a project is whole, without the database that it came from."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from linewise.core.errors import BadInput
from linewise.storage import archiving
from linewise.storage.store import Store
from linewise.workbench.archiving import layout
from linewise.workbench.archiving.opening import opened
from linewise.workbench.archiving.receiving import Progress, load
from linewise.workbench.archiving.views import ArchiveCheck


def check(path: Path, *, progress: Progress | None = None) -> ArchiveCheck:
    """Every member's hash, the chain of events, their replay, and the digest of every source.

    The corpus is laid out in a temporary database, which is what its digests are computed from; nothing stays.
    """
    began = time.perf_counter()
    try:
        with opened(path) as archive, TemporaryDirectory(prefix="linewise-check-") as folder:
            store = Store(Path(folder) / "check.linewise")
            try:
                with store.writing() as connection, archiving.fitting(connection):
                    load(connection, archive, blobs=False, progress=progress)
            finally:
                store.close()
            manifest = archive.manifest
    except BadInput as error:
        return ArchiveCheck(ok=False, reason=error.message, seconds=round(time.perf_counter() - began, 3))
    return ArchiveCheck(
        ok=True,
        reason="",
        project=manifest.project,
        name=manifest.name,
        events=manifest.events,
        head=manifest.head,
        documents=manifest.members["corpus/document.jsonl"].rows,
        units=manifest.members["corpus/unit.jsonl"].rows,
        artefacts=manifest.members[layout.INDEX].rows,
        left_out=manifest.left_out,
        written_by=f"Linewise {manifest.linewise}",
        members={name: stored.bytes for name, stored in manifest.members.items()},
        seconds=round(time.perf_counter() - began, 3),
    )
