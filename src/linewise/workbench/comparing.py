"""Two codes side by side: constant comparison (Glaser and Strauss 1967) with everything it needs on one page."""

from collections.abc import Iterable

from linewise.core.errors import BadInput
from linewise.core.views import UnitPage
from linewise.grouping.views import CodeCard, Comparison, Side, Word
from linewise.grouping.wording import distinguishing
from linewise.storage import Connection, corpus, holding, reading, tray
from linewise.workbench.desk import Desk
from linewise.workbench.trays import items

OPEN_CODES = 200


def compare(desk: Desk, left: CodeCard, right: CodeCard, *, limit: int) -> Comparison:
    """Both codes with their open codes, their units apart and together, and the words that tell their units apart."""
    if left.code.id == right.code.id:
        raise BadInput("A code is compared with another one.", remedy="Name two different codes.")
    no = desk.project_no
    with desk.reading() as (connection, _):
        one, other = left.code.id, right.code.id
        has = [holding.units_of(connection, no, one, but=other), holding.units_of(connection, no, other, but=one)]
        both = has[0] & has[1]
        alone = [units - both for units in has]
        said = [list(corpus.texts_of(connection, no, sorted(units))) for units in alone]
        words = distinguishing(*said)
        sides = [
            _side(desk, connection, card, units, marks, limit)
            for card, units, marks in zip((left, right), alone, words, strict=True)
        ]
        return Comparison(left=sides[0], right=sides[1], both=_page(desk, connection, both, limit))


def _side(
    desk: Desk, connection: Connection, card: CodeCard, units: Iterable[int], words: tuple[Word, ...], limit: int
) -> Side:
    wanted = tray.Wanted(code=card.code.id)
    lines, _, _ = tray.lines(connection, desk.project_no, wanted, order="count", after=None, limit=OPEN_CODES)
    return Side(
        card=card,
        open_codes=items(connection, desk.project_no, lines),
        units=_page(desk, connection, units, limit),
        words=words,
    )


def _page(desk: Desk, connection: Connection, units: Iterable[int], limit: int) -> UnitPage:
    found = sorted(units)
    shown = reading.units(connection, desk.project_no, found[:limit], coder=desk.coder)
    return UnitPage(units=tuple(shown), next=None, total=len(found))
