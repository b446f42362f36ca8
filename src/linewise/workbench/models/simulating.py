"""`project.teaching.simulate`: ways of choosing replayed on answers that stand already, kept with their curves."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from linewise.core.errors import BadInput, NotFound, NotReady
from linewise.core.events import Draft, change
from linewise.core.facts import need
from linewise.core.nouns import Encoding, Simulation
from linewise.storage import artefacts
from linewise.teaching.learner import Context, Learner
from linewise.teaching.terrain import Terrain
from linewise.verifying.mixing import AUTO, Mixture, named
from linewise.verifying.pool import Floats, Ints
from linewise.verifying.replay import Known, Pace, Point, Predict, Teach, replay
from linewise.verifying.simulated import COMPARED, ReplayPoint, SimulationView, StrategyCurve, curve, verdict
from linewise.verifying.strategies import STRATEGIES
from linewise.workbench.clock import new_id, now
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import encoding
from linewise.workbench.encoders.vectors import Vectors, VectorStore
from linewise.workbench.models import scoring, training
from linewise.workbench.models.golden import Gold, gold
from linewise.workbench.rounds import pooling

# Larger corpora are replayed on a part drawn by lot: it takes long enough, and the order of the ways stays.
MOST_UNITS, MOST_SEEDS, STEPS = 20_000, 20, 100
# A fit chooses its settings anew whenever so many times more units were read; in between it keeps them.
ANEW = 1.5

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to replay: answers by name (the richest without one), ways of choosing, how far, how often, with what.

    `until` is the share of the units that is read at most, `encoder` "" for the one in use or the id of another that is
    fitted, `head` "default", "linear" (each code by itself) or "softmax" (codes exclude one another).
    """

    strategies: tuple[str, ...] = COMPARED
    gold: str | None = None
    seeds: int = 3
    until: float = 0.5
    audit_share: float = 0.0
    size: int | None = None
    encoder: str = ""
    head: str = "default"

    @classmethod
    def of(cls, **given: Any) -> "Asked":
        """From arguments by name; None means the same as leaving one out."""
        kept: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        if "strategies" in kept:
            kept["strategies"] = tuple(kept["strategies"])
        return cls(**kept)

    def __post_init__(self) -> None:
        if not self.strategies:
            raise BadInput("No way of choosing is named.", remedy=f"Name some of {', '.join((AUTO, *STRATEGIES))}.")
        for text in self.strategies:
            if text == AUTO:
                continue
            for name, _ in Mixture.of(text).parts:
                if STRATEGIES[name].needs_code or STRATEGIES[name].needs_votes:
                    raise BadInput(
                        f"The strategy {STRATEGIES[name].title!r} cannot be replayed.",
                        remedy="It looks for one code or hears rules; choose another.",
                    )
        if not 1 <= self.seeds <= MOST_SEEDS:
            raise BadInput(f"There may be 1 to {MOST_SEEDS} seeds.", remedy="Three show whether a difference is real.")
        if not 0 < self.until <= 1 or not 0 <= self.audit_share < 1:
            raise BadInput("Shares lie between 0 and 1.", remedy="Give for example until=0.5, audit_share=0.2.")
        if self.size is not None and self.size < 1:
            raise BadInput("A round holds at least one unit.", remedy="Leave the size out.")
        if self.head not in HEADS:
            raise BadInput(f"There is no head {self.head!r}.", remedy=f"Use one of {', '.join(HEADS)}.")


def simulate(desk: Desk, asked: Asked, *, progress: Told | None = None) -> SimulationView:
    """Replay each way with each seed, keep the curves in an artefact that one event names, say what suits the data."""
    found = _part(gold(desk, asked.gold))
    source, units, labels = found
    vectors, encoder = _vectors(desk, asked.encoder)
    known = Known(
        vectors=vectors[units],
        gold=labels,
        twins=scoring.twins(desk)[units],
        exclusive=source.exclusive,
        texts=pooling.texts_of(desk, units) if _reads_texts(asked.strategies) else (),
        names=source.codes,
    )
    terrain = Terrain.of(vectors)
    first = max(10, min(50, len(units) // 50)) if asked.size is None else asked.size
    pace = Pace(first=first, until=asked.until, audit_share=asked.audit_share)
    curves = []
    for at, strategy in enumerate(asked.strategies):
        runs = []
        for seed in range(asked.seeds):
            teach = teacher(terrain, exclusive=source.exclusive, head=asked.head)
            points = replay(known, strategy, teach, seed=seed + 1, pace=pace)
            before, all_runs = at * asked.seeds + seed, len(asked.strategies) * asked.seeds
            runs.append(_watched(points, pace.until * len(units), before, all_runs, progress))
        curves.append(curve(strategy, "Recommended" if strategy == AUTO else named(strategy), runs))
    view = SimulationView(
        id=new_id(),
        at=now(),
        coder=desk.coder,
        gold=source.title,
        units=len(units),
        codes=source.codes,
        exclusive=source.exclusive,
        encoder=encoder.name,
        head=asked.head,
        seeds=asked.seeds,
        until=asked.until,
        audit_share=asked.audit_share,
        curves=tuple(curves),
        words=verdict(curves, len(units), exclusive=source.exclusive),
        recipe={**asdict(asked), "strategies": list(asked.strategies), "gold": source.name, "encoder": encoder.id},
    )
    return _kept(desk, view)


def simulations(desk: Desk) -> tuple[SimulationView, ...]:
    """All replays so far, the newest first."""
    with desk.reading() as (connection, facts):
        made = sorted(facts.find(Simulation), key=lambda one: one.at, reverse=True)
        return tuple(_view(artefacts.unseal(connection, desk.project_no, one.artefact), one) for one in made)


def simulation(desk: Desk, id: str) -> SimulationView:
    """One replay."""
    with desk.reading() as (connection, facts):
        made = need(facts, Simulation, id)
        return _view(artefacts.unseal(connection, desk.project_no, made.artefact), made)


def teacher(terrain: Terrain, *, exclusive: bool, head: str = "default") -> Teach:
    """A function for one replay that teaches as the product does, on some rows of a corpus that lies so.

    What a head chooses by itself it chooses anew whenever `ANEW` times as many rows teach it.
    """
    learner, settled = HEADS[head](exclusive), dict[int, Learner]()

    def teach(x: Vectors, labels: Floats, groups: Ints, seed: int) -> Predict:
        stretch = int(np.log(max(len(x), 1)) / np.log(ANEW))
        weights, context = np.ones(labels.shape, np.float32), Context(terrain=terrain)
        fitted = settled.get(stretch, learner).fit(x, labels, weights, seed=seed, groups=groups, context=context)
        if stretch not in settled:
            settled[stretch] = learner.settled(fitted)
        return fitted.predict

    return teach


def _linear(_: bool) -> Learner:
    return training.default_learner(exclusive=False)


def _softmax(_: bool) -> Learner:
    return training.default_learner(exclusive=True)


HEADS: dict[str, Callable[[bool], Learner]] = {
    "default": lambda exclusive: training.default_learner(exclusive=exclusive),
    "linear": _linear,
    "softmax": _softmax,
}


def _watched(points: Iterator[Point], most: float, before: int, runs: int, progress: Told | None) -> list[Point]:
    """The points of one run, each told as it comes; cancelling is heard there too."""
    found: list[Point] = []
    for point in points:
        found.append(point)
        if progress is not None:
            progress(before * STEPS + min(STEPS, int(STEPS * point.read / max(most, 1))), runs * STEPS)
    return found


def _part(found: Gold) -> Gold:
    source, units, labels = found
    if len(units) <= MOST_UNITS:
        return found
    rows = np.sort(np.random.default_rng(0).permutation(len(units))[:MOST_UNITS])
    return source, units[rows], labels[rows]


def _vectors(desk: Desk, wanted: str) -> tuple[Vectors, Encoding]:
    with desk.reading() as (_, facts):
        current = encoding.current(facts)
        fitted = [one for one in facts.find(Encoding) if wanted and one.id.startswith(wanted)]
    if not wanted or (current is not None and [current.id] == [one.id for one in fitted]):
        vectors = encoding.vectors(desk)
        assert current is not None
        return vectors, current
    if len(fitted) != 1:
        raise NotFound(f"There is no encoder {wanted!r} here.", remedy="Name one that is fitted: linewise teach state.")
    store = VectorStore(desk, fitted[0].id, fitted[0].dimensions)
    if store.missing():
        raise NotReady("This encoder has not encoded every unit yet.", remedy="Wait for it, or use the one in use.")
    return store.matrix(), fitted[0]


def _reads_texts(strategies: Sequence[str]) -> bool:
    return any(
        STRATEGIES[name].needs_texts for text in strategies if text != AUTO for name, _ in Mixture.of(text).parts
    )


def _kept(desk: Desk, view: SimulationView) -> SimulationView:
    data = json.dumps(asdict(view), ensure_ascii=False, sort_keys=True).encode()
    with desk.store.writing(desk.project_no) as connection:
        made = Simulation(
            id=view.id,
            recipe=view.recipe,
            artefact=artefacts.seal(connection, desk.project_no, data),
            coder=desk.coder,
            at=view.at,
        )
        detail = {"strategies": len(view.curves), "units": view.units, "words": view.words}
        desk.log(connection, Draft("strategies_simulated", (change(None, made),), detail))
    desk.bell.ring()
    return view


def _view(data: bytes, made: Simulation) -> SimulationView:
    plain = json.loads(data)
    curves = tuple(
        StrategyCurve(
            strategy=one["strategy"],
            title=one["title"],
            points=tuple(ReplayPoint(**{**point, "found": tuple(point["found"])}) for point in one["points"]),
            needed=one["needed"],
            runs={goal: tuple(values) for goal, values in one["runs"].items()},
            found=tuple(one["found"]),
        )
        for one in plain.pop("curves")
    )
    return SimulationView(**{**plain, "id": made.id, "codes": tuple(plain["codes"]), "curves": curves})
