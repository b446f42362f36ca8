"""A look at the beginning of a file: what it is, what its columns seem to be, and what would come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from linewise.core.errors import BadInput
from linewise.importing.check import check
from linewise.importing.guess import describe, guess, guess_transcript
from linewise.importing.plan import Column, Documents, ImportPlan
from linewise.importing.record import RawRow, Record, Report, RowProblem
from linewise.importing.segment import segments
from linewise.importing.values import as_text
from linewise.interchange.detect import Shape, detect
from linewise.interchange.header import looks_like_header
from linewise.interchange.readers import READERS
from linewise.interchange.table import LONGEST, ReadOptions

_SAMPLE = 500
_UNITS = 50


@dataclass(frozen=True, slots=True)
class UnitSample:
    """A unit as the plan would cut it: `row` of its record, offsets in code points into the record's text."""

    row: int
    start: int
    end: int
    text: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do, seen from the first rows; nothing is stored.

    `rows` are the good records among them, `problems` what is wrong with the others, `sampled` how many
    were looked at, `estimated_rows` how many the file has (`exact` says whether that is known).
    """

    shape: Shape
    columns: tuple[Column, ...]
    plan: ImportPlan
    rows: tuple[Record, ...]
    units_sample: tuple[UnitSample, ...]
    problems: tuple[RowProblem, ...]
    sampled: int
    estimated_rows: int
    exact: bool


def preview(path: Path, *, plan: ImportPlan | None = None, rows: int = 50) -> Preview:
    """Look at a file's first rows by a plan, or by the one guessed from them; reads no more than it needs.

    Bad rows are told, not raised. BadInput when the file as a whole cannot be read, or lacks a column of
    the plan.
    """
    shape = detect(path)
    options = _options(path, shape, plan)
    reader = READERS[shape.format]
    with reader.open(path, options) as table:
        sample = list(islice(table.rows, max(rows, _SAMPLE)))
        over = len(sample) < max(rows, _SAMPLE)
        done = table.done()
    total = len(sample) if over else table.total
    cells = [raw.cells for raw in sample if raw.defect is None]
    names = table.columns or tuple(dict.fromkeys(name for row in cells for name in row))
    if not names:
        reason = sample[0].defect if sample else "it holds no rows"
        raise BadInput(f"nothing can be read: {reason}.", remedy="Check its format.", file=path.name)
    if plan is None:
        columns, plan = _guess(cells, names, shape, options)
    else:
        columns = describe(cells, names, plan)
    good, problems = _try(sample, plan, path.name, names)
    return Preview(
        shape=shape,
        columns=columns,
        plan=plan,
        rows=good[:rows],
        units_sample=_units(good[:rows], plan),
        problems=problems,
        sampled=len(sample),
        estimated_rows=total if total is not None else max(len(sample), len(sample) * shape.size // max(done, 1)),
        exact=total is not None,
    )


def _options(path: Path, shape: Shape, plan: ImportPlan | None) -> ReadOptions:
    """The plan's, or those under which the first rows are read to guess one."""
    settled = plan or ImportPlan(text=("text",), documents=_documents(shape))
    options = ReadOptions.from_plan(settled, encoding=shape.encoding, delimiter=shape.delimiter)
    if plan is not None or shape.format not in ("csv", "tsv", "xlsx", "ods"):
        return options
    with READERS[shape.format].open(path, replace(options, header=False)) as table:
        first = next(table.rows, RawRow(1, {}))
    return replace(options, header=looks_like_header([as_text(cell) for cell in first.cells.values()]))


def _documents(shape: Shape) -> Documents:
    """A text file too long for one document is taken for one document a line."""
    return "line" if shape.format == "txt" and shape.size > LONGEST else "file"


def _guess(
    cells: list[Mapping[str, object]], names: tuple[str, ...], shape: Shape, options: ReadOptions
) -> tuple[tuple[Column, ...], ImportPlan]:
    columns, plan = guess(
        cells,
        names,
        encoding=shape.encoding,
        delimiter=shape.delimiter,
        header=options.header,
        sheet=shape.sheets[0] if shape.sheets else None,
        documents=options.documents,
    )
    if shape.format == "txt" and options.documents == "file":
        plan = replace(plan, segmentation=guess_transcript(as_text(cells[0].get(names[0])) if cells else ""))
    return columns, plan


def _try(
    sample: list[RawRow], plan: ImportPlan, file: str, names: tuple[str, ...]
) -> tuple[tuple[Record, ...], tuple[RowProblem, ...]]:
    report = Report()
    try:
        lenient = replace(plan, on_bad_row="skip")
        good = tuple(check(sample, lenient, file=file, columns=names, report=report))
    except BadInput:
        if report.good or not report.problems:
            raise
        good = ()
    return good, tuple(report.problems)


def _units(rows: tuple[Record, ...], plan: ImportPlan) -> tuple[UnitSample, ...]:
    cut = (
        UnitSample(record.row, unit.start, unit.end, record.text[unit.start : unit.end], unit.speaker or record.speaker)
        for record in rows
        for unit in segments(record.text, plan.segmentation)
    )
    return tuple(islice(cut, _UNITS))
