"""Files kept whole with the project, block by block."""

import hashlib
from pathlib import Path

from linewise.storage import Connection, artefacts

MOST_KEPT = 2**30


def keep(connection: Connection, project_no: int, path: Path) -> str:
    """Seal a file and give its name; empty for a folder, and for what is larger than a gibibyte."""
    if not path.is_file() or path.stat().st_size > MOST_KEPT:
        return ""
    with path.open("rb") as file:
        sealed = hashlib.file_digest(file, "sha256").hexdigest()
        if not artefacts.has(connection, project_no, sealed):
            file.seek(0)
            for position, data in enumerate(iter(lambda: file.read(artefacts.BLOCK), b"")):
                artefacts.put(connection, project_no, sealed, position, data)
    return sealed
