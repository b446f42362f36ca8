"""What the filters of a query say: each as the set of units that pass, and as a test of one unit."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    Table,
    and_,
    column,
    exists,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    union,
)
from sqlalchemy.sql import ColumnElement

from linewise.core.errors import BadInput
from linewise.core.text import norm
from linewise.core.views import UnitQuery
from linewise.storage import arrivals
from linewise.storage.lineage import lineage
from linewise.storage.schema import (
    UNITS,
    attribute,
    bookmark,
    code,
    coding,
    imported_coding,
    mark,
    note,
    open_code,
    placement,
    source,
    unit,
)

FULL_TEXT = table("unit_fts", column("rowid"))

Ids = Select[tuple[int]]

_MARKS = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on units, in two forms that say the same: a set, quick when it is small, and a test of one unit.

    A negated filter keeps the units outside the set.
    """

    ids: Ids
    holds: ColumnElement[bool]
    negated: bool = False

    @property
    def test(self) -> ColumnElement[bool]:
        return ~self.holds if self.negated else self.holds


def filters(connection: Connection, project_no: int, query: UnitQuery, *, coder: str) -> list[Filter]:
    """The filters of a query but for its search; BadInput on an unknown status."""
    found = [
        _said(attribute, project_no, attribute.c.name == name, attribute.c.text == value)
        for name, value in query.attributes.items()
    ]
    if query.since is not None:
        found.append(_arrived(connection, project_no, query.since))
    if query.status == "stale":
        return [*found, _stale(project_no, query.code)]
    if query.code is not None:
        found.append(_with_any_code(project_no, lineage(connection, project_no).counting_as(query.code)))
    if query.piece is not None:
        found.append(_said(open_code, project_no, open_code.c.norm == norm(query.piece)))
    if query.status is not None:
        found.append(_status(project_no, query.status, coder))
    return found


def _arrived(connection: Connection, project_no: int, time: str) -> Filter:
    first = arrivals.first_after(connection, project_no, time)
    late = unit.alias("late")

    def came(number: ColumnElement[int]) -> ColumnElement[bool]:
        return false() if first is None else number >= first

    ids = select(late.c.id.label("unit")).where(late.c.project_no == project_no, came(late.c.id))
    return Filter(ids, came(unit.c.id))


def _with_any_code(project_no: int, codes: Collection[str]) -> Filter:
    """A person found one of the codes: by a decision, or by a note whose open code sits in it."""
    same = and_(placement.c.project_no == open_code.c.project_no, placement.c.open_code == open_code.c.id)
    grouped = (open_code.c.project_no == project_no, placement.c.code.in_(codes))
    by_note = Filter(
        select(open_code.c.unit).join(placement, same).where(*grouped),
        _any(open_code.c.unit == unit.c.id, same, *grouped),
    )
    return _either(_said(coding, project_no, coding.c.code.in_(codes), coding.c.value == "present"), by_note)


def _stale(project_no: int, code_id: str | None) -> Filter:
    """A decision is older than the present definition of its code, or of the one that took its code in."""
    said, meant = code.alias("said"), code.alias("meant")
    same = and_(said.c.project_no == coding.c.project_no, said.c.id == coding.c.code)
    older = and_(
        meant.c.project_no == coding.c.project_no,
        meant.c.id == func.coalesce(said.c.merged_into, said.c.id),
        coding.c.at < meant.c.defined_at,
    )
    here = [coding.c.project_no == project_no, *([meant.c.id == code_id] if code_id is not None else [])]
    ids = select(coding.c.unit).join(said, same).join(meant, older).where(*here).distinct()
    return Filter(ids, _any(coding.c.unit == unit.c.id, same, older, *here))


def _status(project_no: int, status: str, coder: str) -> Filter:
    noted = _said(note, project_no, note.c.coder == coder)
    coded = _said(coding, project_no, coding.c.coder == coder)

    def marked(state: str) -> Filter:
        return _said(mark, project_no, mark.c.coder == coder, mark.c.state == state)

    read = _either(noted, coded, _said(mark, project_no, mark.c.coder == coder))
    decided = _either(coded, marked("done"))
    by_status = {
        "read": read,
        "unread": _not(read),
        "coded": _either(noted, coded),
        "noted": noted,
        "annotated": _said(note, project_no),
        "decided": decided,
        "undecided": _not(decided),
        "unsure": marked("unsure"),
        "skipped": marked("skipped"),
        "bookmarked": _said(bookmark, project_no, bookmark.c.coder == coder),
        "imported": _unanswered(project_no, coder),
    }
    if status not in by_status:
        raise BadInput(f"There is no status {status!r}.", remedy=f"Use one of {', '.join(by_status)}, stale.")
    return by_status[status]


def _unanswered(project_no: int, coder: str) -> Filter:
    """An import claims a code here of which the coder has not said anything."""
    answered = exists().where(
        code.c.project_no == imported_coding.c.project_no,
        code.c.key == imported_coding.c.code,
        coding.c.project_no == imported_coding.c.project_no,
        coding.c.unit == imported_coding.c.unit,
        coding.c.code == func.coalesce(code.c.merged_into, code.c.id),
        coding.c.coder == coder,
    )
    standing = imported_coding.c.source.in_(select(source.c.id).where(source.c.project_no == project_no))
    return _said(imported_coding, project_no, standing, ~answered.correlate(imported_coding))


def _said(where: Table, project_no: int, *tests: ColumnElement[bool]) -> Filter:
    here = (where.c.project_no == project_no, *tests)
    ids = select(where.c.unit).where(*here)
    # An attribute has one value a unit.
    return Filter(ids if where is attribute else ids.distinct(), _any(where.c.unit == unit.c.id, *here))


def _any(*tests: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(*tests).correlate(unit)


def _either(*parts: Filter) -> Filter:
    ids = union(*(part.ids for part in parts)).subquery()
    return Filter(select(ids.c.unit), or_(*(part.holds for part in parts)))


def _not(part: Filter) -> Filter:
    return Filter(part.ids, part.holds, negated=True)


def from_set(project_no: int, ids: Ids) -> ColumnElement[bool]:
    """Makes the database begin with a set of units, whatever the order asked for: no other index begins with rows."""
    inside = ids.subquery()
    return unit.c.rowid.in_(select(literal(project_no * UNITS, BigInteger) + inside.c.unit))


def rows_of(project_no: int, rowid: ColumnElement[int]) -> ColumnElement[bool]:
    """The rows of one project's units."""
    return (rowid >= project_no * UNITS) & (rowid < (project_no + 1) * UNITS)


def matches(connection: Connection, search: str) -> ColumnElement[bool]:
    """The test of a search: on SQLite of a row of `FULL_TEXT`, on PostgreSQL of a unit."""
    if connection.dialect.name == "sqlite":
        return literal_column("unit_fts").op("MATCH")(fts5(search))
    return literal_column("unit.words").op("@@")(func.to_tsquery("simple", tsquery(search)))


def terms(search: str) -> list[tuple[str, bool]]:
    """The words and quoted phrases of what a person typed; True marks a word that is a beginning."""
    found: list[tuple[str, bool]] = []
    for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', search.replace("\x00", " ")):
        words = re.findall(r"[^\W_]+", phrase or word)
        if words:
            found.append((" ".join(words), not phrase))
    return found


def fts5(search: str) -> str:
    """The query for SQLite: every term must occur, the bare ones as beginnings of words."""
    return " ".join(f'"{term}"{"*" if prefix else ""}' for term, prefix in terms(search)) or '""'


def tsquery(search: str) -> str:
    """The query for PostgreSQL, saying the same as `fts5`; accents do not count, as in what is indexed."""
    parts = []
    for term, prefix in terms(_MARKS.sub("", unicodedata.normalize("NFD", search))):
        words = [f"'{word}'" for word in term.split()]
        if prefix:
            words[-1] += ":*"
        parts.append(" <-> ".join(words))
    return " & ".join(f"({part})" for part in parts)
