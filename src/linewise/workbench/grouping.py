"""`project.grouping`: the tray of open codes, the codebook, and every change of it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from linewise.core.errors import BadInput
from linewise.core.events import Draft
from linewise.core.facts import Facts, need
from linewise.core.nouns import Code
from linewise.core.views import UnitPage, UnitQuery
from linewise.grouping import codes
from linewise.grouping.impact import Action, impact
from linewise.grouping.views import Codebook, CodeCard, Example, Impact, Part, TrayItem, TrayPage
from linewise.storage import Connection, counting, log, paging, reading
from linewise.workbench.clock import new_id, new_ids, now
from linewise.workbench.desk import Desk
from linewise.workbench.teaching import Teaching


class Grouping:
    """Everything the Group stage offers."""

    def __init__(self, desk: Desk, teaching: Teaching) -> None:
        self._desk, self._teaching = desk, teaching

    def tray(
        self,
        *,
        search: str = "",
        grouped: bool | None = None,
        order: str = "count",
        after: str | None = None,
        limit: int = 100,
    ) -> TrayPage:
        """Open codes as lines, equal ones together; `order` is count, text or recent."""
        if not 1 <= limit <= 500:
            raise BadInput(f"A page of the tray holds 1 to 500 lines, not {limit}.", remedy="Ask for fewer.")
        no = self._desk.project_no
        with self._desk.reading() as (connection, _):
            rows, more, total = counting.tray(
                connection, no, search=search.strip(), grouped=grouped, order=order, after=after, limit=limit
            )
            norms = [row[0] for row in rows]
            sits = counting.codes_of_norms(connection, no, norms)
            seen = counting.examples(connection, no, norms)
            items = tuple(
                TrayItem(
                    norm=norm,
                    text=text,
                    count=many,
                    codes=tuple(sits[norm]),
                    examples=tuple(Example(unit=unit, text=line, note=note) for unit, line, note in seen[norm]),
                )
                for norm, text, many in rows
            )
            return TrayPage(items=items, next=more, total=total)

    def codebook(self) -> Codebook:
        """Every code that was not merged away, in order, with its counts."""
        no = self._desk.project_no
        with self._desk.reading() as (connection, facts):
            found = [code for code in facts.find(Code) if code.status != "merged"]
            counts = counting.code_counts(connection, no, defined={code.id: code.defined_at for code in found})
            cards = [
                CodeCard(
                    code=code,
                    open_codes=counts[code.id]["open_codes"],
                    units=counts[code.id]["units"],
                    absent=counts[code.id]["absent"],
                    imported=counts[code.id]["imported"],
                    stale=counts[code.id]["stale"],
                    ancestors=tuple(above.id for above in codes.ancestors(facts, code)),
                )
                for code in sorted(found, key=lambda one: (one.position, one.created_at, one.id))
            ]
            return Codebook(version=log.last_codebook_seq(connection, no), codes=tuple(cards))

    def code(self, code: str) -> CodeCard:
        """One code with its counts; a merged one answers with the code that took it in."""
        with self._desk.reading() as (_, facts):
            found = need(facts, Code, code)
        wanted = found.merged_into or found.id
        return next(card for card in self.codebook().codes if card.code.id == wanted)

    def create(self, name: str, *, norms: Iterable[str] = (), **fields: Any) -> CodeCard:
        """Make a code, and put the open codes that equal `norms` into it."""
        made = new_id()
        self._write(lambda facts: codes.create(facts, id=made, at=now(), name=name, norms=norms, **fields))
        return self.code(made)

    def describe(self, code: str, **fields: Any) -> CodeCard:
        """Change a code's name, definition, use_when, not_when, examples, aliases, parents, colour or position."""
        self._write(lambda facts: codes.describe(facts, code=code, at=now(), **fields))
        return self.code(code)

    def place(self, code: str, norms: Iterable[str]) -> CodeCard:
        """Put open codes into a code."""
        self._write(lambda facts: codes.place(facts, code=code, norms=norms))
        return self.code(code)

    def unplace(self, code: str, norms: Iterable[str]) -> CodeCard:
        """Take open codes out of a code."""
        self._write(lambda facts: codes.unplace(facts, code=code, norms=norms))
        return self.code(code)

    def merge(self, codes_: Sequence[str], into: str) -> CodeCard:
        """Let one code take in others."""
        self._write(lambda facts: codes.merge(facts, codes=codes_, into=into))
        return self.code(into)

    def split(self, code: str, parts: Sequence[Part], *, retire: bool = False) -> tuple[CodeCard, ...]:
        """Divide a code into new ones; the cards of the new codes come back."""
        made: tuple[str, ...] = ()

        def decide(facts: Facts) -> Draft:
            nonlocal made
            draft, made = codes.split(facts, code=code, parts=parts, retire=retire, at=now(), ids=new_ids())
            return draft

        self._write(decide)
        return tuple(card for card in self.codebook().codes if card.code.id in made)

    def retire(self, code: str) -> CodeCard:
        """Stop offering a code; its codings stay."""
        self._write(lambda facts: codes.retire(facts, code=code))
        return self.code(code)

    def restore(self, code: str) -> CodeCard:
        """Offer a retired code again."""
        self._write(lambda facts: codes.restore(facts, code=code))
        return self.code(code)

    def impact(
        self,
        action: Action,
        *,
        codes: Sequence[str] = (),
        into: str | None = None,
        norms: Sequence[str] = (),
        parts: Sequence[Part] = (),
    ) -> Impact:
        """What a change will touch, before it happens."""
        with self._desk.reading() as (connection, facts):
            counts = counting.code_counts(connection, self._desk.project_no, defined={})
            imported = sum(counts[code]["imported"] for code in codes if code != into)
            return impact(facts, action, codes=codes, imported=imported, into=into, norms=norms, parts=parts)

    def units(self, code: str, *, after: str | None = None, limit: int = 50) -> UnitPage:
        """Units in which a person found the code."""
        return self._page(UnitQuery(code=code, after=after, limit=limit))

    def stale(self, code: str | None = None, *, after: str | None = None, limit: int = 50) -> UnitPage:
        """Units with a decision made under an older definition of the code (or of any code)."""
        return self._page(UnitQuery(status="stale", code=code, after=after, limit=limit))

    def _page(self, query: UnitQuery) -> UnitPage:
        no, coder = self._desk.project_no, self._desk.coder
        with self._desk.reading() as (connection, _):
            listing = paging.Listing(connection, no, query, coder=coder)
            ids, more = listing.page()
            total = listing.count() if query.after is None else None
            shown = reading.units(connection, no, ids, coder=coder)
            return UnitPage(units=tuple(shown), next=more, total=total)

    def _write(self, decide: Callable[[Facts], Draft]) -> None:
        def draft(_: Connection, facts: Facts) -> Draft:
            return decide(facts)

        if self._desk.write(draft) is not None:
            self._teaching.nudge()


__all__ = ["Grouping"]
