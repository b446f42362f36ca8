"""The only place with SQL: one schema on SQLite and PostgreSQL, the log, its projection, the corpus, artefacts."""

from sqlalchemy import Connection

__all__ = ["Connection"]
