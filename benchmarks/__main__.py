"""`python -m benchmarks [NAME …] [--units N] [--json FILE] [--write]`"""

import argparse
import importlib
import sys
import tempfile
from pathlib import Path

from benchmarks import page, report
from benchmarks.figure import Figure
from benchmarks.ground import Ground

NAMES = (
    "saving",
    "serving",
    "paging",
    "searching",
    "importing",
    "starting",
    "memory",
    "size",
    "refitting",
    "encoding",
    "browser",
)
LONG = ("quality", "effort")
# These write pages of their own, docs/benchmarks/NAME.md.
PAGES = ("encoders", "heads", "reading", "rare", "honesty", "faithfulness", "questions", "figure8")


def main() -> None:
    """Run the benchmarks asked for (all but the long ones), one after the other, and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Linewise against its budgets.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join((*NAMES, *LONG, *PAGES))}")
    parser.add_argument("--units", type=int, default=100_000, help="size of the corpus (100000)")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--write", action="store_true", help="also write the page that shows it")
    asked = parser.parse_args()
    names = asked.names or NAMES
    if unknown := set(names) - {*NAMES, *LONG, *PAGES}:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    where, busy = report.machine(), report.is_busy()
    figures: list[Figure] = []
    more: dict[str, str] = {}
    pages: dict[str, tuple[str, str]] = {}
    with tempfile.TemporaryDirectory(prefix="linewise-bench-") as folder:
        ground = Ground(Path(folder), asked.units)
        for name in names:
            print(f"{name} …", file=sys.stderr, flush=True)
            module = importlib.import_module(f"benchmarks.{name}")
            if name in PAGES:
                pages[name] = module.TITLE, module.run(ground)
            elif name in LONG:
                more[name.capitalize()] = module.run(ground)
            else:
                figures += module.run(ground)
    if figures:
        report.show(figures, where, asked.units)
    for title, text in more.items():
        print(f"\n{title}\n{text}")
    for name, (title, text) in pages.items():
        print(f"\n{title}\n{text}")
        if asked.write:
            page.write(name, title, text)
    if asked.json:
        report.dump(figures, where, asked.units, asked.json)
    if asked.write and (figures or more):
        report.write(figures, where, asked.units, more, busy=busy)


if __name__ == "__main__":
    main()
