"""`project.verifying`: rounds of units with predictions, the coder's answers, and figures from the audit sample."""

from collections.abc import Sequence
from dataclasses import replace

from linewise.coding.decisions import coded, marked
from linewise.core.errors import Conflict, NotReady
from linewise.core.events import Change, Draft, change
from linewise.core.facts import Facts, need
from linewise.core.nouns import Code, ItemState, Round, RoundItem
from linewise.core.text import norm
from linewise.grouping.codes import new_code
from linewise.storage import Connection, log, reading
from linewise.storage.projection import TableFacts
from linewise.verifying import deciding
from linewise.verifying.views import FiguresView, ItemView, Prediction, RoundSummary, RoundView, VerifyState
from linewise.workbench.choosing import chosen
from linewise.workbench.clock import new_id, new_seed, now
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings, with_twins
from linewise.workbench.measuring import figures_of, summary
from linewise.workbench.teaching import Teaching

SHOWN = 12


class Verifying:
    """Everything the Verify stage offers."""

    def __init__(self, desk: Desk, teaching: Teaching) -> None:
        self._desk, self._teaching = desk, teaching

    def state(self) -> VerifyState:
        """The open round of this coder, the summaries of closed ones, the strategies, the figures so far."""
        with self._desk.reading() as (connection, facts):
            rounds = self._rounds(facts)
            open_ = next((one for one in rounds if one.state == "open"), None)
            return VerifyState(
                open=self._view(connection, facts, open_) if open_ else None,
                rounds=tuple(summary(facts, one) for one in rounds if one.state == "closed"),
                strategies=self._teaching.strategies(facts),
                figures=figures_of(facts, rounds),
            )

    def open(
        self,
        *,
        strategy: str | None = None,
        size: int | None = None,
        audit_share: float | None = None,
        code: str | None = None,
        seed: int | None = None,
    ) -> RoundView:
        """Open a round: `size` units, `audit_share` of them drawn at random, the rest by the strategy.

        Without a strategy: margin sampling when there is a model, a random draw before. Raises Conflict while another
        round is open, NotReady when the strategy lacks a model or vectors or no unit is left.
        """
        pool = self._teaching.pool(code=code)
        name = strategy or ("margin" if pool.model is not None else "random")
        seed = new_seed() if seed is None else seed
        made, at = new_id(), now()

        def decide(_: Connection, facts: Facts) -> Draft:
            options = settings(facts, self._desk)
            rounds = self._rounds(facts)
            if any(one.state == "open" for one in rounds):
                raise Conflict("A round is open already.", remedy="Finish or close it first.")
            opened = Round(
                id=made,
                number=len(rounds) + 1,
                coder=self._desk.coder,
                strategy=name,
                focus=code,
                size=options.round_size if size is None else size,
                audit_share=options.audit_share if audit_share is None else audit_share,
                seed=seed,
                model=pool.model.id if pool.model is not None else None,
                opened_at=at,
            )
            items = chosen(pool, opened, exclusive=options.exclusive)
            if not items:
                raise NotReady("No unit is left to verify.", remedy="Apply the model, or import more data.")
            opened = replace(opened, size=len(items))
            changes = (change(None, opened), *(change(None, item) for item in items))
            return Draft("round_opened", changes, {"number": opened.number, "strategy": name, "units": len(items)})

        self._desk.write(decide)
        return self.round(made)

    def round(self, round: str) -> RoundView:
        """A round with all its items."""
        with self._desk.reading() as (connection, facts):
            return self._view(connection, facts, need(facts, Round, round))

    def decide(
        self,
        round: str,
        position: int,
        *,
        state: ItemState = "accepted",
        codes: Sequence[str] = (),
        new_codes: Sequence[str] = (),
    ) -> ItemView:
        """Answer one unit: the codes that are present (names of new ones included), unsure, skipped, or pending again.

        "accepted" without codes means the suggested ones. Human decisions only; the model's scores stay as they were.
        """
        with self._desk.store.writing(self._desk.project_no) as connection:
            facts = TableFacts(connection, self._desk.project_no)
            found = need(facts, Round, round)
            item = need(facts, RoundItem, f"{round}:{position}")
            deciding.check_open(found, state, (*codes, *new_codes))
            accepted = state == "accepted" and not codes and not new_codes
            wanted = _offered(facts, item.suggested) if accepted else tuple(codes)
            wanted = (*wanted, *(self._code(connection, facts, name) for name in new_codes))
            draft = self._answered(connection, facts, item, wanted, state)
            if draft.changes:
                self._desk.log(connection, draft)
        self._desk.bell.ring()
        self._teaching.nudge()
        with self._desk.reading() as (connection, facts):
            item = need(facts, RoundItem, item.key)
            return self._items(connection, facts, [item])[0]

    def close(self, round: str) -> RoundSummary:
        """End a round; units without an answer are simply left."""

        def decide(_: Connection, facts: Facts) -> Draft:
            found = need(facts, Round, round)
            if found.state == "closed":
                return Draft("round_closed", ())
            closed = replace(found, state="closed", closed_at=now())
            return Draft("round_closed", (change(found, closed),), {"number": found.number})

        self._desk.write(decide)
        with self._desk.reading() as (_, facts):
            return summary(facts, need(facts, Round, round))

    def figures(self) -> FiguresView:
        """Figures from the audit sample of all rounds so far."""
        with self._desk.reading() as (_, facts):
            return figures_of(facts, self._rounds(facts))

    def _answered(
        self, connection: Connection, facts: Facts, item: RoundItem, codes: tuple[str, ...], state: ItemState
    ) -> Draft:
        desk, at = self._desk, now()
        exclusive = settings(facts, desk).exclusive
        codebook = log.last_codebook_seq(connection, desk.project_no)
        changes: list[Change] = []
        new = deciding.decided(item, codes, state, at)
        if new != item and replace(new, at=item.at) != item:
            changes.append(change(item, new))
        for unit in with_twins(connection, facts, desk, item.unit):
            values = deciding.answer(item, codes, state)
            changes += coded(facts, unit, desk.coder, values, at, codebook, exclusive=exclusive, round=item.round)
            changes += marked(facts, unit, desk.coder, deciding.MARKS[state], at)
        return Draft("unit_decided", tuple(changes), {"unit": item.unit, "state": new.state, "codes": list(codes)})

    def _code(self, connection: Connection, facts: Facts, name: str) -> str:
        for code in facts.find(Code, status="active"):
            if norm(code.name) == norm(name):
                return code.id
        made = new_code(facts, id=new_id(), at=now(), name=name)
        self._desk.log(connection, Draft("code_created", (change(None, made),), {"code": made.id, "name": made.name}))
        return made.id

    def _rounds(self, facts: Facts) -> list[Round]:
        return sorted(facts.find(Round, coder=self._desk.coder), key=lambda one: one.number)

    def _view(self, connection: Connection, facts: Facts, round: Round) -> RoundView:
        items = sorted(facts.find(RoundItem, round=round.id), key=lambda one: one.position)
        views = self._items(connection, facts, items)
        return RoundView(round=round, items=tuple(views), decided=sum(item.state != "pending" for item in items))

    def _items(self, connection: Connection, facts: Facts, items: Sequence[RoundItem]) -> list[ItemView]:
        ids = [item.unit for item in items]
        units = {
            unit.id: unit for unit in reading.units(connection, self._desk.project_no, ids, coder=self._desk.coder)
        }
        return [
            ItemView(
                position=item.position,
                unit=units[item.unit],
                reason=item.reason,
                predictions=tuple(
                    Prediction(code=code, confidence=confidence, suggested=code in item.suggested)
                    for code, confidence in sorted(item.predicted.items(), key=lambda pair: -pair[1])[:SHOWN]
                ),
                codes=item.codes,
                state=item.state,
                at=item.at,
            )
            for item in items
            if item.unit in units
        ]


__all__ = ["Verifying"]


def _offered(facts: Facts, suggested: Sequence[str]) -> tuple[str, ...]:
    """The suggested codes without those that were retired, or whose creation was undone, since the round was opened."""
    found = [facts.get(Code, code) for code in suggested]
    return tuple(code.id for code in found if code is not None and code.status != "retired")
