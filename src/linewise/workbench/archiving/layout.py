"""How the file of a project is laid out: names of its members, its manifest, and the words for whoever opens it."""

import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from linewise.core.errors import BadInput
from linewise.interchange.tree import Tree

KIND, VERSION = "linewise-project", 1
README, MANIFEST, SUMS = "README.txt", "manifest.json", "SHA256SUMS"
LOG, INDEX, BLOBS = "log/events.jsonl", "artefacts/index.jsonl", "artefacts/"
CORPUS = "corpus/"

# More of one record is not read; the manifest is small.
LONGEST, LARGEST_MANIFEST = 256 * 2**20, 64 * 2**20
_SHA = re.compile(r"[0-9a-f]{64}")

WORDS = """\
{name}
{line}

This file holds a whole Linewise project: {events:,} events, {documents:,} documents, {units:,} units.
Everything in it is plain text (UTF-8, one JSON object a line) or, under artefacts/, bytes that the
machine made. No program of ours is needed to read it.

manifest.json            what is here: for each member its SHA-256, its bytes and its rows; the last
                         event's number and hash
SHA256SUMS               the same hashes for `sha256sum -c SHA256SUMS`
log/events.jsonl         every change that was ever made, in order: who, when, and which facts went
                         from what to what (payload.changes: family, key, before, after)
corpus/document.jsonl    the documents; `text` is null where the one unit of a document is all of it
corpus/unit.jsonl        the units; `start` and `end` count Unicode code points of the document
corpus/attribute.jsonl   the attributes of units, one value a line
corpus/imported_*.jsonl  what other programs said of units and of exact passages: unverified
corpus/ranking.jsonl     stored orders of units
artefacts/index.jsonl    what lies in the files beside it, and in which blocks. Names of 64 hexadecimal
                         digits are the SHA-256 of what they name.

To have today's state, begin with nothing and apply every event in order: a change whose `after` is
null takes the fact away, any other puts `after` in the place of `before`. Codes, codings, notes,
memos and models are facts.

To check the log: write {open}previous, seq, kind, version, actor, at, cause, target{close} as JSON
without spaces, then a line feed, then the payload as JSON without spaces and with sorted keys; the
SHA-256 of that in UTF-8 is the event's `hash`, and the next event's `previous`. The first one's
`previous` is 64 zeros. The hash of the last event stands for the whole history: keep it elsewhere,
and nobody can change this file unnoticed.

    {head}

To go on working: linewise projects import FILE, or drop the file on Linewise's first page.
To check everything at once: linewise projects check FILE.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A member: the SHA-256 of its bytes, how many these are, how many records they hold (0 for blobs)."""

    sha256: str
    bytes: int
    rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a file holds. `head` is the hash of event `events`, the last; `left_out` counts artefacts left behind."""

    linewise: str
    schema: str
    project: str
    name: str
    at: str
    events: int
    head: str
    next_document: int
    next_unit: int
    artefacts: str
    left_out: int
    members: Mapping[str, Stored]

    def dump(self) -> bytes:
        """As JSON for a file."""
        content = {"format": KIND, "version": VERSION, **asdict(self)}
        return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=False) + "\n").encode()


def is_project(path: Path) -> bool:
    """Whether a file is the archive of a project, as far as its list of members tells."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {MANIFEST, LOG} <= set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def read_manifest(inside: Tree) -> tuple[Manifest, str]:
    """The manifest of an opened archive, and its text; BadInput when there is none that we understand."""
    member = inside.find(MANIFEST)
    if member is None:
        raise inside.bad("this is no project of Linewise: it has no manifest.json", "Choose another file.")
    data = inside.read(member, most=LARGEST_MANIFEST)
    try:
        content = json.loads(data)
        if content["format"] != KIND:
            raise ValueError(f"it calls itself {content['format']!r:.60}")
        if isinstance(content["version"], int) and content["version"] > VERSION:
            raise _newer(inside, f"its layout has version {content['version']}, this one knows {VERSION}")
        manifest = Manifest(**_values(content))
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
        raise inside.bad(f"its manifest.json makes no sense: {error!s:.200}", "Export it again.") from None
    return manifest, data.decode()


def _values(content: Mapping[str, Any]) -> dict[str, Any]:
    kinds = {"events": int, "next_document": int, "next_unit": int, "left_out": int}
    values: dict[str, Any] = {}
    for name in Manifest.__dataclass_fields__:
        if name == "members":
            continue
        value, kind = content[name], kinds.get(name, str)
        if type(value) is not kind or (isinstance(value, int) and value < 0):
            raise ValueError(f"{name} is {value!r:.60}")
        values[name] = value
    members = {}
    for name, one in content["members"].items():
        if not _SHA.fullmatch(one["sha256"]) or type(one["bytes"]) is not int or type(one["rows"]) is not int:
            raise ValueError(f"what it says of {name!r:.60}")
        members[name] = Stored(sha256=one["sha256"], bytes=one["bytes"], rows=one["rows"])
    return {**values, "members": members}


def _newer(inside: Tree, reason: str) -> BadInput:
    return BadInput(
        f"this project was written by a newer Linewise: {reason}.",
        remedy="Update Linewise: pip install -U linewise.",
        file=inside.path.name,
    )


def is_sealed(artefact: str) -> bool:
    """Whether an artefact is named by the hash of its bytes."""
    return _SHA.fullmatch(artefact) is not None
