"""What lies between a raw row of a file and a document of a project."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from linewise.core.exchange import AttributeValue, DocumentEntry

_KEPT = 100

__all__ = ["AttributeValue", "RawRow", "Record", "Report", "RowProblem"]


class RawRow(NamedTuple):
    """One row as a reader found it.

    `number` is 1-based and the one that a spreadsheet (or an editor, for formats of one row a line) shows;
    `defect` says why the cells cannot be trusted, and is None when they can. `entry` is the document that the cells
    were taken from, where the format knows more of it than cells can hold.
    """

    number: int
    cells: Mapping[str, object]
    defect: str | None = None
    entry: DocumentEntry | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One document to import: its text untouched, its typed attributes, the codes it came with.

    `entry` holds structure, statements and notes, and is None where its offsets are not those of `text`.
    """

    row: int
    text: str
    external_id: str | None
    attributes: Mapping[str, AttributeValue]
    codes: tuple[str, ...]
    speaker: str | None = None
    entry: DocumentEntry | None = None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one row, and what to do about it; `kept` rows are imported all the same."""

    row: int
    column: str | None
    reason: str
    remedy: str
    kept: bool = False

    def __str__(self) -> str:
        place = f"row {self.row}, column {self.column}" if self.column else f"row {self.row}"
        return f"{place}: {self.reason}. {self.remedy}"


@dataclass(slots=True)
class Report:
    """What reading a file came to: rows turned into records, rows left out, rows imported with a remark.

    Keeps at most 100 problems, never more than half of them remarks, so that those that matter always have
    room.
    """

    good: int = 0
    bad: int = 0
    remarks: int = 0
    problems: list[RowProblem] = field(default_factory=list)

    def add(self, problems: Iterable[RowProblem]) -> None:
        """Take in the problems of one row."""
        problems = tuple(problems)
        fatal = any(not problem.kept for problem in problems)
        if fatal:
            self.bad += 1
        else:
            self.remarks += 1
        room = (_KEPT if fatal else _KEPT // 2) - len(self.problems)
        self.problems.extend(problems[: max(0, room)])
