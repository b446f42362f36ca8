"""A CSV file becomes units that can be searched."""

from collections.abc import Iterator
from functools import partial

import linewise
from benchmarks.figure import Figure, quantiles, seconds
from benchmarks.ground import Ground
from benchmarks.yardsticks import Plain

TIMES = 3


def run(ground: Ground) -> Iterator[Figure]:
    """The whole import with its checks, its log and its full text, beside a bare table and full text."""
    taken = [_import(ground, at) for at in range(TIMES)]
    places = [ground.folder / f"import-{at}.sqlite" for at in range(TIMES)]
    raw = [seconds(partial(Plain, place, ground.texts)) for place in places]
    yield Figure(
        what=f"import of {ground.units:,} rows, searchable",
        unit="s",
        median=quantiles(taken)[0],
        budget=5 * ground.units / 100_000,
        beside="raw executemany with FTS5",
        yardstick=quantiles(raw)[0],
    )


def _import(ground: Ground, at: int) -> float:
    file = ground.csv
    with linewise.open_workspace(ground.folder / f"import-{at}.linewise") as workspace:
        project = workspace.create("bench", seed=1)
        taken = seconds(lambda: project.importing.run(file))
        if not project.coding.units(search="dog", limit=1).units:
            raise RuntimeError("What was imported is not found.")
    return taken
