"""Fifty units of the grid: any order, any filter, at the start and deep inside."""

from collections.abc import Iterator
from typing import Any

import linewise
from benchmarks.figure import Figure, in_turn, quantiles
from benchmarks.ground import Ground
from linewise.workbench import Project

TIMES = 60
PAGES: dict[str, dict[str, Any]] = {
    "in file order": {},
    "at random": {"order": "random"},
    "by length, longest first": {"order": "length", "descending": True},
    "by a number": {"order": "attribute:age"},
    "by a category": {"order": "attribute:country"},
    "of one country": {"attributes": {"country": "USA"}},
    "of one country and age, at random": {"attributes": {"country": "USA", "age": "33"}, "order": "random"},
    "unread, at random": {"status": "unread", "order": "random"},
    "decided": {"status": "decided"},
}


def run(ground: Ground) -> Iterator[Figure]:
    """First pages, which also count all matches, and pages from the middle."""
    plain, middle = ground.plain, ground.units // 2
    with linewise.open_workspace(ground.workspace()) as workspace:
        project = workspace.project("bench")
        for title, options in PAGES.items():
            deep = _inside(project, options)
            first, later, raw = in_turn(
                [
                    lambda _, options=options: project.coding.units(**options),
                    lambda _, options=options, deep=deep: project.coding.units(after=deep, **options),
                    lambda at: plain.page(middle + at),
                ],
                times=TIMES,
            )
            for place, found in (("first", first), ("deep", later)):
                if place == "deep" and deep is None:
                    continue
                median, p95 = quantiles(found)
                yield Figure(
                    what=f"page of 50 {title}, {place}",
                    unit="ms",
                    median=median,
                    p95=p95,
                    budget=8,
                    beside="a raw keyset select",
                    yardstick=quantiles(raw)[0],
                )
        codes, raw = (
            in_turn(
                [
                    lambda _: project.coding.units(limit=1, status="unread", order="random", after=deep_random),
                    lambda at: plain.page(middle + at),
                ],
                times=TIMES,
            )
            if (deep_random := _inside(project, {"status": "unread", "order": "random"}))
            else ([], [])
        )
        if codes:
            median, p95 = quantiles(codes)
            yield Figure(
                what="next unread unit",
                unit="ms",
                median=median,
                p95=p95,
                budget=3,
                beside="a raw keyset select",
                yardstick=quantiles(raw)[0],
            )


def _inside(project: Project, options: dict[str, Any]) -> str | None:
    """A cursor from some way into the order, or None when all that passes fits on a page or two."""
    after = None
    for _ in range(20):
        page = project.coding.units(limit=500, after=after, **options)
        if page.next is None:
            break
        after = page.next
    return after
