"""What strategies may ask of a project beyond its unread units: what was read, what is known of codes, a committee."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from linewise.core.nouns import Code
from linewise.storage import corpus
from linewise.teaching.learner import Context
from linewise.verifying.pool import Floats, Ints, Pool
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.given import settings
from linewise.workbench.models import training
from linewise.workbench.models.surroundings import surroundings

if TYPE_CHECKING:
    from linewise.workbench.rounds.choosing import Candidates

# Read units beyond the newest so many say little that those do not; a committee has so many members.
MOST_READ, MEMBERS = 20_000, 4


def pool_of(desk: Desk, candidates: "Candidates", *, seed: int) -> Pool:
    """The candidates with all that any strategy may ask; what costs time is computed when it is asked."""
    with desk.reading() as (connection, facts):
        exclusive = settings(facts, desk).exclusive
        taught = training.gather(connection, facts, desk)
        names = {code.id: code.name for code in facts.find(Code)}
        standing = np.fromiter(corpus.unit_ids(connection, desk.project_no), dtype=np.int64)
    known = dict(zip(taught.codes, (taught.training.labels > 0.5).sum(axis=0).tolist(), strict=True))
    read = np.setdiff1d(standing, candidates.units)[-MOST_READ:]
    focus = candidates.focus
    return Pool(
        units=candidates.units,
        twins=candidates.twins,
        exclusive=exclusive,
        probabilities=candidates.scores,
        vectors=candidates.vectors,
        code=candidates.codes.index(focus) if focus is not None and candidates.scores is not None else None,
        names=tuple(names.get(code, "") if code is not None else "" for code in candidates.codes),
        read=encoding.vectors(desk)[read] if candidates.vectors is not None else None,
        # A retired code counts as known through and through: nobody looks for it.
        found=np.array([known.get(code or "", 10**9) for code in candidates.codes], np.int64),
        texts=lambda units: texts_of(desk, units),
        committee=lambda units: _committee(desk, taught, candidates.codes, units, exclusive=exclusive, seed=seed),
    )


def texts_of(desk: Desk, units: Ints) -> tuple[str, ...]:
    """The texts of these units, in their order."""
    order = np.argsort(units, kind="stable")
    with desk.reading() as (connection, _):
        found = list(corpus.texts_of(connection, desk.project_no, units[order].tolist()))
    texts = [""] * len(units)
    for at, text in zip(order.tolist(), found, strict=True):
        texts[at] = text
    return tuple(texts)


def _committee(
    desk: Desk, taught: training.Taught, codes: Sequence[str | None], units: Ints, *, exclusive: bool, seed: int
) -> Floats:
    """Probabilities (members, units, codes) of learners that each saw a random half of what people said."""
    vectors, rng = encoding.vectors(desk), np.random.default_rng(seed)
    known, rows = taught.training, np.arange(len(taught.training.units))
    column = {code: at for at, code in enumerate(taught.codes)}
    places = [column.get(code or "") for code in codes]
    learner = training.default_learner(exclusive=exclusive)
    context = Context(terrain=surroundings(desk, vectors, ()).terrain)
    members: list[NDArray[np.float32]] = []
    for _ in range(MEMBERS):
        half = np.sort(rng.permutation(rows)[: max(2, len(rows) // 2)])
        fitted = learner.fit(
            vectors[known.units[half]], known.labels[half], known.weights[half], seed=seed, context=context
        )
        scores = fitted.predict(vectors[units])
        members.append(
            np.stack([scores[:, at] if at is not None else np.zeros(len(units), np.float32) for at in places], axis=1)
        )
    return np.stack(members)
