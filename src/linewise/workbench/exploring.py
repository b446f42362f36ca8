"""`project.exploring`: frequencies, what stands together, search, and memos."""

from collections import Counter, defaultdict
from itertools import combinations
from typing import Any

from linewise.core.errors import BadInput, Forbidden
from linewise.core.events import Draft, change
from linewise.core.facts import FAMILIES, Facts, need
from linewise.core.nouns import Memo
from linewise.core.text import checked
from linewise.core.views import UnitPage
from linewise.exploring.views import Frequency, Together
from linewise.storage import Connection, corpus, reading
from linewise.storage.lineage import lineage
from linewise.workbench.applied import machine_counts
from linewise.workbench.clock import new_id, now
from linewise.workbench.coding import Coding
from linewise.workbench.desk import Desk

LONGEST_MEMO = 200_000


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

    def memos(self, about: str | None = None, about_id: str | None = None) -> tuple[Memo, ...]:
        """Memos, oldest first; on everything, on one kind of thing, or on one thing."""
        wanted = {name: value for name, value in (("about", about), ("about_id", about_id)) if value is not None}
        with self._desk.reading() as (_, facts):
            return tuple(facts.find(Memo, **wanted))

    def write_memo(self, about: str, about_id: str, text: str, *, memo: str | None = None) -> Memo:
        """Write a memo on anything ("unit", "code", "project" ... and its key), or change one's text."""
        text = checked(text, what="memo", longest=LONGEST_MEMO).strip()
        if not text:
            raise BadInput("A memo needs a text.", remedy="Type one, or withdraw the memo.")
        if about != "unit" and about not in FAMILIES:
            raise BadInput(f"A memo cannot be about {about!r}.", remedy=f"Use unit, {', '.join(FAMILIES)}.")
        wanted = memo or new_id()

        def decide(connection: Connection, facts: Facts) -> Draft:
            old = need(facts, Memo, memo) if memo is not None else None
            if old is not None and old.coder != self._desk.coder:
                raise Forbidden("That memo is somebody else's.", remedy="Write your own beside it.")
            if old is None:
                self._there(connection, facts, about, about_id)
            place = (old.about, old.about_id) if old is not None else (about, about_id)
            new = Memo(id=wanted, about=place[0], about_id=place[1], text=text, coder=self._desk.coder, at=now())
            changed = (change(old, new),) if old is None or old.text != text else ()
            return Draft("memo_changed" if old else "memo_written", changed, {"about": about, "about_id": about_id})

        self._desk.write(decide)
        with self._desk.reading() as (_, facts):
            return need(facts, Memo, wanted)

    def withdraw_memo(self, memo: str) -> None:
        """Take a memo away; the log keeps it."""

        def decide(_: Connection, facts: Facts) -> Draft:
            old = need(facts, Memo, memo)
            if old.coder != self._desk.coder:
                raise Forbidden("That memo is somebody else's.", remedy="Ask them to withdraw it.")
            return Draft("memo_withdrawn", (change(old, None),), {"about": old.about, "about_id": old.about_id})

        self._desk.write(decide)

    def _there(self, connection: Connection, facts: Facts, about: str, about_id: str) -> None:
        if about == "unit":
            known = about_id.isdecimal() and len(about_id) < 10
            if not known or corpus.standing_text(connection, self._desk.project_no, int(about_id)) is None:
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
