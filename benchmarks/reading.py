"""Effort: how much of a corpus a person reads until the whole of it is right, human and machine together."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from benchmarks import corpora, ground
from benchmarks.page import picture, table
from benchmarks.plot import Curve, curves
from benchmarks.replays import ACTIVEML, RANDOM_TFIDF, Ground, Runs, has_activeml
from linewise.verifying.replay import Point
from linewise.verifying.simulated import needed

TITLE = "How much has to be read"
GOALS, BEYOND = (0.85, 0.9, 0.95), 0.955
OURS = "auto"
WAYS = (
    OURS,
    "margin",
    "random",
    "repair",
    "spread",
    "clustered",
    "entropy",
    "least_confidence",
    "density",
    "badge",
    "core_set",
    "rare",
    "committee",
    "typical",
    "surprising",
)
AUDITED = "auto, a fifth of it audit"
DRAWN = (OURS, AUDITED, "margin", "random", RANDOM_TFIDF, ACTIVEML)
# Beyond this share nobody who reads calls it effort saved.
UNTIL = 0.8

WORDS = """A person reads units in the order of a way of choosing and is never wrong; the model codes the rest. The
figure is the share of all units that had been read when the whole corpus, human and machine together, was so right:
for codes that exclude one another the share of units with the right code, for several codes a unit the macro-F1 over
codes. A decision counts for all equal texts, as in a project that codes twins as one (the default); the reader reads
each text once. Means over {seeds} seeds, in brackets the least and the most; "–" means not within {until:.0%} of the
units. Rounds are of 50 units (on small corpora of 10 and more) and grow to a fifth of what was read; between rounds
the curve is taken to be straight. The learner is the one that projects are taught with, on the default encoder.

`auto` is what a project does when nobody chooses: typical texts first, then `spread`. Like the others it spends nothing
on an audit sample here; "{audited}" reads a fifth of every round at random, as projects do so that their figures are
true. Rivals: units at random with TF-IDF (words and pairs) and logistic regression; the loop of scikit-activeml (margin
sampling around logistic regression, C = 10) on *our* vectors, each text offered once, its answer carried over as ours
is.{left_out}
"""


def run(_: ground.Ground) -> str:
    """Tables and plots as Markdown."""
    seeds = chosen_seeds()
    parts = [
        WORDS.format(
            seeds=len(seeds),
            until=UNTIL,
            audited=AUDITED,
            left_out="\n\n" + corpora.left_out() if corpora.left_out() else "",
        )
    ]
    if not has_activeml():
        parts.append("scikit-activeml is not installed here; its line is left out (`pip install scikit-activeml`).\n")
    for corpus in replayed():
        parts += _of(Ground(corpus), seeds)
    return "\n".join(parts)


def replayed() -> Iterator[corpora.Corpus]:
    """The corpora, small ones first; with LINEWISE_QUICK only a tenth of HappyDB."""
    happy = corpora.happydb()
    if os.environ.get("LINEWISE_QUICK"):
        yield replace(happy, name="HappyDB, the first 1,400", texts=happy.texts[:1400], gold=happy.gold[:1400])
        return
    yield from sorted(corpora.others(), key=lambda one: len(one.texts))
    yield happy
    yield happy.distinct()


def chosen_seeds() -> range:
    """Five seeds, or as many as LINEWISE_SEEDS says."""
    return range(1, 1 + int(os.environ.get("LINEWISE_SEEDS", "1" if os.environ.get("LINEWISE_QUICK") else "5")))


def ways(ground: Ground) -> list[str]:
    """Ours and what they are held against, the most important first."""
    several = not ground.corpus.exclusive
    rivals = [RANDOM_TFIDF, *([ACTIVEML] if has_activeml() and not several else [])]
    return [OURS, *rivals, AUDITED, *WAYS[1:]]


def runs_of(ground: Ground, way: str, seeds: range) -> Runs:
    """One replay a seed."""
    audit = 0.2 if way == AUDITED else 0.0
    plain = OURS if way == AUDITED else way
    return ground.runs(plain, seeds, until=UNTIL, goal=BEYOND, audit=audit)


def _of(ground: Ground, seeds: range) -> Iterator[str]:
    measure = "right" if ground.corpus.exclusive else "macro-F1"
    made = {way: runs_of(ground, way, seeds) for way in ways(ground)}
    found = {way: runs for way, runs in made.items() if runs}
    if not found:
        return
    codes = len(ground.corpus.codes)
    yield f"## {ground.corpus.name}\n\n{ground.units:,} units, {codes} codes.\n"
    head = ("way", *(f"until {goal:.0%} {measure}" for goal in GOALS), "after 5 % read")
    rows = [
        (named(way, runs, seeds), *(_cost(runs, goal, ground.units) for goal in GOALS), _after(runs, ground.units))
        for way, runs in found.items()
    ]
    yield table(head, rows) + "\n"
    drawn = {way: _curve(found[way], ground.units) for way in DRAWN if way in found}
    name = "reading-" + "".join(letter if letter.isalnum() else "-" for letter in ground.corpus.name.lower())
    title = f"{ground.corpus.name}: whole corpus, {measure}"
    svg = curves(drawn, title=title, x="share of the corpus read", y=measure, x_as_share=True, high=1.0)
    yield picture(name, svg, f"{title}, against the share read, for {', '.join(drawn)}") + "\n"


def named(way: str, runs: Runs, seeds: range) -> str:
    """The way, and how many seeds it was replayed with where those are not all."""
    return f"`{way}`" + (f" ({len(runs)} of {len(seeds)} seeds)" if len(runs) < len(seeds) else "")


def _cost(runs: Sequence[Sequence[Point]], goal: float, units: int) -> str:
    shares = [cost / units for run in runs if (cost := needed(run, goal)) is not None]
    if len(shares) < len(runs):
        return "–"
    return f"{np.mean(shares):.1%} ({min(shares):.1%} – {max(shares):.1%})"


def _after(runs: Sequence[Sequence[Point]], units: int, share: float = 0.05) -> str:
    found = [np.interp(share * units, [p.read for p in run], [p.whole for p in run]) for run in runs]
    return f"{np.mean(found):.3f}" if all(run[-1].read >= share * units for run in runs) else ""


def _curve(runs: Sequence[Sequence[Point]], units: int) -> Curve:
    last, first = min(run[-1].read for run in runs), max(run[0].read for run in runs)
    reads = np.unique(np.geomspace(first, max(last, first), 40))
    values = np.array([np.interp(reads, [p.read for p in run], [p.whole for p in run]) for run in runs])
    points = [(float(read) / units, float(mean)) for read, mean in zip(reads, values.mean(axis=0), strict=True)]
    return Curve(points, band=list(zip(values.min(axis=0).tolist(), values.max(axis=0).tolist(), strict=True)))
