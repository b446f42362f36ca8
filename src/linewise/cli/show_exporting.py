"""What was written, and what can be, for a person at the terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.table import Table

from linewise.cli.show import line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from linewise.cli.command import Names
    from linewise.core.exchange import Loss
    from linewise.workbench.exporting import FileWritten, FormatView


def written_or_formats(outcome: "FileWritten | tuple[FormatView, ...]", _: "Names") -> "Iterator[RenderableType]":
    """A file that was written, or the table of formats."""
    if isinstance(outcome, tuple):
        yield formats(outcome)
        return
    held = ", ".join(f"{count:,} {what}" for what, count in outcome.counts.items())
    done = "Would write" if outcome.dry_run else "Wrote"
    yield line(f"{done} {outcome.path}: {outcome.title}, {outcome.bytes:,} bytes ({held}).")
    yield from losses(outcome.losses, "Not in this format:")


def losses(found: "tuple[Loss, ...]", title: str) -> "Iterator[RenderableType]":
    """What has no place on the other side, a line each."""
    if not found:
        return
    yield line(title)
    for loss in found:
        kept = " (kept for the next export of this format)" if loss.kept else ""
        yield line(f"  {loss.count:,} {loss.what}: {loss.reason}{kept}")


def formats(known: "tuple[FormatView, ...]") -> Table:
    """Formats with their endings and choices."""
    table = Table(box=None, pad_edge=False)
    for heading in ("format", "ending", "what", "choices"):
        table.add_column(heading, overflow="fold")
    for one in known:
        choices = "; ".join(
            f"{choice.name}={'|'.join(choice.among) or _plain(choice.default)}" for choice in one.choices
        )
        table.add_row(one.name, one.suffix, f"{one.title}. {one.words}", choices)
    return table


def _plain(default: "bool | int | str") -> str:
    return ("no", "yes")[default] if isinstance(default, bool) else str(default)
