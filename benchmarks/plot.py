"""Curves as SVG, readable on light and dark pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 380
LEFT, RIGHT, TOP, BOTTOM = 56, 190, 28, 44
COLOURS = ("#3b6fb6", "#c8553d", "#4f8a4c", "#8a5aa8", "#b8860b", "#2a9d9d", "#a04468", "#7a7a7a")


@dataclass(frozen=True, slots=True)
class Curve:
    """Points (x, y), and between which values the seeds lay where that is known: (low, high) for each point."""

    points: Sequence[tuple[float, float]]
    band: Sequence[tuple[float, float]] = ()
    dashed: bool = False


def curves(
    drawn: Mapping[str, Curve],
    *,
    title: str,
    x: str,
    y: str,
    x_as_share: bool = False,
    low: float | None = None,
    high: float | None = None,
) -> str:
    """All curves in one picture, each named at its end. `low` and `high` bound the y axis."""
    places = [point for curve in drawn.values() for point in curve.points]
    left, right = min(p[0] for p in places), max(p[0] for p in places)
    bottom = min(p[1] for p in places) if low is None else low
    top = max(p[1] for p in places) if high is None else high

    def at(point: tuple[float, float]) -> tuple[float, float]:
        across = (point[0] - left) / ((right - left) or 1)
        up = (min(max(point[1], bottom), top) - bottom) / ((top - bottom) or 1)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif"'
        f' font-size="12"><title>{escape(title)}</title>',
        "<style>text{fill:#333}.grid{stroke:#8884}@media(prefers-color-scheme:dark){text{fill:#ddd}}</style>",
        f'<text x="{LEFT}" y="16" font-weight="bold">{escape(title)}</text>',
    ]
    for step in range(6):
        value = bottom + (top - bottom) * step / 5
        _, height = at((left, value))
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{height:.1f}" y2="{height:.1f}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{height + 4:.1f}" text-anchor="end">{value:.3g}</text>')
        value = left + (right - left) * step / 5
        across, _ = at((value, bottom))
        said = f"{value:.0%}" if x_as_share else f"{value:,.0f}"
        parts.append(f'<text x="{across:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{said}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">{escape(x)}</text>')
    parts.append(f'<text transform="translate(14 {HEIGHT / 2}) rotate(-90)" text-anchor="middle">{escape(y)}</text>')
    names = _apart({name: at(curve.points[-1])[1] for name, curve in drawn.items()})
    for number, (name, curve) in enumerate(drawn.items()):
        colour = COLOURS[number % len(COLOURS)]
        if curve.band:
            lows = [at((x, band[0])) for (x, _), band in zip(curve.points, curve.band, strict=True)]
            highs = [at((x, band[1])) for (x, _), band in zip(curve.points, curve.band, strict=True)]
            parts.append(f'<polygon fill="{colour}" opacity=".15" points="{_path([*lows, *highs[::-1]])}"/>')
        dash = ' stroke-dasharray="5 4"' if curve.dashed else ""
        line = _path([at(point) for point in curve.points])
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2"{dash} points="{line}"/>')
        parts.append(
            f'<text x="{WIDTH - RIGHT + 8}" y="{names[name] + 4:.1f}" style="fill:{colour}">{escape(name)}</text>'
        )
    return "\n".join((*parts, "</svg>")) + "\n"


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _apart(heights: Mapping[str, float], *, gap: float = 15) -> dict[str, float]:
    """The heights of names at the ends of curves, moved so that none stands on another."""
    found: dict[str, float] = {}
    last = -gap
    for name, height in sorted(heights.items(), key=lambda item: item[1]):
        last = found[name] = max(height, last + gap)
    over = max(found.values(), default=0) - (HEIGHT - BOTTOM)
    return {name: height - max(0, over) for name, height in found.items()}
