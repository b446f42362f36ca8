"""Fifty units of the grid: any order, any filter, at the start and deep inside."""

from collections.abc import Iterator
from typing import Any

import linewise
from benchmarks.figure import Figure, in_turn
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
    with linewise.open_workspace(ground.workspace()) as workspace:
        project = workspace.project("bench")
        for title, options in PAGES.items():
            yield _measured(ground, project, f"page of 50 {title}, first", options, budget=8)
            if deep := _inside(project, options):
                yield _measured(ground, project, f"page of 50 {title}, deep", {**options, "after": deep}, budget=8)
        unread = {"status": "unread", "order": "random"}
        following = {**unread, "limit": 1, "after": _inside(project, unread)}
        yield _measured(ground, project, "next unread unit", following, budget=3)


def _measured(ground: Ground, project: Project, what: str, options: dict[str, Any], *, budget: float) -> Figure:
    plain, middle = ground.plain, ground.units // 2
    found, raw = in_turn([lambda _: project.coding.units(**options), lambda at: plain.page(middle + at)], times=TIMES)
    return found.figure(what, budget=budget, beside="a raw keyset select", yardstick=raw)


def _inside(project: Project, options: dict[str, Any]) -> str | None:
    """A cursor from some way into the order, or None when all that passes fits on a page or two."""
    after = None
    for _ in range(20):
        page = project.coding.units(limit=500, after=after, **options)
        if page.next is None:
            break
        after = page.next
    return after
