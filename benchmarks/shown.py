"""How long the words of a unit take to come into view in a round, and how long a text that is tried."""

import csv
import shutil
from itertools import islice
from pathlib import Path
from time import perf_counter, sleep

import linewise
from benchmarks.figure import quantiles
from linewise.demo import happydb_gold, happydb_path

TEXTS, NOTED, UNITS, READ = 1_000, 150, 30, 2.0

WORDS = """In a round of {units} units, each read for {read:.0f} s, the words of the likeliest code took {median:.0f} ms
(median) and {p95:.0f} ms (p95) to come; those of the first unit, with the encoder to be read into memory,
{first:.1f} s.
A text that is tried took {tried:.0f} ms (median), {tried95:.0f} ms (p95), each time with another word."""


def shown(folder: Path) -> str:
    """A sentence with the times, from a small study of happy moments."""
    gold, table = happydb_gold(), folder / "shown.csv"
    with happydb_path() as path, path.open(newline="", encoding="utf-8") as file, table.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "text"))
        writer.writerows((row["id"], row["text"]) for row in islice(csv.DictReader(file), TEXTS))
    place = folder / "shown.linewise"
    with linewise.open_workspace(place) as workspace:
        project = workspace.create("shown", seed=1)
        project.importing.run(table)
        for unit in project.coding.units(order="random", limit=NOTED).units:
            project.coding.write(unit.id, gold[str(unit.external_id)])
        for line in project.grouping.tray().items:
            project.grouping.create(line.text, norms=[line.norm])
        project.teaching.encode()
        project.teaching.train()
        view = project.verifying.open(size=UNITS, seed=1)
        taken = []
        for item in view.items:
            begun = perf_counter()
            project.verifying.reasons(item.unit.id, item.predictions[0].code, view.round.model)
            taken.append(perf_counter() - begun)
            sleep(READ)
        text, tried = view.items[0].unit.text, []
        for other in view.items[:20]:
            begun = perf_counter()
            project.teaching.try_text(f"{text} {other.unit.text.split()[0]}")
            tried.append(perf_counter() - begun)
    shutil.rmtree(place, ignore_errors=True)
    later, tries = quantiles(taken[1:]), quantiles(tried)
    return WORDS.format(
        units=UNITS,
        read=READ,
        median=later[0] * 1000,
        p95=later[1] * 1000,
        first=taken[0],
        tried=tries[0] * 1000,
        tried95=tries[1] * 1000,
    )
