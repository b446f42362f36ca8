"""Reading a file as its plan says: one stream from bytes to records."""

from collections.abc import Callable, Iterator
from pathlib import Path

from linewise.importing.check import check
from linewise.importing.plan import ImportPlan
from linewise.importing.record import Record, Report
from linewise.interchange.detect import detect
from linewise.interchange.readers import READERS
from linewise.interchange.table import ReadOptions

Progress = Callable[[int, int], None]
_EVERY = 1000


def records(
    path: Path,
    plan: ImportPlan,
    *,
    report: Report | None = None,
    progress: Progress | None = None,
) -> Iterator[Record]:
    """Records of a file, one by one, in bounded memory.

    `report` is filled while reading; `progress(done, total)` is called with bytes every thousand records
    and at the end. BadInput names file, row and column of what cannot be read, and may come after records
    were already handed out: import them all in one transaction.
    """
    shape = detect(path)
    options = ReadOptions.from_plan(plan, encoding=shape.encoding, delimiter=shape.delimiter)
    with READERS[shape.format].open(path, options) as table:
        good = check(table.rows, plan, file=path.name, columns=table.columns, report=report)
        for count, record in enumerate(good, 1):
            yield record
            if progress is not None and count % _EVERY == 0:
                progress(min(table.done(), shape.size), shape.size)
    if progress is not None:
        progress(shape.size, shape.size)
