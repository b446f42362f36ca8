"""`project.exploring`: frequencies, what stands together, search, and memos."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from linewise.core.errors import BadInput
from linewise.core.events import Draft
from linewise.core.facts import FAMILIES, Facts, need
from linewise.core.nouns import Code, Memo
from linewise.core.views import UnitPage
from linewise.exploring import memos
from linewise.exploring.memos import Order
from linewise.exploring.views import Frequency, Thing, Together
from linewise.storage import Connection, corpus, reading
from linewise.storage.lineage import lineage
from linewise.workbench import naming
from linewise.workbench.clock import new_id, now
from linewise.workbench.coding import Coding
from linewise.workbench.desk import Desk
from linewise.workbench.results.applied import machine_counts


class Exploring:
    """Everything the Explore stage offers."""

    def __init__(self, desk: Desk, coding: Coding) -> None:
        self._desk, self._coding = desk, coding

    def frequencies(self) -> tuple[Frequency, ...]:
        """Units with each code, by who said so; a unit a person decided on is never counted for the machine."""
        no = self._desk.project_no
        with self._desk.reading() as (connection, facts):
            human = {code: len(units) for code, units in self._human(connection).items()}
            machine = machine_counts(self._desk, connection, facts)
            merged = reading.redirects(connection, no)
            imported = Counter(merged.get(code, code) for _, code, _ in corpus.imported_codings(connection, no))
            return tuple(
                Frequency(
                    code=code.id,
                    human=human.get(code.id, 0),
                    machine=machine.get(code.id, 0),
                    imported=imported[code.id],
                )
                for code in reading.active_codes(connection, no)
            )

    def together(self) -> tuple[Together, ...]:
        """Pairs of codes that people found in the same units, most often first."""
        with self._desk.reading() as (connection, _):
            of_unit: dict[int, set[str]] = defaultdict(set)
            for code, units in self._human(connection).items():
                for unit in units:
                    of_unit[unit].add(code)
        pairs = Counter(pair for codes in of_unit.values() for pair in combinations(sorted(codes), 2))
        return tuple(Together(a=a, b=b, units=many) for (a, b), many in pairs.most_common(200))

    def search(self, text: str, **options: Any) -> UnitPage:
        """Units in which every word (as a beginning) and every "quoted phrase" occurs."""
        return self._coding.units(search=text, **options)

    def memos(
        self,
        about: str | None = None,
        about_id: str | None = None,
        *,
        search: str = "",
        coder: str | None = None,
        speaks_of: str | None = None,
        order: Order = "oldest",
    ) -> tuple[Memo, ...]:
        """Memos: on everything, on one kind of thing, on one thing; that say something; that speak of "code:ID"."""
        wanted = {name: value for name, value in (("about", about), ("about_id", about_id)) if value is not None}
        with self._desk.reading() as (_, facts):
            found = facts.find(Memo, **wanted)
            return memos.chosen(found, search=search, coder=coder, speaks_of=speaks_of, order=order)

    def write_memo(
        self,
        about: str,
        about_id: str,
        text: str,
        *,
        memo: str | None = None,
        links: Sequence[str] | None = None,
        new: str | None = None,
    ) -> Memo:
        """Write a memo on anything ("unit", "code", "project" ... and its key), or change one's text.

        It speaks of what the text names ([[#12]], [[Name of a code]], [[Title of a memo]]) and of the `links`
        ("unit:12", "code:ID" ...). `new` is an id for a memo that is written now, unless it is there already.
        """
        if about != "unit" and about not in FAMILIES:
            raise BadInput(f"A memo cannot be about {about!r}.", remedy=f"Use unit, {', '.join(FAMILIES)}.")
        wanted = memo or new or new_id()

        def decide(connection: Connection, facts: Facts) -> Draft:
            old = need(facts, Memo, memo) if memo is not None else facts.get(Memo, wanted)
            if old is None:
                self._there(connection, facts, about, about_id)
            for reference in links or ():
                self._there(connection, facts, *memos.place(reference))
            codes, others = list(facts.find(Code)), list(facts.find(Memo))
            return memos.write(
                facts,
                memo=wanted,
                about=about,
                about_id=about_id,
                text=text,
                links=links,
                named=self._named(connection, text, codes, others),
                before=memos.spoken_of(old.text, codes, others) if old is not None else (),
                coder=self._desk.coder,
                at=now(),
            )

        self._desk.write(decide)
        with self._desk.reading() as (_, facts):
            return need(facts, Memo, wanted)

    def withdraw_memo(self, memo: str) -> None:
        """Take a memo away; the log keeps it."""
        self._desk.write(lambda _, facts: memos.withdraw(facts, memo=memo, coder=self._desk.coder))

    def things(self, of: Sequence[str]) -> tuple[Thing, ...]:
        """What "unit:12", "code:ID" ... are called; those that are gone are left out."""
        with self._desk.reading() as (connection, facts):
            return tuple(naming.things(connection, facts, self._desk, of))

    def offers(self, search: str, *, limit: int = 8) -> tuple[Thing, ...]:
        """Codes, memos and units that a memo could speak of, found by what one types."""
        with self._desk.reading() as (connection, facts):
            return tuple(naming.offers(connection, facts, self._desk, search, limit=max(1, min(limit, 50))))

    def _named(self, connection: Connection, text: str, codes: list[Code], others: list[Memo]) -> tuple[str, ...]:
        found = memos.spoken_of(text, codes, others)
        return tuple(one for one in found if not one.startswith("unit:") or self._stands(connection, one[5:]))

    def _stands(self, connection: Connection, unit: str) -> bool:
        known = unit.isdecimal() and len(unit) < 10
        return known and corpus.standing_text(connection, self._desk.project_no, int(unit)) is not None

    def _there(self, connection: Connection, facts: Facts, about: str, about_id: str) -> None:
        if about == "unit":
            if not self._stands(connection, about_id):
                raise BadInput(f"There is no unit {about_id!r}.", remedy="Name a unit by its number.")
        else:
            need(facts, FAMILIES[about], about_id)

    def _human(self, connection: Connection) -> dict[str, set[int]]:
        active = {code.id for code in reading.active_codes(connection, self._desk.project_no)}
        found: dict[str, set[int]] = defaultdict(set)
        for unit, code, value, _, _ in reading.decisions(connection, self._desk.project_no):
            if value == "present" and code in active:
                found[code].add(unit)
        for unit, grouped, _, _ in reading.groupings(connection, self._desk.project_no):
            if grouped in active:
                found[grouped].add(unit)
        shape = lineage(connection, self._desk.project_no)
        for code, units in tuple(found.items()):
            for parent in shape.above.get(code, ()):
                found[parent] |= units
        return found


__all__ = ["Exploring"]
