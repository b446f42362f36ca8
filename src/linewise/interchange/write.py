"""Writing a table to a file, all of it or nothing."""

from pathlib import Path
from typing import get_args

from linewise.core.errors import BadInput
from linewise.interchange.appearing import appearing
from linewise.interchange.writers import WRITERS, WriteFormat
from linewise.interchange.writers.table import Columns, Rows


def write(path: Path, columns: Columns, rows: Rows, *, format: WriteFormat | None = None) -> int:
    """Write rows as the format says (by default the one of the file's name); the number of rows written.

    The file appears under its name only when it is complete and on disk; until then, and after any error,
    what stood there before stays. BadInput when the format is unknown, the folder cannot be written, or a
    row does not fit the format.
    """
    kind = format or path.suffix.lower().removeprefix(".")
    writer = next((writer for name, writer in WRITERS.items() if name == kind), None)
    if writer is None:
        known = ", ".join(get_args(WriteFormat))
        raise BadInput(f"{kind!r} is no format to write.", remedy=f"Choose one of {known}.", file=path.name)
    if len({name for name, _ in columns}) < len(columns):
        raise BadInput("two columns have the same name.", remedy="Rename one of them.", file=path.name)
    with appearing(path) as part:
        return writer.write(part, columns, rows)
