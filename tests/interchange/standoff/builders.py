"""A small project of each program, in an empty folder: what tests of all readers begin with."""

from pathlib import Path

from linewise.interchange.formats.brat import BRAT
from linewise.interchange.formats.cas import CAS
from linewise.interchange.formats.qualcoder import QUALCODER
from linewise.interchange.formats.taguette import TAGUETTE
from tests.interchange.standoff.sample import write


def taguette_project(folder: Path) -> Path:
    write(TAGUETTE, folder / "study.sqlite3")
    return folder / "study.sqlite3"


def qualcoder_project(folder: Path) -> Path:
    write(QUALCODER, folder / "study.zip")
    return folder / "study.zip"


def brat_collection(folder: Path) -> Path:
    write(BRAT, folder / "collection.zip")
    return folder / "collection.zip"


def inception_project(folder: Path) -> Path:
    write(CAS, folder / "project.zip")
    return folder / "project.zip"
