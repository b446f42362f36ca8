"""`project.coding`: reading units, writing notes, saying which codes are there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from linewise import coding
from linewise.coding import saved
from linewise.coding.likeness import Recall
from linewise.coding.saturation import Of, Saturation
from linewise.core.errors import BadInput, NotFound, NotReady
from linewise.core.events import Draft
from linewise.core.facts import Facts, need
from linewise.core.nouns import MarkState, SavedView, Value
from linewise.core.text import norm
from linewise.core.views import DocumentView, Progress, Suggestion, UnitPage, UnitQuery, UnitView, ValueCount
from linewise.storage import Connection, corpus, counting, log, paging, ranking, reading
from linewise.workbench import recalling, since
from linewise.workbench.clock import new_id, new_ids, now
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings, with_twins
from linewise.workbench.teaching import Teaching

# Units of a long document shown on either side of the one asked for.
AROUND = 150

Decision = Callable[[Connection, Facts, tuple[int, ...]], Draft]


class Coding:
    """Everything the Code stage offers."""

    def __init__(self, desk: Desk, teaching: Teaching) -> None:
        self._desk, self._teaching = desk, teaching

    def units(self, query: UnitQuery | None = None, **options: Any) -> UnitPage:
        """A page of units; options are the fields of `UnitQuery`. The first page also counts all matches."""
        asked = replace(query or UnitQuery(), **options)
        with self._desk.reading() as (connection, facts):
            asked = since.timed(facts, asked)
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
        expected: str | None = None,
    ) -> UnitView:
        """Write or change the note on a unit or on a span of it; an empty text withdraws it.

        Conflict, and nothing is written, when something else stands there than what was `expected` ("": nothing).
        """
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
                expected=expected,
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

    def bookmark(self, unit: int, on: bool = True) -> UnitView:
        """Set the coder's bookmark on a unit, or take it away."""
        return self._decide(
            unit,
            lambda connection, facts, units: coding.bookmark_unit(
                facts, unit=unit, coder=self._desk.coder, on=on, at=now()
            ),
        )

    def document(self, unit: int) -> DocumentView:
        """The units of the document that holds this unit, in order: all, or those around it in a long one."""
        with self._desk.reading() as (connection, _):
            self._text(connection, unit)
            no = self._desk.project_no
            near = reading.around(connection, no, unit, many=AROUND + 1)
            at = next(number for number, (found, _, _) in enumerate(near) if found == unit)
            before, near, after = near[: max(0, at - AROUND)], near[max(0, at - AROUND) :], near[at + AROUND + 1 :]
            near = near[: len(near) - len(after)]
            shown = reading.units(connection, no, [found for found, _, _ in near], coder=self._desk.coder)
            text = reading.document_text(connection, no, shown[0].document) or ""
            ends = [before[-1][2] if before else 0, *(end for _, _, end in near)]
            return DocumentView(
                document=shown[0].document,
                external_id=shown[0].external_id,
                units=tuple(shown),
                between=tuple(text[end:start] for end, (_, start, _) in zip(ends, near, strict=False)),
                before=before[-1][0] if before else None,
                after=after[0][0] if after else None,
            )

    def values(self, attribute: str, *, search: str = "", limit: int = 20) -> tuple[ValueCount, ...]:
        """The values of an attribute that hold the text searched for, those of most units first."""
        with self._desk.reading() as (connection, _):
            limit = max(1, min(limit, 200))
            return tuple(counting.values(connection, self._desk.project_no, attribute, search=search, limit=limit))

    def suggest(self, prefix: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """Earlier open codes for what is typed: those that begin so, that hold it, that are nearly the same."""
        with self._desk.reading() as (connection, _):
            no, limit = self._desk.project_no, max(1, min(limit, 50))
            found = self._desk.cache.open_codes.offers(connection, no, norm(prefix), limit=limit)
            norms = [key for key, _, _ in found]
            texts = counting.spelled(connection, no, norms)
            sits = counting.codes_of_norms(connection, no, norms)
            return tuple(
                Suggestion(text=texts[key], count=count, codes=tuple(sits[key]), why=why) for key, count, why in found
            )

    def views(self) -> tuple[SavedView, ...]:
        """The views that people named, by name."""
        with self._desk.reading() as (_, facts):
            return tuple(sorted(facts.find(SavedView), key=lambda view: norm(view.name)))

    def view(self, name: str) -> SavedView:
        """The view with this name or id; NotFound tells which there are."""
        return saved.named(self.views(), name)

    def save_view(
        self, name: str | None = None, query: Mapping[str, object] | None = None, *, view: str | None = None
    ) -> SavedView:
        """Name a view, or give the one with the id `view` another name or content.

        `query` holds fields of `UnitQuery` and, for the pages, `columns`.
        """
        made = view or new_id()

        def decide(_: Connection, facts: Facts) -> Draft:
            return coding.save_view(
                facts, coder=self._desk.coder, at=now(), new_id=made, name=name, query=query, view=view
            )

        self._desk.write(decide)
        with self._desk.reading() as (_, facts):
            return need(facts, SavedView, made)

    def withdraw_view(self, view: str) -> None:
        """Take a view away."""
        self._desk.write(lambda _, facts: coding.withdraw_view(facts, view=view, coder=self._desk.coder))

    def progress(self) -> Progress:
        """How far the reading is."""
        with self._desk.reading() as (connection, facts):
            return since.progress(connection, facts, self._desk.project_no, coder=self._desk.coder)

    def similar(self, unit: int | None = None, *, text: str | None = None, limit: int = 8) -> Recall:
        """What is most like a unit, or like a text: units with notes or codes, and unread ones."""
        return recalling.similar(self._desk, unit=unit, text=text, limit=limit)

    def saturation(self, *, of: Of = "open codes", coder: str | None = None) -> Saturation:
        """How many new open codes (or "codes") the reading still brings; of all coders, or of one by name or id."""
        return recalling.saturated(self._desk, of=of, coder=coder)

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
