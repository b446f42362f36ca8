"""A benchmark's own page: docs/benchmarks/NAME.md, with its plots beside it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import report

FOLDER = Path(__file__).parents[1] / "docs" / "benchmarks"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; the first column is words, the others are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def write(name: str, title: str, text: str) -> Path:
    """Write the page, with the command that made it and where it was measured."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    page = FOLDER / f"{name}.md"
    made = f"`python -m benchmarks {name}`, {datetime.now(UTC):%Y-%m-%d}: {report.machine()}."
    page.write_text(f"# {title}\n\n{made}\n\n{text.strip()}\n", encoding="utf-8")
    return page


def picture(name: str, drawn: str, words: str) -> str:
    """Keep an SVG beside the pages; returns the Markdown that shows it. `words` say what it shows."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.svg").write_text(drawn, encoding="utf-8")
    return f"![{words}]({name}.svg)"
