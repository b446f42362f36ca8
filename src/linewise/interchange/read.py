"""Reading a file as its plan says: one stream from bytes to records."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from linewise.importing.check import check
from linewise.importing.plan import ImportPlan
from linewise.importing.record import Record, Report
from linewise.interchange.detect import detect
from linewise.interchange.readers import READERS
from linewise.interchange.table import Contents, ReadOptions, Table

Progress = Callable[[int, int], None]
_EVERY = 1000


@contextmanager
def reading(
    path: Path,
    plan: ImportPlan,
    *,
    report: Report | None = None,
    progress: Progress | None = None,
) -> Iterator[tuple[Contents, Iterator[Record]]]:
    """An opened file: what it holds beside its documents, and its records one by one, in bounded memory.

    `report` is filled while reading; `progress(done, total)` is called with bytes every thousand records
    and at the end. BadInput names file, row and column of what cannot be read, and may come after records
    were already handed out: import them all in one transaction.
    """
    shape = detect(path)
    options = ReadOptions.from_plan(plan, encoding=shape.encoding, delimiter=shape.delimiter)
    with READERS[shape.format].open(path, options) as table:
        yield table.contents, _records(table, path, plan, report, progress, shape.size)


def records(
    path: Path, plan: ImportPlan, *, report: Report | None = None, progress: Progress | None = None
) -> Iterator[Record]:
    """The records of a file alone."""
    with reading(path, plan, report=report, progress=progress) as (_, found):
        yield from found


def _records(
    table: Table, path: Path, plan: ImportPlan, report: Report | None, progress: Progress | None, size: int
) -> Iterator[Record]:
    good = check(table.rows, plan, file=path.name, columns=table.columns, report=report)
    for count, record in enumerate(good, 1):
        yield record
        if progress is not None and count % _EVERY == 0:
            progress(min(table.done(), size), size)
    if progress is not None:
        progress(size, size)
