"""What is said of passages that a rendering shows, and of those that it leaves out."""

from linewise.core.exchange import CodeEntry, Loss
from linewise.interchange.formats.rendering.quotes import Gathered


def told(gathered: Gathered, code: CodeEntry) -> str:
    """How many passages of a code there are, and how many of them are shown."""
    found, kept = gathered.found[code.id], len(gathered.places[code.id])
    words = f"{found:,} passage{'' if found == 1 else 's'}"
    return words if kept == found else f"{words}, the first {kept:,} of them here"


def left_out(gathered: Gathered) -> tuple[Loss, ...]:
    """The passages past the most of a code, as a loss."""
    rest = sum(gathered.found.values()) - gathered.kept
    return (Loss(what="passages", count=rest, reason="they are past the most of a code"),) if rest else ()
