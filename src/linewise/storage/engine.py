"""Opening a database: SQLite tuned for one writer and no loss, PostgreSQL as it comes."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from linewise.core.errors import BadInput

BUSY_MS = 30_000


def database_url(where: str | Path) -> URL:
    """The URL of a workspace: a path means an SQLite file; postgresql:// means psycopg."""
    text = str(where)
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser()))
    try:
        url = make_url(text)
    except ArgumentError:
        raise BadInput(
            f"{text!r} is no database URL.", remedy="Write postgresql://user@host/name, or a path."
        ) from None
    backend = url.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise BadInput(f"Linewise does not know the database {backend!r}.", remedy="Use an SQLite file or PostgreSQL.")
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def sqlite_path(url: URL) -> Path | None:
    """The file of an SQLite workspace, or None for PostgreSQL."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def open_engine(url: URL) -> Engine:
    """An engine whose transactions begin as ours need: SQLite in WAL with synchronous=FULL, never lazily."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
    engine = create_engine(url, pool_size=20, max_overflow=20, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _tune(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-65536",
            "temp_store=MEMORY",
            "mmap_size=268435456",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
