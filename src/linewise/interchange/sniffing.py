"""What recognisers of formats look at: the beginning of a file, the names inside an archive or folder."""

from dataclasses import dataclass
from pathlib import Path

from linewise.interchange.tree import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Sniff:
    """A file or folder before it is opened.

    `head` are its first bytes (none of a folder), `members` what an archive or folder holds, `text` the head decoded
    where it is text (up to a mebibyte), `complete` whether that is all of it.
    """

    path: Path
    head: bytes = b""
    members: tuple[Member, ...] = ()
    text: str | None = None
    complete: bool = False

    def has(self, *names: str) -> bool:
        """Whether every one of these stands inside, whatever its case."""
        inside = {member.name.casefold() for member in self.members}
        return all(name.casefold() in inside for name in names)
