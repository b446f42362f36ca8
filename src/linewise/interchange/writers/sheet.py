"""XLSX, row by row."""

from pathlib import Path
from typing import Any

from linewise.core.errors import BadInput
from linewise.interchange.formulas import is_dangerous
from linewise.interchange.writers.table import Cell, Columns, Rows, value_of

_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
_MOST_CHARACTERS = 32_767
_LARGEST = 9.99e307


class SheetWriter:
    """Text is stored as text and never as a formula; what looks like one is also marked so, as by a typed apostrophe.

    The mark is a property of the cell, so the text itself stays as it is. BadInput when rows, columns or a
    text are more than a sheet can hold.
    """

    def write(self, path: Path, columns: Columns, rows: Rows) -> int:
        from xlsxwriter import Workbook

        if len(columns) > _MOST_COLUMNS:
            raise _too_much(f"a sheet has at most {_MOST_COLUMNS:,} columns")
        # Constant memory: each row is written out before the next.
        book = Workbook(path, {"constant_memory": True, "in_memory": False})
        try:
            sheet = book.add_worksheet("linewise")
            marked = book.add_format({"quote_prefix": True})
            names = [name for name, _ in columns]
            count = 0
            for column, name in enumerate(names):
                _put(sheet, 0, column, name, marked)
            for count, row in enumerate(rows, 1):
                if count >= _MOST_ROWS:
                    raise _too_much(f"a sheet has at most {_MOST_ROWS:,} rows")
                for column, name in enumerate(names):
                    _put(sheet, count, column, value_of(row, name), marked)
        finally:
            book.close()
        return count


def _put(sheet: Any, row: int, column: int, value: Cell, marked: Any) -> None:
    match value:
        case str() if value:
            if len(value.encode("utf-16-le")) > 2 * _MOST_CHARACTERS:
                reason = f"a cell holds at most {_MOST_CHARACTERS:,} characters"
                raise _too_much(reason, row=row + 1, column=column + 1)
            sheet.write_string(row, column, value, marked if is_dangerous(value) else None)
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float() if abs(value) > (_LARGEST if isinstance(value, float) else 2**53):
            # A sheet knows floating numbers only, and not the largest: this one would lose digits or all.
            sheet.write_string(row, column, str(value))
        case int() | float():
            sheet.write_number(row, column, value)


def _too_much(reason: str, **where: object) -> BadInput:
    return BadInput(f"{reason}.", remedy="Write CSV or Parquet instead.", **where)
