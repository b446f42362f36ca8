"""Full text: fifty units that hold what was typed, and how many there are."""

from collections.abc import Iterator

import linewise
from benchmarks.figure import Figure, in_turn
from benchmarks.ground import Ground

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
    plain = ground.plain
    with linewise.open_workspace(ground.workspace()) as workspace:
        project = workspace.project("bench")
        for title, (typed, raw_words) in SEARCHES.items():
            found, raw = in_turn(
                [
                    lambda _, typed=typed: project.coding.units(search=typed),
                    lambda _, raw_words=raw_words: plain.search(raw_words),
                ],
                times=TIMES,
            )
            yield found.figure(f"search for {title}", budget=10, beside="a raw FTS5 select", yardstick=raw)
