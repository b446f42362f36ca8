"""An encoder beside the one in use, judged by what the project's people decided."""

from collections.abc import Callable
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from linewise.core.facts import Facts
from linewise.core.nouns import Encoding, Round
from linewise.storage import Connection, artefacts, corpus
from linewise.teaching.contest import FEWEST, Contest, Gap, answers, contest
from linewise.teaching.encoder_views import EncoderComparison, EncoderGap
from linewise.teaching.learner import Floats
from linewise.workbench.clock import now
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding, shelf
from linewise.workbench.encoders.vectors import VectorStore
from linewise.workbench.given import settings
from linewise.workbench.models import scoring, training
from linewise.workbench.rounds.measuring import Rounds

# From this many decided audit units on they alone are asked: drawn at random, they stand for the corpus.
AUDIT = 50

Units = NDArray[np.int64]


def compare(desk: Desk, other: Encoding, *, progress: Callable[[int, int], None] | None = None) -> EncoderComparison:
    """Compare an encoder, every unit of which has a vector, with the one in use, and keep what came of it."""
    with desk.reading() as (connection, facts):
        known = encoding.current(facts)
        assert known is not None
        taught = training.gather(connection, facts, desk)
        drawn = {item.unit for item in Rounds(facts, facts.find(Round)).audit()}
        options = settings(facts, desk)
        shaped = [seen(connection, desk, one) for one in (known, other)]
    labels, units = taught.training.labels, taught.training.units
    twins = scoring.twins(desk)
    groups = twins[units]
    told = np.isin(groups, twins[np.concatenate(shaped)])
    asked = taught.training.explicit.any(axis=1) & ~told
    audit = asked & np.isin(units, np.fromiter(drawn, np.int64, len(drawn)))
    by_audit = int(audit.sum()) >= AUDIT
    held_out = audit if by_audit else asked
    found: Contest | None = None
    if taught.teachable and held_out.sum() >= FEWEST:
        scores: list[Floats] = []
        for at, (one, shaping) in enumerate(zip((known, other), shaped, strict=True)):
            if progress is not None:
                progress(at, 2)
            vectors = VectorStore(desk, one.id, one.dimensions).rows(units)
            scores.append(
                answers(
                    training.default_learner(exclusive=options.exclusive),
                    vectors,
                    labels,
                    taught.training.weights,
                    groups=groups,
                    held_out=held_out,
                    shaped=np.isin(groups, twins[shaping]),
                    seed=options.seed,
                )
            )
        said = held_out[:, None] & ~np.isnan(labels)
        first, second = scores
        found = contest(labels, said, first, second, groups=groups, exclusive=options.exclusive, seed=options.seed)
    made = EncoderComparison(
        against=known.id,
        against_name=known.name,
        units=found.units if found is not None else int(held_out.sum()),
        sample="audit" if by_audit else "decided",
        measure=found.measure if found is not None else ("units right" if options.exclusive else "F1"),
        right=_shown(found.right) if found is not None else None,
        loss=_shown(found.loss) if found is not None else None,
        words=_words(other, known, found, audit=by_audit, decided=int(asked.sum())),
        at=now(),
    )
    shelf.keep(desk, other.id, comparison=asdict(made))
    return made


def seen(connection: Connection, desk: Desk, one: Encoding) -> Units:
    """The units whose labels shaped an encoder."""
    if not one.seen:
        return np.empty(0, np.int64)
    return np.frombuffer(artefacts.unseal(connection, desk.project_no, one.seen), "<i8").astype(np.int64)


def kept(connection: Connection, facts: Facts, desk: Desk, one: Encoding) -> EncoderComparison | None:
    """What came of the last comparison of an encoder, if it was with the one in use now."""
    found, known = shelf.read(connection, desk, one.id).get("comparison"), encoding.current(facts)
    if found is None or known is None or found["against"] != known.id:
        return None
    gaps = {key: EncoderGap(**found[key]) if found[key] else None for key in ("right", "loss")}
    return EncoderComparison(**{**found, **gaps})


def complete(connection: Connection, desk: Desk, one: Encoding) -> bool:
    """Whether every unit has a vector by this encoder."""
    have = artefacts.size(connection, desk.project_no, f"vectors/{one.id}") // (2 * one.dimensions)
    return have >= corpus.next_unit(connection, desk.project_no)


def _shown(gap: Gap) -> EncoderGap:
    return EncoderGap(
        now=round(gap.first, 4),
        other=round(gap.second, 4),
        difference=round(gap.difference, 4),
        low=round(gap.low, 4),
        high=round(gap.high, 4),
    )


def _words(other: Encoding, known: Encoding, found: Contest | None, *, audit: bool, decided: int) -> str:
    if found is None:
        return (
            f"Too few decisions to compare by: {decided:,} of units that shaped neither encoder, and at least "
            f"{FEWEST} are needed. Verify some, then compare again."
        )
    whom = (
        f"On {found.units:,} units drawn at random that neither had seen"
        if audit
        else f"On {found.units:,} decided units, each held out in turn"
    )
    right, points = found.right, 100 * found.right.difference
    what = "is right about" if found.measure == "units right" else "reaches an F1 of"
    now, then = (f"{100 * value:.0f} %" for value in (right.first, right.second))
    interval = f"{100 * right.low:+.1f} to {100 * right.high:+.1f} points"
    if right.low > 0:
        verdict = f"{other.name} does better: it {what} {then}, {known.name} {now} ({points:+.1f} points, {interval})."
    elif right.high < 0:
        verdict = f"{other.name} does worse: it {what} {then}, {known.name} {now} ({points:+.1f} points, {interval})."
    else:
        verdict = f"no difference can be told: {other.name} {what} {then}, {known.name} {now} ({interval})."
    if found.loss.low > 0 or found.loss.high < 0:
        surer = "more" if found.loss.high < 0 else "less"
        verdict += (
            f" It gives what is right {surer} probability (log loss {found.loss.second:.3f} against "
            f"{found.loss.first:.3f})."
        )
    caution = (
        "" if audit else " These units were not drawn at random, so this is a hint and no estimate for the corpus."
    )
    return f"{whom}, {verdict}{caution}"
