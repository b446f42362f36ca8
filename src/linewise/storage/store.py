"""One opened database: transactions, and the list of projects in it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import DatabaseError, DataError

from linewise.core.errors import BadInput, NotFound
from linewise.core.events import GENESIS
from linewise.storage.engine import database_url, open_engine, sqlite_path
from linewise.storage.migrate import migrate
from linewise.storage.schema import workspace_project


class Store:
    """A workspace's database. Readers run side by side; there is one writer at a time, in one transaction each."""

    def __init__(self, where: str | Path, *, create: bool = True) -> None:
        self.url = database_url(where)
        path = sqlite_path(self.url)
        if path is not None:
            if not path.exists() and not create:
                raise NotFound(f"There is no workspace at {path}.", remedy="Check the path, or let it be created.")
            path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.engine: Engine = open_engine(self.url)
        try:
            self.backup = migrate(self.engine, path)
        except DatabaseError as error:
            self.engine.dispose()
            raise BadInput(
                f"{self.url.render_as_string()} cannot be opened as a workspace: {error.orig}.",
                remedy="Name a file that Linewise made or may make, or a PostgreSQL server that answers.",
            ) from None
        # What the driver itself raises where a prepared statement goes past SQLAlchemy.
        self._data_error: type[Exception] = self.engine.dialect.loaded_dbapi.DataError
        self._writing = threading.RLock()
        self._writer = self.engine.execution_options(writing=True)
        # A reader's statements must agree with one another while others write; SQLite's always do.
        postgresql = self.engine.dialect.name == "postgresql"
        self._reader = self.engine.execution_options(isolation_level="REPEATABLE READ") if postgresql else self.engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state and changes nothing."""
        with self._possible(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, project_no: int | None = None) -> Iterator[Connection]:
        """The one transaction that may write; committed (and durable) when the block ends without an error."""
        with self._possible(), self._writing, self._writer.begin() as connection:
            if project_no is not None and self.engine.dialect.name == "postgresql":
                connection.execute(
                    select(workspace_project.c.no).where(workspace_project.c.no == project_no).with_for_update()
                )
            yield connection

    def add_project(self, connection: Connection, project_id: str) -> int:
        """Make room for a project and return its number in this database."""
        result = connection.execute(insert(workspace_project).values(id=project_id, last_seq=0, last_hash=GENESIS))
        (number,) = result.inserted_primary_key or (None,)
        assert number is not None
        return int(number)

    def project_numbers(self, connection: Connection) -> dict[str, int]:
        """Every project's number by its id, in the order of creation."""
        rows = connection.execute(
            select(workspace_project.c.id, workspace_project.c.no).order_by(workspace_project.c.no)
        )
        return {row.id: row.no for row in rows}

    def close(self) -> None:
        """Give every connection back; SQLite then folds its write-ahead log into the file."""
        self.engine.dispose()

    @contextmanager
    def _possible(self) -> Iterator[None]:
        """Says in our own words that a value is none that a database can hold or compare with."""
        try:
            yield
        except (UnicodeEncodeError, OverflowError, DataError, self._data_error) as error:
            reason = error.orig if isinstance(error, DataError) else error
            raise BadInput(
                f"A value cannot be used in this database: {reason}.",
                remedy="Leave out NUL characters, halves of characters, and numbers beyond every count.",
            ) from error
