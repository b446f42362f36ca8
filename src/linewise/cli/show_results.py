"""How the results read in a terminal: the curve, the units behind a number, prevalence."""

from linewise.applying.views import Curve, CurvePoint, PrevalenceView, ScoredUnits
from linewise.cli.show import Names, Shown, line, rows, short, table

EVERY = 5
HEIGHT = 12
WIDTH = 60


def curve(found: Curve, _: Names) -> Shown:
    """A table of every fifth confidence, and coverage (across) against precision (up) as a plot."""
    yield line(f"Model {found.model}; people coded {found.human:,} of {found.units:,} units.")
    shown = [point for at, point in enumerate(found.points) if at % EVERY == 0]
    content = (
        (f"{p.confidence:.2f}", p.settled, p.left, _precision(p), f"{p.right} of {p.checked}", _decisions(p))
        for p in shown
    )
    columns = ("#confidence", "#settled", "#left", "precision", "#audit units right", "#decisions to finish")
    yield rows(table(*columns), content)
    yield from map(line, plot(found))
    yield line(found.promise)


def plot(found: Curve) -> list[str]:
    """Coverage against precision: o what the audit sample found, | the interval around it."""
    cells = [[" "] * (WIDTH + 1) for _ in range(HEIGHT + 1)]
    for point in found.points:
        if point.precision is None or not found.units:
            continue
        column = round(WIDTH * (found.human + point.settled) / found.units)
        low, high = (round(HEIGHT * (1 - value)) for value in (point.low, point.high))
        for row in range(high, low + 1):
            cells[row][column] = "|" if cells[row][column] == " " else cells[row][column]
        cells[round(HEIGHT * (1 - point.precision))][column] = "o"
    labels = {0: "100%", HEIGHT // 2: " 50%", HEIGHT: "  0%"}
    lines = [f"{labels.get(at, ''):>5} {''.join(row).rstrip()}" for at, row in enumerate(cells)]
    return ["precision", *lines, f"{'':>6}{'0%':<{WIDTH - 3}}100% covered"]


def _precision(point: CurvePoint) -> str:
    return "–" if point.precision is None else f"{point.precision:.0%} ({point.low:.0%}–{point.high:.0%})"


def _decisions(point: CurvePoint) -> str:
    if point.least is None or point.least >= point.most:
        return f"{point.most:,} at most" if point.most else "0"
    return f"about {point.least:,} to {point.most:,}"


def units(found: ScoredUnits, _: Names) -> Shown:
    yield line(f"{found.total:,} units, the most doubtful first.")
    content = ((one.unit.id, f"{one.confidence:.2f}", short(one.unit.text)) for one in found.units)
    yield rows(table("#unit", "#confidence", "text"), content)


def prevalence(found: PrevalenceView, names: Names) -> Shown:
    yield line(found.words)
    content = (
        (
            names(one.code),
            "–" if one.share is None else f"{one.share:.1%} ({one.low:.1%}–{one.high:.1%})",
            f"{one.counted:.1%}",
            one.words,
        )
        for one in found.codes
    )
    yield rows(table("code", "share of the corpus", "#counted so far", "from"), content)
