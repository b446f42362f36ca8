"""A look at the beginning of a file: what it is, what its columns seem to be, and what would come of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from time import monotonic

from linewise.core.errors import BadInput
from linewise.core.exchange import AttributeValue, Loss
from linewise.importing.check import check
from linewise.importing.cutting import cut
from linewise.importing.guess import describe, guess, guess_transcript
from linewise.importing.plan import Column, Documents, ImportPlan
from linewise.importing.record import RawRow, Record, Report, RowProblem
from linewise.importing.segment import Segmentation
from linewise.importing.values import as_text, guess_type
from linewise.interchange.detect import Shape, detect
from linewise.interchange.header import looks_like_header
from linewise.interchange.readers import READERS
from linewise.interchange.table import LONGEST, TEXT, Contents, ReadOptions

_SAMPLE = 500
_SECONDS = 4.0
_UNITS = 50


@dataclass(frozen=True, slots=True)
class UnitSample:
    """A unit as the plan would cut it: `row` of its record, offsets in code points into the record's text.

    `own` are attributes that only the unit has, from the document's structure.
    """

    row: int
    start: int
    end: int
    text: str
    speaker: str | None
    own: Mapping[str, AttributeValue]


@dataclass(frozen=True, slots=True)
class RowSample:
    """One of the first rows as a document."""

    row: int
    text: str
    external_id: str | None
    attributes: Mapping[str, AttributeValue]
    codes: tuple[str, ...]
    speaker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a project of another program holds beside its texts; statements and memos are those of the rows looked at.

    `codes` are the first names of `code_count`; `coders` those who coded; `losses` those met so far.
    """

    program: str
    codes: tuple[str, ...]
    code_count: int
    statements: int
    memos: int
    coders: tuple[str, ...]
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do, seen from the first rows; nothing is stored.

    `rows` are the good records among them, `problems` what is wrong with the others, `sampled` how many
    were looked at, `estimated_rows` how many the file has (`exact` says whether that is known). `beside` is there for
    files that hold more than texts.
    """

    shape: Shape
    columns: tuple[Column, ...]
    plan: ImportPlan
    rows: tuple[RowSample, ...]
    units_sample: tuple[UnitSample, ...]
    problems: tuple[RowProblem, ...]
    sampled: int
    estimated_rows: int
    exact: bool
    beside: Beside | None = None


def preview(path: Path, *, plan: ImportPlan | None = None, rows: int = 50) -> Preview:
    """Look at a file's first rows by a plan, or by the one guessed from them; reads no more than it needs.

    Bad rows are told, not raised. BadInput when the file as a whole cannot be read, or lacks a column of
    the plan.
    """
    shape = detect(path)
    options = _options(path, shape, plan)
    reader = READERS[shape.format]
    with reader.open(path, options) as table:
        sample, over = _first(table.rows, max(rows, _SAMPLE))
        done = table.done()
        contents = table.contents
        beside = _beside(contents, sample)
    total = len(sample) if over else table.total
    cells = [raw.cells for raw in sample if raw.defect is None]
    names = table.columns or tuple(dict.fromkeys(name for row in cells for name in row))
    if not names:
        reason = sample[0].defect if sample else "it holds no rows"
        raise BadInput(f"nothing can be read: {reason}.", remedy="Check its format.", file=path.name)
    if plan is None:
        plan = _whole_documents(sample, names, contents) or _guess(cells, names, shape, options)
    columns = describe(cells, names, plan)
    good, problems = _try(sample, plan, path.name, names)
    return Preview(
        shape=shape,
        columns=columns,
        plan=plan,
        rows=tuple(map(_row, good[:rows])),
        units_sample=_units(good[:rows], plan),
        problems=problems,
        sampled=len(sample),
        estimated_rows=total if total is not None else max(len(sample), len(sample) * shape.size // max(done, 1)),
        exact=total is not None,
        beside=beside,
    )


def _first(rows: Iterator[RawRow], most: int) -> tuple[list[RawRow], bool]:
    """The first rows, and whether they are all; of whole documents, which are slower, those of a few seconds."""
    sample: list[RawRow] = []
    begun = monotonic()
    for raw in rows:
        sample.append(raw)
        if len(sample) >= most or (raw.entry is not None and monotonic() - begun > _SECONDS):
            return sample, False
    return sample, True


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


def _whole_documents(sample: list[RawRow], names: tuple[str, ...], contents: Contents) -> ImportPlan | None:
    """The plan for rows that are documents already: the text is known, and how to cut it stands in its structure."""
    entries = [raw.entry for raw in sample if raw.entry is not None]
    if not entries:
        return ImportPlan(text=(TEXT,)) if contents.codes else None
    kinds = {name: guess_type([raw.cells.get(name) for raw in sample]) for name in names if name != TEXT}
    first = next((entry for entry in entries if entry.text.strip()), entries[0])
    how: Segmentation = guess_transcript(first.text)
    if any(one.name == "speaker" for entry in entries for one in entry.stretches):
        how = "turn"
    elif any(entry.units is not None for entry in entries):
        how = "given"
    return ImportPlan(text=(TEXT,), attributes=tuple(kinds.items()), segmentation=how)


def _beside(contents: Contents, sample: list[RawRow]) -> Beside | None:
    entries = [raw.entry for raw in sample if raw.entry is not None]
    losses = contents.losses()
    if not (contents.program or contents.codes or contents.memos or losses or any(one.statements for one in entries)):
        return None
    statements = [statement for entry in entries for statement in entry.statements]
    return Beside(
        program=contents.program,
        codes=tuple(code.name for code in contents.codes[:_UNITS]),
        code_count=len(contents.codes),
        statements=len(statements),
        memos=len(contents.memos) + sum(len(entry.memos) for entry in entries),
        coders=tuple(dict.fromkeys(one.coder for one in statements if one.coder)),
        losses=losses,
    )


def _row(record: Record) -> RowSample:
    return RowSample(record.row, record.text, record.external_id, record.attributes, record.codes, record.speaker)


def _guess(cells: list[Mapping[str, object]], names: tuple[str, ...], shape: Shape, options: ReadOptions) -> ImportPlan:
    _, plan = guess(
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
    return plan


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
    found = (
        UnitSample(record.row, unit.start, unit.end, record.text[unit.start : unit.end], unit.speaker, unit.own)
        for record in rows
        for unit in cut(record, plan.segmentation)
    )
    return tuple(islice(found, _UNITS))
