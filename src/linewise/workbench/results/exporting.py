"""Codings as flat rows: long (a row a statement), wide (a row a unit), codes (a row a code); origins stay apart."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Literal, get_args

from linewise.core.errors import BadInput, NotReady
from linewise.core.facts import Facts
from linewise.core.nouns import Code, Coder, Source
from linewise.core.views import CodingView, UnitView
from linewise.storage import corpus, reading
from linewise.storage.lineage import lineage
from linewise.storage.projection import TableFacts
from linewise.workbench.desk import Desk
from linewise.workbench.results.applied import applied, found_by_people, machine_counts, spoken, with_machine
from linewise.workbench.results.prevailing import prevailing

Shape = Literal["long", "wide", "codes"]
Include = Literal["people", "all", "probabilities"]
Cell = str | int | float | bool | None
Row = dict[str, Cell]
Progress = Callable[[int, int], None]
Kind = type[str] | type[int] | type[float] | type[bool]
Columns = tuple[tuple[str, Kind], ...]

KINDS: Mapping[str, Kind] = {"integer": int, "number": float, "boolean": bool}

CHUNK = 1_000
# A preview looks no further for its rows.
LOOKED_AT = 5_000

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

CODES: Columns = (
    ("code", str),
    ("definition", str),
    ("people", int),
    ("model", int),
    ("imported", int),
    ("counted_share", float),
    ("share", float),
    ("low", float),
    ("high", float),
    ("draws", int),
    ("draws_present", int),
    ("method", str),
    ("code_id", str),
)

OWN = ("code: ", "attribute: ", "probability: ")
FIXED = frozenset({"unit", "id", "text", "notes", "codes", "origin", "confidence"})


class Export:
    """What an export of one shape holds: its columns, and its rows one after another from one state of the project.

    `include`: what people said only, or the applied model and imports too, or also every probability of that model.
    """

    def __init__(self, desk: Desk, shape: Shape, include: Include = "all") -> None:
        if shape not in get_args(Shape):
            raise BadInput(f"There is no shape {shape!r}.", remedy=f"Use {', '.join(get_args(Shape))}.")
        if include not in get_args(Include):
            raise BadInput(f"Nothing is called {include!r}.", remedy=f"Include {', '.join(get_args(Include))}.")
        self._desk, self._shape, self._include = desk, shape, include
        with desk.reading() as (connection, facts):
            self._codes = {code.id: code.name for code in reading.active_codes(connection, desk.project_no)}
            self._codes |= {code.id: code.name for code in facts.find(Code) if code.id not in self._codes}
            self._offered = [code.name for code in reading.active_codes(connection, desk.project_no)]
            self._names = {coder.id: coder.name for coder in facts.find(Coder)}
            self._sources = {source.id: source.name for source in facts.find(Source)}
            self._attributes = _attributes(facts)
            machine = applied(desk, connection, facts)
        if include == "probabilities" and machine is None:
            raise NotReady("No model was applied yet, so there are no probabilities.", remedy="Apply one first.")
        self._scored = tuple(dict.fromkeys(map(machine.shape.now, machine.application.codes))) if machine else ()

    @property
    def columns(self) -> Columns:
        """Column names with their types, in order."""
        if self._shape != "wide":
            return LONG if self._shape == "long" else CODES
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
            *((f"probability: {self._codes.get(code, code)}", float) for code in self._probable),
        )

    def rows(self, *, progress: Progress | None = None, most: int | None = None) -> Iterator[Row]:
        """The rows, in order of units, or of the codebook; of the first `most` units only."""
        if self._shape == "codes":
            yield from _per_code(self._desk)
            return
        for view, scores in self._units(progress, most):
            if self._shape == "long":
                yield from self._long(view, scores)
            else:
                yield self._wide(view, scores)

    def first(self, rows: int) -> tuple[Row, ...]:
        """The first rows, as far as they lie near the beginning."""
        return tuple(islice(self.rows(most=LOOKED_AT), rows))

    @property
    def _probable(self) -> tuple[str, ...]:
        return self._scored if self._include == "probabilities" else ()

    def _units(self, progress: Progress | None, most: int | None) -> Iterator[tuple[UnitView, Mapping[str, float]]]:
        desk = self._desk
        with desk.reading() as (connection, _):
            facts = TableFacts(connection, desk.project_no)
            machine = applied(desk, connection, facts) if self._include != "people" else None
            said = spoken(connection, facts, desk)
            ids = list(islice(corpus.unit_ids(connection, desk.project_no), most))
            for first in range(0, len(ids), CHUNK):
                views = reading.units(connection, desk.project_no, ids[first : first + CHUNK], coder=desk.coder)
                if self._include == "people":
                    views = [_by_people(view) for view in views]
                for view in with_machine(views, machine, said):
                    yield view, machine.probabilities(view.id) if machine and self._probable else {}
                if progress is not None:
                    progress(min(first + CHUNK, len(ids)), len(ids))

    def _long(self, view: UnitView, scores: Mapping[str, float]) -> Iterator[Row]:
        for coding in view.codings:
            yield {
                **self._of(view, coding.code),
                "value": coding.value,
                "origin": coding.origin,
                "via": coding.via,
                "coder": self._coder(coding),
                "time": coding.at or None,
                "confidence": coding.confidence,
                "model": coding.model,
                "codebook_version": coding.codebook,
            }
        for code in self._probable:
            yield {
                **self._of(view, code),
                "origin": "model",
                "via": "probability",
                "confidence": scores.get(code),
            }

    def _of(self, view: UnitView, code: str) -> Row:
        return {
            "unit": view.id,
            "id": view.external_id,
            "source": self._sources.get(view.source, view.source),
            "text": view.text,
            "code": self._codes.get(code, code),
            "code_id": code,
        }

    def _wide(self, view: UnitView, scores: Mapping[str, float]) -> Row:
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
        for code in self._probable:
            row[f"probability: {self._codes.get(code, code)}"] = scores.get(code)
        return row

    def _coder(self, coding: CodingView) -> str:
        if coding.origin == "import":
            return self._sources.get(coding.coder, coding.coder)
        return self._names.get(coding.coder, coding.coder)


def _by_people(view: UnitView) -> UnitView:
    return replace(view, codings=tuple(one for one in view.codings if one.origin in ("person", "rule")))


def _per_code(desk: Desk) -> Iterator[Row]:
    """Counts by hand and the prevalence of every code in use."""
    with desk.reading() as (connection, facts):
        codes = reading.active_codes(connection, desk.project_no)
        machine = machine_counts(desk, connection, facts)
        shape = lineage(connection, desk.project_no)
        imported = Counter(shape.now(code) for _, code, _ in corpus.imported_codings(connection, desk.project_no))
        people = found_by_people(connection, desk.project_no, shape)
    estimates = {one.code: one for one in prevailing(desk).codes}
    for code in codes:
        found = estimates[code.id]
        yield {
            "code": code.name,
            "definition": code.definition or None,
            "people": len(people[code.id]),
            "model": machine[code.id],
            "imported": imported[code.id],
            "counted_share": found.counted,
            "share": found.share,
            "low": found.low,
            "high": found.high,
            "draws": found.draws,
            "draws_present": found.present,
            "method": found.method,
            "code_id": code.id,
        }


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
    taken = attribute in FIXED or attribute.startswith(OWN)
    return f"attribute: {attribute}" if taken else attribute


def _attributes(facts: Facts) -> Columns:
    found: dict[str, Kind] = {}
    for source in facts.find(Source):
        for pair in source.plan.get("attributes", ()):  # type: ignore[attr-defined]
            found.setdefault(pair[0], KINDS.get(pair[1], str))
        if source.plan.get("speaker") or source.plan.get("segmentation") == "turn":
            found.setdefault("speaker", str)
    return tuple(found.items())
