"""The reader of all formats that hold one document a file."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linewise.core.errors import BadInput
from linewise.interchange.limits import Apart
from linewise.interchange.readers.documents.building import Found, unpacked
from linewise.interchange.table import NAME, TEXT, Contents, ReadOptions, Table, row_of

WORKER = "linewise.interchange.readers.documents.worker"


def reading_room() -> Apart:
    """A process for documents; not started before it is asked."""
    return Apart(WORKER)


def read_document(apart: Apart, kind: str, path: Path, *, name: str) -> Found:
    """One document; BadInput names `name`."""
    question = json.dumps({"format": kind, "path": str(path)}).encode()
    plain = json.loads(apart.ask(question, file=name))
    if "message" in plain:
        raise BadInput(plain["message"], remedy=plain["remedy"], **{**plain["where"], "file": name})
    return unpacked(plain, name)


class DocumentReader:
    """One row: the document. Its name is that of the file."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        with reading_room() as apart:
            found = read_document(apart, self._kind, path, name=path.name)
        size = path.stat().st_size
        names = tuple(dict.fromkeys((TEXT, NAME, *row_of(found.entry, 1).cells)))
        yield Table(names, iter([row_of(found.entry, 1)]), lambda: size, 1, Contents(losses=lambda: found.losses))
