"""`project.verifying`: rounds of units with predictions, the coder's answers, and figures from the audit sample."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from linewise.coding.decisions import coded, marked
from linewise.core.errors import BadInput, Conflict, NotReady
from linewise.core.events import Change, Draft, change
from linewise.core.facts import Facts, need
from linewise.core.nouns import Code, ItemState, Round, RoundItem
from linewise.storage import Connection, log
from linewise.storage.projection import TableFacts
from linewise.verifying import bands, deciding
from linewise.verifying.newest import newest
from linewise.verifying.stopping import advise
from linewise.verifying.views import (
    Advice,
    BandView,
    FiguresView,
    InfluenceView,
    ItemView,
    Neighbour,
    Reasons,
    RoundSummary,
    RoundView,
    VerifyState,
)
from linewise.workbench import advising, explaining
from linewise.workbench.choosing import chosen
from linewise.workbench.clock import new_id, new_seed, now
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings, with_twins
from linewise.workbench.measuring import Rounds
from linewise.workbench.showing import item_views, round_view
from linewise.workbench.teaching import Teaching
from linewise.workbench.unwritten import Unwritten


class Verifying:
    """Everything the Verify stage offers."""

    def __init__(self, desk: Desk, teaching: Teaching) -> None:
        self._desk, self._teaching = desk, teaching

    def state(self) -> VerifyState:
        """The open round of this coder, the summaries of closed ones, the strategies, the figures so far."""
        with self._desk.reading() as (connection, facts):
            rounds = Rounds(facts, facts.find(Round, coder=self._desk.coder))
            open_ = next((one for one in rounds.rounds if one.state == "open"), None)
            model = self._teaching.newest(facts)
            return VerifyState(
                open=round_view(connection, facts, self._desk, open_) if open_ else None,
                rounds=tuple(rounds.summary(one) for one in rounds.rounds if one.state == "closed"),
                strategies=self._teaching.strategies(facts),
                figures=rounds.figures(),
                newest=newest(model.figures.get("audit"), rounds.names) if model is not None else None,
            )

    def open(
        self,
        *,
        strategy: str | None = None,
        size: int | None = None,
        audit_share: float | None = None,
        blind_share: float | None = None,
        code: str | None = None,
        seed: int | None = None,
    ) -> RoundView:
        """Open a round: `size` units, `audit_share` of them drawn at random, the rest by the strategy.

        Of `blind_share` of them, drawn by lot, the prediction is shown only after a first answer. With a `code` the
        round asks about that code alone, and draws no audit sample unless told to. Without a strategy: margin sampling
        when there is a model, a random draw before. Raises Conflict while another round is open, NotReady when the
        strategy lacks a model or vectors or no unit is left.
        """
        pool = self._teaching.pool(code=code)
        name = strategy or ("margin" if pool.model is not None else "random")
        seed = new_seed() if seed is None else seed
        made, at = new_id(), now()

        def decide(_: Connection, facts: Facts) -> Draft:
            options = settings(facts, self._desk)
            rounds = list(facts.find(Round, coder=self._desk.coder))
            if any(one.state == "open" for one in rounds):
                raise Conflict("A round is open already.", remedy="Finish or close it first.")
            drawn = options.audit_share if code is None else 0.0
            opened = Round(
                id=made,
                number=len(rounds) + 1,
                coder=self._desk.coder,
                strategy=name,
                focus=code,
                size=options.round_size if size is None else size,
                audit_share=drawn if audit_share is None else audit_share,
                blind_share=options.blind_share if blind_share is None else blind_share,
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
            return round_view(connection, facts, self._desk, need(facts, Round, round))

    def decide(
        self,
        round: str,
        position: int,
        *,
        state: ItemState = "accepted",
        codes: Sequence[str] = (),
        new_codes: Sequence[str] = (),
        unaided: bool = False,
    ) -> ItemView:
        """Answer one unit: the codes that are present (names of new ones included), unsure, skipped, or pending again.

        "accepted" without codes means the suggested ones. `unaided` is the first answer to a blind unit: it is kept,
        and the prediction comes into view, unless it says the same; then the unit is decided. Human decisions only; the
        model's scores stay as they were.
        """
        if unaided and state not in deciding.ANSWERED:
            raise BadInput(f"A first answer cannot be {state}.", remedy="Leave out `unaided`.")
        with self._desk.store.writing(self._desk.project_no) as connection:
            facts = TableFacts(connection, self._desk.project_no)
            found = need(facts, Round, round)
            item = need(facts, RoundItem, f"{round}:{position}")
            deciding.check_open(found, state, (*codes, *new_codes))
            accepted = state == "accepted" and not (codes or new_codes or deciding.hidden(item))
            wanted = _offered(facts, item.suggested) if accepted else tuple(codes)
            draft = self._answered(connection, facts, found, item, wanted, new_codes, state, unaided=unaided)
            if draft.changes:
                self._desk.log(connection, draft)
            item = need(facts, RoundItem, item.key)
            (view,) = item_views(connection, facts, self._desk, found, [item])
        self._desk.bell.ring()
        self._teaching.nudge()
        return view

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
            ended = need(facts, Round, round)
            return Rounds(facts, facts.find(Round, coder=ended.coder)).summary(ended)

    def figures(self) -> FiguresView:
        """Figures from the audit sample of all rounds so far."""
        with self._desk.reading() as (_, facts):
            return Rounds(facts, facts.find(Round, coder=self._desk.coder)).figures()

    def influence(self) -> InfluenceView:
        """How far predictions draw this coder's answers, from the units answered blind."""
        with self._desk.reading() as (_, facts):
            return Rounds(facts, facts.find(Round, coder=self._desk.coder)).influence()

    def advice(self) -> Advice:
        """Whether more rounds are worth while, with the reasons, and the step that helps most."""
        return advise(advising.known(self._desk, self._teaching))

    def bands(self, code: str) -> tuple[BandView, ...]:
        """How many unread texts the newest model thinks likely, borderline and unlikely to have a code."""
        pool = self._teaching.pool(code=code)
        if pool.scores is None:
            raise NotReady("There is no model yet.", remedy="Teach one first.")
        scores = pool.scores[:, pool.codes.index(code)]
        return tuple(
            BandView(name=band.name, low=band.low, high=min(band.high, 1.0), units=units, words=band.words)
            for band, units in bands.counted(np.asarray(scores), pool.twins)
        )

    def reasons(self, unit: int, code: str | None = None, model: str | None = None) -> Reasons:
        """The words of a unit that moved the score of a code: the likeliest one, and the newest model, unless named."""
        return explaining.reasons(self._desk, unit, code=code, model=model)

    def nearest(self, unit: int, limit: int = 8) -> tuple[Neighbour, ...]:
        """The units most like this one that people decided, with their codes, most similar first."""
        return explaining.nearest(self._desk, unit, limit=limit)

    def _answered(
        self,
        connection: Connection,
        facts: Facts,
        round: Round,
        item: RoundItem,
        codes: tuple[str, ...],
        new_codes: Sequence[str],
        state: ItemState,
        *,
        unaided: bool,
    ) -> Draft:
        desk, at, focus = self._desk, now(), round.focus
        book = Unwritten(facts)
        wanted = (*codes, *(book.code(name, id=new_id(), at=at) for name in new_codes))
        if unaided:
            new = deciding.first_answer(item, wanted, at, focus=focus)
        else:
            new = deciding.decided(item, wanted, state, at, focus=focus)
        changes: list[Change] = [change(None, code) for code in book.made]
        if new != item and replace(new, at=item.at) != item:
            changes.append(change(item, new))
        if not (unaided and new.state == "pending"):
            exclusive = settings(facts, desk).exclusive
            codebook = log.last_codebook_seq(connection, desk.project_no)
            values = deciding.answer(item, wanted, state, focus=focus)
            for unit in with_twins(connection, facts, desk, item.unit):
                changes += coded(book, unit, desk.coder, values, at, codebook, exclusive=exclusive, round=item.round)
                if focus is None:
                    changes += marked(facts, unit, desk.coder, deciding.MARKS[state], at)
        detail = {"unit": item.unit, "state": new.state, "codes": list(wanted)}
        return Draft("unit_decided", tuple(changes), {**detail, "unaided": True} if unaided else detail)


__all__ = ["Verifying"]


def _offered(facts: Facts, suggested: Sequence[str]) -> tuple[str, ...]:
    """The suggested codes without those that were retired, or whose creation was undone, since the round was opened."""
    found = [facts.get(Code, code) for code in suggested]
    return tuple(code.id for code in found if code is not None and code.status != "retired")
