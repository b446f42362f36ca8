"""`project.verifying`: rounds of units with predictions, the coder's answers, and figures from the audit sample."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from linewise.coding.decisions import coded, marked
from linewise.core.errors import BadInput, Conflict, NotReady
from linewise.core.events import Change, Draft, change
from linewise.core.facts import Facts, need
from linewise.core.nouns import Code, ItemState, Rationale, Round, RoundItem, Verdict
from linewise.storage import Connection, log
from linewise.storage.projection import TableFacts
from linewise.verifying import bands, deciding
from linewise.verifying.newest import newest
from linewise.verifying.stopping import advise
from linewise.verifying.views import (
    Advice,
    BandView,
    FiguresOf,
    FiguresView,
    ForecastView,
    InfluenceView,
    ItemView,
    Neighbour,
    Reasons,
    RoundSummary,
    RoundView,
    VerifyState,
)
from linewise.workbench.clock import new_id, new_seed, now
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings, with_twins
from linewise.workbench.rounds import advising, explaining, neighbours, rationales
from linewise.workbench.rounds.choosing import chosen, resolved
from linewise.workbench.rounds.measuring import Rounds
from linewise.workbench.rounds.showing import item_views, round_view
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
            model = self._teaching.in_use(facts)
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
        round asks about that code alone, and draws no audit sample unless told to. Without a strategy, or with "auto",
        it takes the one that is best here and now; mixtures are written "margin*0.7+diverse*0.3". Raises Conflict while
        another round is open, NotReady when a strategy lacks what it needs or no unit is left.
        """
        pool = self._teaching.pool(code=code)
        with self._desk.reading() as (_, facts):
            options = settings(facts, self._desk)
        drawn = options.audit_share if code is None else 0.0
        opened = Round(
            id=new_id(),
            number=0,
            coder=self._desk.coder,
            strategy=resolved(strategy, pool),
            focus=code,
            size=options.round_size if size is None else size,
            audit_share=drawn if audit_share is None else audit_share,
            blind_share=options.blind_share if blind_share is None else blind_share,
            seed=new_seed() if seed is None else seed,
            model=pool.model.id if pool.model is not None else None,
            opened_at=now(),
        )
        # Choosing may take a moment: nobody's writing waits for it.
        items = chosen(self._desk, pool, opened)
        if not items:
            raise NotReady("No unit is left to verify.", remedy="Apply the model, or import more data.")

        def decide(_: Connection, facts: Facts) -> Draft:
            rounds = list(facts.find(Round, coder=self._desk.coder))
            if any(one.state == "open" for one in rounds):
                raise Conflict("A round is open already.", remedy="Finish or close it first.")
            made = replace(opened, number=len(rounds) + 1, size=len(items))
            changes = (change(None, made), *(change(None, item) for item in items))
            detail = {"number": made.number, "strategy": made.strategy, "units": len(items)}
            return Draft("round_opened", changes, detail)

        self._desk.write(decide)
        return self.round(opened.id)

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

    def figures(self, of: FiguresOf | None = None) -> FiguresView:
        """Figures from the audit sample of all rounds so far.

        Of the "newest" model: each unit as a copy of the model in use answers it that had not seen it; NotReady where
        there is no model, or too few units. Of the "rounds": each unit as the model of its round answered it. Where
        nothing is asked for, of the newest if that can be told, and else of the rounds.
        """
        with self._desk.reading() as (_, facts):
            rounds = Rounds(facts, facts.find(Round, coder=self._desk.coder))
            model = self._teaching.in_use(facts)
        if of == "rounds":
            return rounds.figures()
        found = newest(model.figures.get("audit"), rounds.names) if model is not None else None
        if found is None and of is None:
            return rounds.figures()
        if found is None:
            raise NotReady(
                "Too few units drawn at random were decided to tell how good the model in use is.",
                remedy="Verify a round with an audit share, and teach again.",
            )
        return found

    def influence(self) -> InfluenceView:
        """How far predictions draw this coder's answers, from the units answered blind."""
        with self._desk.reading() as (_, facts):
            return Rounds(facts, facts.find(Round, coder=self._desk.coder)).influence()

    def advice(self) -> Advice:
        """Whether more rounds are worth while, with the reasons, and the step that helps most."""
        return advise(advising.known(self._desk, self._teaching))

    def forecast(self, reach: float | None = None) -> ForecastView:
        """The learning curve carried on, and how many more decisions reach an accuracy (else the project's precision).

        It says so where the audit sample cannot tell.
        """
        if reach is not None and not 0 < reach < 1:
            raise BadInput(f"No model reaches an accuracy of {reach:g}.", remedy="Choose between 0 and 1, as 0.85.")
        return advising.ahead(self._desk, self._teaching, reach)

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
        return neighbours.nearest(self._desk, unit, limit=limit)

    def give_reason(self, unit: int, code: str, start: int, end: int, verdict: Verdict = "for") -> Rationale:
        """Say of words of a unit (code points) that they are the reason for a code ("for"), or are none ("against").

        The model learns from it when it is taught next. Said again, the last word counts.
        """
        given = rationales.give(self._desk, unit, code, start, end, verdict)
        self._teaching.nudge()
        return given

    def withdraw_reason(self, rationale: str) -> None:
        """Take back what was said of a word."""
        rationales.withdraw(self._desk, rationale)

    def given_reasons(self, unit: int | None = None, code: str | None = None) -> tuple[Rationale, ...]:
        """What people said of words: of one unit, of one code, or all, oldest first."""
        return rationales.given(self._desk, unit=unit, code=code)

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
