"""A file that appears under its name only when it is complete and on disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from linewise.core.errors import BadInput


@contextmanager
def appearing(path: Path, *, keep: bool = True) -> Iterator[Path]:
    """A place beside `path` to write to, with the same ending; until it is whole, what stood under the name stays.

    Without `keep` it is gone after the block. BadInput when the folder is missing or cannot be written.
    """
    if not path.parent.is_dir():
        raise BadInput("the folder does not exist.", remedy="Create it, or choose another.", file=str(path))
    part = path.with_name(f".{path.stem[:80]}.{uuid4().hex[:8]}.part{path.suffix}")
    try:
        yield part
        if keep:
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(path)
    except OSError as error:
        reason = f"it cannot be written: {error.strerror or error}."
        raise BadInput(reason, remedy="Check the folder and its free space.", file=str(path)) from error
    finally:
        part.unlink(missing_ok=True)
