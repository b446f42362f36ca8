"""`project.coding`: reading units, writing notes, saying which codes are there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from linewise import coding
from linewise.core.errors import BadInput, NotFound, NotReady
from linewise.core.events import Draft
from linewise.core.facts import Facts
from linewise.core.nouns import MarkState, Value
from linewise.core.text import norm
from linewise.core.views import Progress, Suggestion, UnitPage, UnitQuery, UnitView
from linewise.storage import Connection, corpus, counting, log, paging, ranking, reading
from linewise.workbench.clock import new_ids, now
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings, with_twins
from linewise.workbench.teaching import Teaching

Decision = Callable[[Connection, Facts, tuple[int, ...]], Draft]


class Coding:
    """Everything the Code stage offers."""

    def __init__(self, desk: Desk, teaching: Teaching) -> None:
        self._desk, self._teaching = desk, teaching

    def units(self, query: UnitQuery | None = None, **options: Any) -> UnitPage:
        """A page of units; options are the fields of `UnitQuery`. The first page also counts all matches."""
        asked = replace(query or UnitQuery(), **options)
        with self._desk.reading() as (connection, _):
            if asked.order == "diverse" and not ranking.exists(connection, self._desk.project_no, "diverse"):
                raise NotReady(
                    "The diverse order is not there yet.",
                    remedy="Encode the corpus first: linewise teach encode.",
                )
            listing = paging.Listing(connection, self._desk.project_no, asked, coder=self._desk.coder)
            ids, after = listing.page()
            total = listing.count() if asked.after is None else None
            shown = reading.units(connection, self._desk.project_no, ids, coder=self._desk.coder)
            return UnitPage(units=tuple(shown), next=after, total=total)

    def unit(self, unit: int) -> UnitView:
        """One unit with everything said about it; NotFound when its source does not stand."""
        with self._desk.reading() as (connection, _):
            self._text(connection, unit)
            return self._unit(connection, unit)

    def write(
        self,
        unit: int,
        text: str,
        *,
        note: str | None = None,
        start: int | None = None,
        end: int | None = None,
    ) -> UnitView:
        """Write or change the note on a unit or on a span of it; an empty text withdraws it."""
        return self._decide(
            unit,
            lambda connection, facts, units: coding.write_note(
                facts,
                units=units,
                coder=self._desk.coder,
                text=text,
                at=now(),
                ids=new_ids(),
                note=note,
                start=start,
                end=end,
            ),
            span=(start, end),
        )

    def mark(self, unit: int, state: MarkState | None) -> UnitView:
        """Mark a unit as done, unsure or skipped; None takes the mark away."""
        return self._decide(
            unit,
            lambda connection, facts, units: coding.mark_unit(
                facts, units=units, coder=self._desk.coder, state=state, at=now()
            ),
        )

    def code(self, unit: int, codings: Mapping[str, Value | None]) -> UnitView:
        """Say which codes are present, absent or unsure; None takes a statement back."""
        found = self._decide(
            unit,
            lambda connection, facts, units: coding.code_units(
                facts,
                units=units,
                coder=self._desk.coder,
                values=codings,
                at=now(),
                codebook=log.last_codebook_seq(connection, self._desk.project_no),
                exclusive=settings(facts, self._desk).exclusive,
            ),
        )
        self._teaching.nudge()
        return found

    def suggest(self, prefix: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """Earlier open codes that begin like (then: that hold) what is typed, most used first."""
        with self._desk.reading() as (connection, _):
            found = counting.suggestions(connection, self._desk.project_no, norm(prefix), limit=max(1, min(limit, 50)))
            return tuple(found)

    def progress(self) -> Progress:
        """How far the reading is."""
        with self._desk.reading() as (connection, _):
            return counting.progress(connection, self._desk.project_no, coder=self._desk.coder)

    def _unit(self, connection: Connection, unit: int) -> UnitView:
        (found,) = reading.units(connection, self._desk.project_no, [unit], coder=self._desk.coder)
        return found

    def _text(self, connection: Connection, unit: int) -> str:
        found = corpus.standing_text(connection, self._desk.project_no, unit)
        if found is None:
            raise NotFound(f"There is no unit {unit} here.", remedy="Its import may have been undone.")
        return found

    def _decide(self, unit: int, decide: Decision, *, span: tuple[int | None, int | None] = (None, None)) -> UnitView:
        def draft(connection: Connection, facts: Facts) -> Draft:
            _inside(unit, len(self._text(connection, unit)), *span)
            return decide(connection, facts, with_twins(connection, facts, self._desk, unit))

        self._desk.write(draft)
        with self._desk.reading() as (connection, _):
            return self._unit(connection, unit)


def _inside(unit: int, length: int, start: int | None, end: int | None) -> None:
    if (start is None) != (end is None):
        raise BadInput("A span needs a start and an end.", remedy="Give both, or neither.")
    if start is not None and end is not None and not 0 <= start < end <= length:
        raise BadInput(
            f"The span {start}–{end} lies outside the unit's {length} characters.",
            remedy="Count code points from 0.",
            unit=unit,
        )
