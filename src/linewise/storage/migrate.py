"""Bringing a database to the schema of this version, with a copy of an SQLite file taken first."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from linewise.core.errors import Broken
from linewise.storage.planning import expect_large_projects

HEAD = "0004"


# One migration at a time: in this process because Alembic keeps its state in a module, elsewhere by the database.
_UPGRADING = threading.Lock()
_ADVISORY = 0x6C696E65


def migrate(engine: Engine, path: Path | None) -> Path | None:
    """Run the missing migrations; returns the copy that was taken before, if there was anything to copy.

    Safe when several processes open a workspace at once. Raises Broken when a newer version of Linewise wrote it.
    """
    with engine.connect() as connection:
        if _is_current(_version(connection)):
            return None
    with _UPGRADING, engine.execution_options(writing=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY})
        present = _version(connection)
        if _is_current(present):
            return None
        copy = _copy(path, present) if path is not None and present is not None else None
        _upgrade(connection)
    engine.dispose()
    return copy


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _is_current(version: str | None) -> bool:
    if version is not None and version > HEAD:
        raise Broken(
            f"This workspace was written by a newer Linewise (schema {version}, this version knows {HEAD}).",
            remedy="Update Linewise: pip install -U linewise.",
        )
    return version == HEAD


def _copy(path: Path, version: str) -> Path:
    target = path.with_name(f"{path.name}.before-{version}-to-{HEAD}.bak")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        expect_large_projects(connection)
