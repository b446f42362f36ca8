"""CSV and TSV: UTF-8, quoted where needed, safe to open in a spreadsheet."""

import csv
from dataclasses import dataclass
from pathlib import Path

from linewise.interchange.formulas import escape
from linewise.interchange.writers.table import Cell, Columns, Rows, value_of


@dataclass(frozen=True, slots=True)
class DelimitedWriter:
    """Text that a spreadsheet would run gets an apostrophe (see `linewise.interchange.formulas`); numbers never do."""

    delimiter: str

    def write(self, path: Path, columns: Columns, rows: Rows) -> int:
        names = [name for name, _ in columns]
        count = 0
        with path.open("w", encoding="utf-8", newline="") as file:
            # CRLF, so that the module quotes a lone carriage return too.
            writer = csv.writer(file, delimiter=self.delimiter, lineterminator="\r\n")
            writer.writerow([escape(name) for name in names])
            for row in rows:
                writer.writerow([_cell(value_of(row, name)) for name in names])
                count += 1
        return count


def _cell(value: Cell) -> str:
    match value:
        case str():
            return escape(value)
        case None:
            return ""
        case bool():
            return "true" if value else "false"
    return str(value)
