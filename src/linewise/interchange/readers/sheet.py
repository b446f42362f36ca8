"""XLSX and ODS, by calamine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from linewise.core.errors import BadInput
from linewise.importing.record import RawRow
from linewise.importing.values import as_text
from linewise.interchange.archive import require_harmless
from linewise.interchange.table import ReadOptions, Table, column_names

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


class SheetReader:
    """Rows as the spreadsheet numbers them; the header is the first row that is not blank."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        require_harmless(path)
        with _workbook(path) as book:
            names = _data_sheets(book)
            wanted = options.sheet or next(iter(names), "")
            if wanted not in names:
                raise _no_rows(path, wanted, names, "the workbook has no such sheet.")
            with _as_bad_input(path):
                sheet = book.get_sheet_by_name(wanted)
            end = sheet.end
            rows = enumerate(sheet.iter_rows(), 1) if end is not None else iter(())
            top, first = next(((number, row) for number, row in rows if any(map(_is_filled, row))), (0, None))
            if first is None or end is None:
                raise _no_rows(path, wanted, names, "the sheet is empty.")
            last, size, read = end[0] + 1, path.stat().st_size, top
            columns = column_names([as_text(cell) for cell in first] if options.header else [""] * len(first))

            def data() -> Iterator[RawRow]:
                nonlocal read
                if not options.header:
                    yield RawRow(top, dict(zip(columns, first, strict=True)))
                for number, cells in rows:
                    read = number
                    yield RawRow(number, dict(zip(columns, cells, strict=True)))

            yield Table(columns, data(), lambda: size * read // last, last - top + (not options.header))


def sheet_names(path: Path) -> tuple[str, ...]:
    """Names of a workbook's sheets that hold cells; BadInput when the file is no readable workbook."""
    require_harmless(path)
    with _workbook(path) as book:
        return _data_sheets(book)


@contextmanager
def _workbook(path: Path) -> Iterator["CalamineWorkbook"]:
    from python_calamine import CalamineWorkbook

    with _as_bad_input(path):
        book = CalamineWorkbook.from_path(path)
    with book:
        yield book


@contextmanager
def _as_bad_input(path: Path) -> Iterator[None]:
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError:
        message, remedy = "the workbook has a password.", "Save a copy without one."
        raise BadInput(message, remedy=remedy, file=path.name) from None
    except BaseException as error:
        # A panic of the library behind calamine is no Exception, and no class that could be imported.
        if not isinstance(error, CalamineError | OSError) and type(error).__name__ != "PanicException":
            raise
        message = f"not a readable workbook: {str(error)[:200]}."
        remedy = "Open it in a spreadsheet and save it again, or as CSV."
        raise BadInput(message, remedy=remedy, file=path.name) from None


def _data_sheets(book: "CalamineWorkbook") -> tuple[str, ...]:
    from python_calamine import SheetTypeEnum

    return tuple(sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet)


def _is_filled(cell: object) -> bool:
    return cell is not None and cell != ""


def _no_rows(path: Path, sheet: str, names: tuple[str, ...], message: str) -> BadInput:
    remedy = f"Its sheets are: {', '.join(names)}." if names else "It has no sheet with cells."
    return BadInput(message, remedy=remedy, file=path.name, sheet=sheet or None)
