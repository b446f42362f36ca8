"""The codebook's shape as readers need it: what a merged code is now, and which codes lie above and below a code."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from linewise.storage.prepared import Prepared
from linewise.storage.schema import code

_CODES = Prepared(
    select(code.c.id, code.c.merged_into, code.c.parents).where(code.c.project_no == bindparam("project"))
)


@dataclass(frozen=True, slots=True)
class Lineage:
    """`merged`: merged code → the one that stands for it; `above`: code → every ancestor, nearest first."""

    merged: dict[str, str]
    above: dict[str, tuple[str, ...]]

    def now(self, code_id: str) -> str:
        """The code that stands for this one."""
        return self.merged.get(code_id, code_id)

    def counting_as(self, code_id: str) -> set[str]:
        """Every code whose presence means that of this one: itself, its descendants, what was merged into them."""
        below = {code_id, *(one for one, ancestors in self.above.items() if code_id in ancestors)}
        return below | {old for old, new in self.merged.items() if new in below}


def lineage(connection: Connection, project_no: int) -> Lineage:
    """Read the shape of the codebook."""
    rows = _CODES.rows(connection, project=project_no)
    merged = {row.id: row.merged_into for row in rows if row.merged_into is not None}
    parents = {row.id: [merged.get(parent, parent) for parent in row.parents] for row in rows}
    above: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for start, direct in parents.items():
        found: dict[str, None] = {}
        queue = list(direct)
        while queue:
            parent = queue.pop(0)
            if parent not in found and parent != start:
                found[parent] = None
                queue += parents.get(parent, [])
        if found:
            above[start] = tuple(found)
    return Lineage(merged, above)
