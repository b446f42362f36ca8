"""A CSV file becomes units that can be searched."""

from collections.abc import Iterator

import linewise
from benchmarks.figure import Figure, quantiles, seconds
from benchmarks.ground import Ground
from benchmarks.yardsticks import Plain

TIMES = 3


def run(ground: Ground) -> Iterator[Figure]:
    """The whole import with its checks, its log and its full text, beside a bare table and full text."""
    taken, raw = [], []
    for at in range(TIMES):
        with linewise.open_workspace(ground.folder / f"import-{at}.linewise") as workspace:
            project = workspace.create("bench", seed=1)
            file = ground.csv
            taken.append(seconds(lambda project=project, file=file: project.importing.run(file)))
            if not project.coding.units(search="dog", limit=1).units:
                raise RuntimeError("What was imported is not found.")
        raw.append(seconds(lambda at=at: Plain(ground.folder / f"import-{at}.sqlite", ground.texts)))
    yield Figure(
        what=f"import of {ground.units:,} rows, searchable",
        unit="s",
        median=quantiles(taken)[0],
        budget=5 * ground.units / 100_000,
        beside="raw executemany with FTS5",
        yardstick=quantiles(raw)[0],
    )
