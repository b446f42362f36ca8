"""Data sets of Hugging Face, without their library: saved ones (Arrow), the hub's layout, any folder of Parquet files.

The names of ClassLabel features stand in `dataset_info.json`, or in the files' own metadata; numbers of labels become
names.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any

from linewise.core.errors import BadInput
from linewise.importing.record import RawRow
from linewise.interchange.jsontext import parse_bytes
from linewise.interchange.limits import Apart
from linewise.interchange.readers.json_lines import as_row
from linewise.interchange.readers.parquet import DECODER, MEMORY
from linewise.interchange.sniffing import Sniff
from linewise.interchange.table import ReadOptions, Table
from linewise.interchange.tree import Member, Tree, tree

_KINDS = (".parquet", ".arrow")
_SPLIT = re.compile(r"(?:^|/)(train|test|validation|valid|dev|unsupervised)(?=[-_./]|$)", re.IGNORECASE)


def is_dataset(sniff: Sniff) -> bool:
    """Whether a folder or zip holds a data set: Arrow files with their information, or Parquet and nothing to read."""
    if not sniff.members:
        return False
    suffixes = {one.suffix for one in sniff.members if not one.name.rpartition("/")[2].startswith(".")}
    if ".arrow" in suffixes:
        return any(one.name.endswith("dataset_info.json") for one in sniff.members)
    return ".parquet" in suffixes and not suffixes - {".parquet", ".md", ".json", ".txt", ".yaml", ""}


class DatasetReader:
    """Rows of all files, one after another; the split of each is a column where there are several."""

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        with tree(path) as inside, Apart(DECODER, memory=MEMORY) as decoder:
            names = _label_names(inside)
            splits = {one.name: _split(one.name) for one in inside if one.suffix in _KINDS}
            told = len(set(splits.values())) > 1
            read = 0

            def rows() -> Iterator[RawRow]:
                nonlocal read
                number = 0
                for member in (one for one in inside if one.suffix in _KINDS):
                    with _plain(inside, member) as file:
                        for row in _rows(decoder, file, names):
                            number += 1
                            if told and "split" not in row:
                                row["split"] = splits[member.name]
                            yield as_row(number, row)
                    read += member.size

            yield Table(None, rows(), lambda: read)


@contextmanager
def _plain(inside: Tree, member: Member) -> Iterator[Path]:
    """The member as a file of its own; one of a zip is unpacked, and gone after the block."""
    if inside.path.is_dir():
        yield inside.path / member.name
        return
    with TemporaryDirectory(prefix="linewise-") as folder:
        file = Path(folder) / member.name.rpartition("/")[2]
        with inside.open(member) as packed, file.open("wb") as unpacked:
            copyfileobj(packed, unpacked, 1 << 20)
        yield file


def _rows(decoder: Apart, file: Path, names: Mapping[str, list[str]]) -> Iterator[dict[str, Any]]:
    import polars as pl

    about: dict[str, Any] = json.loads(decoder.ask(json.dumps([str(file)]).encode(), file=file.name))
    if "broken" in about:
        raise _broken(file, about["broken"])
    labels = {**_names_in(about.get("features")), **names}
    while message := decoder.more(file=file.name):
        if message.startswith(b"{"):
            raise _broken(file, json.loads(message)["broken"])
        for row in pl.read_ipc_stream(message).iter_rows(named=True):
            for column, known in labels.items():
                if column in row:
                    row[column] = _named(row[column], known)
            yield row


def _named(value: object, names: list[str]) -> object:
    if isinstance(value, list):
        return [_named(one, names) for one in value]
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(names):
        return names[value]
    # -1 is how a label is written that nobody gave.
    return None if value == -1 else value


def _label_names(inside: Tree) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for member in inside:
        if member.name.rpartition("/")[2] == "dataset_info.json":
            plain = parse_bytes(inside.read(member, most=64 * 2**20), member.name)
            found.update(_names_in(plain.get("features") if isinstance(plain, dict) else None))
    return found


def _names_in(features: object) -> dict[str, list[str]]:
    """The names of every feature that is a ClassLabel, or a sequence of them."""
    found: dict[str, list[str]] = {}
    for column, feature in features.items() if isinstance(features, dict) else ():
        if isinstance(feature, list) and len(feature) == 1:
            feature = feature[0]
        if isinstance(feature, dict) and isinstance(feature.get("feature"), dict):
            feature = feature["feature"]
        names = feature.get("names") if isinstance(feature, dict) and feature.get("_type") == "ClassLabel" else None
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            found[column] = names
    return found


def _split(name: str) -> str:
    found = _SPLIT.findall(name)
    return found[-1].lower() if found else name.rpartition("/")[0] or "train"


def _broken(file: Path, reason: str) -> BadInput:
    return BadInput(f"not a readable data file: {reason}.", remedy="Save the data set again.", file=file.name)
