"""A simulated coder on HappyDB: does teaching work, and do the figures that people see tell the truth?

A hundred units are read openly, their notes grouped; then come rounds of fifty, answered from the gold labels, with a
fifth of each drawn at random for the audit. Once with margin, once with random choosing, from three seeds.
"""

import csv
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import linewise
from benchmarks.ground import Ground
from linewise.demo import happydb_gold, happydb_path
from linewise.verifying.views import FiguresView
from linewise.workbench import Project, Workspace

NOTED, ROUNDS, SEEDS, CONFIDENCE = 100, 5, (1, 2, 3), 0.9


@dataclass(frozen=True, slots=True)
class Step:
    """After one round: how many decisions there are, the truth on all other units, and what the audit said."""

    decisions: int
    truth: float
    audit: FiguresView | None = None


def run(ground: Ground) -> str:
    """Three tables as Markdown: accuracy by round, the audit beside the truth, coverage."""
    encoded = _encoded(ground.folder)
    ends, lines = (
        [],
        ["| seed | choosing | " + " | ".join(f"{NOTED + 50 * at} decisions" for at in range(ROUNDS + 1)) + " |"],
    )
    lines.append("| --- | --- |" + " ---: |" * (ROUNDS + 1))
    for seed in SEEDS:
        for strategy in ("margin", "random"):
            place = ground.folder / f"quality-{seed}-{strategy}.linewise"
            shutil.copyfile(encoded, place)
            with linewise.open_workspace(place) as workspace:
                study = Study(workspace, seed, strategy)
                steps = list(study.steps())
                lines.append(f"| {seed} | {strategy} | " + " | ".join(f"{step.truth:.3f}" for step in steps) + " |")
                ends.append(f"| {seed} | {strategy} | {study.end(steps[-1])} |")
    return "\n".join(
        [
            f"HappyDB's 14,125 texts, one of seven gold codes each; accuracy of the model's best code on every unit that "
            f"nobody has read. {NOTED} units were noted openly, then rounds of 50 verified.\n",
            *lines,
            "\nThe audit's figure is made from the audit sample of all rounds (each unit judged by the model of its round), "
            f"the coverage is what the last model codes at a confidence of {CONFIDENCE:g}.\n",
            "| seed | choosing | audit: accuracy (95 % interval) | true accuracy | coded by the model | of that right |",
            "| --- | --- | --- | ---: | ---: | ---: |",
            *ends,
        ]
    )


def _encoded(folder: Path) -> Path:
    """HappyDB imported and encoded once; every study begins with a copy."""
    place = folder / "happy.linewise"
    texts = folder / "happy.csv"
    with happydb_path() as path, path.open(newline="", encoding="utf-8") as file, texts.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "text"])
        writer.writerows([row["id"], row["text"]] for row in csv.DictReader(file))
    with linewise.open_workspace(place) as workspace:
        project = workspace.create("happy", exclusive=True, seed=1)
        project.change(code_twins=False)
        project.importing.run(texts)
        project.teaching.encode()
    return place


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
            yield Step(len(self._read), self._truth(), project.verifying.figures())

    def end(self, last: Step) -> str:
        """The cells of the second table."""
        assert last.audit is not None
        rate = last.audit.accuracy
        scores, codes = self._scores()
        left = self._unread()
        sure = left[scores[left].max(axis=1) >= CONFIDENCE]
        right = np.mean(
            [codes[best] == self._gold[unit] for unit, best in zip(sure, scores[sure].argmax(axis=1), strict=True)]
        )
        return (
            f"{rate.share:.3f} ({rate.low:.3f} to {rate.high:.3f}; {rate.of} units) | {last.truth:.3f} "
            f"| {len(sure) / len(self._gold):.1%} | {right:.3f}"
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
                state = "accepted" if suggested == {known[gold]} else "corrected"
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
        left = self._unread()
        best = scores[left].argmax(axis=1)
        return float(np.mean([codes[code] == self._gold[unit] for unit, code in zip(left, best, strict=True)]))

    def _scores(self) -> tuple[np.ndarray, list[str]]:
        model = self._project.teaching.models()[0]
        names = {card.code.id: card.code.name for card in self._project.grouping.codebook().codes}
        return self._project.teaching.predict(range(len(self._gold))), [names[code] for code in model.codes]

    def _unread(self) -> np.ndarray:
        return np.array([unit for unit in self._gold if unit not in self._read])


def _externals(project: Project) -> Iterator[tuple[int, str]]:
    after = None
    while True:
        page = project.coding.units(limit=500, after=after)
        yield from ((unit.id, str(unit.external_id)) for unit in page.units)
        if (after := page.next) is None:
            return
