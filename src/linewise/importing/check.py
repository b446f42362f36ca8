"""From raw rows to records, with every row that does not fit named."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from linewise.core.errors import BadInput
from linewise.importing.plan import AttributeType, ImportPlan
from linewise.importing.record import AttributeValue, RawRow, Record, Report, RowProblem
from linewise.importing.seen import SeenIds
from linewise.importing.values import as_text, attribute

_SHOWN = 20
_ENOUGH = 1000
_NAMES = 100
_REMEMBERED = 10_000
_UNUSUAL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff]")
_IMPOSSIBLE = re.compile("[\\x00\\ud800-\\udfff]")
_FIT: Mapping[AttributeType, str] = {
    "integer": "a whole number",
    "number": "a number with a decimal point",
    "boolean": "true or false",
    "date": "a date as 2026-11-21 (with or without a time) or 21.11.2026",
}


def check(
    rows: Iterable[RawRow],
    plan: ImportPlan,
    *,
    file: str,
    columns: Sequence[str] | None = None,
    report: Report | None = None,
) -> Iterator[Record]:
    """Turn rows into records by the plan; rows without a single filled cell are passed over.

    `columns` are the file's, where its format fixes them. With `on_bad_row="refuse"` the first bad row
    stops the records, the rest is only searched for more, and BadInput lists them; with "skip" they are
    left out and stand in `report`. BadInput also when a column of the plan is missing, or when no row at
    all is good.
    """
    report = Report() if report is None else report
    if columns is not None:
        _require_columns(plan.columns, columns, file)
    reader = _RowReader(plan)
    for raw in rows:
        if raw.defect is None and _is_blank(raw.cells):
            continue
        record = reader.read(raw)
        if reader.problems:
            report.add(reader.problems)
        if record is None:
            if plan.on_bad_row == "refuse" and report.bad >= _ENOUGH:
                break
            continue
        report.good += 1
        if plan.on_bad_row == "skip" or not report.bad:
            yield record
    if columns is None and reader.met:
        # Rows of JSON need not all have every key, so only a key that no row has is missing.
        met = [*reader.met, *(name for name in plan.columns if name not in reader.missing)]
        _require_columns(plan.columns if not report.bad else plan.text, met, file)
    if report.bad and (plan.on_bad_row == "refuse" or not report.good):
        raise _refusal(report, file)


class _RowReader:
    """Reads one row after another.

    `problems` are those of the latest row, `missing` the columns of the plan that no row had yet, `met`
    some of the names that rows had.
    """

    def __init__(self, plan: ImportPlan) -> None:
        self.problems: list[RowProblem] = []
        self.met: dict[str, object] = {}
        self._plan = plan
        self.missing = set(plan.columns)
        self._seen = SeenIds()
        self._row = 0
        self._codes_of: dict[str, tuple[str, ...]] = {}

    def read(self, raw: RawRow) -> Record | None:
        plan, cells = self._plan, raw.cells
        self.problems = []
        self._row = raw.number
        if self.missing:
            self.missing.difference_update(cells)
            if len(self.met) < _NAMES:
                self.met.update(cells)
        if raw.defect is not None:
            self._bad(None, raw.defect, "Mend the row in the file, or skip bad rows.")
            return None
        text = self._text(cells)
        attributes: dict[str, AttributeValue] = {}
        for name, kind in plan.attributes:
            attributes[name] = self._attribute(name, cells.get(name), kind, comma=name in plan.decimal_comma)
        codes = self._codes(plan.codes, cells.get(plan.codes)) if plan.codes else ()
        speaker = (self._clean(plan.speaker, cells.get(plan.speaker)) or None) if plan.speaker else None
        external_id = self._id(plan.id, cells.get(plan.id)) if plan.id else None
        if any(not problem.kept for problem in self.problems):
            return None
        entry = raw.entry if raw.entry is not None and raw.entry.text == text else None
        return Record(raw.number, text, external_id, attributes, codes, speaker, entry)

    def _text(self, cells: Mapping[str, object]) -> str:
        names = self._plan.text
        if len(names) == 1:
            text = self._words(names[0], cells.get(names[0]))
        else:
            parts = (self._words(name, cells.get(name)) for name in names)
            text = "\n\n".join(part for part in parts if part.strip())
        if not text or text.isspace():
            self._bad(names[0], "the text is empty", "Fill the cell, or skip bad rows.")
        return text

    def _words(self, name: str, value: object) -> str:
        if not isinstance(value, str) and isinstance(value, dict | list):
            self._bad(name, "the cell holds a list or an object, not text", "Choose another column for the text.")
            # Not empty, so that one problem is not told as two.
            return "-"
        text = as_text(value)
        self._look(name, text)
        return text

    def _id(self, name: str, value: object) -> str | None:
        key = self._clean(name, value)
        if not key:
            self._bad(name, "the id is empty", "Fill the cell, choose another id column, or choose none.")
            return None
        earlier = self._seen.add(key, self._row)
        if earlier is not None:
            where = f"row {earlier}" if earlier else "an earlier row"
            self._bad(
                name,
                f"the id {key!r:.60} was used before, in {where}",
                "Make ids unique, or choose no id column.",
            )
        return key

    def _attribute(self, name: str, value: object, kind: AttributeType, *, comma: bool) -> AttributeValue:
        try:
            read = attribute(value, kind, comma=comma)
        except ValueError:
            shown = as_text(value)
            fit = "a number with a decimal comma" if comma and kind == "number" else _FIT[kind]
            self._bad(name, f"{shown!r:.60} is not {fit}", f"Correct it, or import {name!r:.60} as text.")
            return None
        if isinstance(read, str):
            self._look(name, read)
        return read

    def _codes(self, name: str, value: object) -> tuple[str, ...]:
        known = self._codes_of.get(value) if isinstance(value, str) else None
        if known is not None:
            return known
        parts = value if isinstance(value, list) else as_text(value).split(self._plan.codes_separator)
        codes = tuple(dict.fromkeys(code for part in parts if (code := as_text(part).strip())))
        before = len(self.problems)
        for code in codes:
            self._look(name, code)
        if isinstance(value, str) and len(self.problems) == before and len(self._codes_of) < _REMEMBERED:
            self._codes_of[value] = codes
        return codes

    def _clean(self, name: str, value: object) -> str:
        text = as_text(value).strip()
        self._look(name, text)
        return text

    def _look(self, name: str, text: str) -> None:
        unusual = _UNUSUAL.search(text)
        if unusual is None:
            return
        fatal = _IMPOSSIBLE.search(text)
        if fatal is not None:
            what = "a NUL character" if fatal[0] == "\0" else "half of a character (a lone surrogate)"
            self._bad(name, f"the cell holds {what} at position {fatal.start() + 1}", "Remove it, or skip bad rows.")
        else:
            what = f"the control character U+{ord(unusual[0]):04X} at position {unusual.start() + 1}"
            remedy = "It is imported as it is; remove it from the file if it means nothing."
            self.problems.append(RowProblem(self._row, name, f"the cell holds {what}", remedy, kept=True))

    def _bad(self, column: str | None, reason: str, remedy: str) -> None:
        self.problems.append(RowProblem(self._row, column, reason, remedy))


def _is_blank(cells: Mapping[str, object]) -> bool:
    # Most rows are told by the first test alone; 0 and False are no blanks.
    return not any(cells.values()) and all(cell is None or cell == "" for cell in cells.values())


def _require_columns(wanted: Sequence[str], present: Sequence[str], file: str) -> None:
    for column in wanted:
        if column not in present:
            names = ", ".join(present[:30]) + (", …" if len(present) > 30 else "")
            raise BadInput(
                "the file has no such column.", remedy=f"Its columns are: {names}.", file=file, column=column
            )


def _refusal(report: Report, file: str) -> BadInput:
    fatal = [problem for problem in report.problems if not problem.kept]
    first = fatal[0]
    count = f"{report.bad} or more rows" if report.bad >= _ENOUGH else f"{report.bad} row{'s' * (report.bad > 1)}"
    shown = "\n".join(f"  {problem}" for problem in fatal[:_SHOWN])
    more = f"\n  (the first {_SHOWN} of them)" if len(fatal) > _SHOWN else ""
    return BadInput(
        f"{count} cannot be imported:\n{shown}{more}\n",
        remedy="Correct them in the file, or choose to skip bad rows. Nothing was imported.",
        file=file,
        row=first.row,
        column=first.column,
    )
