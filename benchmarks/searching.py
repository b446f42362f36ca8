"""Full text: fifty units that hold what was typed, and how many there are."""

from collections.abc import Iterator

import linewise
from benchmarks.figure import Figure, Taken, in_turn
from benchmarks.ground import Ground
from linewise.workbench import Project

TIMES = 60
SEARCHES = {
    "a word": ("dog", '"dog"*'),
    "a common word": ("happy", '"happy"*'),
    "the beginning of a word": ("frie", '"frie"*'),
    "three words": ("promotion at work", '"promotion"* "at"* "work"*'),
    "a phrase": ('"my wife"', '"my wife"'),
}


def run(ground: Ground) -> Iterator[Figure]:
    """The first page of each search."""
    with linewise.open_workspace(ground.workspace()) as workspace:
        project = workspace.project("bench")
        for title, (typed, raw_words) in SEARCHES.items():
            found, raw = _in_turn(project, ground, typed, raw_words)
            yield found.figure(f"search for {title}", budget=10, beside="a raw FTS5 select", yardstick=raw)


def _in_turn(project: Project, ground: Ground, typed: str, raw_words: str) -> list[Taken]:
    plain = ground.plain
    return in_turn([lambda _: project.coding.units(search=typed), lambda _: plain.search(raw_words)], times=TIMES)
