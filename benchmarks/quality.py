"""A simulated coder on HappyDB: does teaching work, and do the figures that people see tell the truth?

A hundred units are read openly, their notes grouped; then come rounds of fifty, answered from the gold labels, with a
fifth of each drawn at random for the audit. Once with margin, once with random choosing, from three seeds.
"""

import csv
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import linewise
from benchmarks.ground import Ground
from linewise.core.nouns import ItemState
from linewise.demo import happydb_gold, happydb_path
from linewise.verifying.views import FiguresView
from linewise.workbench import Project, Workspace
from linewise.workbench.cache import Scores

NOTED, ROUNDS, SEEDS, CONFIDENCE = 100, 5, (1, 2, 3), 0.9


@dataclass(frozen=True, slots=True)
class Step:
    """After one round: how many decisions there are, the truth on all other units, and what the audit said."""

    decisions: int
    truth: float
    audit: FiguresView | None = None


RESULT = """HappyDB's 14,125 texts, one of seven gold codes each: the accuracy of the model's best code on every unit
that nobody has read, after so many units were noted or decided. {noted} units were noted openly, the rest verified in
rounds of 50.

{rounds}

The audit's figure comes from the audit sample of all rounds, each unit judged by the model of its round. The model
codes what it is at least {confidence:.0%} sure of.

{ends}"""


def run(ground: Ground) -> str:
    """Two tables as Markdown: accuracy by round; at the end the audit beside the truth, and coverage."""
    encoded = _encoded()
    counts = (f"{NOTED + 50 * at}" for at in range(ROUNDS + 1))
    rounds = [_row("seed", "choosing", *counts), _row("---", "---", *["---:"] * (ROUNDS + 1))]
    ends = [
        _row(
            "seed",
            "choosing",
            "audit: accuracy (95 % interval)",
            "true accuracy",
            "coded by the model",
            "of that right",
        ),
        _row("---", "---", "---", "---:", "---:", "---:"),
    ]
    for seed in SEEDS:
        for strategy in ("margin", "random"):
            place = ground.folder / f"quality-{seed}-{strategy}.linewise"
            shutil.copyfile(encoded, place)
            with linewise.open_workspace(place) as workspace:
                study = Study(workspace, seed, strategy)
                steps = list(study.steps())
                rounds.append(_row(str(seed), strategy, *(f"{step.truth:.3f}" for step in steps)))
                ends.append(_row(str(seed), strategy, *study.end(steps[-1])))
    return RESULT.format(noted=NOTED, confidence=CONFIDENCE, rounds="\n".join(rounds), ends="\n".join(ends))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _encoded() -> Path:
    """HappyDB imported and encoded, which takes minutes and so is kept for later runs; studies begin with copies."""
    kept = Path(tempfile.gettempdir()) / f"linewise-{linewise.__version__}-happydb.linewise"
    if kept.exists():
        return kept
    with tempfile.TemporaryDirectory(prefix="linewise-bench-") as folder:
        place, texts = Path(folder) / "happy.linewise", Path(folder) / "happy.csv"
        with (
            happydb_path() as path,
            path.open(newline="", encoding="utf-8") as file,
            texts.open("w", newline="") as out,
        ):
            writer = csv.writer(out)
            writer.writerow(["id", "text"])
            writer.writerows([row["id"], row["text"]] for row in csv.DictReader(file))
        with linewise.open_workspace(place) as workspace:
            project = workspace.create("happy", exclusive=True, seed=1)
            project.change(code_twins=False)
            project.importing.run(texts)
            project.teaching.encode()
        shutil.move(place, kept)
    return kept


class Study:
    """One coder's way through the corpus."""

    def __init__(self, workspace: Workspace, seed: int, strategy: str) -> None:
        self._workspace, self._seed, self._strategy = workspace, seed, strategy
        self._project: Project = workspace.project("happy")
        gold = happydb_gold()
        self._gold = {unit: gold[external] for unit, external in _externals(self._project)}
        self._read: set[int] = set()

    def steps(self) -> Iterator[Step]:
        """Note, group, teach, then verify round by round."""
        project = self._project
        units = np.random.default_rng(self._seed).choice(len(self._gold), NOTED, replace=False)
        for unit in units.tolist():
            project.coding.write(unit, self._gold[unit])
            self._read.add(unit)
        for line in project.grouping.tray().items:
            project.grouping.create(line.text, norms=[line.norm])
        self._teach()
        yield Step(len(self._read), self._truth())
        for number in range(ROUNDS):
            self._verify(self._seed * 100 + number)
            self._teach()
            yield Step(len(self._read), self._truth(), project.verifying.figures("rounds"))

    def end(self, last: Step) -> tuple[str, ...]:
        """What the audit says of the model, what is true, and what the model would code how well."""
        assert last.audit is not None
        rate = last.audit.accuracy
        scores, codes = self._scores()
        left = self._unread()
        sure = left[scores[left].max(axis=1) >= CONFIDENCE]
        right = np.mean([codes[scores[unit].argmax()] == self._gold[unit] for unit in sure])
        return (
            f"{rate.share:.3f} ({rate.low:.3f} to {rate.high:.3f}, {rate.of} units)",
            f"{last.truth:.3f}",
            f"{len(sure) / len(self._gold):.1%}",
            f"{right:.3f}",
        )

    def _verify(self, seed: int) -> None:
        verifying, grouping = self._project.verifying, self._project.grouping
        opened = verifying.open(strategy=self._strategy, seed=seed)
        for item in opened.items:
            known = {card.code.name: card.code.id for card in grouping.codebook().codes}
            gold = self._gold[item.unit.id]
            self._read.add(item.unit.id)
            suggested = {prediction.code for prediction in item.predictions if prediction.suggested}
            if gold in known:
                state: ItemState = "accepted" if suggested == {known[gold]} else "corrected"
                verifying.decide(opened.round.id, item.position, state=state, codes=[known[gold]])
            else:
                verifying.decide(opened.round.id, item.position, state="corrected", new_codes=[gold])
        verifying.close(opened.round.id)

    def _teach(self) -> None:
        for job in self._workspace.jobs.list():
            self._workspace.jobs.wait(job.id)
        self._project.teaching.train(seed=self._seed)

    def _truth(self) -> float:
        scores, codes = self._scores()
        return float(np.mean([codes[scores[unit].argmax()] == self._gold[unit] for unit in self._unread()]))

    def _scores(self) -> tuple[Scores, list[str]]:
        model = self._project.teaching.models()[0]
        names = {card.code.id: card.code.name for card in self._project.grouping.codebook().codes}
        return self._project.teaching.predict(range(len(self._gold))), [names[code] for code in model.codes]

    def _unread(self) -> NDArray[np.int64]:
        return np.array([unit for unit in self._gold if unit not in self._read])


def _externals(project: Project) -> Iterator[tuple[int, str]]:
    after = None
    while True:
        page = project.coding.units(limit=500, after=after)
        yield from ((unit.id, str(unit.external_id)) for unit in page.units)
        if (after := page.next) is None:
            return
