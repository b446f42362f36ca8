"""What is known about how the model learns, gathered for the forecast and for the advice on stopping."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from linewise.core.nouns import Code, Model, Round, RoundItem
from linewise.verifying.deciding import ANSWERED
from linewise.verifying.forecasting import Answer, Curves, curves, forecast
from linewise.verifying.newest import newest
from linewise.verifying.stopping import RARE, SURE, Known
from linewise.verifying.views import ForecastView
from linewise.workbench.cache import Scores
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.models.held import answered_now
from linewise.workbench.models.training import Taught, gather
from linewise.workbench.results.results import scores_by
from linewise.workbench.rounds.choosing import Candidates
from linewise.workbench.rounds.measuring import Rounds
from linewise.workbench.teaching import Teaching

LATELY = 100
SAMPLE = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class _Learned:
    """The rounds about no code in particular, what was taught, the model in use, and the curves it may be on."""

    rounds: Rounds
    answered: list[list[RoundItem]]
    taught: Taught
    model: Model | None
    audit: int
    curves: Curves | None


def ahead(desk: Desk, teaching: Teaching, reach: float | None) -> ForecastView:
    """The learning curve carried on, and how many decisions reach an accuracy (else the project's precision)."""
    pool = teaching.pool()
    with desk.reading() as (_, facts):
        options = settings(facts, desk)
    found = _learned(desk, teaching)
    target = options.precision if reach is None else reach
    return forecast(found.curves, audit=found.audit, target=target, unread=len(pool.units))


def known(desk: Desk, teaching: Teaching) -> Known:
    """The learning curve, the newest model's figures, changes made lately, what the model doubts, what is rare."""
    pool = teaching.pool()
    found = _learned(desk, teaching)
    rounds, model = found.rounds, found.model
    with desk.reading() as (_, facts):
        options = settings(facts, desk)
        made = [code.created_at for code in facts.find(Code, status="active")]
    judged = newest(model.figures.get("audit"), rounds.names) if model is not None else None
    every = [item for items in found.answered for item in sorted(items, key=lambda one: one.at or "")]
    lately = [item for item in every if item.predicted][-LATELY:]
    since = lately[0].at or "" if lately else ""
    rare = sorted(
        (present, code) for code, present, _, _ in found.taught.per_code() if present < RARE and code in rounds.names
    )
    return Known(
        curves=found.curves,
        newest=judged.accuracy if judged is not None else None,
        lately=len(lately),
        changed=sum(item.state == "corrected" for item in lately),
        doubtful=_doubtful(pool.scores, exclusive=options.exclusive),
        unread=len(pool.units),
        rare=[(code, rounds.names[code]) for _, code in rare],
        precision=options.precision,
        ahead=options.round_size,
        model=model is not None,
        new_codes=sum(at > since for at in made) if lately else 0,
        alike=_alike(desk, rounds, model, pool, exclusive=options.exclusive),
    )


def _learned(desk: Desk, teaching: Teaching) -> _Learned:
    with desk.reading() as (connection, facts):
        rounds = Rounds(facts, facts.find(Round, coder=desk.coder))
        taught = gather(connection, facts, desk)
        model = teaching.in_use(facts)
        now = answered_now(desk, connection, model, rounds) if model is not None else []
        exclusive = settings(facts, desk).exclusive
    whole = [one for one in rounds.rounds if one.id not in rounds.about]
    answered = [[item for item in rounds.items[one.id] if item.state in ANSWERED] for one in whole]
    # What the model of a round had learned from: all that was decided, in rounds or before, less what came since.
    since = list(accumulate(len(items) for items in reversed(answered)))[::-1]
    learned = {one.id: max(1, taught.decisions - later) for one, later in zip(whole, since, strict=True)}
    answers = list(_answers(rounds, now, learned, exclusive=exclusive))
    drawn = curves(answers, taught.decisions)
    return _Learned(rounds, answered, taught, model, len(answers), drawn)


def _answers(
    rounds: Rounds, now: Iterable[RoundItem], learned: Mapping[str, int], *, exclusive: bool
) -> Iterable[Answer]:
    """Audit units that a model had answered before they were decided, and the newest since."""
    met = {item.key: item for item in rounds.all() if item.predicted}
    for item in now:
        if item.round in learned and item.key in met:
            said = {code for code, score in item.predicted.items() if score >= 0.5}
            if exclusive and item.predicted:
                said = {max(item.predicted, key=item.predicted.__getitem__)}
            before = set(met[item.key].suggested) == set(item.codes)
            yield Answer(learned[item.round], before, said == set(item.codes))


def _alike(desk: Desk, rounds: Rounds, model: Model | None, pool: Candidates, *, exclusive: bool) -> float | None:
    """For which share of unread units the model that the last round met would say the same as the one in use."""
    met = [one.model for one in rounds.rounds if one.model is not None]
    if model is None or pool.scores is None or not len(pool.units) or not met or met[-1] == model.id:
        return None
    with desk.reading() as (connection, facts):
        before = facts.get(Model, met[-1])
        if before is None or before.encoding != model.encoding or before.codes != model.codes:
            return None
        rows = np.random.default_rng(model.seed).permutation(len(pool.units))[:SAMPLE]
        then = scores_by(desk, connection, before, pool.units[rows])
    same = _said(then, exclusive=exclusive) == _said(pool.scores[rows], exclusive=exclusive)
    return float(same.all(axis=1).mean())


def _said(scores: Scores, *, exclusive: bool) -> "np.ndarray[tuple[int, ...], np.dtype[np.int64]]":
    if exclusive:
        return np.asarray(scores.argmax(axis=1)[:, None], np.int64)
    return np.asarray(scores >= 0.5, np.int64)


def _doubtful(scores: Scores | None, *, exclusive: bool) -> int:
    """Units of which the model doubts its answer: the likeliest code, or any code where several may be."""
    if scores is None or not scores.size:
        return 0
    sure = scores.max(axis=1) if exclusive else np.maximum(scores, 1 - scores).min(axis=1)
    return int((sure < SURE).sum())
