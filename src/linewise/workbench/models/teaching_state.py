"""How teaching stands: the encoder, how much teaches each code, the models, and what to do next."""

from linewise.storage import corpus
from linewise.teaching.views import CodeTraining, EncoderState, ModelCard, TeachState
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoders, encoding
from linewise.workbench.models import registry, training

ENOUGH = 5


def state(desk: Desk) -> TeachState:
    """Everything the Teach page shows."""
    with desk.reading() as (connection, facts):
        known = encoding.current(facts)
        newest = next(iter(registry.models(facts)), None)
        cards = registry.cards(facts)
        units = corpus.next_unit(connection, desk.project_no)
        taught = training.gather(connection, facts, desk)
        notice = "\n".join(encoders.notices(connection, facts, desk))
    have = encoding.encoded(desk, known) if known is not None else 0
    rows = tuple(
        CodeTraining(
            code=code,
            present=present,
            absent=absent,
            implied=implied,
            enough=present >= ENOUGH,
            by_words=bool(told) and not shown,
        )
        for (code, present, absent, implied), shown, told in zip(
            taught.per_code(), taught.shown, taught.written, strict=True
        )
    )
    fresh = taught.decisions - (newest.decisions if newest is not None else 0)
    return TeachState(
        encoder=EncoderState(
            name=known.name if known else "",
            fingerprint=known.id if known else "",
            dimensions=known.dimensions if known else 0,
            encoded=have,
            units=units,
            notice=notice,
        ),
        training=rows,
        models=cards,
        fresh=max(0, fresh),
        ready=bool(rows) and taught.knowable and have == units > 0,
        advice=" ".join((*_pinned(cards), _advice(units, have, rows, fresh, newest is not None))),
    )


def _pinned(cards: tuple[ModelCard, ...]) -> tuple[str, ...]:
    """What the person should know of a pinned model, if there is one; `cards` come newest first."""
    at = next((at for at, card in enumerate(cards) if card.pinned), None)
    if at is None:
        return ()
    if not cards[at].current:
        return (f"Model {cards[at].number} is pinned, but rests: another encoder is in use.",)
    newer = "" if not at else " 1 newer model waits beside it." if at == 1 else f" {at} newer models wait beside it."
    return (f"Model {cards[at].number} is pinned and predicts until you let go of it.{newer}",)


def _advice(units: int, have: int, rows: tuple[CodeTraining, ...], fresh: int, taught: bool) -> str:
    if not units:
        return "Import texts first."
    if not rows:
        return "Group open codes into at least two codes, or make codes and decide on some units: that is what teaches."
    if have < units:
        return f"{have:,} of {units:,} units are encoded. A model can be taught as soon as all are."
    if all(row.by_words for row in rows):
        return (
            "No code has examples yet. A model taught now knows codes by what is written about them: enough to show "
            "likely units of a code, never to code one."
        )
    thin = [row for row in rows if not row.enough]
    if thin:
        many = "1 code has" if len(thin) == 1 else f"{len(thin)} codes have"
        return f"{many} fewer than {ENOUGH} units to learn from. The model will be unsure of them; verify to find more."
    if taught and fresh <= 0:
        return "The newest model knows every decision."
    return f"{fresh:,} decisions are new since the last model." if taught else "Everything is ready: teach a model."
