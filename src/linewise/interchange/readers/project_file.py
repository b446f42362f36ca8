"""The file of a whole Linewise project: known when it is met, and no table or text to be read into another project."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linewise.core.errors import BadInput
from linewise.interchange.sniffing import Sniff
from linewise.interchange.table import ReadOptions, Table


def is_project(sniff: Sniff) -> bool:
    """Whether this is an archive that Linewise wrote a project to."""
    return sniff.has("manifest.json", "log/events.jsonl", "corpus/unit.jsonl")


class ProjectFileReader:
    """Says where such a file goes: it becomes a project of its own."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        raise BadInput(
            "this is a whole Linewise project.",
            remedy="It becomes a project of its own: bring it in on the first page, or with "
            f"`linewise projects import {path.name}`.",
            file=path.name,
        )
        yield
