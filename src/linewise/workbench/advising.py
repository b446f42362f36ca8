"""What is known about how the model learns, gathered for the advice on stopping."""

from itertools import accumulate

import numpy as np

from linewise.core.nouns import Round, RoundItem
from linewise.verifying.deciding import ANSWERED
from linewise.verifying.newest import newest
from linewise.verifying.stopping import RARE, SURE, Known, Point
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.measuring import Rounds
from linewise.workbench.teaching import Teaching
from linewise.workbench.training import gather

LATELY = 100


def known(desk: Desk, teaching: Teaching) -> Known:
    """The learning curve, the newest model's figures, changes made lately, what the model doubts, what is rare."""
    pool = teaching.pool()
    with desk.reading() as (connection, facts):
        options = settings(facts, desk)
        rounds = Rounds(facts, facts.find(Round, coder=desk.coder))
        taught = gather(connection, facts, desk)
        model = teaching.newest(facts)
    found = newest(model.figures.get("audit"), rounds.names) if model is not None else None
    whole = [one for one in rounds.rounds if one.id not in rounds.about]
    answered = [[item for item in rounds.items[one.id] if item.state in ANSWERED] for one in whole]
    # What the model of a round had learned from: all that was decided, in rounds or before, less what came since.
    since = list(accumulate(len(items) for items in reversed(answered)))[::-1]
    points = [
        Point(
            max(1, taught.decisions - later),
            sum(_right(item) for item in items if item.audit and item.predicted),
            sum(item.audit and bool(item.predicted) for item in items),
        )
        for items, later in zip(answered, since, strict=True)
    ]
    lately = [item for items in answered for item in sorted(items, key=lambda one: one.at or "") if item.predicted]
    rare = sorted(
        (present, code) for code, present, _, _ in taught.per_code() if present < RARE and code in rounds.names
    )
    return Known(
        points=points,
        decisions=taught.decisions,
        newest=found.accuracy if found is not None else None,
        lately=len(lately[-LATELY:]),
        changed=sum(item.state == "corrected" for item in lately[-LATELY:]),
        doubtful=_doubtful(pool.scores, exclusive=options.exclusive),
        unread=len(pool.units),
        rare=[(code, rounds.names[code]) for _, code in rare],
        precision=options.precision,
        ahead=options.round_size,
        model=model is not None,
    )


def _right(item: RoundItem) -> bool:
    return set(item.suggested) == set(item.codes)


def _doubtful(scores: "np.ndarray[tuple[int, int], np.dtype[np.float32]] | None", *, exclusive: bool) -> int:
    """Units of which the model doubts its answer: the likeliest code, or any code where several may be."""
    if scores is None or not scores.size:
        return 0
    sure = scores.max(axis=1) if exclusive else np.maximum(scores, 1 - scores).min(axis=1)
    return int((sure < SURE).sum())
