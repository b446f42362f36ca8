"""Rare codes: how many decisions it takes to find nearly all units of two codes that few units have."""

from collections.abc import Sequence

import numpy as np

from benchmarks import ground
from benchmarks.page import picture, table
from benchmarks.plot import Curve, curves
from benchmarks.reading import OURS, chosen_seeds, named, replayed
from benchmarks.replays import Ground
from linewise.verifying.replay import Point

TITLE = "How soon rare codes are found"
RARE, FOUND, UNTIL = ("exercise", "nature"), 0.9, 0.5
WAYS = ("rare", "spread*0.5+rare*0.5", OURS, "margin", "random")

WORDS = """On HappyDB `exercise` is the code of {exercise} units ({exercise_share:.1%}), `nature` of {nature}
({nature_share:.1%}). The table says how many units a person had to read until {found:.0%} of a code's units had been
read, equal texts with them, and how right the whole corpus was by then. Nobody names the codes beforehand: a code is
known once one of its units was read. Means over {seeds} seeds, in brackets the least and the most; "–" means not within
{until:.0%} of the corpus.
"""


def run(_: ground.Ground) -> str:
    """A table and a plot as Markdown."""
    seeds = chosen_seeds()
    place = Ground(next(corpus for corpus in replayed() if corpus.name.startswith("HappyDB")))
    columns = [place.corpus.codes.index(code) for code in RARE]
    counts = place.corpus.gold.sum(axis=0)[columns].tolist()
    made = {way: place.runs(way, seeds, until=UNTIL) for way in WAYS}
    found = {way: runs for way, runs in made.items() if runs}
    head = ("way", *(f"`{code}`: units read" for code in RARE), *(f"corpus right by then, `{code}`" for code in RARE))
    rows = [
        (
            named(way, runs, seeds),
            *(_cost(runs, column) for column in columns),
            *(_right(runs, column) for column in columns),
        )
        for way, runs in found.items()
    ]
    both = {way: _curve(runs, columns) for way, runs in found.items()}
    title = "Share of the units of both rare codes that were read"
    svg = curves(both, title=title, x="units read", y="share met", low=0.0, high=1.0)
    words = WORDS.format(
        exercise=counts[0],
        exercise_share=counts[0] / place.units,
        nature=counts[1],
        nature_share=counts[1] / place.units,
        found=FOUND,
        seeds=len(seeds),
        until=UNTIL,
    )
    return "\n".join((words, table(head, rows) + "\n", picture("rare", svg, title)))


def _met(run: Sequence[Point], column: int) -> float | None:
    """Units read when nine tenths of a code were met, in a straight line between rounds."""
    shares = [point.found[column] for point in run]
    if shares[-1] < FOUND:
        return None
    return float(np.interp(FOUND, shares, [point.read for point in run]))


def _cost(runs: Sequence[Sequence[Point]], column: int) -> str:
    costs = [cost for run in runs if (cost := _met(run, column)) is not None]
    return f"{np.mean(costs):,.0f} ({min(costs):,.0f} – {max(costs):,.0f})" if len(costs) == len(runs) else "–"


def _right(runs: Sequence[Sequence[Point]], column: int) -> str:
    found = []
    for run in runs:
        if (cost := _met(run, column)) is None:
            return "–"
        found.append(np.interp(cost, [point.read for point in run], [point.whole for point in run]))
    return f"{np.mean(found):.1%}"


def _curve(runs: Sequence[Sequence[Point]], columns: Sequence[int]) -> Curve:
    last, first = min(run[-1].read for run in runs), max(run[0].read for run in runs)
    reads = np.linspace(first, last, 40)
    values = np.array(
        [
            np.interp(reads, [p.read for p in run], [np.mean([p.found[column] for column in columns]) for p in run])
            for run in runs
        ]
    )
    return Curve(list(zip(reads.tolist(), values.mean(axis=0).tolist(), strict=True)))
