"""What the benchmarks stand on: HappyDB repeated with small variations to any size, and a workspace filled with it."""

import csv
import random
import shutil
from functools import cached_property
from itertools import count
from pathlib import Path

import linewise
from benchmarks.yardsticks import Plain
from linewise.demo import happydb_path

SEED = 20261121
COUNTRIES = ("USA", "IND", "GBR", "CAN", "VEN")
CODES = ("family", "food", "friends", "money", "work", "leisure", "nature")
SAID = 1_000


class Ground:
    """A temporary folder with the data of one run; every part is made when first asked for, always the same."""

    def __init__(self, folder: Path, units: int) -> None:
        self.folder, self.units = folder, units
        self._copies = count()

    @cached_property
    def texts(self) -> list[str]:
        """As many texts as units: the corpus, then the corpus again with a number added to each text."""
        with happydb_path() as path, path.open(newline="", encoding="utf-8") as file:
            own = [row["text"] for row in csv.DictReader(file)]
        return [own[at % len(own)] + (f" ({at // len(own)})" if at >= len(own) else "") for at in range(self.units)]

    @cached_property
    def csv(self) -> Path:
        """A file with an id, the text, a number and a category."""
        rng = random.Random(SEED)
        path = self.folder / "corpus.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "text", "age", "country"])
            for number, text in enumerate(self.texts):
                writer.writerow([number, text, rng.randint(18, 90), rng.choice(COUNTRIES)])
        return path

    @cached_property
    def _filled(self) -> Path:
        path = self.folder / "filled.linewise"
        rng = random.Random(SEED)
        with linewise.open_workspace(path) as workspace:
            project = workspace.create("bench", seed=1)
            project.importing.run(self.csv)
            codes = [project.grouping.create(name).code.id for name in CODES]
            for unit in rng.sample(range(self.units), min(SAID, self.units // 2)):
                project.coding.write(unit, f"{rng.choice(CODES)}; {rng.choice(CODES)} {unit % 50}")
                project.coding.code(unit, {rng.choice(codes): "present"})
        return path

    def workspace(self) -> Path:
        """A fresh copy of a workspace with all units, seven codes, and a thousand units noted and coded."""
        copy = self.folder / f"copy-{next(self._copies)}.linewise"
        shutil.copyfile(self._filled, copy)
        return copy

    @cached_property
    def plain(self) -> Plain:
        """The same texts in a bare SQLite file."""
        return Plain(self.folder / "plain.sqlite", self.texts)

    def some(self, number: int) -> list[int]:
        """Units drawn at random, the same ones in every run."""
        return random.Random(SEED).choices(range(self.units), k=number)
