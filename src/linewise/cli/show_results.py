"""How the results read in a terminal: the curve, the units behind a number, prevalence."""

from linewise.applying.views import CodePromise, Curve, CurvePoint, PrevalenceView, PromiseView, ScoredUnits
from linewise.cli.show import Names, Shown, line, rows, short, table
from linewise.core.text import percent

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


def promise(found: PromiseView, names: Names) -> Shown:
    """What is promised and what not, and a line a code."""
    yield line(found.words)
    for sentence in found.promised:
        yield line(f"Promised: {sentence}")
    for sentence in found.not_promised:
        yield line(f"Not promised: {sentence}")
    content = (
        (
            names(one.code),
            "–" if one.threshold is None else f"{one.threshold:.2f}",
            {"code": "by itself", "group": "together", "none": "–"}[one.by],
            one.units,
            f"{one.right} of {one.given}",
            _found(one),
            "–" if one.more is None else f"{one.more:,}" if one.more else "",
        )
        for one in found.codes
    )
    columns = ("code", "#from", "promised", "#units", "#audit units right", "#found of those there are")
    yield rows(table(*columns, "#more audit decisions"), content)


def _found(one: CodePromise) -> str:
    if one.recall is None:
        return "–"
    return f"{percent(one.recall)} ({percent(one.recall_low)}–{percent(one.recall_high)})"


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
    if point.precision is None:
        return "–"
    return f"{percent(point.precision)} ({percent(point.low)}–{percent(point.high)})"


def _decisions(point: CurvePoint) -> str:
    if point.least is None or point.least >= point.most:
        return f"{point.most:,} at most" if point.most else "0"
    return f"about {point.least:,} to {point.most:,}"


def units(found: ScoredUnits, _: Names) -> Shown:
    yield line(f"{found.total:,} units, the most doubtful first.")
    content = ((one.unit.id, f"{one.confidence:.2f}", short(one.unit.text)) for one in found.units)
    yield rows(table("#unit", "#confidence", "text"), content)


def tenth(share: float) -> str:
    return percent(share, 1)


def prevalence(found: PrevalenceView, names: Names) -> Shown:
    yield line(found.words)
    content = (
        (
            names(one.code),
            "–" if one.share is None else f"{tenth(one.share)} ({tenth(one.low)}–{tenth(one.high)})",
            tenth(one.counted),
            one.words,
        )
        for one in found.codes
    )
    yield rows(table("code", "share of the corpus", "#counted so far", "from"), content)
