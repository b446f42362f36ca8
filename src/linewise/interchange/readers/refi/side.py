"""`linewise.jsonl` inside of our own .qdpx: what the standard has no place for, one JSON object a line.

The first line is about the project, each further one about a document, by its GUID and the SHA-256 of its text: what
does not match is not used.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from linewise.core.exchange import DocumentEntry, MemoEntry, Statement, Stretch

VERSION = 1
_LONGEST_LINE = 16 * 2**20
_MOST = 256 * 2**20
_STATED = ("present", "absent", "unsure")
_FIELDS = ("code", "start", "end", "value", "coder", "machine", "score", "at", "id", "passage", "comment")


class Side:
    """What a side file says, kept as lines until it is asked for."""

    def __init__(self, stream: BinaryIO | None) -> None:
        self._lines: dict[str, bytes] = {}
        self.project: Mapping[str, Any] = {}
        self.foreign: list[Mapping[str, Any]] = []
        if stream is None:
            return
        taken = 0
        while line := stream.readline(_LONGEST_LINE):
            taken += len(line)
            if not line.endswith(b"\n") or taken > _MOST:
                break
            start = line[:120].decode("utf-8", "replace")
            if start.startswith('{"id":"'):
                self._lines[start[7:].partition('"')[0].upper()] = line
            elif start.startswith('{"foreign":'):
                self.foreign.append(_read(line))
            elif not self.project:
                self.project = _read(line)

    @property
    def known(self) -> bool:
        """Whether it is there, and of a version that we understand."""
        return self.project.get("linewise") == VERSION

    def code(self, guid: str) -> tuple[str, ...]:
        """The further parents of a code."""
        codes = self.project.get("parents")
        found = codes.get(guid, ()) if isinstance(codes, dict) else ()
        return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()

    def project_memo(self, memo: MemoEntry) -> MemoEntry:
        """A memo of the project or a code, with its exact time."""
        return _timed(memo, self.project.get("at"))

    def complete(self, entry: DocumentEntry) -> DocumentEntry:
        """A document with what its line says of it, where the text is the one that it was written for."""
        line = self._lines.get(entry.id)
        said = _read(line) if line is not None and self.known else {}
        if said.get("text") != text_hash(entry.text):
            return entry
        try:
            return _completed(entry, said)
        except (TypeError, ValueError, KeyError, AttributeError):
            return entry

    def positions(self, guid: str, text: str) -> str:
        """How positions in this text are counted, where it is the one that was written; empty where it is not."""
        line = self._lines.get(guid)
        said = _read(line) if line is not None and self.known else {}
        return str(self.project.get("positions", "")) if said.get("text") == text_hash(text) else ""


def text_hash(text: str) -> str:
    """By which a text is known again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def packed(statement: Statement) -> list[Any]:
    """A statement as a list, for a line."""
    return [getattr(statement, name) for name in _FIELDS]


def _read(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _completed(entry: DocumentEntry, said: Mapping[str, Any]) -> DocumentEntry:
    length = len(entry.text)
    more: Mapping[str, Any] = said.get("more", {})
    statements = [_with(one, more.get(one.id, {})) for one in entry.statements]
    statements += [_statement(one, length) for one in said.get("said", ())]
    notes = set(said.get("notes", ()))
    memos = tuple(_timed(replace(one, open_codes=one.id in notes), said.get("at")) for one in entry.memos)
    attributes = {**entry.attributes, **{str(name): _value(one) for name, one in said.get("attributes", {}).items()}}
    stretches = tuple(
        Stretch(_at(start, length), _at(end, length), str(name), _value(one))
        for start, end, name, one in said.get("stretches", ())
    )
    units = said.get("units")
    return replace(
        entry,
        statements=tuple(statements),
        memos=memos,
        attributes=attributes,
        stretches=stretches or entry.stretches,
        units=entry.units if units is None else tuple((_at(a, length), _at(b, length)) for a, b in units),
    )


def _with(one: Statement, more: Mapping[str, Any]) -> Statement:
    score, at = more.get("score"), more.get("at")
    return replace(
        one,
        score=float(score) if isinstance(score, int | float) and not isinstance(score, bool) else one.score,
        at=at if isinstance(at, str) else one.at,
    )


def _timed(memo: MemoEntry, times: object) -> MemoEntry:
    at = times.get(memo.id) if isinstance(times, dict) else None
    return replace(memo, at=at) if isinstance(at, str) else memo


def _statement(given: list[Any], length: int) -> Statement:
    values = dict(zip(_FIELDS, given, strict=True))
    if values["value"] not in _STATED or not all(isinstance(values[name], str) for name in ("code", "coder", "at")):
        raise ValueError
    for edge in ("start", "end"):
        values[edge] = None if values[edge] is None else _at(values[edge], length)
    score = values["score"]
    values["score"] = None if score is None else float(score)
    values["machine"] = bool(values["machine"])
    values.update({name: str(values[name]) for name in ("id", "passage", "comment")})
    return Statement(**values)


def _value(given: Any) -> Any:
    if given is not None and not isinstance(given, str | int | float | bool):
        raise TypeError
    return given


def _at(given: Any, length: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise TypeError
    return min(max(0, given), length)
