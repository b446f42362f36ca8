"""How replays of ways of choosing read in a terminal: a table, a small plot, one sentence."""

from collections.abc import Sequence

from linewise.cli.show import Names, Shown, line, rows, table
from linewise.core.text import percent
from linewise.verifying.simulated import GoldSource, SimulationView, StrategyCurve

HEIGHT, WIDTH = 12, 60
MARKS = "●○◆◇▲△■□✚✖"


def simulation(view: SimulationView, _: Names) -> Shown:
    yield line(view.words)
    measure = "right" if view.exclusive else "macro-F1"
    yield line(
        f"{view.units:,} units by {view.gold}, {view.encoder}, {view.seeds} replays each. Whole corpus: {measure}."
    )
    goals = [goal for goal in view.curves[0].needed if any(one.needed[goal] is not None for one in view.curves)][:3]
    goals = list(reversed(goals))
    content = (
        (MARKS[at % len(MARKS)], one.title, *(_cost(one.needed[goal], view.units) for goal in goals), *_end(one))
        for at, one in enumerate(view.curves)
    )
    heads = (f"#read until {percent(float(goal))}" for goal in goals)
    yield rows(table("", "way of choosing", *heads, "#at the end", "#model on the unread"), content)
    for text in plot(view.curves):
        yield line(text)


def simulations(views: Sequence[SimulationView], _: Names) -> Shown:
    yield rows(
        table("when", "answers", "#units", "ways", "what followed"),
        ((one.at[:16], one.gold, one.units, len(one.curves), one.words) for one in views),
    )


def sources(found: Sequence[GoldSource], _: Names) -> Shown:
    yield rows(
        table("name", "answers", "#units", "#codes", "one code a unit"),
        ((one.name, one.title, one.units, len(one.codes), "yes" if one.exclusive else "no") for one in found),
    )


def plot(curves: Sequence[StrategyCurve]) -> list[str]:
    """The curves in characters: the share that is right (up) against the units read (across)."""
    most = max(one.points[-1].read for one in curves)
    least = min(point.whole for one in curves for point in one.points)
    floor = min(0.9, int(least * 10) / 10)
    grid = [[" "] * (WIDTH + 1) for _ in range(HEIGHT + 1)]
    for at, one in reversed(list(enumerate(curves))):
        for point in one.points:
            across = round(WIDTH * point.read / max(most, 1))
            up = round(HEIGHT * max(point.whole - floor, 0) / (1 - floor))
            grid[HEIGHT - up][across] = MARKS[at % len(MARKS)]
    lines = [
        f"{1 - (1 - floor) * row / HEIGHT:>5.0%} ┤{''.join(cells)}" if row % 3 == 0 else f"      │{''.join(cells)}"
        for row, cells in enumerate(grid)
    ]
    return [*lines, f"      └{'─' * (WIDTH + 1)}", f"       0{f'{most:,} units read':>{WIDTH}}"]


def _cost(units: float | None, of: int) -> str:
    return "–" if units is None else f"{units:,.0f} ({units / of:.1%})"


def _end(curve: StrategyCurve) -> tuple[str, str]:
    return f"{curve.points[-1].whole:.1%}", f"{curve.points[-1].unread:.1%}"
