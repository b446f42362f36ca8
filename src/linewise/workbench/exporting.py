"""Codings as flat rows: long (a row a statement) and wide (a row a unit), with origin in both."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from linewise.core.errors import BadInput
from linewise.core.facts import Facts
from linewise.core.nouns import Code, Coder, Source
from linewise.core.views import CodingView, UnitView
from linewise.storage import corpus, reading
from linewise.storage.projection import TableFacts
from linewise.workbench.applied import applied, spoken, with_machine
from linewise.workbench.desk import Desk

Shape = Literal["long", "wide"]
Cell = str | int | float | bool | None
Row = dict[str, Cell]
Kind = type[str] | type[int] | type[float] | type[bool]
Columns = tuple[tuple[str, Kind], ...]

KINDS: Mapping[str, Kind] = {"integer": int, "number": float, "boolean": bool}

CHUNK = 1_000

LONG: Columns = (
    ("unit", int),
    ("id", str),
    ("source", str),
    ("text", str),
    ("code", str),
    ("value", str),
    ("origin", str),
    ("via", str),
    ("coder", str),
    ("time", str),
    ("confidence", float),
    ("model", str),
    ("codebook_version", int),
    ("code_id", str),
)

FIXED = frozenset({"unit", "id", "text", "notes", "codes", "origin", "confidence"})


class Export:
    """What an export of one shape holds: its columns, and its rows one after another from one state of the project."""

    def __init__(self, desk: Desk, shape: Shape) -> None:
        if shape not in ("long", "wide"):
            raise BadInput(f"There is no shape {shape!r}.", remedy="Use long or wide.")
        self._desk, self._shape = desk, shape
        with desk.reading() as (connection, facts):
            self._codes = {code.id: code.name for code in reading.active_codes(connection, desk.project_no)}
            self._codes |= {code.id: code.name for code in facts.find(Code) if code.id not in self._codes}
            self._offered = [code.name for code in reading.active_codes(connection, desk.project_no)]
            self._names = {coder.id: coder.name for coder in facts.find(Coder)}
            self._sources = {source.id: source.name for source in facts.find(Source)}
            self._attributes = _attributes(facts)

    @property
    def columns(self) -> Columns:
        """Column names with their types, in order."""
        if self._shape == "long":
            return LONG
        return (
            ("unit", int),
            ("id", str),
            ("text", str),
            *((_free(name), kind) for name, kind in self._attributes),
            ("notes", str),
            ("codes", str),
            ("origin", str),
            ("confidence", float),
            *((f"code: {name}", int) for name in self._offered),
        )

    def rows(self) -> Iterator[Row]:
        """The rows, in order of units."""
        desk = self._desk
        with desk.reading() as (connection, _):
            facts = TableFacts(connection, desk.project_no)
            machine = applied(desk, connection, facts)
            said = spoken(connection, facts, desk)
            ids = list(corpus.unit_ids(connection, desk.project_no))
            for first in range(0, len(ids), CHUNK):
                views = reading.units(connection, desk.project_no, ids[first : first + CHUNK], coder=desk.coder)
                for view in with_machine(views, machine, said):
                    if self._shape == "long":
                        yield from self._long(view)
                    else:
                        yield self._wide(view)

    def _long(self, view: UnitView) -> Iterator[Row]:
        for coding in view.codings:
            yield {
                "unit": view.id,
                "id": view.external_id,
                "source": self._sources.get(view.source, view.source),
                "text": view.text,
                "code": self._codes.get(coding.code, coding.code),
                "value": coding.value,
                "origin": coding.origin,
                "via": coding.via,
                "coder": self._coder(coding),
                "time": coding.at or None,
                "confidence": coding.confidence,
                "model": coding.model,
                "codebook_version": coding.codebook,
                "code_id": coding.code,
            }

    def _wide(self, view: UnitView) -> Row:
        best = _strongest(view.codings)
        present = [coding for coding in best.values() if coding.value == "present" and coding.via != "parent"]
        machine = [coding.confidence for coding in present if coding.confidence is not None]
        row: Row = {
            "unit": view.id,
            "id": view.external_id,
            "text": view.text,
            **{_free(name): view.attributes.get(name) for name, _ in self._attributes},
            "notes": " | ".join(note.text for note in view.notes) or None,
            "codes": ";".join(self._codes.get(coding.code, coding.code) for coding in present) or None,
            "origin": ";".join(dict.fromkeys(coding.origin for coding in present)) or None,
            "confidence": min(machine) if machine else None,
        }
        values = {self._codes.get(code, code): coding.value for code, coding in best.items()}
        for name in self._offered:
            row[f"code: {name}"] = {"present": 1, "absent": 0}.get(values.get(name, ""))
        return row

    def _coder(self, coding: CodingView) -> str:
        if coding.origin == "import":
            return self._sources.get(coding.coder, coding.coder)
        return self._names.get(coding.coder, coding.coder)


def _strongest(codings: Sequence[CodingView]) -> dict[str, CodingView]:
    """For each code the statement that counts: a person's over the model's over an unverified import's."""
    rank: Mapping[str, int] = {"person": 0, "rule": 1, "model": 2, "import": 3}
    value = {"present": 0, "absent": 1, "unsure": 2}
    best: dict[str, CodingView] = {}
    for coding in sorted(codings, key=lambda one: (rank[one.origin], value[one.value])):
        best.setdefault(coding.code, coding)
    return best


def _free(attribute: str) -> str:
    """A column name for an attribute that no column of ours has."""
    taken = attribute in FIXED or attribute.startswith(("code: ", "attribute: "))
    return f"attribute: {attribute}" if taken else attribute


def _attributes(facts: Facts) -> Columns:
    found: dict[str, Kind] = {}
    for source in facts.find(Source):
        for pair in source.plan.get("attributes", ()):  # type: ignore[attr-defined]
            found.setdefault(pair[0], KINDS.get(pair[1], str))
        if source.plan.get("speaker") or source.plan.get("segmentation") == "turn":
            found.setdefault("speaker", str)
    return tuple(found.items())
