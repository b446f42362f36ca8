"""The least that the same work can cost: Python's own sqlite3, one table, nothing around it."""

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path


class Plain:
    """Texts in one table with full text, and a table that saves go into, as durable as a workspace."""

    def __init__(self, path: Path, texts: Sequence[str]) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.lock = threading.Lock()
        run = self.connection.execute
        run("PRAGMA journal_mode=WAL")
        run("PRAGMA synchronous=FULL")
        run("CREATE TABLE unit (id INTEGER PRIMARY KEY, text TEXT)")
        run("CREATE VIRTUAL TABLE words USING fts5(text, content='unit', content_rowid='id')")
        run("CREATE TABLE note (id INTEGER PRIMARY KEY, unit INTEGER, text TEXT)")
        run("BEGIN")
        self.connection.executemany("INSERT INTO unit VALUES (?, ?)", enumerate(texts))
        run("INSERT INTO words (rowid, text) SELECT id, text FROM unit")
        run("COMMIT")

    def save(self, unit: int, text: str) -> None:
        """One row, committed."""
        with self.lock:
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.execute("INSERT INTO note (unit, text) VALUES (?, ?)", (unit, text))
            self.connection.execute("COMMIT")

    def page(self, after: int) -> list[tuple[int, str]]:
        """Fifty rows behind a key."""
        with self.lock:
            return self.connection.execute(
                "SELECT id, text FROM unit WHERE id > ? ORDER BY id LIMIT 50", (after,)
            ).fetchall()

    def search(self, words: str) -> list[tuple[int, str]]:
        """Fifty rows that hold the words."""
        return self.connection.execute(
            "SELECT unit.id, unit.text FROM words JOIN unit ON unit.id = words.rowid"
            " WHERE words MATCH ? ORDER BY words.rowid LIMIT 50",
            (words,),
        ).fetchall()
