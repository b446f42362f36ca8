"""Which annotation tool wrote a file, by its first records; only what is certain counts."""

import io
from collections.abc import Callable
from itertools import islice
from typing import Any, BinaryIO, Literal

from linewise.core.errors import BadInput
from linewise.interchange.jsontext import each
from linewise.interchange.readers.annotations.argilla import is_argilla
from linewise.interchange.readers.annotations.doccano import is_doccano
from linewise.interchange.readers.annotations.engine import is_shown
from linewise.interchange.readers.annotations.label_studio import is_label_studio
from linewise.interchange.readers.annotations.prodigy import is_prodigy
from linewise.interchange.readers.annotations.spacy import is_spacy
from linewise.interchange.readers.codebooks import is_tag_list
from linewise.interchange.sniffing import Sniff
from linewise.interchange.tree import tree

Annotated = Literal["label_studio", "doccano", "prodigy", "argilla", "spacy", "tags"]

_LOOKED_AT = 50
_ENOUGH = 4 * 2**20
_TESTS: tuple[tuple[Annotated, Callable[[list[Any]], bool]], ...] = (
    ("label_studio", is_label_studio),
    ("argilla", is_argilla),
    ("prodigy", is_prodigy),
    ("spacy", is_spacy),
    ("doccano", is_doccano),
    ("tags", is_tag_list),
)


def recognise(sniff: Sniff) -> Annotated | None:
    """The tool that wrote a file, or an archive or folder of JSON alone; None when it may be a plain table."""
    if sniff.members:
        return _of_members(sniff)
    if sniff.text is None or sniff.text.lstrip("\ufeff \t\r\n")[:1] not in ("[", "{"):
        return None
    try:
        with sniff.path.open("rb") as binary:
            return _named(_first(binary, sniff.path.name))
    except OSError:
        return None


def _of_members(sniff: Sniff) -> Annotated | None:
    inside = [one for one in sniff.members if is_shown(one.name)]
    told = [one for one in inside if one.suffix in (".json", ".jsonl")]
    if not told or len(told) < len([one for one in inside if one.suffix not in (".xml", ".md", ".txt")]):
        return None
    found: set[Annotated | None] = set()
    with tree(sniff.path) as opened:
        for member in told[:_LOOKED_AT]:
            with opened.open(member) as binary:
                records = _first(binary, member.name)
            if records or member.size > 2:
                found.add(_named(records))
    return found.pop() if len(found) == 1 else None


def _first(binary: BinaryIO, file: str) -> list[Any]:
    """The first records; none when the file is no JSON, or is broken that early."""
    text = io.TextIOWrapper(binary, "utf-8-sig", newline="")
    try:
        found = []
        for item in islice(each(text, file), _LOOKED_AT):
            found.append(item.value)
            if binary.seekable() and binary.tell() > _ENOUGH:
                break
        return found
    except (BadInput, UnicodeError):
        return []
    finally:
        text.detach()


def _named(records: list[Any]) -> Annotated | None:
    return next((name for name, test in _TESTS if records and test(records)), None)
