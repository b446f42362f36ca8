"""SQLite files of other programs: read without trust and within limits, and written.

A SQLite file is a program as much as data: views, triggers, generated columns and virtual tables compute. Here only
ordinary columns of ordinary tables are read, nothing of the file's own is evaluated, and nothing is written to it.
"""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from linewise.core.errors import BadInput
from linewise.interchange.standoff import storable
from linewise.interchange.tree import Member, Tree

MAGIC = b"SQLite format 3\0"
ROW = "rowid"
MOST_ROWS = 2_000_000
MOST_CELL = 64 * 2**20
MOST_BYTES = 2 * 2**30
_STEPS = 100_000
# About a minute of the engine's work in one question.
_MOST_STEPS = 20_000
_MOST_TABLES = 2_000
_ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA)
_SETTINGS = ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "query_only=ON")


class ForeignDatabase:
    """The ordinary tables of a file, with their ordinary columns. Only BadInput comes out of it."""

    def __init__(self, connection: sqlite3.Connection, file: str) -> None:
        self._connection, self.file = connection, file
        self.tables: Mapping[str, tuple[str, ...]] = {}
        with self._guarded():
            self.tables = self._find_tables()

    def has(self, table: str, *columns: str) -> bool:
        """Whether there is such a table with all of these columns."""
        return table in self.tables and set(columns) <= set(self.tables[table])

    def rows(
        self, table: str, columns: Sequence[str], *, where: tuple[str, object] | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a table in its own order; a column that it lacks is None throughout, no table is no rows.

        `where`: a column and the value that it must have.
        """
        known = self.tables.get(table)
        if known is None:
            return
        # The number of a row has a name that no column need have.
        wanted = ", ".join(_quoted(name) if name in known or name == ROW else "NULL" for name in columns)
        condition = "" if where is None else f" WHERE {_quoted(where[0])} = ?"
        given = () if where is None else (where[1],)
        with self._guarded():
            found = self._connection.execute(f"SELECT {wanted} FROM {_quoted(table)}{condition}", given)
            for number, row in enumerate(found, 1):
                if number > MOST_ROWS:
                    raise self.bad(f"its table {table} has more than {MOST_ROWS:,} rows", "Split the project.")
                yield row

    def count(self, table: str) -> int:
        """How many rows a table has; 0 where there is none."""
        columns = self.tables.get(table, ())
        return sum(1 for _ in self.rows(table, columns[:1])) if columns else 0

    def bad(self, reason: str, remedy: str) -> BadInput:
        """The error for something wrong in here."""
        return BadInput(f"{reason}.", remedy=remedy, file=self.file)

    def _find_tables(self) -> dict[str, tuple[str, ...]]:
        names = self._connection.execute("SELECT type, name, sql FROM sqlite_master LIMIT ?", (_MOST_TABLES,))
        found: dict[str, tuple[str, ...]] = {}
        for kind, name, sql in names.fetchall():
            plain = isinstance(name, str) and isinstance(sql, str) and "\0" not in name
            if kind == "table" and plain and "VIRTUAL" not in sql[:40].upper():
                columns = self._connection.execute(f"PRAGMA table_xinfo({_quoted(name)})").fetchall()
                # The last says whether a column is hidden or computed.
                found[name] = tuple(column[1] for column in columns if column[6] == 0)
        return found

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        steps = 0

        def tick() -> int:
            nonlocal steps
            steps += 1
            return steps > _MOST_STEPS

        self._connection.set_progress_handler(tick, _STEPS)
        try:
            yield
        except sqlite3.OperationalError as error:
            reason = "reading it takes too long" if steps > _MOST_STEPS else _plain(error)
            raise self.bad(f"the database cannot be read: {reason}", _REMEDY) from None
        except (sqlite3.Error, OverflowError, UnicodeError, MemoryError) as error:
            raise self.bad(f"the database cannot be read: {_plain(error)}", _REMEDY) from None
        finally:
            self._connection.set_progress_handler(None, 0)


_REMEDY = "Open it in the program that made it, and save or export it again."


@contextmanager
def foreign_database(path: Path, *, file: str | None = None) -> Iterator[ForeignDatabase]:
    """Open a file that is said to be SQLite; BadInput when it is none, damaged, or waits for its program to finish."""
    name = file or path.name
    for ending in ("-wal", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.is_file() and beside.stat().st_size:
            raise BadInput(
                "the program that wrote it has not put its last changes into the file.",
                remedy="Close the project there (or open and close it once), and try again.",
                file=name,
            )
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False, isolation_level=None
        )
    except (sqlite3.Error, ValueError) as error:
        raise BadInput(f"the database cannot be opened: {_plain(error)}.", remedy=_REMEDY, file=name) from None
    try:
        connection.text_factory = _text
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_CELL)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        connection.set_authorizer(_authorized)
        yield ForeignDatabase(connection, name)
    except sqlite3.Error as error:
        raise BadInput(f"the database cannot be read: {_plain(error)}.", remedy=_REMEDY, file=name) from None
    finally:
        connection.close()


class NewDatabase:
    """A file that is being written for another program."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, table: str, *values: object) -> bool:
        """Add a row, unless its like is there and may be there once; whether it was added."""
        marks = ", ".join("?" * len(values))
        stored = [storable(value) if isinstance(value, str) else value for value in values]
        return self._connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", stored).rowcount > 0


@contextmanager
def new_database(path: Path, schema: Iterable[str], *, application: int = 0) -> Iterator[NewDatabase]:
    """Write a new SQLite file with these tables, in place of what is there. OSError when it cannot be written."""
    # SQLite would take what is there for a database.
    path.unlink(missing_ok=True)
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            for setting in ("auto_vacuum=1", "journal_mode=MEMORY", f"application_id={application}"):
                connection.execute(f"PRAGMA {setting}")
            connection.execute("BEGIN")
            for statement in schema:
                connection.execute(statement)
            yield NewDatabase(connection)
            connection.execute("COMMIT")
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        raise OSError(f"{path.name} cannot be written: {error}") from None


@contextmanager
def unpacked(inside: Tree, member: Member) -> Iterator[Path]:
    """A member of an archive or folder as a file of its own, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="linewise-") as folder:
        target = Path(folder) / "member"
        with inside.open(member) as source, target.open("wb") as copy:
            for piece in iter(lambda: source.read(1 << 20), b""):
                copy.write(piece)
                if copy.tell() > MOST_BYTES:
                    raise inside.bad(f"{member.name!r:.120} is larger than {MOST_BYTES >> 30} GB", "Split it.")
        yield target


def as_text(value: object) -> str:
    """A cell as text, whatever was stored in it; nothing is empty."""
    if isinstance(value, bytes):
        return _text(value)
    return value if isinstance(value, str) else "" if value is None else str(value)


def as_whole(value: object) -> int | None:
    """A cell as a whole number where it is one."""
    return value if isinstance(value, int) else None


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\0", "\ufffd")


def _authorized(action: int, first: str | None, _second: str | None, _base: str | None, _inner: str | None) -> int:
    allowed = action in _ALLOWED and (action != sqlite3.SQLITE_PRAGMA or first == "table_xinfo")
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _plain(error: Exception) -> str:
    return str(error).rstrip(".")[:200] or type(error).__name__
