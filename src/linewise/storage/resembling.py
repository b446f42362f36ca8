"""What recall asks of the database: who was spoken about, and which units hold a word."""

from sqlalchemy import Connection, Select, func, select, union

from linewise.storage import corpus
from linewise.storage.filtering import FULL_TEXT, matches, rows_of
from linewise.storage.schema import UNITS, coding, mark, note, unit


def spoken_of(connection: Connection, project_no: int) -> set[int]:
    """Units on which anybody wrote a note or decided about a code."""
    parts = (select(table.c.unit).where(table.c.project_no == project_no) for table in (note, coding))
    return set(connection.execute(union(*parts)).scalars())


def marked(connection: Connection, project_no: int, *, coder: str) -> set[int]:
    """Units that a coder marked."""
    statement = select(mark.c.unit).where(mark.c.project_no == project_no, mark.c.coder == coder)
    return set(connection.execute(statement).scalars())


def count_with(connection: Connection, project_no: int, word: str, *, most: int) -> int:
    """How many units hold a word; counting stops at `most`."""
    found = _holding(connection, project_no, word).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


def with_word(connection: Connection, project_no: int, word: str, *, most: int) -> list[int]:
    """Units that hold a word, the first so many."""
    rows = connection.execute(_holding(connection, project_no, word).limit(most))
    return [row[0] for row in rows]


def _holding(connection: Connection, project_no: int, word: str) -> Select[int]:
    condition = corpus.active_units(connection, project_no)
    if connection.dialect.name == "sqlite":
        row = FULL_TEXT.c.rowid
        found = select((row - project_no * UNITS).label("id")).where(
            matches(connection, f'"{word}"'), rows_of(project_no, row)
        )
        if condition is not None:
            found = found.select_from(FULL_TEXT.join(unit, unit.c.rowid == row)).where(condition)
        return found
    found = select(unit.c.id).where(unit.c.project_no == project_no, matches(connection, f'"{word}"'))
    return found if condition is None else found.where(condition)
