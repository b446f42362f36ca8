"""The demo corpus: 14,125 happy moments of HappyDB, each with a gold label (see README.md beside this file)."""

import csv
import gzip
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

__all__ = ["happydb_gold", "happydb_path"]


@contextmanager
def happydb_path() -> Iterator[Path]:
    """A CSV file with the columns id, text and label, there as long as the context lasts."""
    with TemporaryDirectory(prefix="linewise-") as folder, _open() as packed:
        path = Path(folder) / "happydb.csv"
        with path.open("wb") as file:
            shutil.copyfileobj(packed, file)
        yield path


def happydb_gold() -> dict[str, str]:
    """The gold label of each moment, by id."""
    with _open() as packed:
        rows = csv.DictReader(io.TextIOWrapper(packed, "utf-8", newline=""))
        return {row["id"]: row["label"] for row in rows}


@contextmanager
def _open() -> Iterator[BinaryIO]:
    with files(__package__).joinpath("happydb.csv.gz").open("rb") as raw, gzip.GzipFile(fileobj=raw) as packed:
        yield packed  # type: ignore[misc]
