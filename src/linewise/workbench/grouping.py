"""`project.grouping`: the tray of open codes, the codebook, and every change of it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from linewise.core.errors import BadInput
from linewise.core.events import Draft
from linewise.core.facts import Facts, need
from linewise.core.nouns import Code
from linewise.core.views import UnitPage, UnitQuery
from linewise.grouping import arranging, codes
from linewise.grouping.impact import Action, impact
from linewise.grouping.views import (
    Codebook,
    CodeCard,
    Comparison,
    Impact,
    Part,
    Proposals,
    TrayNorms,
    TrayPage,
    Where,
)
from linewise.storage import Connection, holding, log, paging, reading, tray
from linewise.storage.lineage import lineage
from linewise.workbench import comparing, proposing
from linewise.workbench.clock import new_id, new_ids, now
from linewise.workbench.desk import Desk
from linewise.workbench.teaching import Teaching
from linewise.workbench.trays import items


class Grouping:
    """Everything the Group stage offers."""

    def __init__(self, desk: Desk, teaching: Teaching) -> None:
        self._desk, self._teaching = desk, teaching

    def tray(
        self,
        *,
        search: str = "",
        within: Where | None = None,
        grouped: bool | None = None,
        code: str | None = None,
        order: str = "count",
        after: str | None = None,
        limit: int = 100,
    ) -> TrayPage:
        """Open codes as lines, equal ones together; `order` is count, text or recent.

        `search` looks into open codes, names of codes, whole notes and texts of units, or `within` one of these;
        `code` asks for those in a code.
        """
        if not 1 <= limit <= 500:
            raise BadInput(f"A page of the tray holds 1 to 500 lines, not {limit}.", remedy="Ask for fewer.")
        no, search = self._desk.project_no, search.strip()
        with self._desk.reading() as (connection, _):
            wanted = tray.Wanted(search=search, within=within, grouped=grouped, code=code)
            found, more, total = tray.lines(connection, no, wanted, order=order, after=after, limit=limit)
            return TrayPage(items=items(connection, no, found, search=search), next=more, total=total)

    def norms(
        self,
        *,
        search: str = "",
        within: Where | None = None,
        grouped: bool | None = None,
        code: str | None = None,
    ) -> TrayNorms:
        """The norms of all lines of the tray that were asked for, over all pages."""
        with self._desk.reading() as (connection, _):
            wanted = tray.Wanted(search=search.strip(), within=within, grouped=grouped, code=code)
            return TrayNorms(norms=tuple(tray.norms(connection, self._desk.project_no, wanted)))

    def codebook(self) -> Codebook:
        """Every code that was not merged away, in order, with its counts."""
        no = self._desk.project_no
        with self._desk.reading() as (connection, facts):
            found = [code for code in facts.find(Code) if code.status != "merged"]
            cards = self._cards(connection, sorted(found, key=lambda one: (one.position, one.created_at, one.id)))
            return Codebook(version=log.last_codebook_seq(connection, no), codes=cards)

    def code(self, code: str) -> CodeCard:
        """One code with its counts; a merged one answers with the code that took it in."""
        with self._desk.reading() as (connection, facts):
            found = need(facts, Code, code)
            if found.merged_into is not None:
                found = need(facts, Code, found.merged_into)
            (card,) = self._cards(connection, [found], only=found.id)
            return card

    def _cards(self, connection: Connection, found: Sequence[Code], *, only: str | None = None) -> tuple[CodeCard, ...]:
        no = self._desk.project_no
        defined = {code.id: code.defined_at for code in found}
        counts = holding.code_counts(connection, no, defined=defined, only=only)
        shape = lineage(connection, no)
        return tuple(
            CodeCard(
                code=code,
                open_codes=counts[code.id]["open_codes"],
                open_codes_below=counts[code.id]["below"],
                units=counts[code.id]["units"],
                absent=counts[code.id]["absent"],
                imported=counts[code.id]["imported"],
                stale=counts[code.id]["stale"],
                ancestors=shape.above.get(code.id, ()),
            )
            for code in found
        )

    def create(self, name: str, *, norms: Iterable[str] = (), **fields: Any) -> CodeCard:
        """Make a code, and put the open codes that equal `norms` into it."""
        made = new_id()
        self._write(lambda facts: codes.create(facts, id=made, at=now(), name=name, norms=norms, **fields))
        return self.code(made)

    def describe(self, code: str, **fields: Any) -> CodeCard:
        """Change a code's entry: name, definition, use_when, not_when, examples, counter_examples, aliases, parents,
        colour or position."""
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

    def move(self, code: str, into: str, norms: Iterable[str]) -> CodeCard:
        """Take open codes out of one code and put them into another; the card of the other comes back."""
        self._write(lambda facts: codes.move(facts, code=code, into=into, norms=norms))
        return self.code(into)

    def arrange(self, codes: Sequence[str], *, under: str | None = None, before: str | None = None) -> Codebook:
        """Show codes under a parent (None: at the top), before one of its children (None: last), in one step."""
        self._write(lambda facts: arranging.arrange(facts, codes=codes, under=under, before=before))
        return self.codebook()

    def proposals(self, *, limit: int = 30) -> Proposals:
        """Open codes of the tray that may belong together; the same tray gives the same proposals."""
        return proposing.proposals(self._desk, limit=limit)

    def refuse(self, norms: Iterable[str]) -> None:
        """Turn a proposal down, named by its members, so that it is not made again."""
        proposing.refuse(self._desk, norms)

    def compare(self, left: str, right: str, *, limit: int = 30) -> Comparison:
        """Two codes side by side: entries, open codes, units apart and together, words that tell them apart."""
        return comparing.compare(self._desk, self.code(left), self.code(right), limit=limit)

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
            counts = holding.code_counts(connection, self._desk.project_no, defined={})
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
