"""Two models side by side: what they differ in, how each does on units that neither had seen, and where they part."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from linewise.core.errors import BadInput, NotReady
from linewise.core.facts import Facts
from linewise.core.nouns import Code, Model, Round, RoundItem
from linewise.core.text import percent
from linewise.storage import Connection, corpus, log, reading
from linewise.storage.lineage import lineage
from linewise.teaching.versions import Between, differences
from linewise.verifying.paired import PairedFigures, paired
from linewise.verifying.views import Prediction
from linewise.workbench.cache import Scores
from linewise.workbench.desk import Desk
from linewise.workbench.given import settings
from linewise.workbench.models import judging, registry
from linewise.workbench.models.versions_views import Disagreement, ModelComparison
from linewise.workbench.rounds.measuring import Rounds

Bools = NDArray[np.bool_]
# Units of the corpus on which the two are asked, at most; a random share stands for a larger corpus.
LOOKED_AT = 20_000
PRESENT = 0.5
SHOWN = 4


def compare(desk: Desk, first: str, second: str, *, limit: int = 20) -> ModelComparison:
    """Compare two models, each named by id or number; `limit` is how many units to show on which they part.

    Figures come from audit units alone, each answered by a model (or a copy of it) that had not seen the unit.
    """
    with desk.reading() as (connection, facts):
        a, b = registry.chosen(facts, first), registry.chosen(facts, second)
        if a.id == b.id:
            raise BadInput("These are the same model.", remedy="Name two.")
        card_a, card_b = registry.cards(facts, [a, b])
        told = differences(card_a, card_b, _between(connection, facts, desk, a, b))
        columns = _columns(connection, facts, desk)
        rounds = Rounds(facts, facts.find(Round))
        pending = {item.unit for item in facts.find(RoundItem, state="pending")}
        seed = settings(facts, desk).seed
    try:
        figures, why = _figures(desk, a, b, rounds, columns), ""
    except NotReady as error:
        figures, why = None, f"{error} {error.remedy}".strip()
    if figures is not None and not figures.units:
        figures, why = None, "No unit drawn at random has been decided yet that is new to both."
    looked, parted, shown = _apart(desk, a, b, columns, pending, seed=seed, limit=limit)
    return ModelComparison(
        first=card_a,
        second=card_b,
        differences=told,
        figures=figures,
        why=why,
        words=_words(a, b, figures) if figures is not None else why,
        looked_at=looked,
        parted=parted,
        disagreements=shown,
    )


class _Columns:
    """How the columns of any model stand in the codebook as it is now."""

    def __init__(self, codes: Sequence[str], now: Mapping[str, str], *, exclusive: bool) -> None:
        self.codes, self.exclusive = tuple(codes), exclusive
        self._at, self._now = {code: at for at, code in enumerate(codes)}, now

    def scores(self, model: Model, scores: Scores) -> Scores:
        """(n, codes in use): what a code got in any of the model's columns that are this code now, at most."""
        found = np.zeros((len(scores), len(self.codes)), np.float32)
        for column, at in self._places(model):
            found[:, at] = np.maximum(found[:, at], scores[:, column])
        found[np.isnan(scores).any(axis=1)] = np.nan
        return found

    def suggested(self, model: Model, scores: Scores) -> Bools:
        """(n, codes in use): what the model would suggest."""
        if not self.exclusive:
            return np.asarray(self.scores(model, scores) >= PRESENT)
        found = np.zeros((len(scores), len(self.codes)), bool)
        place = dict(self._places(model))
        for row, column in enumerate(np.nan_to_num(scores).argmax(axis=1).tolist() if scores.size else ()):
            if column in place:
                found[row, place[column]] = True
        return found

    def _places(self, model: Model) -> list[tuple[int, int]]:
        standing = (self._at.get(self._now.get(code, code)) for code in model.codes)
        return [(column, at) for column, at in enumerate(standing) if at is not None]


def _columns(connection: Connection, facts: Facts, desk: Desk) -> _Columns:
    codes = [code.id for code in reading.active_codes(connection, desk.project_no)]
    return _Columns(codes, lineage(connection, desk.project_no).merged, exclusive=settings(facts, desk).exclusive)


def _between(connection: Connection, facts: Facts, desk: Desk, a: Model, b: Model) -> Between:
    old, new = (judging.learned(connection, desk, one) for one in (a, b))
    only = (None, None) if old is None or new is None else (len(np.setdiff1d(old, new)), len(np.setdiff1d(new, old)))
    return Between(
        only_first=only[0],
        only_second=only[1],
        codebook_changes=log.codebook_changes(connection, desk.project_no, *sorted((a.codebook, b.codebook))),
        names={code.id: code.name for code in facts.find(Code)},
        now=lineage(connection, desk.project_no).merged,
        gone=frozenset(code.id for code in facts.find(Code, status="retired")),
    )


def _figures(desk: Desk, a: Model, b: Model, rounds: Rounds, columns: _Columns) -> PairedFigures:
    latest: dict[tuple[int, str | None], RoundItem] = {}
    for item in sorted(rounds.audit(), key=lambda one: one.at or ""):
        latest[item.unit, rounds.about.get(item.round)] = item
    items = list(latest.values())
    scores = [judging.unseen(desk, model, items) for model in (a, b)]
    known = np.asarray(~np.isnan(scores[0]).any(axis=1) & ~np.isnan(scores[1]).any(axis=1))
    items = [item for item, both in zip(items, known.tolist(), strict=True) if both]
    first, second = (columns.suggested(model, found[known]) for model, found in zip((a, b), scores, strict=True))
    shape = (len(items), len(columns.codes))
    truth = np.array([[code in item.codes for code in columns.codes] for item in items], bool).reshape(shape)
    asked = np.array(
        [[rounds.about.get(item.round, code) == code for code in columns.codes] for item in items], bool
    ).reshape(shape)
    whole = np.array([item.round not in rounds.about for item in items], bool)
    return paired(truth, first, second, whole, asked, columns.codes)


def _apart(
    desk: Desk, a: Model, b: Model, columns: _Columns, pending: set[int], *, seed: int, limit: int
) -> tuple[int, int, tuple[Disagreement, ...]]:
    """(units asked, units on which the two part, those of them to read); units that wait in a round are left out."""
    with desk.reading() as (connection, _):
        ids = np.fromiter(corpus.unit_ids(connection, desk.project_no), dtype=np.int64)
    ids = ids[~np.isin(ids, np.fromiter(pending, dtype=np.int64, count=len(pending)))]
    if len(ids) > LOOKED_AT:
        ids = np.sort(np.random.default_rng(seed).choice(ids, LOOKED_AT, replace=False))
    try:
        raw = [judging.scores_of(desk, model, ids) for model in (a, b)]
    except NotReady:
        return 0, 0, ()
    given = [columns.suggested(model, scores) for model, scores in zip((a, b), raw, strict=True)]
    scores = [columns.scores(model, found) for model, found in zip((a, b), raw, strict=True)]
    parted = (given[0] != given[1]).any(axis=1)
    apart = np.where(parted, np.abs(scores[0] - scores[1]).max(axis=1, initial=0), -1)
    rows = np.argsort(-apart, kind="stable")[: min(limit, int(parted.sum()))]
    with desk.reading() as (connection, _):
        views = {
            one.id: one for one in reading.units(connection, desk.project_no, ids[rows].tolist(), coder=desk.coder)
        }
    shown = tuple(
        Disagreement(
            unit=views[int(ids[row])],
            first=_predictions(columns.codes, scores[0][row], given[0][row], given[1][row]),
            second=_predictions(columns.codes, scores[1][row], given[1][row], given[0][row]),
        )
        for row in rows.tolist()
    )
    return len(ids), int(parted.sum()), shown


def _predictions(codes: Sequence[str], scores: Scores, given: Bools, other: Bools) -> tuple[Prediction, ...]:
    """What a model says of the codes that it or the other would give, the likeliest first."""
    asked = sorted(np.nonzero(given | other)[0].tolist(), key=lambda at: -scores[at])[:SHOWN]
    return tuple(
        Prediction(code=codes[at], confidence=round(float(scores[at]), 4), suggested=bool(given[at])) for at in asked
    )


def _words(a: Model, b: Model, found: PairedFigures) -> str:
    start = (
        f"Of {found.units} unit{'s' * (found.units != 1)} drawn at random, new to both, model {a.number} has "
        f"{found.first.hits} right, model {b.number} has {found.second.hits}."
    )
    if found.difference is None:
        return f"{start} These are too few to tell which is better."
    low, high = found.difference.low, found.difference.high
    if found.difference.telling:
        better, worse = (b, a) if low > 0 else (a, b)
        least, most = sorted((abs(low), abs(high)))
        return (
            f"{start} Model {better.number} is better than model {worse.number}: "
            f"by {percent(least)} to {percent(most)} of units, probably."
        )
    return (
        f"{start} Which is better cannot be told: of all units model {b.number} may have "
        f"{percent(max(0.0, -low))} fewer right than model {a.number}, or {percent(max(0.0, high))} more."
    )
