"""Lines of the tray with the codes that hold them and examples of where they were written."""

from collections.abc import Sequence

from linewise.grouping.views import Example, TrayItem
from linewise.storage import Connection, counting, tray


def items(
    connection: Connection, project_no: int, lines: Sequence[tray.Line], *, search: str = ""
) -> tuple[TrayItem, ...]:
    """What pages show of these lines, in their order."""
    norms = [line.norm for line in lines]
    sits = counting.codes_of_norms(connection, project_no, norms)
    seen = tray.examples(connection, project_no, norms, search=search)
    return tuple(
        TrayItem(
            norm=line.norm,
            text=line.text,
            count=line.count,
            codes=tuple(sits[line.norm]),
            examples=tuple(Example(unit=unit, text=text, note=note) for unit, text, note in seen[line.norm]),
            matched=line.matched,
        )
        for line in lines
    )
