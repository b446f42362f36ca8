"""Which units a round puts before the coder: the pool, the strategies as people read them, the picks as items."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import BadInput, NotReady
from linewise.core.nouns import Model, Round, RoundItem
from linewise.verifying.mixing import AUTO, Mixture, auto_words, recipe
from linewise.verifying.pool import Pool
from linewise.verifying.rounds import drawn_blind, plan_round
from linewise.verifying.strategies import STRATEGIES
from linewise.verifying.views import StrategyView
from linewise.workbench.cache import Scores
from linewise.workbench.desk import Desk
from linewise.workbench.encoders.vectors import Vectors
from linewise.workbench.rounds.pooling import pool_of

KEPT = 12
PRESENT = 0.5


@dataclass(frozen=True, slots=True)
class Candidates:
    """Units that the coder has not read yet, with what the newest model and the encoder know of them.

    `scores` (units, columns); `codes` names the code that each column stands for now, None for one retired since.
    """

    units: NDArray[np.int64]
    model: Model | None
    scores: Scores | None
    vectors: Vectors | None
    twins: NDArray[np.int64]
    codes: tuple[str | None, ...]
    focus: str | None


def resolved(strategy: str | None, pool: Candidates) -> str:
    """The strategy or mixture as it is written down: what "auto" comes to for this pool."""
    bare = Pool(units=pool.units, twins=pool.twins, probabilities=pool.scores, vectors=pool.vectors)
    named = recipe(strategy or AUTO, bare)
    if pool.focus is not None and (strategy or AUTO) == AUTO:
        named = "borderline" if pool.scores is not None else "random"
    Mixture.of(named)
    return named


def chosen(desk: Desk, pool: Candidates, round: Round) -> tuple[RoundItem, ...]:
    """The round's items in the order they are shown, each with its reason, propensity and prediction."""
    mixture = Mixture.of(round.strategy)
    for name, _ in mixture.parts:
        _check(name, pool, round)
    whole = pool_of(desk, pool, seed=round.seed)
    picks = plan_round(whole, mixture, size=round.size, audit_share=round.audit_share, seed=round.seed)
    blind = drawn_blind(len(picks), share=round.blind_share, seed=round.seed) if pool.scores is not None else ()
    return tuple(
        RoundItem(
            round=round.id,
            position=position,
            unit=pick.unit,
            reason=pick.reason,
            propensity=pick.propensity,
            audit=pick.audit,
            blind=position in blind,
            **_predicted(pool, pick.row, exclusive=whole.exclusive),
        )
        for position, pick in enumerate(picks)
    )


def _check(name: str, pool: Candidates, round: Round) -> None:
    """Raise what a strategy lacks."""
    strategy = STRATEGIES[name]
    if strategy.needs_votes:
        raise NotReady(f"The strategy {strategy.title!r} needs rules.", remedy="Choose another way.")
    if strategy.needs_code and round.focus is None:
        raise BadInput(f"The strategy {strategy.title!r} looks for one code.", remedy="Say which: code=…")
    if strategy.needs_model and pool.scores is None:
        raise NotReady(f"The strategy {strategy.title!r} needs a model.", remedy="Teach one, or begin with random.")
    if strategy.needs_vectors and pool.vectors is None:
        raise NotReady(f"The strategy {strategy.title!r} needs vectors.", remedy="Encode first: linewise teach encode.")


def strategy_views(*, model: bool, vectors: bool, codes: bool) -> tuple[StrategyView, ...]:
    """The strategies, the recommended one first, and which of them can be used now."""
    views = [
        StrategyView(
            name=name,
            title=strategy.title,
            explanation=strategy.explanation,
            kind=strategy.kind,
            needs_model=strategy.needs_model,
            needs_code=strategy.needs_code,
            needs_vectors=strategy.needs_vectors,
            ready=(model or not (strategy.needs_model or strategy.needs_committee))
            and (vectors or not strategy.needs_vectors)
            and (codes or not strategy.needs_code),
        )
        for name, strategy in STRATEGIES.items()
        # No rules vote yet; a strategy that hears them is offered when they do.
        if not strategy.needs_votes
    ]
    recommended = StrategyView(
        name=AUTO,
        title="Recommended",
        explanation=auto_words(model=model, vectors=vectors),
        kind="recommended",
        needs_model=False,
        needs_code=False,
        needs_vectors=False,
        ready=True,
    )
    return (recommended, *views)


def _predicted(pool: Candidates, row: int, *, exclusive: bool) -> dict[str, Any]:
    if pool.scores is None:
        return {}
    found: dict[str, float] = {}
    columns = np.argsort(-pool.scores[row], kind="stable").tolist()
    if pool.focus is not None:
        columns.insert(0, pool.codes.index(pool.focus))
    for column in columns:
        code = pool.codes[column]
        if code is not None and len(found) < KEPT:
            found.setdefault(code, round(float(pool.scores[row, column]), 4))
    likely = list(found)[:1] if exclusive else [code for code, score in found.items() if score >= PRESENT]
    if pool.focus is not None:
        likely = [code for code in likely if code == pool.focus]
    return {"predicted": found, "suggested": tuple(likely)}
