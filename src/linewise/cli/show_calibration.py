"""How far a model's probabilities can be taken at their word, in a terminal."""

from linewise.cli.show import Names, Shown, line, rows, table
from linewise.cli.show_learning import ranged
from linewise.core.text import percent
from linewise.teaching.views import Calibration


def calibration(found: Calibration, names: Names) -> Shown:
    yield line(f"Model {found.number}: {found.words}")
    content = ((percent(b.stated), ranged(b.right, b.low, b.high), b.answers) for b in found.bins)
    yield rows(table("#stated", "#right", "#answers"), content)
    if found.codes:
        each = ((names(c.code), percent(c.error), percent(c.chance), c.answers) for c in found.codes)
        yield rows(table("code", "#off by", "#by chance", "#answers"), each)
