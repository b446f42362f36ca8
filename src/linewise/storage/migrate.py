"""Bringing a database to the schema of this version, with a copy of an SQLite file taken first."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from linewise.core.errors import Broken
from linewise.storage.planning import expect_large_projects

HEAD = "0001"


def migrate(engine: Engine, path: Path | None) -> Path | None:
    """Run the missing migrations; returns the copy that was taken before, if there was anything to copy."""
    present = _version(engine)
    if present == HEAD:
        return None
    if present is not None and present > HEAD:
        raise Broken(
            f"This workspace was written by a newer Linewise (schema {present}, this version knows {HEAD}).",
            remedy="Update Linewise: pip install -U linewise.",
        )
    copy = _copy(path, present) if path is not None and present is not None else None
    _upgrade(engine)
    return copy


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _copy(path: Path, version: str) -> Path:
    target = path.with_name(f"{path.name}.before-{version}-to-{HEAD}.bak")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target


def _upgrade(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if engine.dialect.name == "sqlite":
            expect_large_projects(connection)
    engine.dispose()
