"""The student's questions on planted flaws: how many of each kind are raised, and how often nothing was amiss.

`python -m benchmarks.questions [--decided N …] [--seeds N] [--write]`: a coder's decisions are made from gold codes,
one flaw at a time is planted in them, and every kind of question looks at the result. Other corpora than HappyDB are
read where LINEWISE_DATA names their folder.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from benchmarks import corpora, page
from benchmarks.corpora import Corpus
from benchmarks.flaws import COPIED, Coder, clean, copied, divided, drifted, merged, silent, slips
from benchmarks.ground import Ground as Place
from linewise.teaching.questions import KINDS, Kind, Raised, raised

TITLE = "The student's questions"
SEEDS = 5
DECIDED = (700, 2000)
RARE = 12


@dataclass(slots=True)
class Tally:
    """Of one flaw: how often it was planted, how often found, how many questions of its kind were asked, how many of
    them rightly."""

    planted: int = 0
    found: int = 0
    asked: int = 0
    right: int = 0

    def add(self, *, planted: int, found: int, asked: int, right: int) -> None:
        self.planted += planted
        self.found += found
        self.asked += asked
        self.right += right


def asked(coder: Coder, kind: Kind) -> tuple[Raised, ...]:
    """The questions of one kind."""
    return raised(coder.ground(), kinds=(kind,))


@dataclass(slots=True)
class Trial:
    """Everything planted in one corpus with so many decisions."""

    corpus: Corpus
    decided: int
    flaws: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    alarms: dict[Kind, list[int]] = field(default_factory=lambda: defaultdict(list))
    seconds: list[float] = field(default_factory=list)

    def run(self, seeds: int) -> None:
        for seed in range(seeds):
            coder = clean(self.corpus, self.decided, seed)
            began = time.process_time()
            found = raised(coder.ground())
            self.seconds.append(time.process_time() - began)
            for kind in KINDS:
                self.alarms[kind].append(sum(one.kind == kind for one in found))
            self._slips(coder)
            self._copies(coder)
            self._senses(coder)
            self._alike(coder)
            self._drift(coder)
            self._unread(seed)
            if not self.corpus.exclusive:
                self._missed(coder)

    def _common(self, coder: Coder, least: int) -> list[int]:
        return np.flatnonzero((coder.labels == 1).sum(axis=0) >= least).tolist()[:8]

    def _slips(self, coder: Coder) -> None:
        flawed, planted = slips(coder)
        units = [one.sides[0].shown[0] for one in asked(flawed, "slip")]
        right = sum(unit in planted for unit in units)
        self.flaws["slip"].add(planted=len(planted), found=right, asked=len(units), right=right)
        right = sum(unit in planted for unit in units[:5])
        self.flaws["slip, the first five"].add(planted=len(planted), found=right, asked=len(units[:5]), right=right)
        pairs = asked(flawed, "boundary")
        shown = [unit for one in pairs for side in one.sides for unit in side.shown[:1]]
        kept = sum(unit not in planted for unit in shown)
        self.flaws["boundary: no slip among the units shown"].add(planted=0, found=0, asked=len(shown), right=kept)

    def _copies(self, coder: Coder) -> None:
        flawed, planted = copied(coder)
        found = asked(flawed, "twins")
        units = {unit for one in found for unit in one.units}
        total = len(coder.corpus.texts)
        right = sum(any(unit >= total for unit in one.units) for one in found)
        self.flaws["twins"].add(planted=len(planted), found=len(planted & units), asked=len(found), right=right)

    def _senses(self, coder: Coder) -> None:
        if not self.corpus.exclusive:
            return
        for a, b in combinations(self._common(coder, RARE), 2):
            if len(coder.codes) < 3:
                continue
            found = {one.about[0] for one in asked(merged(coder, a, b), "two_senses")}
            hit = int(f"code:{coder.codes[a]}" in found)
            self.flaws["two senses"].add(planted=1, found=hit, asked=len(found), right=hit)

    def _alike(self, coder: Coder) -> None:
        for code in self._common(coder, 2 * RARE):
            wanted = {f"code:{coder.codes[code]}", f"code:{coder.codes[code]}, too"}
            found = [set(one.about) for one in asked(divided(coder, code), "alike")]
            hit = int(wanted in found)
            self.flaws["cannot tell apart"].add(planted=1, found=hit, asked=len(found), right=hit)

    def _drift(self, coder: Coder) -> None:
        common = self._common(coder, 30)
        for code, other in [(a, b) for a in common for b in common if a != b]:
            names = {f"code:{coder.codes[one]}" for one in (code, other)}
            if not self.corpus.exclusive and (coder.labels[:, code] * coder.labels[:, other]).sum() > 5:
                continue
            found = {one.about[0] for one in asked(drifted(coder, code, other), "drift")}
            self.flaws["drift"].add(
                planted=1, found=int(bool(found & names)), asked=len(found), right=len(found & names)
            )

    def _unread(self, seed: int) -> None:
        shares = self.corpus.gold.mean(axis=0)
        for code in np.flatnonzero((shares < 0.25) & (self.corpus.gold.sum(axis=0) >= 100)).tolist()[:8]:
            coder = clean(self.corpus, self.decided, seed, never=code)
            found = asked(coder, "unread")
            right = sum(self.corpus.gold[list(one.sides[0].units), code].mean() > 0.5 for one in found)
            self.flaws["nobody has read"].add(planted=1, found=int(right > 0), asked=len(found), right=int(right))

    def _missed(self, coder: Coder) -> None:
        flawed, planted = silent(coder)
        cells = [
            (unit, one.about[0].removeprefix("code:")) for one in asked(flawed, "missed") for unit in one.sides[0].units
        ]
        right = sum(cell in planted for cell in cells)
        self.flaws["overlooked (cells)"].add(planted=len(planted), found=right, asked=len(cells), right=right)


def run(_: Place | None = None, *, seeds: int = SEEDS, decided: Sequence[int] = DECIDED) -> str:
    """The tables as Markdown."""
    trials = list(_trials(seeds, decided))
    return TEXT.format(
        seeds=seeds,
        flaws=page.table(
            ("corpus", "decided", "flaw", "planted", "found", "recall", "asked", "rightly", "precision"),
            (row for trial in trials for row in _flaws(trial)),
        ),
        alarms=page.table(
            ("corpus", "decided", *(kind.replace("_", " ") for kind in KINDS), "seconds"),
            (_alarms(trial) for trial in trials),
        ),
        note=corpora.left_out(),
    )


TEXT = """A coder reads so many units at random and decides each by its gold codes; then one flaw is planted, and the
kind of question that is meant for it looks at the result. {seeds} seeds. *Recall*: of the flaws planted, the share
asked about. *Precision*: of the questions of that kind that were asked, the share that named a planted flaw. The gold
codes hold slips, twins coded differently and codes of two senses themselves, which nobody planted: a question about
those counts here as wrong.

{flaws}

Planted are: 3 % of the decisions changed to another code (slip); {copied} texts copied, half with their words in
another order, and the copy coded otherwise (twins); two gold codes made one, every pair in turn (two senses); one gold
code dealt out to two by the toss of a coin (cannot tell apart); from half of the reading on, half of what is one code
by gold given another, every pair in turn (drift: rightly asked about either of the two); no unit with one of the rarer
gold codes read (nobody has read: rightly asked where most of the cluster has that code); a tenth of all codes found
left out, where codes may meet (overlooked).

## When nothing was planted

Questions raised on the gold codes as they are, a study, by kind. What is asked about boundaries is no accusation, and
slips and twins are those of the gold; of the others each is a false alarm, or a truth about the gold codes. The seconds
are those of raising all of them once the vectors are in memory.

{alarms}

{note}""".replace("{copied}", str(COPIED))


def _trials(seeds: int, decided: Sequence[int]) -> Iterator[Trial]:
    for corpus in corpora.every():
        for many in decided:
            if many <= 0.6 * len(corpus.texts):
                trial = Trial(corpus.distinct(), many)
                print(f"{trial.corpus.name}, {many} decided …", file=sys.stderr, flush=True)
                trial.run(seeds)
                yield trial


def _flaws(trial: Trial) -> Iterator[Sequence[object]]:
    for name, tally in trial.flaws.items():
        recall = f"{tally.found / tally.planted:.2f}" if tally.planted else "–"
        precision = f"{tally.right / tally.asked:.2f}" if tally.asked else "–"
        yield (
            trial.corpus.name,
            trial.decided,
            name,
            tally.planted or "–",
            tally.found if tally.planted else "–",
            recall,
            tally.asked,
            tally.right,
            precision,
        )


def _alarms(trial: Trial) -> Sequence[object]:
    counts = (f"{np.mean(trial.alarms[kind]):.1f}" for kind in KINDS)
    return (trial.corpus.name, trial.decided, *counts, f"{np.median(trial.seconds):.2f}")


def main() -> None:
    """Run, print, and with --write keep the page."""
    parser = argparse.ArgumentParser(prog="benchmarks.questions", description=__doc__)
    parser.add_argument("--decided", type=int, nargs="+", default=list(DECIDED))
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    text = run(seeds=asked.seeds, decided=asked.decided)
    print(text)
    if asked.write:
        page.write("questions", TITLE, text)


if __name__ == "__main__":
    main()
