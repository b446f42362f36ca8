"""JSONL: one object a line, every column in each."""

import json
from pathlib import Path

from linewise.interchange.writers.table import Columns, Rows, value_of


class JsonLinesWriter:
    """Text stays readable (no escapes beyond JSON's own); a missing value is null."""

    def write(self, path: Path, columns: Columns, rows: Rows) -> int:
        names = [name for name, _ in columns]
        count = 0
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for row in rows:
                file.write(
                    json.dumps({name: value_of(row, name) for name in names}, ensure_ascii=False, allow_nan=False)
                )
                file.write("\n")
                count += 1
        return count
