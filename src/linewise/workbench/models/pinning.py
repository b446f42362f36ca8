"""Keeping to one model: while it is pinned it predicts everywhere, and newer ones are taught and compared beside it."""

from collections.abc import Iterator
from dataclasses import replace

from linewise.core.errors import NotReady
from linewise.core.events import Change, Draft, change
from linewise.core.facts import STATED, Facts, need
from linewise.core.nouns import Encoding, Model
from linewise.storage import Connection, artefacts, corpus
from linewise.workbench.clock import now
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.models import registry


def pin(desk: Desk, model: str) -> Model:
    """Use this model (its id or number) until another is pinned or it is let go; its encoder comes into use with it.

    One step, undoable. Raises NotReady where units have no vector by its encoder.
    """

    def decide(connection: Connection, facts: Facts) -> Draft:
        wanted, at = registry.chosen(facts, model), now()
        if wanted.pinned_at is not None and registry.in_use(facts) == wanted:
            return Draft("model_pinned", ())
        changes = [*_let_go(facts, but=wanted), change(wanted, replace(wanted, pinned_at=at))]
        changes += _its_encoder(connection, facts, desk, wanted, at)
        return Draft("model_pinned", tuple(changes), {"number": wanted.number})

    desk.write(decide)
    with desk.reading() as (_, facts):
        return registry.chosen(facts, model)


def unpin(desk: Desk) -> Model | None:
    """Use the newest model again, with its encoder, and say which that is; one step, undoable."""

    def decide(connection: Connection, facts: Facts) -> Draft:
        used, newest, changes = registry.in_use(facts), facts.latest(Model), list(_let_go(facts))
        if newest is not None and used is not None and used.pinned_at is not None:
            changes += _its_encoder(connection, facts, desk, newest, now())
        numbers = [one.number for one in facts.find(Model, pinned_at=STATED)]
        return Draft("model_unpinned", tuple(changes), {"number": max(numbers, default=0)})

    desk.write(decide)
    with desk.reading() as (_, facts):
        return registry.in_use(facts)


def _let_go(facts: Facts, *, but: Model | None = None) -> Iterator[Change]:
    for one in facts.find(Model, pinned_at=STATED):
        if but is None or one.id != but.id:
            yield change(one, replace(one, pinned_at=None))


def _its_encoder(connection: Connection, facts: Facts, desk: Desk, model: Model, at: str) -> Iterator[Change]:
    """Bring a model's encoder into use, unless it is."""
    own, current = need(facts, Encoding, model.encoding), encoding.current(facts)
    if current is not None and own.id == current.id:
        return
    there = artefacts.size(connection, desk.project_no, f"vectors/{own.id}") // (2 * own.dimensions)
    missing = corpus.next_unit(connection, desk.project_no) - there
    if missing:
        raise NotReady(
            f"{missing:,} units have no vector by {own.name}, the encoder of model {model.number}.",
            remedy="Put that encoder in use first, and let it encode.",
        )
    yield change(own, replace(own, used_at=at))
