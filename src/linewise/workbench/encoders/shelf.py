"""Small things found out about encoders and texts, kept beside the vectors; each can be found out again."""

import json
from typing import Any

from linewise.storage import Connection, artefacts
from linewise.workbench.desk import Desk

LANGUAGES = "languages"


def read(connection: Connection, desk: Desk, of: str) -> dict[str, Any]:
    """What is known of an encoder, by its fingerprint, or of the texts' languages; empty when nothing is."""
    data = b"".join(artefacts.blocks(connection, desk.project_no, f"about/{of}"))
    found: dict[str, Any] = json.loads(data) if data else {}
    return found


def keep(desk: Desk, of: str, **facts: Any) -> None:
    """Add to what is known."""
    with desk.store.writing(desk.project_no) as connection:
        known = read(connection, desk, of) | facts
        data = json.dumps(known, ensure_ascii=False, sort_keys=True).encode()
        artefacts.put(connection, desk.project_no, f"about/{of}", 0, data)
