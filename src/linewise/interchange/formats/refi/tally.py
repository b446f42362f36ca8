"""What an export of REFI-QDA comes to: counts, and what the standard has no place for."""

from collections import Counter
from collections.abc import Iterator

from linewise.core.exchange import Loss

_SIDE = "other programs do not see them; Linewise reads them again from linewise.jsonl inside"
_GONE = "the project does not hold them any more"
_REASONS: tuple[tuple[str, str, bool], ...] = (
    ("statements that a code is absent or unsure", _SIDE, True),
    ("confidences", _SIDE, True),
    ("units", _SIDE, True),
    ("headings, pages, speakers and times of texts", _SIDE, True),
    ("codes with several parents", "other programs see the first; Linewise reads all from linewise.jsonl inside", True),
    ("values whose type the variable does not have", _SIDE, True),
    ("characters that XML does not allow", "replaced by U+FFFD in names, notes and descriptions", False),
    ("texts with other line ends", "written with LF; passages moved with them", False),
    ("texts with halves of characters", "replaced by a question mark", False),
    ("elements and attributes that the standard does not know", "kept in linewise.jsonl inside", True),
    ("codings with a code that is not there", "left out", False),
    ("original files that cannot be read", "what only they held is not in this file", False),
    ("references to what is gone", _GONE, False),
    ("texts of an imported project", _GONE, False),
    ("things that two imported projects have under one id", "taken from the first", False),
)


class Tally:
    """Counts what is written, and what is not, under the names of the reasons above."""

    def __init__(self, *, side: bool) -> None:
        self._side = side
        self.written: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()

    def losses(self) -> tuple[Loss, ...]:
        """What was not written as it is, and where our own reader finds it again."""
        return tuple(self._losses())

    def _losses(self) -> Iterator[Loss]:
        for what, reason, in_side in _REASONS:
            count = self.lost[what]
            if count:
                beside = in_side and not self._side
                yield Loss(what=what, count=count, reason="not written, as there is no side file" if beside else reason)
