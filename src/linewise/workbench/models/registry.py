"""The models there are: which one is in use, and what is shown of each."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from linewise.core.errors import NotReady
from linewise.core.facts import STATED, Facts, need
from linewise.core.intervals import counted
from linewise.core.nouns import Encoding, Model
from linewise.teaching.views import Audited, ModelCard
from linewise.workbench.encoders import encoding


def models(facts: Facts) -> list[Model]:
    """Every model, newest first."""
    return sorted(facts.find(Model), key=lambda model: -model.number)


def in_use(facts: Facts) -> Model | None:
    """The model that predicts now: the one pinned last, or else the newest, of those made with the encoder in use."""
    known = encoding.current(facts)
    if known is None:
        return None
    pinned = facts.find(Model, encoding=known.id, pinned_at=STATED)
    return max(pinned, key=lambda model: model.pinned_at or "", default=facts.latest(Model, encoding=known.id))


def chosen(facts: Facts, model: str | None = None) -> Model:
    """The model with this id or number, or the one in use; NotReady without any."""
    if model is not None:
        numbered = next((one for one in facts.find(Model) if str(one.number) == model), None)
        return numbered or need(facts, Model, model)
    found = in_use(facts)
    if found is None:
        raise NotReady("There is no model yet.", remedy="Teach one first.")
    return found


def cards(facts: Facts, chosen: Iterable[Model] | None = None) -> tuple[ModelCard, ...]:
    """What is shown of these models, or of all, newest first."""
    used = in_use(facts)
    names = {one.id: one.name for one in facts.find(Encoding)}
    wanted = models(facts) if chosen is None else chosen
    return tuple(_card(model, used, names.get(model.encoding, "")) for model in wanted)


def _card(model: Model, used: Model | None, encoder: str) -> ModelCard:
    return ModelCard(
        id=model.id,
        number=model.number,
        at=model.at,
        recipe=model.recipe,
        codes=model.codes,
        decisions=model.decisions,
        codebook=model.codebook,
        encoding=model.encoding,
        training=model.training,
        seed=model.seed,
        figures=model.figures,
        current=used is not None and used.id == model.id,
        pinned=model.pinned_at is not None,
        encoder=encoder,
        audit=_audit(model),
    )


def _audit(model: Model) -> Audited | None:
    counts = model.figures.get("audit")
    if not isinstance(counts, Mapping) or not counts.get("units"):
        return None
    found = cast("Mapping[str, Any]", counts)
    low, high = counted(found["right"], found["units"])
    return Audited(share=found["right"] / found["units"], low=low, high=high, hits=found["right"], of=found["units"])
