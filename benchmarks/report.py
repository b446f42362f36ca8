"""The figures as a table in the terminal, as JSON, and as the page docs/benchmarks.md."""

import json
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.figure import Figure

COLUMNS = ("what", "median", "p95", "cpu", "budget", "met", "beside", "took", "ratio")
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
INTRODUCTION = """# Benchmarks

`make bench` (or `python -m benchmarks`) measures Linewise against its budgets. Times depend on the machine and on what
else it does, so each stands beside a yardstick that was measured in turn with it: the least that the same work
can cost. The ratio to that travels between machines; the milliseconds do not. A budget holds for the 95th percentile
where there is one. Nothing here is a test: tests never fail for being slow.

What learns has pages of its own, each written by `python -m benchmarks NAME --write`:
[heads](benchmarks/heads.md) (what was tried, what was kept), [reading](benchmarks/reading.md) (how much has to be
read) and [rare codes](benchmarks/rare.md), [figure 8 of the 2022 paper again](benchmarks/figure8.md),
[honesty](benchmarks/honesty.md) (do intervals and promises hold), [faithfulness](benchmarks/faithfulness.md) (are
marked words reasons), [questions](benchmarks/questions.md) (how often they are right),
[encoders](benchmarks/encoders.md) (how fast).
"""
BUSY = """**Other programs kept the machine busy during this run.** The 95th percentiles then say more of them than of
Linewise, and even processor times come out too long; read the ratios, and measure again when it is quiet.
"""


def machine() -> str:
    """Where this was measured, in words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}; load before the run {_load():.1f}"
    )


def _load() -> float:
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0


def show(figures: Sequence[Figure], where: str, units: int) -> None:
    """Print the table."""
    table = Table(title=f"Linewise, {units:,} units", caption=where)
    for name in COLUMNS:
        table.add_column(name, justify="left" if name in ("what", "beside") else "right", no_wrap=name != "what")
    for figure in figures:
        style = "red" if figure.met is False else ""
        table.add_row(*_cells(figure), style=style)
    Console(width=170).print(table)


def dump(figures: Sequence[Figure], where: str, units: int, path: Path) -> None:
    """Write the figures as JSON."""
    rows = [{**asdict(figure), "met": figure.met, "ratio": figure.ratio} for figure in figures]
    path.write_text(json.dumps({"machine": where, "units": units, "figures": rows}, indent=1) + "\n", encoding="utf-8")


def is_busy() -> bool:
    """Whether other programs keep this machine busy; to be asked before a run, which is busy itself."""
    return _load() > 1


def write(figures: Sequence[Figure], where: str, units: int, more: Mapping[str, str], *, busy: bool) -> None:
    """Write the page."""
    lines = [
        INTRODUCTION,
        f"Measured {datetime.now(UTC):%Y-%m-%d} on {units:,} units: {where}.\n",
        *([BUSY] if busy else []),
        "| what | median | 95th percentile | of it CPU | budget | met | yardstick | took | ratio |",
        "| --- | ---: | ---: | ---: | ---: | --- | --- | ---: | ---: |",
        *("| " + " | ".join(_cells(figure)) + " |" for figure in figures),
    ]
    for title, text in more.items():
        lines += ["", f"## {title}", "", text]
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _cells(figure: Figure) -> tuple[str, ...]:
    def said(value: float | None) -> str:
        return "" if value is None else f"{value:,.3g} {figure.unit}" if value < 1000 else f"{value:,.0f} {figure.unit}"

    sign = "≥" if figure.more_is_better else "≤"
    return (
        figure.what,
        said(figure.median),
        said(figure.p95),
        said(figure.cpu),
        f"{sign} {said(figure.budget)}" if figure.budget is not None else "",
        {True: "yes", False: "no", None: ""}[figure.met],
        figure.beside,
        said(figure.yardstick),
        f"{figure.ratio:.3g}" if figure.ratio is not None else "",
    )
