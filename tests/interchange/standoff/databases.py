"""Small projects of Taguette and QualCoder, row by row, as the programs store them."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from linewise.interchange.formats.qualcoder_schema import SCHEMA as QUALCODER
from linewise.interchange.formats.taguette_schema import APPLICATION
from linewise.interchange.formats.taguette_schema import SCHEMA as TAGUETTE

Rows = dict[str, Sequence[dict[str, Any]]]


def fill(path: Path, schema: Sequence[str], rows: Rows, application: int = 0) -> Path:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute(f"PRAGMA application_id={application}")
    connection.execute("BEGIN")
    for statement in schema:
        connection.execute(statement)
    for table, found in rows.items():
        for row in found:
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    connection.commit()
    connection.close()
    return path


def taguette(path: Path, contents: str, highlights: Sequence[tuple[int, int, Sequence[str]]]) -> Path:
    """A project of one document, as the program's own export writes it."""
    day = "2024-03-01 09:30:00.000000"
    tags = list(dict.fromkeys(tag for _, _, found in highlights for tag in found))
    return fill(
        path,
        TAGUETTE,
        {
            "users": [{"login": "ann", "created": day, "disabled": 0}],
            "projects": [{"id": 1, "name": "Walks", "description": "Why people walk.", "created": day}],
            "documents": [
                {
                    "id": 7,
                    "name": "Ann",
                    "description": "",
                    "filename": "ann.docx",
                    "created": day,
                    "project_id": 1,
                    "text_direction": "LEFT_TO_RIGHT",
                    "contents": contents,
                }
            ],
            "tags": [
                {"id": n, "project_id": 1, "path": tag, "description": f"About {tag}"} for n, tag in enumerate(tags, 1)
            ],
            "highlights": [
                {"id": n, "document_id": 7, "start_offset": start, "end_offset": end, "snippet": "x"}
                for n, (start, end, _) in enumerate(highlights, 1)
            ],
            "highlight_tags": [
                {"highlight_id": n, "tag_id": tags.index(tag) + 1}
                for n, (_, _, found) in enumerate(highlights, 1)
                for tag in found
            ],
            "commands": [
                {
                    "date": day,
                    "user_login": "ann",
                    "project_id": 1,
                    "document_id": 7,
                    "payload": json.dumps({"type": "highlight_add", "highlight_id": n}),
                }
                for n, _ in enumerate(highlights, 1)
            ],
        },
        APPLICATION,
    )


def qualcoder(folder: Path, rows: Rows, schema: Sequence[str] = QUALCODER) -> Path:
    """A project folder with these rows."""
    folder.mkdir()
    (folder / "images").mkdir()
    project = [{"databaseversion": "v11", "date": "2024-01-01 10:00:00", "memo": "", "about": "QualCoder 3.6"}]
    fill(folder / "data.qda", schema, {"project": project, **rows})
    return folder
