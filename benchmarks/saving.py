"""One note or one decision, on disk when the call returns."""

from collections.abc import Iterator

import linewise
from benchmarks.figure import Figure, in_turn
from benchmarks.ground import Ground

TIMES = 300
BESIDE = "a raw SQLite commit"


def run(ground: Ground) -> Iterator[Figure]:
    """Calls of the Python API, between raw commits."""
    units = ground.some(3 * TIMES)
    plain = ground.plain
    with linewise.open_workspace(ground.workspace()) as workspace:
        project = workspace.project("bench")
        codes = [card.code.id for card in project.grouping.codebook().codes]
        noted, coded, raw = in_turn(
            [
                lambda at: project.coding.write(units[at], f"family; a good day {at % 9}"),
                lambda at: project.coding.code(units[TIMES + at], {codes[at % len(codes)]: "present"}),
                lambda at: plain.save(units[at], f"family; a good day {at % 9}"),
            ],
            times=TIMES,
        )
    yield noted.figure("save a note (Python)", budget=5, beside=BESIDE, yardstick=raw)
    yield coded.figure("save a decision (Python)", budget=5, beside=BESIDE, yardstick=raw)
