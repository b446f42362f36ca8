"""What Apply tells before anything is applied: the curve, the units behind its numbers, and what is left to read."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linewise.applying.coded import given
from linewise.applying.curve import CONFIDENCES, checked, decisions_left, reaching, settled_from
from linewise.applying.plan import spent
from linewise.applying.promising import Checked, found
from linewise.applying.views import CodeCurve, Curve, CurvePoint, ScoredUnit, ScoredUnits, Which
from linewise.core.facts import Facts, need
from linewise.core.intervals import counted
from linewise.core.nouns import Code, Model, Round
from linewise.core.text import percent
from linewise.storage import Connection, artefacts, corpus, reading
from linewise.storage.lineage import lineage
from linewise.workbench.cache import Scores
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.given import settings
from linewise.workbench.models import training
from linewise.workbench.models.held import answered_now
from linewise.workbench.results.applied import spoken
from linewise.workbench.rounds.measuring import Rounds, all_items

SAMPLE = 4_000
RISK = 0.1
FEW = 30


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """Units on which no person has spoken, with the newest model's scores; `unscored` more have no vector yet.

    `codes` names the active code that each column stands for now, None for one retired since.
    """

    ids: NDArray[np.int64]
    scores: Scores
    codes: tuple[str | None, ...]
    units: int
    unscored: int
    exclusive: bool

    @property
    def human(self) -> int:
        return self.units - len(self.ids) - self.unscored

    def columns(self, code: str) -> list[int]:
        return [at for at, one in enumerate(self.codes) if one == code]


def rest_of(desk: Desk, connection: Connection, facts: Facts, model: Model, scores: Scores) -> Rest:
    """The units left to the machine."""
    ids = np.fromiter(corpus.unit_ids(connection, desk.project_no), dtype=np.int64)
    said = spoken(connection, facts, desk).units
    unread = ids[~np.isin(ids, np.fromiter(said, dtype=np.int64, count=len(said)))]
    known = unread[unread < len(scores)]
    shape = lineage(connection, desk.project_no)
    standing = {one.id for one in reading.active_codes(connection, desk.project_no)}
    now = [shape.now(code) for code in model.codes]
    return Rest(
        ids=known,
        scores=scores[known],
        codes=tuple(code if code in standing else None for code in now),
        units=len(ids),
        unscored=len(unread) - len(known),
        exclusive=settings(facts, desk).exclusive,
    )


def curve(desk: Desk, model: Model, scores: Scores) -> Curve:
    """Coverage against precision over all confidences."""
    with desk.reading() as (connection, facts):
        rest = rest_of(desk, connection, facts, model, scores)
        options = settings(facts, desk)
        rounds = Rounds(facts, facts.find(Round))
        now = [item for item in answered_now(desk, connection, model, rounds) if item.round not in rounds.about]
        sample = checked(now or all_items(facts), exclusive=rest.exclusive)
        twins = np.array(corpus.twin_hashes(connection, desk.project_no), dtype=np.int64)[rest.ids]
        codes = reading.active_codes(connection, desk.project_no)
        pace = _pace(desk, connection, facts, model, rest)
    values, deciding = settled_from(rest.scores, exclusive=rest.exclusive)
    settled = reaching(values)
    _, first = np.unique(twins, return_index=True)
    texts = len(first) - reaching(values[first]) + rest.unscored if options.code_twins else None
    upheld = reaching(sample.settled_from)
    right = reaching(sample.settled_from[sample.right])
    points = []
    for at, confidence in enumerate(CONFIDENCES):
        left = len(rest.ids) - int(settled[at]) + rest.unscored
        hits, of = int(right[at]), int(upheld[at])
        low, high = counted(hits, of)
        least, most = decisions_left(int(texts[at]) if texts is not None else left, left, pace[at] if pace else None)
        points.append(
            CurvePoint(
                confidence=confidence,
                settled=int(settled[at]),
                left=left,
                right=hits,
                checked=of,
                precision=hits / of if of else None,
                low=low,
                high=high,
                least=least,
                most=most,
                words=_words(int(settled[at]), left, hits, of, low, high),
                effort=_effort(left, least, most),
            )
        )
    judged = Checked(sample.settled_from[:, None], sample.right[:, None], values[:, None])
    promise = found(judged, precision=options.precision, risk=spent(RISK, rounds.looks()))
    return Curve(
        model=model.number,
        units=rest.units,
        human=rest.human,
        audit=len(sample.right),
        target=options.precision,
        promised_from=promise.value,
        promise=_promise(promise.value, options.precision),
        points=tuple(points),
        codes=tuple(_code_curve(rest, code, values, deciding) for code in codes),
    )


def behind(
    desk: Desk, model: Model, scores: Scores, *, code: str, which: Which, confidence: float, limit: int, skip: int
) -> ScoredUnits:
    """The units that the model gives a code, or that are left because of it, the most doubtful first."""
    with desk.reading() as (connection, facts):
        need(facts, Code, code)
        rest = rest_of(desk, connection, facts, model, scores)
        columns = rest.columns(code)
        limits = np.full(rest.scores.shape[1], confidence, dtype=np.float32)
        if which == "given":
            inside = given(rest.scores, limits, exclusive=rest.exclusive)[:, columns].any(axis=1)
        else:
            values, deciding = settled_from(rest.scores, exclusive=rest.exclusive)
            inside = (values < np.float32(confidence)) & np.isin(deciding, columns)
        rows = np.flatnonzero(inside)
        own = rest.scores[rows][:, columns].max(axis=1) if columns else np.empty(0, np.float32)
        doubt = own if which == "given" else np.abs(own - 0.5)
        shown = np.argsort(doubt, kind="stable")[skip : skip + limit]
        ids = [int(one) for one in rest.ids[rows[shown]]]
        views = reading.units(connection, desk.project_no, ids, coder=desk.coder)
    found = zip(views, own[shown], strict=True)
    return ScoredUnits(
        units=tuple(ScoredUnit(unit=view, confidence=round(float(value), 4)) for view, value in found),
        total=len(rows),
    )


def _code_curve(rest: Rest, code: Code, values: Scores, deciding: NDArray[np.int64]) -> CodeCurve:
    columns = rest.columns(code.id)
    if not columns:
        return CodeCurve(code=code.id, given=(0,) * len(CONFIDENCES), left=(0,) * len(CONFIDENCES))
    theirs = np.isin(deciding, columns)
    own = values[theirs] if rest.exclusive else rest.scores[:, columns].max(axis=1)
    waits = int(theirs.sum()) - reaching(values[theirs])
    return CodeCurve(code=code.id, given=tuple(map(int, reaching(own))), left=tuple(map(int, waits)))


def _pace(desk: Desk, connection: Connection, facts: Facts, newest: Model, rest: Rest) -> list[float] | None:
    """Units that each decision settled beside itself, at each confidence, between an early model and the newest."""
    earlier = [
        one
        for one in facts.find(Model)
        if one.encoding == newest.encoding and one.decisions <= newest.decisions / 2 and one.codes == newest.codes
    ]
    if not earlier or not len(rest.ids):
        return None
    before = max(earlier, key=lambda one: one.number)
    rows = np.random.default_rng(newest.seed).permutation(len(rest.ids))[:SAMPLE]
    then = scores_by(desk, connection, before, rest.ids[rows])
    grown = reaching(settled_from(rest.scores[rows], exclusive=rest.exclusive)[0]) - reaching(
        settled_from(then, exclusive=rest.exclusive)[0]
    )
    per = len(rest.ids) / len(rows) / max(1, newest.decisions - before.decisions)
    return [float(one) * per for one in grown]


def scores_by(desk: Desk, connection: Connection, model: Model, units: NDArray[np.int64]) -> Scores:
    """Probabilities (units, codes) by any model of the encoder in use, leaving the newest one's in the cache."""
    fitted = training.restore(artefacts.unseal(connection, desk.project_no, model.artefact))
    return np.asarray(fitted.predict(encoding.vectors(desk)[units]), dtype=np.float32)


def _words(settled: int, left: int, right: int, of: int, low: float, high: float) -> str:
    start = f"The model settles {settled:,} more units and leaves {left:,} to read."
    if not of:
        return f"{start} No audit unit reaches this confidence, so nothing is known of how often it is right."
    sure = "one unit" if of == 1 else f"{of} units"
    seen = f"{start} Of {sure} of the audit sample it had {right} right: "
    found = f"{seen}{percent(low)} to {percent(high)} are plausible."
    return f"{found} That is a wide range, because these are few." if of < FEW else found


def _promise(value: float | None, target: float) -> str:
    if value is None:
        return f"It cannot be promised yet, at any confidence, that {percent(target)} of what is settled are right."
    return (
        f"From {percent(value)} on, at least {percent(target)} of the settled units will have all their codes right "
        f"(with {percent(1 - RISK)} confidence)."
    )


def _effort(left: int, least: int | None, most: int) -> str:
    if not left:
        return "Nothing is left to read."
    at_most = f"{most:,} decision{'s' * (most != 1)} at most"
    if least is None:
        return f"{at_most}; how many fewer can be told once a second model has learned from twice as many."
    if least >= most:
        return f"{at_most}; what was decided of late has settled nothing more at this confidence."
    learning = "fewer if the model goes on learning as it did, all if it learns no more"
    return f"Between about {least:,} and {most:,} decisions: {learning}."
